"""The keeper's own file: tokens without names, facts sealed, slips hashed, and which rows were read.

No report and no handle stands in it. Every row of the office's database is taken in exactly once, in one
transaction; a crash before or after only means that it is offered again.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Self
from uuid import UUID

from havenline.protection import plain, tokens
from havenline.protection.facts import Facts, Identifiers
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.messages import COMPLETE, ENROL, REVOKE, SLIP, Message
from havenline.vault.errors import BlobWrong

SLIP_DAYS = 30
# The shape of the file, and what its tokens mean. One of an earlier shape is emptied and made again from the
# sealed rows: what it holds beside them (which case a slip was for) goes with it, as when the file is lost.
VERSION = 3
_OWNED = "CREATE TABLE IF NOT EXISTS owner (one INTEGER PRIMARY KEY CHECK (one = 1), sealed BLOB NOT NULL)"
_TABLES = {
    "taken": "CREATE TABLE taken (row BLOB PRIMARY KEY) WITHOUT ROWID",
    "said": "CREATE TABLE said (row BLOB PRIMARY KEY, protection BLOB NOT NULL, sealed BLOB NOT NULL)",
    "token": """CREATE TABLE token (
  kind TEXT NOT NULL, token BLOB NOT NULL, protection BLOB NOT NULL, PRIMARY KEY (kind, token, protection)
) WITHOUT ROWID""",
    # bound: the case it was first shown in; nothing before that.
    "slip": """CREATE TABLE slip (
  hash BLOB PRIMARY KEY, protection BLOB NOT NULL, last_day TEXT NOT NULL,
  open INTEGER NOT NULL CHECK (open IN (0, 1)), bound BLOB
) WITHOUT ROWID""",
}
_INDEX = "CREATE INDEX said_of ON said (protection)"
_PURPOSE = "keeper.said"
_OWNER = {"purpose": "keeper.owner", "about": "keeper.sqlite3"}


class FileOfAnother(Exception):  # noqa: N818 - named for what the reader met
    """The file was written under another secret: with this one nobody would be found in it."""

    def __init__(self) -> None:
        super().__init__(
            "the keeper's file was written under another `keeper-key`: restore the secret, or move the file "
            "away to have it made again"
        )


class FileOfLater(Exception):  # noqa: N818 - named for what the reader met
    """The file was written by a later Havenline: what it means by its rows is not known here."""

    def __init__(self) -> None:
        super().__init__(
            "the keeper's file was written by a newer Havenline: install that one, or move the file away to "
            "have it made again"
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What one message said of a protection: its facts, and on enrolment subject and day of birth."""

    facts: Facts
    subject: str = ""
    born: str = ""


