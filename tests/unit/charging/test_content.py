"""A screening's content opens where it was sealed, whole, and nowhere else."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from havenline.charging import queries
from havenline.charging.content import Content, sealed, unsealed, without_slip
from havenline.charging.forms import Asked
from havenline.charging.models import Screening
from havenline.protection.gate import (
    ChargeAnswer,
    ChargeAsked,
    ClauseCited,
    GateAnswer,
    ItemAnswer,
    ItemAsked,
    PersonAsked,
    Query,
    ReadingCited,
)
from havenline.vault.errors import BlobWrong
from havenline.vault.keys import DataKey

ASKED = Asked(
    number="0" * 32,
    case_number="24-018832",
    file_by="2031-12-31",
    person=PersonAsked("Ана “Quilla” 李", "1961-03-07", (("phone", "415 555 0199"),)),
    slip="9ZQX7MVT31KA",
    role="none",
    sex_trade="unknown",
    trafficked="false",
    charges=(ChargeAsked("PC 647(b)(1)", "misdemeanor", "2024-10-02", "false"),),
    items=(ItemAsked("E-1", "W-9ZQXM", "video", "2024-10-02", "own"),),
)
QUERY = Query(
    reference="S-000001",
    day="2026-11-24",
    person=ASKED.person,
    slip=ASKED.slip,
    charges=ASKED.charges,
    items=ASKED.items,
    role="none",
)
ANSWER = GateAnswer(
    charges=(
        ChargeAnswer(
            "PC 647(b)(1)",
            "PC 647(b)(1)",
            "barred",
            "policy",
            "do_not_charge",
            (ClauseCited("C1", "barred", "will not prosecute"),),
            (ReadingCited("I-16", "which?", "all"),),
            ("offense.date",),
            "supervisor",
            ("PC 236.23",),
        ),
    ),
    items=(ItemAnswer("E-1", usable=True),),
    sentence="Only these.",
    pack="p",
    version="1",
    approval="draft",
)
CONTENT = Content("24-018832", "2031-12-31", "Dana Reyes", True, without_slip(QUERY), ANSWER)


def test_content_comes_back_equal() -> None:
    row, key = Screening(), DataKey.new()
    row.sealed = sealed(CONTENT, key=key, screening=row)
    assert unsealed(row, key=key) == CONTENT


def test_content_moved_to_another_row_does_not_open() -> None:
    row, other, key = Screening(), Screening(), DataKey.new()
    other.sealed = sealed(CONTENT, key=key, screening=row)
    with pytest.raises(BlobWrong):
        unsealed(other, key=key)


def test_a_kept_question_holds_no_slip() -> None:
    assert without_slip(QUERY) == replace(QUERY, slip="")


def test_what_is_hidden_does_not_print_itself() -> None:
    for value in (CONTENT, ASKED, QUERY):
        assert "Quilla" not in repr(value)


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, number="1" * 32),
        replace(ASKED, case_number="24-018833"),
        replace(ASKED, slip=""),
        replace(ASKED, charges=()),
        replace(ASKED, file_by=""),
        replace(ASKED, role="unknown"),
        replace(ASKED, trafficked="unknown"),
    ],
)
def test_only_the_same_form_has_the_same_hash(other: Asked) -> None:
    member = uuid.uuid4()
    assert queries.form_hash(ASKED, by=member) == queries.form_hash(replace(ASKED), by=member)
    assert queries.form_hash(ASKED, by=member) != queries.form_hash(other, by=member)
    assert queries.form_hash(ASKED, by=member) != queries.form_hash(ASKED, by=uuid.uuid4())


def test_a_case_is_found_by_its_number_however_written() -> None:
    assert queries.case_hash("24-018832") == queries.case_hash(" 24 018832")
    assert queries.case_hash("24-018832") != queries.case_hash("24-018833")
    assert len(queries.case_hash("24-018832")) == 32
