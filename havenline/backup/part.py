"""One part of a backup as a file: a line in clear, then sealed records up to a last one that says it is.

In clear stand only what the file is, which part, which set, and which key opens it:

    havenline backup 1 content 0b9c...(set) 5e1f...(key) 3a90...(the file's own key, sealed)

The rest is a `vault.stream` under a key made from the file's own key, the office's second secret and this
whole line: whoever changes one letter of it has a file that does not open.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self
from uuid import UUID

from havenline.backup import records
from havenline.backup.errors import BackupWrong
from havenline.backup.key import OpeningKey, SealingKey
from havenline.backup.records import Value
from havenline.vault import stream
from havenline.vault.derivation import derive
from havenline.vault.errors import BlobWrong
from havenline.vault.keys import KEY_BYTES

CONTENT, WRAPS, SECRETS = PARTS = ("content", "wraps", "secrets")
END = "end"
_MAGIC = "havenline backup 1"
_LONGEST_LINE = 2000
_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Label:
    """What a part says of itself in clear. `backup` is the same for the parts made together."""

    part: str
    backup: UUID
    key_id: UUID
    sealed: bytes

    def to_line(self) -> bytes:
        """The first line of the file."""
        words = (_MAGIC, self.part, self.backup.hex, self.key_id.hex, self.sealed.hex())
        return " ".join(words).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        """Read it back; raises ValueError."""
        head, _, rest = line.decode("ascii").removesuffix("\n").partition(f"{_MAGIC} ")
        part, backup, key_id, sealed = rest.split(" ")
        label = cls(part, UUID(hex=backup), UUID(hex=key_id), bytes.fromhex(sealed))
        # One form and no other: what the key is bound to is what stands in the file.
        if head or part not in PARTS or label.to_line() != line:
            raise ValueError("no label")
        return label

    def stream_key(self, own: bytes, *, second: bytes) -> bytes:
        """The key of the sealed stream behind this line."""
        salt = second + hashlib.sha256(self.to_line()).digest()
        return derive(own, use="backup stream", salt=salt)


class PartWriter:
    """A part as it is written: under a name that nobody takes for a backup, until `keep`."""

    def __init__(self, path: Path, key: SealingKey, *, part: str, backup: UUID) -> None:
        self.path = path
        self._partial = path.with_name(f".{path.name}.unfinished")
        own = secrets.token_bytes(KEY_BYTES)
        label = Label(part, backup, key.id, key.seal(own, part=part, about=backup.hex))
        descriptor = os.open(self._partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._sealer = stream.Sealer(self._file.write, key=label.stream_key(own, second=key.second))
        self._file.write(label.to_line())

    def write(self, *values: object) -> None:
        """Add one record. Raises OSError, records.RecordWrong."""
        record = records.write(values)
        self._sealer.write(len(record).to_bytes(_PREFIX) + record)

    def end(self, *values: object) -> None:
        """Write the last record, and see the whole file on the disk."""
        self.write(END, *values)
        self._sealer.end()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def keep(self) -> int:
        """Give the ended part its name; answers its size in bytes."""
        size = self._partial.stat().st_size
        self._partial.rename(self.path)
        sync_folder(self.path.parent)
        return size

    def drop(self) -> None:
        """Leave nothing of a part that was not kept."""
        self._file.close()
        self._partial.unlink(missing_ok=True)


def label_of(path: Path) -> Label:
    """What the file says of itself, believed only once it is opened; raises BackupWrong."""
    try:
        with path.open("rb") as file:
            return _label(file)
    except (OSError, ValueError) as fault:
        raise BackupWrong(
            f"`{path}` is no part of a backup", hint="name a file that a backup made"
        ) from fault


def records_of(path: Path, key: OpeningKey, *, part: str) -> Iterator[list[Value]]:
    """The records of a part, the last one included; each is answered once it is known to be whole.

    Raises BackupWrong for another part, another key, and at the first byte that is not what was sealed.
    """
    label = label_of(path)
    if label.part != part:
        raise BackupWrong(f"`{path}` holds the {label.part} of a backup", hint=f"name its {part} here")
    if label.key_id != key.sealing.id:
        raise BackupWrong(f"`{path}` was sealed to another backup key", hint="find the key made before it")
    try:
        with path.open("rb") as file:
            yield from _records(file, key)
    except (BlobWrong, OSError, ValueError) as fault:
        raise BackupWrong(f"`{path}` is damaged or was changed", hint="use another copy of it") from fault


def _label(file: BinaryIO) -> Label:
    return Label.from_line(file.readline(_LONGEST_LINE))


def _records(file: BinaryIO, key: OpeningKey) -> Iterator[list[Value]]:
    label = _label(file)
    own = key.open(label.sealed, part=label.part, about=label.backup.hex)
    waiting = bytearray()
    last: list[Value] = []
    for chunk in stream.opened(file.read, key=label.stream_key(own, second=key.sealing.second)):
        waiting += chunk
        at = 0
        while record := _whole(waiting, at):
            at += _PREFIX + len(record)
            last = records.read(record)
            yield last
        del waiting[:at]
    if waiting or not last or last[0] != END:
        raise BlobWrong


def _whole(waiting: bytearray, at: int) -> bytes | None:
    """The record that begins at this place, if all of it is there."""
    length = int.from_bytes(waiting[at : at + _PREFIX])
    if length > records.LONGEST:
        raise BlobWrong
    record = bytes(waiting[at + _PREFIX : at + _PREFIX + length])
    return record if len(record) == length and length else None


def sync_folder(folder: Path) -> None:
    """See the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
