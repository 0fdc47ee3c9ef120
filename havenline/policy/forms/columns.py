"""Cases as columns: each fact a dictionary of the values that occur and, per case, the place in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from havenline.policy.conditions import Listing, Node
from havenline.policy.forms.records import Records
from havenline.policy.forms.settled import Settling

Codes = NDArray[Any]
Bits = NDArray[np.uint8]
UNKNOWN_DAY = np.int32(-1)


@dataclass(frozen=True, slots=True)
class Column:
    """A fact of many cases.

    codes: per case the place of its value in `values`, any whole-number type. values: as `Records` holds
    them, None for unknown. known: packed bits, lowest first, of the cases where it is known; None where
    `codes` alone tell. Parquet's own dictionary encoding is this already.
    """

    codes: Codes
    values: tuple[object, ...]
    known: Bits | None = None

    def __len__(self) -> int:
        return len(self.codes)

    def days(self) -> NDArray[np.int32]:
        """Per value the day as `date.toordinal` counts, or the number; -1 where unknown."""
        return np.array([_number(value) for value in self.values], dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Flags:
    """A yes-or-no fact of many cases: packed bits, lowest first, of where it is so and where it is known."""

    bits: Bits
    rows: int
    known: Bits | None = None

    @property
    def values(self) -> tuple[object, ...]:
        """What the bits stand for."""
        return (False, True)

    def __len__(self) -> int:
        return self.rows


def _number(value: object) -> np.int32:
    if value is None:
        return UNKNOWN_DAY
    assert isinstance(value, (str, int))
    return np.int32(date.fromisoformat(value).toordinal() if isinstance(value, str) else value)


def columns(records: Records, cases: Iterable[Mapping[str, Any]]) -> dict[str, Column]:
    """The columns of these cases, in their order. A list becomes a tuple, so that it can be looked up."""
    return of_rows(records, [records.row(case) for case in cases])


def of_rows(records: Records, rows: Sequence[Mapping[str, object]]) -> dict[str, Column]:
    """The columns of these rows."""
    return {key: column([row[key] for row in rows]) for key in records.keys}


def column(values: Sequence[object]) -> Column:
    """One column of the values themselves."""
    told = [tuple(value) if isinstance(value, list) else value for value in values]
    places: dict[tuple[type, object], int] = {}
    codes = [places.setdefault((type(value), value), len(places)) for value in told]
    return Column(np.array(codes, dtype=np.int32), tuple(value for _, value in places))


def statutes(settling: Settling, path: str, texts: Column, days: Column | None = None) -> Column:
    """The column of a statute from the texts and, where the conduct's day is known, its column.

    A text is read once per day with which it occurs.
    """
    texts, days = _with_none(texts), None if days is None else _with_none(days)
    if days is None:
        told = [_text(value) for value in texts.values]
        return Column(texts.codes, tuple(settling.statute(path, value, None) for value in told))
    width = len(days.values)
    pairs = texts.codes.astype(np.int64) * width + days.codes
    occurring, codes = np.unique(pairs, return_inverse=True)
    found = [(texts.values[pair // width], days.values[pair % width]) for pair in occurring.tolist()]
    told_pairs = [settling.statute(path, _text(text), _text(day)) for text, day in found]
    return Column(codes.astype(np.int32), tuple(told_pairs))


def _with_none(column: Column) -> Column:
    """The column with what is unknown among its values."""
    if column.known is None:
        return column
    known = np.unpackbits(column.known, count=len(column), bitorder="little").astype(bool)
    codes = np.where(known, column.codes, len(column.values)).astype(np.int32)
    return Column(codes, (*column.values, None))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


class _OneFact:
    """A scope of a single value, so that an atom says itself what it means."""

    def __init__(self, value: object, settling: Settling) -> None:
        self.value, self.settling = value, settling

    def fact(self, path: str) -> object:
        return self.value

    def named(self, path: str) -> str:
        return path

    def given(self, section: str) -> bool:
        return bool(self.value)

    def listed(self, path: str, table: str) -> bool | None:
        assert isinstance(self.value, tuple)
        inside, outside = self.value
        bit = self.settling.bit[table]
        return True if inside & bit else False if outside & bit else None


class Truths(NamedTuple):
    """An atom over a column: per value whether it is certainly true, certainly false, and known at all; and
    what it says (certain, refuted) where the column itself knows nothing."""

    certain: NDArray[np.bool_]
    refuted: NDArray[np.bool_]
    known: NDArray[np.bool_]
    of_unknown: tuple[bool, bool]


def truths(atom: Node, column: Column | Flags, settling: Settling) -> Truths:
    """What an atom says of each value of a column."""

    def judged(value: object) -> bool | None:
        return atom.judge(_OneFact(value, settling)).value  # type: ignore[arg-type]

    told = [judged(value) for value in column.values]
    unknown = (0, 0) if isinstance(atom, Listing) else None
    of_unknown = judged(unknown)
    return Truths(
        np.array([value is True for value in told], dtype=bool),
        np.array([value is False for value in told], dtype=bool),
        np.array([value != unknown for value in column.values], dtype=bool),
        (of_unknown is True, of_unknown is False),
    )
