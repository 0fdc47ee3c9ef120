"""Every row of the shipped tables has a source and an honest mark, and no two rows contradict."""

from __future__ import annotations

import csv
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

import havenline.offenses
from havenline.offenses import parse

FOLDER = Path(havenline.offenses.__file__).parent / "tables"
TABLES = sorted(path.stem for path in FOLDER.glob("*.csv"))
MARKS = {"verified text", "secondary source", "unverified"}


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_source_and_mark(name: str) -> None:
    for row in rows(name):
        assert row["source"], row
        assert row["mark"] in MARKS, row
        assert None not in row.values(), row


@pytest.mark.parametrize("name", TABLES)
def test_no_row_stands_twice(name: str) -> None:
    keys = [tuple(value for key, value in row.items() if key not in ("source", "mark")) for row in rows(name)]
    assert len(keys) == len(set(keys))


def test_dates_are_days_in_order() -> None:
    for row in [*rows("grades"), *rows("listed")]:
        days = [date.fromisoformat(row[key]) for key in ("from", "to") if row[key]]
        assert days == sorted(days), row


def test_grades_of_a_subdivision_never_overlap() -> None:
    by_offense: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in rows("grades"):
        by_offense.setdefault((row["code"], row["section"], row["subdivision"]), []).append(row)
    for same in by_offense.values():
        for one, other in combinations(same, 2):
            assert (one["to"] and one["to"] < other["from"]) or (other["to"] and other["to"] < one["from"])


def test_values_are_those_the_reader_knows() -> None:
    assert {row["level"] for row in rows("grades")} <= {"M", "F", "I", "W"}
    assert {row["conduct"] for row in rows("drugs")} == {"own", "sale", "question"}
    assert {row["kind"] for row in rows("codes")} == {"state", "federal", "ncic", "municipal"}
    for row in rows("listed"):
        assert {row["charge"], row["use"]} <= {"Y", "N", "REVIEW"}


def test_only_the_four_sections_are_on_the_use_list() -> None:
    named = {(row["code"], row["section"]) for row in rows("listed") if row["use"] == "Y"}
    assert named == {("PC", "647"), ("PC", "653.22"), ("PC", "372")}


def test_a_name_of_a_code_means_one_code() -> None:
    names = [row["written"] for row in rows("codes")]
    assert len(names) == len(set(names))
    assert all(name.isalpha() and name.isupper() for name in names)


@pytest.mark.parametrize("row", rows("known_sections"), ids=lambda row: f"{row['section']} {row['code']}")
def test_known_section_is_listed_only_by_the_policy(row: dict[str, str]) -> None:
    read = parse(f"{row['section']} {row['code']}")
    assert (read.code, read.ambiguous.count("|")) == (row["code"], 0)
    if read.charge_bar_listed == "Y":
        assert row["section"] in {"372", "653.22", "11364", "11364.1", "11365", "11550"}
    assert (read.use_bar_listed == "Y") == (row["section"] in {"372", "653.22"})
