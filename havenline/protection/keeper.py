"""The keeper: one process of its own that alone knows who is protected, and tells nobody.

It takes in what the rooms sealed to it, and answers questions at the gate with a bar, a hold or a clearance.
It says nothing of persons, in no answer, log or error.
"""

import fcntl
import logging
import os
import signal
import socket
import threading
from typing import TYPE_CHECKING

from havenline import config

if TYPE_CHECKING:
    from havenline.protection.gatehouse import Keeper

_REST = 1.0  # seconds between two looks at the rows
_log = logging.getLogger(__name__)


class KeeperRuns(Exception):  # noqa: N818 - named for what the reader met
    """Another keeper already holds this office's folder."""


def main() -> None:
    """Run the keeper of this office until SIGTERM or SIGINT. Raises KeeperRuns, config.SecretMissing/Wrong.

    Needs DJANGO_SETTINGS_MODULE and HAVENLINE_DATA. Started as a child process by `havenline office run`.
    """
    import django

    django.setup()
    from havenline.policy import load
    from havenline.protection import wire
    from havenline.protection.gatehouse import Door, Keeper
    from havenline.protection.keeper_keys import KeeperKeys
    from havenline.protection.keeper_store import KeeperStore

    folder = config.load().keeper
    keys = KeeperKeys.load()
    store = KeeperStore.at(folder, keys)
    lock = os.open(folder / "keeper.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise KeeperRuns(f"another keeper holds `{folder}`") from fault
    keeper = Keeper(store=store, keys=keys, pack=load(config.load().pack))
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    _recover(keeper, ended)
    door = wire.listening(folder)
    serving = threading.Thread(target=Door(keeper, door).serve, daemon=True)
    serving.start()
    while not ended.wait(_REST):
        _settle(keeper)
    # A socket closed under `accept` does not wake it; shut down, it does.
    door.shutdown(socket.SHUT_RDWR)
    door.close()
    serving.join(timeout=5)
    store.close()
    os.close(lock)


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
