"""What travels to the gate and back is whole and legal, or is refused by the name of its field alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from havenline.protection.facts import Facts, Identifiers
from havenline.protection.gate import (
    BARRED,
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
from havenline.protection.plain import ShapeWrong, read, written
from tests.unit.protection.people import REPORTED, ROSA, question

ANSWER = GateAnswer(
    charges=(
        ChargeAnswer(
            "647(b)",
            "PC 647(b)",
            BARRED,
            "policy",
            "do_not_charge",
            (ClauseCited("C1", "barred", "will not prosecute"),),
            (ReadingCited("I-04", "What is violent?", "Any act."),),
            ("offense.date",),
            "supervisor",
            ("PC 236.23",),
        ),
    ),
    items=(ItemAnswer("phone", usable=False),),
    sentence="Only these.",
    pack="us-ca-sfda-2018",
    version="1",
    approval="draft",
)
VALUES = [
    REPORTED,
    ROSA,
    question(),
    question(None, slip="7K2Q-D9MX-4TRA", items=(ItemAsked("a", "W-00000", "video", "2026-01-01", "own"),)),
    question(PersonAsked("\ud800 \u202e é", "", (("phone", "1"),)), role="none", sex_trade="buyer"),
    ANSWER,
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_come_back_equal(value: Any) -> None:
    assert read(type(value), json.loads(json.dumps(written(value)))) == value


ILLEGAL: list[tuple[Any, str]] = [
    (lambda: Facts(role="suspect"), "role"),
    (lambda: Facts(crime="murder-ish"), "crime"),
    (lambda: Facts(trafficked="yes"), "trafficked"),
    (lambda: Facts(report_date="2026-02-30"), "report_date"),
    (lambda: Facts(crime_date="20260228"), "crime_date"),
    (lambda: Identifiers(born="09/03/1994"), "born"),
    (lambda: Identifiers(numbers=(("passport", "1"),)), "numbers"),
    (lambda: PersonAsked("x" * 501), "name"),
    (lambda: PersonAsked(numbers=(("phone", "1"),) * 21), "numbers"),
    (lambda: ChargeAsked("PC 211", level="high"), "level"),
    (lambda: ChargeAsked("PC 211", charged="yes"), "charged"),
    (lambda: ItemAsked("x", kind="status"), "kind"),
    (lambda: ItemAsked("x", source="rumor"), "source"),
    (lambda: Query("S", ""), "day"),
    (lambda: Query("S", "2026-01-01", role="suspect"), "role"),
    (lambda: Query("S", "2026-01-01", trafficked="maybe"), "trafficked"),
    (lambda: Query("S", "2026-01-01", case="24-018832"), "case"),
    (lambda: Query("S", "2026-01-01", case="C1" * 32), "case"),
    (lambda: Query("S", "2026-01-01", charges=(ChargeAsked("PC 211"),) * 101), "charges"),
    (lambda: Query("S", "2026-01-01", items=(ItemAsked("x"),) * 501), "items"),
    (lambda: read(Query, []), "Query"),
    (lambda: read(Query, {"reference": "S"}), "Query"),
    (lambda: read(Query, {"reference": "S", "day": 5}), "day"),
    (lambda: read(Facts, {"status": "x"}), "Facts"),
    (lambda: read(Identifiers, {"numbers": [["phone"]]}), "numbers"),
    (lambda: read(Identifiers, {"names": "Rosa"}), "names"),
]


@pytest.mark.parametrize(("make", "field"), ILLEGAL, ids=[str(row[1]) for row in ILLEGAL])
def test_illegal_values_are_refused_by_field(make: Any, field: str) -> None:
    with pytest.raises(ShapeWrong, match=f"`{field}`"):
        make()


def test_what_a_field_held_is_never_repeated() -> None:
    for make in (lambda: Facts(role="Rosa Canary"), lambda: Identifiers(numbers=(("Rosa Canary", "1"),))):
        with pytest.raises(ShapeWrong) as met:
            make()
        assert "Canary" not in str(met.value)
    assert "Rosa" not in f"{ROSA!r}{question()!r}{question().person!r}{REPORTED!r}"


def test_open_facts_are_named() -> None:
    assert REPORTED.open == ("report_consent", "withdrawn_date")
    assert len(Facts().open) == 12
