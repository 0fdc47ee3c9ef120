"""Opens the keeper's own file: under its own secret, of its own shape, readable by nobody else."""

import os
import sqlite3
from pathlib import Path
from typing import Self

from havenline.protection import keeper_map
from havenline.protection.keeper_keys import KeeperKeys
from havenline.vault.errors import BlobWrong

# The shape of the file, and what its tokens mean. One of an earlier shape is emptied and made again from the
# sealed rows: what it holds beside them (which case a slip was for) goes with it, as when the file is lost.
VERSION = 6
_OWNED = "CREATE TABLE IF NOT EXISTS owner (one INTEGER PRIMARY KEY CHECK (one = 1), sealed BLOB NOT NULL)"
_TABLES = {
    "taken": "CREATE TABLE taken (row BLOB PRIMARY KEY) WITHOUT ROWID",
    "said": "CREATE TABLE said (row BLOB PRIMARY KEY, protection BLOB NOT NULL, sealed BLOB NOT NULL)",
    "token": keeper_map.TABLE,
    # bound: the case it was first shown in; nothing before that.
    "slip": """CREATE TABLE slip (
  hash BLOB PRIMARY KEY, protection BLOB NOT NULL, last_day TEXT NOT NULL,
  open INTEGER NOT NULL CHECK (open IN (0, 1)), bound BLOB
) WITHOUT ROWID""",
    "asked": "CREATE TABLE asked (row BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID",
    # Screenings to decide again. looked: because somebody looked at a possible match.
    "due": "CREATE TABLE due (row BLOB PRIMARY KEY, looked INTEGER NOT NULL) WITHOUT ROWID",
    # Possible matches, by the id the office has of them, and what was said of them; nothing at first.
    "match": "CREATE TABLE match (id BLOB PRIMARY KEY, sealed BLOB) WITHOUT ROWID",
    # Who was drawn to be held for no reason of their own, by what they are found by.
    "drawn": "CREATE TABLE drawn (row BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID",
    # What is still to be written into the office's database.
    "outgoing": "CREATE TABLE outgoing (id BLOB PRIMARY KEY, kind TEXT NOT NULL, sealed BLOB NOT NULL)",
}
_INDEX = "CREATE INDEX said_of ON said (protection)"
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


class KeeperFile:
    """The file, opened by one process. Not for several threads at once: the keeper takes turns.

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
        """The file in the keeper's folder, made (mode 0700, file 0600) where there is none."""
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
