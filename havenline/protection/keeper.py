"""The keeper: one process of its own that alone knows who is protected, and tells nobody.

It takes in what the rooms sealed to it, and answers questions at the gate with a bar, a hold or a clearance.
It says nothing of persons, in no answer, log or error.
"""

import fcntl
import logging
import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from havenline import config

if TYPE_CHECKING:
    from havenline.protection.gatehouse import Keeper
    from havenline.protection.keeper_keys import KeeperKeys

_REST = 1.0  # seconds between two looks at the rows
_log = logging.getLogger(__name__)


class KeeperKeyWrong(Exception):  # noqa: N818 - named for what the reader met
    """The secret is not that of the key the rooms seal to: nothing they write could be read."""


class KeeperRuns(Exception):  # noqa: N818 - named for what the reader met
    """Another keeper already holds this office's folder."""


def main() -> None:
    """Run the keeper of this office until SIGTERM or SIGINT; `havenline office run` starts it as a child.

    Needs DJANGO_SETTINGS_MODULE and HAVENLINE_DATA. Raises config.SecretMissing, SecretWrong, KeyNotTrusted,
    KeeperKeyWrong, FileOfAnother, FileOfLater, KeeperRuns: until it is put right, the gate holds.
    """
    import django

    django.setup()
    from havenline.policy import load
    from havenline.protection import wire
    from havenline.protection.gatehouse import Door, Keeper
    from havenline.protection.keeper_store import KeeperStore

    keys = _keys()
    folder = config.load().keeper
    # The lock first: a file of an earlier shape is begun anew, and nobody else may be at it.
    lock = _locked(folder)
    store = KeeperStore.at(folder, keys)
    keeper = Keeper(store=store, keys=keys, pack=load(config.load().pack))
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    _recover(keeper, ended)
    door = Door(keeper, wire.listening(folder))
    serving = threading.Thread(target=door.serve, daemon=True)
    serving.start()
    while not ended.wait(_REST):
        _settle(keeper)
    door.close()
    serving.join(timeout=5)
    store.close()
    os.close(lock)


def _keys() -> "KeeperKeys":
    from havenline.protection.keeper_keys import KeeperKeys
    from havenline.protection.messages import keeper_key

    keys = KeeperKeys.load()
    if bytes(keeper_key().kem) != keys.keyring.kem_public:
        raise KeeperKeyWrong(
            "the secret file `keeper-key` is not that of the key in the directory: restore it"
        )
    return keys


def _locked(folder: Path) -> int:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder / "keeper.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise KeeperRuns(f"another keeper holds `{folder}`") from fault
    return lock


def _recover(keeper: "Keeper", ended: threading.Event) -> None:
    """At the start: everything there is, before the first question. Waits for a database that is busy."""
    from django.db import DatabaseError

    while not ended.is_set():
        try:
            keeper.recover()
            keeper.settle()
        except DatabaseError as fault:
            _log.error("the rows cannot be read: %s", type(fault).__name__)
            ended.wait(_REST)
        else:
            return


def _settle(keeper: "Keeper") -> None:
    from django.db import DatabaseError, connections

    try:
        keeper.settle()
    except DatabaseError as fault:
        _log.error("the rows cannot be read: %s", type(fault).__name__)
        connections.close_all()


if __name__ == "__main__":
    main()
