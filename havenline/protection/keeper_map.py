"""Keeps whose token is whose, so that no two rows are alike: how often a name comes up cannot be counted.

The n-th holder of one text stands under a label of its own, HMAC(key of the text, n), and the holder's id is
masked with the rest of the same hash. Without the secret the table is a heap of random bytes: neither equal
names nor the tokens of one person can be told from others. After Cash et al., "Dynamic Searchable Encryption
in Very-Large Databases", NDSS 2014. What remains: its size, and which rows came between two copies of it.
"""

import hmac
import sqlite3
from collections.abc import Iterator

from havenline.protection.keeper_keys import TOKEN_BYTES, KeeperKeys

TABLE = "CREATE TABLE token (label BLOB PRIMARY KEY, masked BLOB NOT NULL) WITHOUT ROWID"
HOLDER_BYTES = 16


class TokenMap:
    """Texts within their kind -> the holders' ids (16 bytes each), in the keeper's file."""

    def __init__(self, file: sqlite3.Connection, keys: KeeperKeys) -> None:
        self._file, self._keys = file, keys

    def add(self, kind: str, text: str, holder: bytes) -> None:
        """Note that this text is the holder's; twice is once. Within the caller's transaction."""
        place = self._keys.place(kind, text)
        count = 0
        for count, found in enumerate(self._held(place), start=1):  # noqa: B007 - the count is used below
            if found == holder:
                return
        label, mask = _nth(place, count)
        self._file.execute("INSERT INTO token VALUES (?, ?)", (label, _masked(holder, mask)))

    def of(self, kind: str, text: str) -> Iterator[bytes]:
        """Every holder of this text."""
        return self._held(self._keys.place(kind, text))

    def _held(self, place: bytes) -> Iterator[bytes]:
        count = 0
        while True:
            label, mask = _nth(place, count)
            row = self._file.execute("SELECT masked FROM token WHERE label = ?", (label,)).fetchone()
            if row is None:
                return
            yield _masked(row[0], mask)
            count += 1


def _nth(place: bytes, count: int) -> tuple[bytes, bytes]:
    made = hmac.digest(place, count.to_bytes(4), "sha256")
    return made[:TOKEN_BYTES], made[-HOLDER_BYTES:]


def _masked(holder: bytes, mask: bytes) -> bytes:
    return (int.from_bytes(holder) ^ int.from_bytes(mask)).to_bytes(HOLDER_BYTES)
