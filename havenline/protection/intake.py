"""Takes what the rooms wrote for the keeper into its own file: nothing twice, nothing lost, nothing skipped.

The keeper's file comes first, the mark in the office's database after it. A crash between the two offers the
row again, which is harmless. A row that does not open stays unread, and while one is, the gate holds.
"""

import logging
from uuid import UUID

from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_store import KeeperStore
from havenline.protection.messages import Message, opened
from havenline.protection.models import Enrolment
from havenline.vault.errors import BlobWrong

_STEP = 500
_log = logging.getLogger(__name__)
_lamented: set[int] = set()


def take_in(store: KeeperStore, keys: KeeperKeys) -> bool:
    """Take every unread row in; answers whether all of them could be read.

    Writes nothing to the office's database: a question never waits for its write lock.
    """
    return _take(store, keys, [number for number, row in _unread() if not store.has(row)])


def mark_read(store: KeeperStore) -> None:
    """Mark the rows taken in, so that they are not offered again."""
    taken = [number for number, row in _unread() if store.has(row)]
    for at in range(0, len(taken), _STEP):
        Enrolment.objects.filter(number__in=taken[at : at + _STEP]).update(read=True)


def recover(store: KeeperStore, keys: KeeperKeys) -> bool:
    """Take in rows that were marked as read and are not in the file, which was lost or is an older copy.

    Answers whether all could be read. Which case a slip was for is lost with the file: they are all closed.
    """
    taken = store.taken()
    read = Enrolment.objects.filter(read=True).order_by("number").values_list("number", "id")
    return _take(store, keys, [number for number, row in read if row not in taken], was_read=True)


def _unread() -> list[tuple[int, UUID]]:
    return list(Enrolment.objects.filter(read=False).order_by("number").values_list("number", "id"))


def _take(store: KeeperStore, keys: KeeperKeys, numbers: list[int], *, was_read: bool = False) -> bool:
    is_whole = True
    for at in range(0, len(numbers), _STEP):
        rows = Enrolment.objects.filter(number__in=numbers[at : at + _STEP]).order_by("number")
        messages = [(row.id, _opened(row, keys)) for row in rows]
        store.take([(row, message) for row, message in messages if message], was_read=was_read)
        is_whole = is_whole and all(message for _, message in messages)
    return is_whole


def _opened(row: Enrolment, keys: KeeperKeys) -> Message | None:
    try:
        return opened(row.id, bytes(row.sealed), keyring=keys.keyring)
    except BlobWrong:
        if row.number not in _lamented:
            _lamented.add(row.number)
            _log.error("row %d for the keeper does not open: all is held until it is repaired", row.number)
        return None
