"""A hold tells nothing, a clearance nothing, and a bar tells only that the promise covers this person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace

import pytest

from havenline.policy import load
from havenline.protection import decision
from havenline.protection.case import Known
from havenline.protection.facts import LEGAL, Facts
from havenline.protection.gate import BARRED, CLEAR, HOLD, ChargeAsked, GateAnswer, ItemAsked, Query
from havenline.protection.plain import written
from tests.unit.protection.people import REPORTED, ROBBED, SOLD, question

PACK = load()
ITEMS = (ItemAsked("a camera", kind="video", source="own"), ItemAsked("words", source="person"))
# Protections that differ in everything that could be told.
PROTECTIONS = [
    REPORTED,
    replace(REPORTED, crime="stalking", crime_date="", report_date="2026-08-01", report_mode="anonymous"),
    replace(REPORTED, role="witness", report_to="hospital", report_by="third_party"),
    replace(REPORTED, sex_trade="past", trafficked="true", report_to="police"),
    replace(
        REPORTED, role="witness", sex_trade="perceived", report_mode="pseudonymous", report_by="advocate"
    ),
    Facts(role="victim"),
    Facts(),
]
CHARGES = [
    SOLD,
    ROBBED,
    replace(SOLD, offense_date=""),
    replace(SOLD, charged="unknown", same_incident="unknown"),
    replace(SOLD, raw="PC 372", level="unknown"),
    replace(SOLD, raw="HS 11379(a)", level="unknown"),
    replace(SOLD, raw="PC 266h", level="felony"),
    ChargeAsked("nothing readable"),
]
OWN = [{}, {"role": "none"}, {"role": "none", "sex_trade": "none"}, {"role": "witness", "sex_trade": "buyer"}]


def answered(query: Query, known: Sequence[Known]) -> GateAnswer:
    return decision.answer(query, pack=PACK, known=known, walled=frozenset())


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("charge", CHARGES, ids=lambda charge: charge.raw)
def test_holds_and_clearances_are_equal_whoever_stands_behind(
    charge: ChargeAsked, own: dict[str, str]
) -> None:
    query = question(None, charge, items=ITEMS, **own)
    held = decision.held(query, pack=PACK)
    unknown = answered(query, ())
    for facts in PROTECTIONS:
        found = answered(query, (Known((facts,)),))
        if found.charges[0].answer == HOLD:
            assert json.dumps(written(found)) == json.dumps(written(held))
        elif found.charges[0].answer == CLEAR:
            assert found.charges == unknown.charges


TRAFFICKING_OPEN = replace(REPORTED, trafficked="unknown")
UNCOVERED = [
    ChargeAsked(raw, "felony", "2026-09-30", "false")
    for raw in ("PC 211", "PC 459", "PC 187(a)", "PC 245(a)(1)", "VC 10851(a)", "PC 487(a)")
]


@pytest.mark.parametrize("own", [{"role": "none"}, {"role": "none", "sex_trade": "none"}])
@pytest.mark.parametrize("charge", UNCOVERED, ids=lambda charge: charge.raw)
def test_an_uncovered_felony_is_answered_alike_for_a_protected_person_and_a_stranger(
    charge: ChargeAsked, own: dict[str, str]
) -> None:
    query = question(None, charge, **own)
    known = answered(query, (Known((TRAFFICKING_OPEN,)),))
    assert known.charges[0].answer == CLEAR
    assert json.dumps(written(known)) == json.dumps(written(answered(query, ())))


@pytest.mark.parametrize("trafficked", ["unknown", "true"])
@pytest.mark.parametrize("charge", [*UNCOVERED, SOLD], ids=lambda charge: charge.raw)
def test_where_the_file_does_not_exclude_trafficking_nobody_is_cleared(
    charge: ChargeAsked, trafficked: str
) -> None:
    query = question(None, charge, role="none", trafficked=trafficked, items=ITEMS)
    held = json.dumps(written(decision.held(query, pack=PACK)))
    assert json.dumps(written(answered(query, ()))) == held
    for facts in PROTECTIONS:
        found = answered(query, (Known((facts,)),))
        assert found.charges[0].answer == BARRED or json.dumps(written(found)) == held


def test_the_table_has_every_answer_in_it() -> None:
    found = {
        answered(question(None, charge, **own), (Known((facts,)),)).charges[0].answer
        for charge in CHARGES
        for own in OWN
        for facts in PROTECTIONS
    }
    assert found == {BARRED, HOLD, CLEAR}


def test_bars_on_the_same_clauses_are_equal() -> None:
    query = question(None, SOLD, items=ITEMS)
    bars = [answered(query, (Known((facts,)),)) for facts in PROTECTIONS]
    same = [found for found in bars if [cited.id for cited in found.charges[0].clauses] == ["C1", "C2"]]
    assert len(same) >= 4
    assert len({json.dumps(written(found)) for found in same}) == 1


def test_no_answer_speaks_in_the_words_of_the_facts() -> None:
    told = {word for legal in LEGAL.values() for word in legal if len(word) > 5 and word != "unknown"}
    told |= {getattr(REPORTED, field.name) for field in fields(REPORTED) if field.name.endswith("_date")} - {
        ""
    }
    found = answered(question(None, SOLD), (Known((REPORTED,)),)).charges[0]
    # The policy's own sentences and questions name crimes; they are the same for everybody.
    spoken = json.dumps(written(replace(found, clauses=(), readings=())))
    assert [word for word in sorted(told) if word in spoken] == []


MISSING = [
    (SOLD, ()),
    (replace(SOLD, offense_date=""), ("offense.date",)),
    (ChargeAsked("nothing readable"), ("offense.code",)),
    (replace(SOLD, raw="647b"), ("offense.code",)),
]


@pytest.mark.parametrize(("charge", "missing"), MISSING, ids=lambda value: getattr(value, "raw", ""))
def test_a_hold_asks_for_facts_of_the_offense_alone(charge: ChargeAsked, missing: tuple[str, ...]) -> None:
    found = decision.held(question(None, charge), pack=PACK).charges[0]
    assert set(missing) <= set(found.missing)
    assert all(path.startswith("offense.") for path in found.missing)
