"""The tables of cases beside the tests, read as rows of text."""

from __future__ import annotations

import csv
from pathlib import Path

HERE = Path(__file__).parent
READ = ("raw", "level_column", "description_column", "offense_date", "jurisdiction")


def rows(name: str) -> list[dict[str, str]]:
    """Every row of a table of cases; line ends inside a cell are kept as they are."""
    with (HERE / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def asked(row: dict[str, str]) -> dict[str, str]:
    """The part of a row that `parse` is given beside the text."""
    return {key: row[key] for key in READ if key != "raw"}
