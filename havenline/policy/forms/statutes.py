"""Which offenses a pack can tell apart at all: the rows of its table that mean the same, with a statute of
each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from havenline.policy.errors import PackRefused
from havenline.policy.pack import Pack
from havenline.policy.tables import Row, read_charge

# Grades as a charge's own text may carry them.
TEXT_GRADES = {"infraction": "I", "misdemeanor": "M", "felony": "F", "wobbler": "W"}


@dataclass(frozen=True, slots=True)
class Sort:
    """Rows of the offense table between which no condition can distinguish.

    number: its place among the sorts of the pack. rows: never empty. See `Row` for the rest.
    """

    number: int
    rows: tuple[Row, ...]

    @property
    def classes(self) -> frozenset[str]:
        return self.rows[0].classes

    @property
    def dates(self) -> tuple[str, str, str]:
        """First day it was law, first day it no longer was, and first day the citation was read so."""
        row = self.rows[0]
        return row.enacted, row.repealed, row.read_from

    @property
    def levels(self) -> tuple[tuple[str, str], ...]:
        return self.rows[0].levels


def sorts(pack: Pack) -> tuple[Sort, ...]:
    """Every sort of offense the pack's table knows, in the table's order."""
    alike: dict[object, list[Row]] = {}
    for row in pack.offenses.rows:
        key = (row.classes, row.enacted, row.repealed, row.read_from, row.levels)
        alike.setdefault(key, []).append(row)
    return tuple(Sort(number, tuple(rows)) for number, rows in enumerate(alike.values()))


def sort_of(pack: Pack, text: str) -> Sort | None:
    """The sort of the offense this text names; None where it stands in no table.

    Raises PackRefused for a text that names none for certain.
    """
    charge = read_charge(text, None)
    if pack.offenses.kinds(charge, None) is None:
        raise PackRefused(f"`{text}` names no offense for certain")
    row = pack.offenses.row(charge, None)
    return next((sort for sort in sorts(pack) if row in sort.rows), None)


def example(pack: Pack, sort: Sort, *, day: str | None, grade: str = "") -> str | None:
    """A charge that is read as this sort of offense on that day; None when none is found.

    grade: the grade its text carries, or none.
    """
    for row in sort.rows:
        for statute in _within(row):
            text = _graded(statute, grade)
            charge = read_charge(text, day)
            found = pack.offenses.row(charge, day)
            if pack.offenses.kinds(charge, day) == sort.classes and found in sort.rows:
                return text
    return None


def example_of_none(pack: Pack, *, grade: str = "") -> str:
    """A charge that names an offense for certain which stands in no table of the pack."""
    for section in ("602(k)", "330", "370", *map(str, range(300, 420))):
        text = _graded(f"PC {section}", grade)
        charge = read_charge(text, None)
        if pack.offenses.row(charge, None) is None and pack.offenses.kinds(charge, None) == frozenset():
            return text
    raise LookupError(pack.id)


def example_unsettled(pack: Pack, *, grade: str = "") -> str:
    """A text that does not tell for certain which offense is meant."""
    for text in ("PC 647", "PC 99999", "not a charge"):
        charge = read_charge(_graded(text, grade), None)
        if pack.offenses.kinds(charge, None) is None and (not grade or charge.level):
            return _graded(text, grade)
    return "not a charge"


def _within(row: Row) -> Iterator[str]:
    if not row.last:
        yield row.statute
        return
    first, last = (re.match(r"\d+", section) for section in (row.section, row.last))
    assert first is not None
    assert last is not None
    yield f"{row.code} {row.section}"
    yield from (f"{row.code} {number}" for number in range(int(first[0]), int(last[0]) + 1))


def _graded(text: str, grade: str) -> str:
    return f"{text} {TEXT_GRADES[grade]}" if grade else text
