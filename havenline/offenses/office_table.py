"""An office's own state offense table: its lettered sections and its grades, read with clear refusals."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from havenline.offenses.pieces import Section
from havenline.offenses.rows import Grade, OffenseTable, Tables, shipped_tables
from havenline.offenses.scanner import Scanner
from havenline.offenses.tokens import tokens

COLUMNS = ("code", "section", "level", "from", "to")
LEVELS = ("", "M", "F", "I", "W")


class TableUnreadable(ValueError):  # noqa: N818  (named for what the reader met)
    """A state offense table that cannot be used; says the file's line, the value and what is allowed."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(f"{message}, {hint}")
        self.hint = hint


def load_table(path: Path) -> OffenseTable:
    """Read a CSV with the columns code, section, level, from, to (further columns are ignored).

    `section` as the state writes it: `647`, `647B` for a lettered section, `11377(A)` for a subdivision.
    `level` M, F, I, W or empty; `from` and `to` ISO dates, inclusive, or empty. Rows of one subdivision may
    not overlap in time with different grades. Raises TableUnreadable.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _check_columns(reader.fieldnames or [])
            rows = [_row(number, row) for number, row in enumerate(reader, start=2)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TableUnreadable(f"`{path.name}` cannot be read", hint="give a CSV file in UTF-8") from error
    return OffenseTable(_added(rows), rows=len(rows))


class Row(NamedTuple):
    """One checked line of the file."""

    line: int
    code: str
    number: str
    letter: str
    grade: Grade


def _check_columns(names: Sequence[str]) -> None:
    for column in COLUMNS:
        if column not in names:
            raise TableUnreadable(
                f"the column `{column}` is missing", hint=f"needed are {', '.join(COLUMNS)}"
            )


def _row(line: int, row: dict[str, str]) -> Row:
    texts = {column: (row.get(column) or "").strip() for column in COLUMNS}
    pieces = Scanner(tokens(texts["section"]), shipped_tables()).pieces()
    section = pieces[0] if len(pieces) == 1 else None
    if not isinstance(section, Section) or not texts["code"]:
        raise _refused(
            line, "section", f"{texts['code']} {texts['section']}", "write code and section as PC, 647B"
        )
    if texts["level"] not in LEVELS:
        raise _refused(line, "level", texts["level"], "use M, F, I, W or nothing")
    for column in ("from", "to"):
        _check_date(line, column, texts[column])
    parts = ".".join(text.lower() for text in section.groups)
    letter = "".join(section.glued).lower()
    grade = Grade(parts, texts["from"], texts["to"], texts["level"])
    return Row(line, texts["code"].upper(), section.number, letter, grade)


def _check_date(line: int, column: str, text: str) -> None:
    try:
        if text:
            date.fromisoformat(text)
    except ValueError as error:
        raise _refused(line, column, text, "write a date as 2014-11-05 or nothing") from error


def _refused(line: int, column: str, value: str, hint: str) -> TableUnreadable:
    return TableUnreadable(f"line {line}: `{column}` has the value `{value}`", hint=hint)


def _added(rows: list[Row]) -> Tables:
    """The shipped tables with `rows` on top: an office's grades replace the shipped ones of that section."""
    shipped = shipped_tables()
    letters, known = dict(shipped.letters), {number: list(codes) for number, codes in shipped.known.items()}
    grades: dict[tuple[str, str], list[Grade]] = {}
    for row in rows:
        section = row.number + row.letter
        if row.letter:
            letters.setdefault((row.code, section), _has_rival(row, rows))
        codes = known.setdefault(row.number, [])
        if row.code not in codes:
            codes.append(row.code)
        if row.grade.level:
            _check_overlap(row, grades.setdefault((row.code, section), []))
            grades[row.code, section].append(row.grade)
    return shipped._replace(
        letters=letters,
        known={number: tuple(codes) for number, codes in known.items()},
        grades={**shipped.grades, **{key: tuple(found) for key, found in grades.items()}},
    )


def _has_rival(row: Row, rows: list[Row]) -> bool:
    """Whether the table also has the subdivision that looks like it: 647(B) beside 647B."""
    beside = (
        other for other in rows if (other.code, other.number, other.letter) == (row.code, row.number, "")
    )
    return any(other.grade.subdivision.split(".")[0] == row.letter for other in beside)


def _check_overlap(row: Row, others: list[Grade]) -> None:
    for other in others:
        same = other.subdivision == row.grade.subdivision and other.level != row.grade.level
        starts_before = not other.end or not row.grade.start or row.grade.start <= other.end
        ends_after = not row.grade.end or not other.start or other.start <= row.grade.end
        if same and starts_before and ends_after:
            raise _refused(
                row.line, "level", row.grade.level, "another row gives a different grade for these days"
            )
