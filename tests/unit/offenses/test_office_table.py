"""An office may bring its own state offense table; what is wrong in it is named, and no list changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from havenline.offenses import OffenseTable, TableUnreadable, load_table, parse

HEADER = "code,section,level,from,to,literal\n"


def loaded(folder: Path, rows: str) -> OffenseTable:
    path = folder / "state.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return load_table(path)


def test_grades_of_the_office_come_first(tmp_path: Path) -> None:
    table = loaded(tmp_path, "HS,11377(A),F,,2014-11-04,X\nHS,11377(A),M,2014-11-05,,X\n")
    assert table.rows == 2
    assert parse("11377(A) HS", offense_date="2012-05-01", table=table).level == "F"
    assert parse("11377(A) HS", offense_date="2012-05-01").level == "W"
    assert parse("11377(A) HS", table=table).level == ""


def test_lettered_sections_of_the_office_are_known(tmp_path: Path) -> None:
    assert parse("777Q PC").normalized == "PC 777(q)"
    assert parse("777Q PC", table=loaded(tmp_path, "PC,777Q,,,,X\n")).normalized == "PC 777q"
    both = loaded(tmp_path, "PC,777Q,,,,X\nPC,777(Q),,,,Y\n")
    assert parse("777Q PC", table=both).ambiguous == "PC 777(q)|PC 777q"


def test_a_table_never_changes_the_lists(tmp_path: Path) -> None:
    table = loaded(tmp_path, "PC,211,M,,,X\nPC,647(B),F,,,X\n")
    assert parse("211 PC", table=table).charge_bar_listed == "N"
    assert parse("647(B) PC", table=table).use_bar_listed == "Y"
    assert parse("647(B) PC").charge_bar_listed == "Y"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("PC,six,M,,\n", "line 2: `section` has the value `PC six`, write code and section as PC, 647B"),
        (",647,M,,\n", "line 2: `section` has the value ` 647`, write code and section as PC, 647B"),
        ("PC,647,Q,,\n", "line 2: `level` has the value `Q`, use M, F, I, W or nothing"),
        (
            "PC,1,M,,\nPC,2,M,1/2/2014,\n",
            "line 3: `from` has the value `1/2/2014`, write a date as 2014-11-05",
        ),
        ("PC,1,M,,\nPC,1,F,,\n", "line 3: `level` has the value `F`, another row gives a different grade"),
        (
            "PC,1,M,2014-01-01,2015-01-01\nPC,1,F,2015-01-01,\n",
            "line 3: `level` has the value `F`, another row gives a different grade",
        ),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, rows: str, told: str) -> None:
    with pytest.raises(TableUnreadable) as refused:
        loaded(tmp_path, rows)
    assert str(refused.value).startswith(told)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "table.csv"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(TableUnreadable, match=r"`table\.csv` cannot be read, give a CSV file in UTF-8"):
        load_table(picture)
    with pytest.raises(TableUnreadable, match="cannot be read"):
        load_table(tmp_path / "absent.csv")
    picture.write_text("")
    with pytest.raises(TableUnreadable, match="the column `code` is missing"):
        load_table(picture)
