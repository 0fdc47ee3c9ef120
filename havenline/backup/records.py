"""Writes values of rows as bytes and reads them back the same, whichever database they came from.

A record is a list of values: a count (4 bytes), then each value as one letter and its bytes. Numbers have 8
bytes, moments are whole microseconds since 1970 in UTC, days are counted as Python counts them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

Value = None | bool | int | str | bytes | UUID | date | datetime

# No honest record comes near: rows are bundled up to a mebibyte, and one row's words fit in one request.
LONGEST = 64 * 1024 * 1024
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LENGTH, _NUMBER = struct.Struct(">I"), struct.Struct(">q")


class RecordWrong(ValueError):  # noqa: N818 - named for what the reader met
    """The bytes are no record, or the value is of a kind that no row has."""


def _long(letter: bytes, content: bytes) -> bytes:
    return letter + _LENGTH.pack(len(content)) + content


def _of_moment(value: datetime) -> bytes:
    if value.tzinfo is None:
        raise RecordWrong("a moment without its zone")
    return b"M" + _NUMBER.pack((value - _BEGINNING) // _MICROSECOND)


_WRITE: dict[type, Callable[..., bytes]] = {
    type(None): lambda _: b"N",
    bool: lambda value: b"T" if value else b"F",
    int: lambda value: b"I" + _NUMBER.pack(value),
    str: lambda value: _long(b"S", value.encode("utf-8", "surrogatepass")),
    bytes: lambda value: _long(b"B", value),
    memoryview: lambda value: _long(b"B", bytes(value)),
    UUID: lambda value: b"U" + value.bytes,
    date: lambda value: b"D" + _LENGTH.pack(value.toordinal()),
    datetime: _of_moment,
}


def write(values: Iterable[object]) -> bytes:
    """The bytes of one record; raises RecordWrong for a value of any other kind than `Value`."""
    parts = []
    for value in values:
        writer = _WRITE.get(type(value))
        if writer is None:
            raise RecordWrong(f"a value of the kind `{type(value).__name__}` is in no row")
        parts.append(writer(value))
    return _LENGTH.pack(len(parts)) + b"".join(parts)


def read(record: bytes) -> list[Value]:
    """The values of one record; raises RecordWrong."""
    reader = _Reader(record)
    try:
        (count,) = _LENGTH.unpack(reader.take(4))
        values = [reader.value() for _ in range(count)]
    except (struct.error, ValueError, OverflowError) as fault:
        raise RecordWrong("the bytes are no record") from fault
    if not reader.is_done:
        raise RecordWrong("the bytes go on behind the record")
    return values


class _Reader:
    def __init__(self, record: bytes) -> None:
        self._record = record
        self._at = 0

    @property
    def is_done(self) -> bool:
        return self._at == len(self._record)

    def take(self, length: int) -> bytes:
        taken = self._record[self._at : self._at + length]
        if len(taken) != length:
            raise RecordWrong("the record ends too early")
        self._at += length
        return taken

    def value(self) -> Value:
        read_one = _READ.get(self.take(1))
        if read_one is None:
            raise RecordWrong("a value of no known kind")
        return read_one(self)

    def length(self) -> int:
        (length,) = _LENGTH.unpack(self.take(4))
        return int(length)

    def number(self) -> int:
        (number,) = _NUMBER.unpack(self.take(8))
        return int(number)


_READ: dict[bytes, Callable[[_Reader], Value]] = {
    b"N": lambda _: None,
    b"T": lambda _: True,
    b"F": lambda _: False,
    b"I": lambda reader: reader.number(),
    b"S": lambda reader: reader.take(reader.length()).decode("utf-8", "surrogatepass"),
    b"B": lambda reader: reader.take(reader.length()),
    b"U": lambda reader: UUID(bytes=reader.take(16)),
    b"D": lambda reader: date.fromordinal(reader.length()),
    b"M": lambda reader: _BEGINNING + reader.number() * _MICROSECOND,
}
