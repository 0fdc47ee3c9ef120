"""The worked examples of the charge contract, and those we thought of, are read exactly."""

from __future__ import annotations

import pytest

from havenline.offenses import parse
from tests.unit.offenses.rows import READ, asked, rows

EXAMPLES = rows("charges.csv")
FURTHER = rows("further.csv")
# Answered from the charge contract before the grammar had seen them; `?` is what the contract leaves open.
UNSEEN = rows("unseen.csv")
UNSEEN = rows("unseen.csv")
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


@pytest.mark.parametrize("row", UNSEEN, ids=named)
def test_what_was_answered_before_it_was_read_is_read_so(row: dict[str, str]) -> None:
    """Strings as dockets, reports and forms write them, each answered from the contract before it was tried;
    `?` where the contract leaves more than one way to say it."""
    read = parse(row["raw"], **asked(row)).as_dict()
    wanted = {key: value for key, value in row.items() if key not in NOT_ANSWERS and value != "?"}
    assert {key: read[key] for key in wanted} == wanted


@pytest.mark.parametrize("row", UNSEEN, ids=named)
def test_unseen_example_is_read_as_the_contract_says(row: dict[str, str]) -> None:
    read = parse(row["raw"], **asked(row)).as_dict()
    wanted = {key: value for key, value in row.items() if key not in NOT_ANSWERS and value != "?"}
    assert {key: read[key] for key in wanted} == wanted


def test_clear_rows_seldom_go_to_review() -> None:
    clear = [row for row in EXAMPLES if not row["ambiguous"] and row["charge_bar_listed"] != "REVIEW"]
    answers = [parse(row["raw"], **asked(row)) for row in clear]
    assert [answer.charge_bar_listed for answer in answers].count("REVIEW") == 0
