"""Reads a case system's CSV: its columns first, so that a wrong file is refused before a row is taken in."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from havenline.protection.importing import columns
from havenline.protection.importing.columns import COLUMNS, NEEDED

# A cell without an end would take the whole file in.
_CELL_LIMIT = 10_000
_TOO_MANY = "more cells than columns"


class FileWrong(Exception):  # noqa: N818 - named for what the reader met
    """The file cannot be taken in; one sentence says why, and names no content."""


def rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows by their line in the file (the first after the header is 2); raises FileWrong, OSError."""
    csv.field_size_limit(_CELL_LIMIT)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            header = _checked(next(reader, []))
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, _row(header, cells)
        except UnicodeDecodeError:
            raise FileWrong("the file is not in UTF-8: save it as `CSV UTF-8`") from None
        except csv.Error:
            raise FileWrong(f"line {reader.line_num} cannot be read as CSV") from None


def _row(header: list[str], cells: list[str]) -> dict[str, str]:
    row = dict(zip(header, cells, strict=False))
    # A row that is longer was cut wrongly: whatever stands in it stands in the wrong place.
    return row if len(cells) <= len(header) else {**row, _TOO_MANY: "yes"}


def _checked(header: list[str]) -> list[str]:
    names = [name.strip().casefold() for name in header]
    for at, name in enumerate(names, start=1):
        # The name is not said back: a file without a header has a person's there.
        if name not in COLUMNS and not columns.dropped(name):
            raise FileWrong(f"column {at} has an unknown name: known are {', '.join(COLUMNS)}")
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise FileWrong(f"the file has no column {' and no '.join(missing)}")
    kept = [name for name in names if name in COLUMNS]
    if len(set(kept)) < len(kept):
        raise FileWrong("two columns have one name")
    return names
