"""The worked examples of the charge contract, and those we thought of, are read exactly."""

from __future__ import annotations

import pytest

from havenline.offenses import parse
from tests.unit.offenses.rows import READ, asked, rows

EXAMPLES = rows("charges.csv")
FURTHER = rows("further.csv")
NOT_ANSWERS = {*READ, "id", "kind", "note"}


def named(row: dict[str, str]) -> str:
    return f"{row.get('id') or row['kind']}: {row['raw']!r}"


@pytest.mark.parametrize("row", EXAMPLES, ids=named)
def test_worked_example_is_read_exactly(row: dict[str, str]) -> None:
    read = parse(row["raw"], **asked(row)).as_dict()
    assert {key: read[key] for key in row if key not in NOT_ANSWERS} == {
        key: value for key, value in row.items() if key not in NOT_ANSWERS
    }


@pytest.mark.parametrize("row", FURTHER, ids=named)
def test_further_example_is_read_exactly(row: dict[str, str]) -> None:
    read = parse(row["raw"], **asked(row)).as_dict()
    assert {key: read[key] for key in row if key not in NOT_ANSWERS} == {
        key: value for key, value in row.items() if key not in NOT_ANSWERS
    }


def test_clear_rows_seldom_go_to_review() -> None:
    clear = [row for row in EXAMPLES if not row["ambiguous"] and row["charge_bar_listed"] != "REVIEW"]
    answers = [parse(row["raw"], **asked(row)) for row in clear]
    assert [answer.charge_bar_listed for answer in answers].count("REVIEW") == 0
