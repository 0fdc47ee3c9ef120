"""The gate bars what the policy bars, holds every doubt, and takes the most protective reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from havenline.policy import load
from havenline.protection import decision
from havenline.protection.case import Known
from havenline.protection.facts import Facts
from havenline.protection.gate import (
    BARRED,
    CLEAR,
    HOLD,
    ChargeAnswer,
    ChargeAsked,
    GateAnswer,
    ItemAsked,
    PersonAsked,
    Query,
)
from tests.unit.protection.people import REPORTED, ROBBED, SOLD, question

PACK = load()
ROSA = Known((REPORTED,))
NOBODY: tuple[Known, ...] = ()


def answered(query: Query, *known: Known, walled: frozenset[int] = frozenset()) -> GateAnswer:
    return decision.answer(query, pack=PACK, known=known, walled=walled)


def one(query: Query, *known: Known) -> ChargeAnswer:
    return answered(query, *known).charges[0]


def charge(raw: str, **changes: Any) -> ChargeAsked:
    return replace(SOLD, **{"raw": raw, "level": "unknown", **changes})


def test_a_bar_quotes_the_clauses_in_the_policys_words() -> None:
    found = one(question(), ROSA)
    assert (found.answer, found.ground, found.disposition) == (BARRED, "policy", "do_not_charge")
    assert {(cited.id, cited.result) for cited in found.clauses} == {("C1", "barred"), ("C2", "barred")}
    assert all(cited.quote == PACK.quote(cited.id) for cited in found.clauses)
    assert "will not prosecute" in found.clauses[0].quote
    assert found.understood == "PC 647(b)(1)"
    assert [cited.id for cited in found.readings]
    for cited in found.readings:
        reading = PACK.reading(cited.id)
        assert (cited.question, cited.text) == (reading.question, reading.texts[reading.default])


FILED = replace(SOLD, charged="true", charged_date="2026-10-03")
LATER = replace(SOLD, offense_date="2026-10-04")
ROLE_OPEN = Known((replace(REPORTED, role="unknown"),))
ROLE_AND_REPORT_OPEN = Known((replace(REPORTED, role="unknown", report_made="unknown"),))
BYSTANDER = Known((replace(REPORTED, role="none", report_made="false"),))
SILENT: dict[str, str] = {}
NONE = {"role": "none"}
SILENT_THERE = {"role": "none", "trafficked": "unknown"}
TRAFFICKING_OPEN = Known((replace(REPORTED, trafficked="unknown"),))
# Covered only if trafficked: a deputy's file that says nothing of it does not take the cover away.
TRADE_BY_TRAFFICKING = Known((replace(REPORTED, sex_trade="none", trafficked="unknown"),))
TRAFFICKED = Known((replace(REPORTED, trafficked="true"),))
CHARGES: list[tuple[str, ChargeAsked, Sequence[Known], dict[str, str], str]] = [
    ("sale of sex, protected", SOLD, [ROSA], SILENT, BARRED),
    ("sale of sex, charged already", FILED, [ROSA], SILENT, BARRED),
    ("drugs for oneself, protected", charge("HS 11377(a)"), [ROSA], SILENT, BARRED),
    ("robbery, protected", ROBBED, [ROSA], NONE, CLEAR),
    ("robbery, protected, own file silent", ROBBED, [ROSA], SILENT, HOLD),
    ("sale of sex, nobody, own file silent", SOLD, NOBODY, SILENT, HOLD),
    ("sale of sex, nobody by own file", SOLD, NOBODY, NONE, CLEAR),
    ("sale of sex, victim by own file", SOLD, NOBODY, {"role": "victim", "sex_trade": "current"}, HOLD),
    ("robbery, nobody by own file", ROBBED, NOBODY, NONE, CLEAR),
    ("robbery, nobody, own file silent", ROBBED, NOBODY, SILENT, HOLD),
    ("repealed loitering, anybody", charge("PC 653.22"), NOBODY, NONE, BARRED),
    ("unreadable", charge("what he did"), [ROSA], NONE, HOLD),
    ("empty", charge(""), NOBODY, NONE, HOLD),
    ("two in one line", charge("PC 647(b)(1); PC 211"), NOBODY, NONE, HOLD),
    ("ambiguous", charge("647b"), NOBODY, NONE, HOLD),
    ("role open, yet reported", SOLD, [ROLE_OPEN], NONE, HOLD),
    ("role and report open", SOLD, [ROLE_AND_REPORT_OPEN], NONE, HOLD),
    ("nothing known of the person", SOLD, [Known((Facts(),))], NONE, HOLD),
    ("stored neither, own file neither", SOLD, [BYSTANDER], NONE, CLEAR),
    ("robbery, trafficking open on both sides", ROBBED, [TRAFFICKING_OPEN], SILENT_THERE, HOLD),
    ("robbery, trafficking open here alone", ROBBED, [TRAFFICKING_OPEN], NONE, CLEAR),
    ("robbery, trafficked by what is stored", ROBBED, [TRAFFICKED], NONE, HOLD),
    (
        "drugs for oneself, covered only if trafficked",
        charge("HS 11377(a)"),
        [TRADE_BY_TRAFFICKING],
        NONE,
        HOLD,
    ),
    ("sale of sex, trafficking open, protected", SOLD, [TRAFFICKING_OPEN], SILENT_THERE, BARRED),
    ("sale of sex, nobody, trafficking not excluded", SOLD, NOBODY, SILENT_THERE, HOLD),
    ("robbery, nobody, trafficked by own file", ROBBED, NOBODY, {**NONE, "trafficked": "true"}, HOLD),
    ("repealed loitering, trafficking not excluded", charge("PC 653.22"), NOBODY, SILENT_THERE, BARRED),
    ("stored neither, own file victim", SOLD, [BYSTANDER], {"role": "victim"}, BARRED),
    ("stored victim, own file neither", SOLD, [ROSA], {"role": "none", "sex_trade": "none"}, BARRED),
    ("two protections, one bars", SOLD, [Known((Facts(),)), ROSA], NONE, BARRED),
    ("two protections, one open", ROBBED, [ROSA, Known((Facts(),))], NONE, HOLD),
    ("conduct after the report", LATER, [ROSA], NONE, CLEAR),
]


@pytest.mark.parametrize(
    ("asked", "known", "own", "answer"), [row[1:] for row in CHARGES], ids=[row[0] for row in CHARGES]
)
def test_each_charge_gets_its_answer(
    asked: ChargeAsked, known: Sequence[Known], own: dict[str, str], answer: str
) -> None:
    person = PersonAsked("Rosa Invented Delgado", "1994-03-09")
    assert one(question(person, asked, **own), *known).answer == answer


def test_a_filed_charge_is_reviewed_for_dismissal() -> None:
    filed = replace(SOLD, charged="true", charged_date="2026-10-03")
    assert one(question(None, filed), ROSA).disposition == "dismiss_review"


def test_no_such_offense_holds_for_anybody_and_names_no_clause() -> None:
    found = one(question(None, charge("PC 653.22")))
    assert (found.answer, found.ground, found.clauses) == (BARRED, "no_such_offense", ())


def test_facts_told_later_fill_what_was_open() -> None:
    open_first = Known(
        (replace(REPORTED, role="unknown", crime="unknown"), Facts(role="witness", crime="assault"))
    )
    assert one(question(role="none"), open_first).answer == BARRED


def test_facts_told_differently_count_where_they_protect() -> None:
    for said in ((REPORTED, Facts(role="none")), (Facts(role="none"), REPORTED)):
        assert one(question(role="none"), Known(said)).answer == BARRED


def test_a_muddle_of_facts_is_held() -> None:
    said = tuple(
        Facts(role=role, sex_trade=trade, crime=crime, report_to=to)
        for role, trade, crime, to in zip(
            ("victim", "witness", "none"),
            ("current", "past", "buyer"),
            ("robbery", "assault", "stalking"),
            ("police", "sheriff", "cbo"),
            strict=True,
        )
    )
    assert one(question(), Known(said)).answer == HOLD


def test_a_withdrawn_report_still_protects() -> None:
    assert one(question(), Known((REPORTED, Facts(withdrawn_date="2026-10-03")))).answer == BARRED


def test_the_stored_birth_protects_a_child() -> None:
    child = Known((replace(REPORTED, report_date="2026-01-01"),), ("2010-06-01",))
    after = replace(SOLD, offense_date="2026-09-30")
    assert one(question(None, after, role="none"), child).ground == "no_such_offense"


ITEMS = (
    ItemAsked("her words", kind="own_statement", source="person"),
    ItemAsked("found through them", kind="document", source="report"),
    ItemAsked("street camera", kind="video", obtained="2026-09-30", source="own"),
    ItemAsked("nobody knows whence", source="unknown"),
)


def usable(found: GateAnswer) -> list[bool]:
    return [item.usable for item in found.items]


def test_only_items_free_of_doubt_are_usable() -> None:
    asked = question(None, ROBBED, items=ITEMS, role="none")
    assert usable(answered(asked, ROSA)) == [False, False, True, False]
    assert usable(answered(asked, ROSA, walled=frozenset({2}))) == [False] * 4
    # Against somebody whom nothing protects, everything may be used that the wall does not keep out.
    assert usable(answered(asked)) == [True] * 4
    assert usable(answered(asked, walled=frozenset({0}))) == [False, True, True, True]


def test_nothing_is_usable_while_a_charge_is_held() -> None:
    asked = question(None, ROBBED, charge("no charge at all"), items=ITEMS, role="none")
    found = answered(asked)
    assert [each.answer for each in found.charges] == [CLEAR, HOLD]
    assert usable(found) == [False] * 4
    assert usable(answered(replace(asked, charges=()))) == [False] * 4


def test_an_item_in_doubt_does_not_hold_the_charge() -> None:
    asked = question(None, ROBBED, items=ITEMS, role="none")
    assert answered(asked, ROSA).charges == answered(replace(asked, items=()), ROSA).charges


def test_every_answer_names_its_pack_and_its_draft() -> None:
    found = answered(question(), ROSA)
    assert (found.pack, found.version, found.approval) == (PACK.id, PACK.version, "draft")
    assert found.sentence == decision.SENTENCE