class KeeperStore:
    """The keeper's file, opened by one process. Not for several threads at once: the keeper takes turns.

    A file of an earlier shape is begun anew; the rows it had taken in are offered again at the keeper's
    start (`intake.recover`). Raises FileOfAnother, FileOfLater.
    """

    def __init__(self, path: Path, keys: KeeperKeys) -> None:
        self._keys = keys
        self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
            self._file.execute(f"PRAGMA {pragma}")
        try:
            self._check_owner()
            self._shape()
        except (FileOfAnother, FileOfLater):
            self._file.close()
            raise

    @classmethod
    def at(cls, folder: Path, keys: KeeperKeys) -> Self:
        """The store in the keeper's folder, made (mode 0700, file 0600) where there is none."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        path = folder / "keeper.sqlite3"
        # Made before SQLite opens it: its journal files then take the same mode.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        path.chmod(0o600)
        return cls(path, keys)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def has(self, row: UUID) -> bool:
        """Whether this row was taken in."""
        return self._one("SELECT 1 FROM taken WHERE row = ?", row.bytes) is not None

    def taken(self) -> set[UUID]:
        """Every row that was taken in."""
        return {UUID(bytes=row) for (row,) in self._file.execute("SELECT row FROM taken")}

    def take(self, offered: Sequence[tuple[UUID, Message]], *, was_read: bool = False) -> None:
        """Take messages in by their rows' ids, in this order, each once; all of them or, after a crash, none.

        was_read: a keeper now gone had read them; their slips may be bound to a case nobody knows any more.
        """
        with self._transaction():
            for row, message in offered:
                if not self.has(row):
                    self._take(row, message, was_read=was_read)

    def _take(self, row: UUID, message: Message, *, was_read: bool) -> None:
        protection = self._keys.protection(message.handle)
        self._file.execute("INSERT INTO taken VALUES (?)", (row.bytes,))
        if message.act in (ENROL, COMPLETE):
            self._take_facts(row, protection, message)
        elif message.act == SLIP:
            self._take_slip(protection, message, is_open=not was_read)
        elif message.act == REVOKE:
            self._file.execute("UPDATE slip SET open = 0 WHERE protection = ?", (protection,))

    def found(self, asked: Iterable[tuple[str, bytes]]) -> set[bytes]:
        """The protections that hold any of these tokens."""
        return {
            protection
            for kind, token in asked
            for (protection,) in self._file.execute(
                "SELECT protection FROM token WHERE kind = ? AND token = ?", (kind, token)
            )
        }

    def use_slip(self, digest: str, *, case: str, on: date) -> bytes | None:
        """The protection of an open slip, which this binds to the case; None for any other, and for a slip
        bound to another case. Of two cases at once, one wins."""
        slip = self._keys.slip(digest)
        bound = self._keys.case(case, slip=slip)
        # One statement: nobody comes between looking and binding.
        row = self._one(
            "UPDATE slip SET bound = ? WHERE hash = ? AND open = 1 AND last_day >= ?"
            " AND (bound IS NULL OR bound = ?) RETURNING protection",
            bound, slip, on.isoformat(), bound,
        )  # fmt: skip
        return row[0] if row else None

    def said_of(self, protection: bytes) -> tuple[Said, ...]:
        """Everything said of a protection, in the order it was taken in; raises BlobWrong."""
        rows = self._file.execute(
            "SELECT row, sealed FROM said WHERE protection = ? ORDER BY rowid", (protection,)
        )
        return tuple(self._opened(UUID(bytes=row), sealed) for row, sealed in rows)

    def _check_owner(self) -> None:
        # INVARIANT: under a wrong key no token matches, and everybody would look like a stranger.
        self._file.execute(_OWNED)
        self._file.execute(
            "INSERT OR IGNORE INTO owner VALUES (1, ?)", (self._keys.store.seal(b"", **_OWNER),)
        )
        row = self._one("SELECT sealed FROM owner")
        try:
            self._keys.store.open(row[0] if row else b"", **_OWNER)
        except BlobWrong:
            raise FileOfAnother from None

    def _shape(self) -> None:
        """Make the tables where there are none, or those of an earlier shape: all at once or, after a crash,
        not at all."""
        with self._transaction():
            ((version,),) = self._file.execute("PRAGMA user_version").fetchall()
            if version > VERSION:
                raise FileOfLater
            if version < VERSION:
                for name, table in _TABLES.items():
                    self._file.execute(f"DROP TABLE IF EXISTS {name}")
                    self._file.execute(table)
                self._file.execute(_INDEX)
                self._file.execute(f"PRAGMA user_version = {VERSION}")

    def _take_facts(self, row: UUID, protection: bytes, message: Message) -> None:
        known = message.identifiers or Identifiers()
        said = Said(facts=message.facts or Facts(), subject=message.subject, born=known.born)
        sealed = self._keys.store.seal_text(json.dumps(plain.written(said)), purpose=_PURPOSE, about=str(row))
        self._file.execute(
            "INSERT INTO said (row, protection, sealed) VALUES (?, ?, ?)", (row.bytes, protection, sealed)
        )
        self._file.executemany(
            "INSERT OR IGNORE INTO token VALUES (?, ?, ?)",
            [(kind, token, protection) for kind, token in tokens.stored(known, self._keys)],
        )

    def _take_slip(self, protection: bytes, message: Message, *, is_open: bool) -> None:
        last_day = date.fromisoformat(message.day) + timedelta(days=SLIP_DAYS)
        self._file.execute(
            "INSERT OR IGNORE INTO slip VALUES (?, ?, ?, ?, NULL)",
            (self._keys.slip(message.slip), protection, last_day.isoformat(), int(is_open)),
        )

    def _opened(self, row: UUID, sealed: bytes) -> Said:
        text = self._keys.store.open_text(sealed, purpose=_PURPOSE, about=str(row))
        return plain.read(Said, json.loads(text))

    def _one(self, statement: str, *values: object) -> tuple[bytes, ...] | None:
        rows: list[tuple[bytes, ...]] = self._file.execute(statement, values).fetchall()
        return rows[0] if rows else None

    def _transaction(self) -> "_Transaction":
        return _Transaction(self._file)


class _Transaction:
    """BEGIN IMMEDIATE to COMMIT, or ROLLBACK when anything is raised between."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def __enter__(self) -> None:
        self._file.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._file.execute("ROLLBACK" if kind else "COMMIT")
