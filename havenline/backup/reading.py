"""Reads the parts of a backup: once from end to end before anything is written, and then to put it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from havenline.backup.errors import BackupWrong
from havenline.backup.key import OpeningKey
from havenline.backup.part import CONTENT, END, SECRETS, WRAPS, label_of, records_of
from havenline.backup.records import Value

Migration = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a whole backup holds, known after it was read to its end.

    at: when it was made. migrations: the version of its tables. entries, root: its ledger.
    """

    backup: UUID
    at: datetime
    migrations: tuple[Migration, ...]
    rows: int
    entries: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that follow belong here: `names` are the attributes in the order of their values."""

    name: str
    names: tuple[str, ...]


def examine(files: Mapping[str, Path], key: OpeningKey) -> Manifest:
    """Read every part to its end and see that they belong together; raises BackupWrong. Writes nothing."""
    content, wraps = label_of(files[CONTENT]), label_of(files[WRAPS])
    if content.backup != wraps.backup:
        raise BackupWrong(
            f"`{files[CONTENT]}` and `{files[WRAPS]}` were not made together", hint="name two of one backup"
        )
    secret_files(files[SECRETS], key)
    wrapped, _ = _counted(files[WRAPS], key, part=WRAPS)
    rows, end = _counted(files[CONTENT], key, part=CONTENT)
    at, migrations = _about(files[CONTENT], key)
    match end:
        case [int(entries), bytes(root)]:
            return Manifest(content.backup, at, migrations, rows + wrapped, entries, root)
    raise _other_shape(files[CONTENT])


def secret_files(path: Path, key: OpeningKey) -> dict[str, bytes]:
    """The office's secrets, founders' keys and options by name: few and small. Raises BackupWrong."""
    found: dict[str, bytes] = {}
    for name, chunk in files_in(path, key, part=SECRETS):
        found[name] = found.get(name, b"") + chunk
    return found


def files_in(path: Path, key: OpeningKey, *, part: str) -> Iterator[tuple[str, bytes]]:
    """The files that stand in a part before its tables: name and next bytes. Raises BackupWrong."""
    name = ""
    for record in records_of(path, key, part=part):
        match record:
            case ["file", str(name)]:
                yield name, b""
            case ["bytes", bytes(chunk)]:
                yield name, chunk
            case ["table" | "end", *_]:
                # A part of secrets has no tables: it is read to its end, which tells that it is whole.
                if part != SECRETS:
                    return


def tables_in(path: Path, key: OpeningKey, *, part: str) -> Iterator[Table | list[Value]]:
    """The tables of a part, each followed by bundles of its values. Raises BackupWrong."""
    for record in records_of(path, key, part=part):
        match record:
            case ["table", str(name), *names]:
                yield Table(name, tuple(str(one) for one in names))
            case ["rows", *values]:
                yield values


def _counted(path: Path, key: OpeningKey, *, part: str) -> tuple[int, list[Value]]:
    """How many rows the part holds, and what its last record says behind their number."""
    rows, width = 0, 1
    for record in records_of(path, key, part=part):
        match record:
            case ["table", _, *names]:
                width = len(names)
            case ["rows", *values]:
                rows += len(values) // width
            case [tag, int(said), *rest] if tag == END:
                if said != rows:
                    raise BackupWrong(f"`{path}` holds {rows} rows and says {said}", hint="use another copy")
                return rows, rest
    raise _other_shape(path)


def _about(path: Path, key: OpeningKey) -> tuple[datetime, tuple[Migration, ...]]:
    match next(records_of(path, key, part=CONTENT)):
        case ["about", datetime() as at, str(), *words]:
            names = [str(word) for word in words]
            return at, tuple(zip(names[::2], names[1::2], strict=True))
    raise _other_shape(path)


def _other_shape(path: Path) -> BackupWrong:
    return BackupWrong(
        f"`{path}` has a shape that is not known here", hint="install the Havenline that made it"
    )
