"""Takes what the rooms wrote for the keeper into its own file: nothing twice, nothing lost, nothing skipped.

The keeper's file comes first, the mark in the office's database after it. A crash between the two offers the
row again, which is harmless. A row that does not open stays unread, and while one is, the gate holds.
"""

import logging
from collections.abc import Iterator

from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_store import KeeperStore
from havenline.protection.messages import opened
from havenline.protection.models import Enrolment
from havenline.vault.errors import BlobWrong

_STEP = 500
_log = logging.getLogger(__name__)
_lamented: set[int] = set()


def take_in(store: KeeperStore, keys: KeeperKeys) -> bool:
    """Take every unread row in; answers whether all of them could be read.

    Writes nothing to the office's database: a question never waits for its write lock.
    """
    taken = [_take(store, keys, row) for row in _unread()]
    return all(taken)


def mark_read(store: KeeperStore) -> None:
    """Mark the rows taken in, so that they are not offered again."""
    taken = [row.number for row in _unread() if store.has(row.id)]
    for at in range(0, len(taken), _STEP):
        Enrolment.objects.filter(number__in=taken[at : at + _STEP]).update(read=True)


def recover(store: KeeperStore, keys: KeeperKeys) -> bool:
    """Take in rows that were marked as read and are not in the file, which was lost or is an older copy.

    Answers whether all could be read. Which slips were used is lost with the file: they are all closed.
    """
    taken = store.taken()
    numbers = [
        number
        for number, row in Enrolment.objects.filter(read=True).order_by("number").values_list("number", "id")
        if row not in taken
    ]
    found = [
        _take(store, keys, row, was_read=True)
        for at in range(0, len(numbers), _STEP)
        for row in Enrolment.objects.filter(number__in=numbers[at : at + _STEP]).order_by("number")
    ]
    return all(found)


def _unread() -> Iterator[Enrolment]:
    return Enrolment.objects.filter(read=False).order_by("number").iterator(chunk_size=_STEP)


def _take(store: KeeperStore, keys: KeeperKeys, row: Enrolment, *, was_read: bool = False) -> bool:
    if store.has(row.id):
        return True
    try:
        message = opened(row.id, bytes(row.sealed), keyring=keys.keyring)
    except BlobWrong:
        if row.number not in _lamented:
            _lamented.add(row.number)
            _log.error("row %d for the keeper does not open: all is held until it is repaired", row.number)
        return False
    store.take(row.id, message, was_read=was_read)
    return True
