"""C3: the keeper refuses who opened what the person told, and says who may work on a case."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from havenline import protection, wall
from havenline.policy import load
from havenline.protection import decision
from havenline.protection.facts import Facts, Identifiers
from havenline.protection.gate import (
    BARRED,
    CLEAR,
    HOLD,
    GateAnswer,
    PersonAsked,
    Query,
    StandingAnswer,
    StandingAsked,
)
from havenline.protection.gatehouse import Keeper
from havenline.protection.plain import ShapeWrong, read, written
from havenline.vault.models import Subject
from tests.unit.protection.people import CASE, OTHER_CASE, REPORTED, ROSA, ROSA_ASKED, STRANGER, question

MEMBER, OTHER = uuid4(), uuid4()


def protected(identifiers: Identifiers | None = None, *, exposed: UUID | None = None) -> str:
    """An invented person, one member exposed to them; answers the handle."""
    with transaction.atomic():
        subject = Subject.objects.create()
        if exposed:
            wall.expose(exposed, subject, through="report", opened=uuid4(), at=timezone.now())
        return protection.enrol(subject, REPORTED, identifiers)


def standing(*people: PersonAsked, case: str = CASE, by_slip: bool = False) -> StandingAsked:
    return StandingAsked(people, case, (MEMBER.hex, OTHER.hex), by_slip)


def test_an_exposed_member_is_refused_and_another_answered(keeper: Keeper) -> None:
    protected(ROSA, exposed=MEMBER)
    refused = keeper.answer(question(member=MEMBER.hex))
    assert refused.exposed
    assert [charge.answer for charge in refused.charges] == [HOLD]
    assert written(refused) == {**written(decision.held(question(), pack=load())), "exposed": True}
    answered = keeper.answer(question(member=OTHER.hex))
    assert (answered.exposed, answered.charges[0].answer) == (False, BARRED)


def test_an_exposure_counts_for_its_person_alone(keeper: Keeper) -> None:
    protected(Identifiers(names=("Somebody Invented Else",), born="1970-02-02"), exposed=MEMBER)
    found = keeper.answer(question(member=MEMBER.hex, role="none", person=STRANGER))
    assert (found.exposed, found.charges[0].answer) == (False, CLEAR)


def test_a_doubtful_match_is_held_alike_for_exposed_and_unexposed(keeper: Keeper) -> None:
    protected(Identifiers(names=("Marisol",), born="1990-05-06"), exposed=MEMBER)
    perhaps = PersonAsked("Marisol Quiroga", "1990-05-06")
    told = {json.dumps(written(keeper.answer(question(perhaps, member=who.hex)))) for who in (MEMBER, OTHER)}
    assert told == {json.dumps(written(decision.held(question(perhaps), pack=load())))}


def test_a_slip_refuses_who_read_its_report(keeper: Keeper) -> None:
    handle = protected(exposed=MEMBER)
    with transaction.atomic():
        slip = protection.give_slip(handle)  # type: ignore[arg-type]
    assert keeper.answer(question(None, slip=slip, member=MEMBER.hex)).exposed
    assert not keeper.answer(question(None, slip=slip, member=OTHER.hex)).exposed
    assert keeper.standing(standing()).exposed == (MEMBER.hex,)
    assert not keeper.standing(standing(case=OTHER_CASE)).known


@pytest.mark.parametrize(
    ("people", "by_slip", "known", "exposed"),
    [
        ((ROSA_ASKED,), False, True, True),
        ((STRANGER, ROSA_ASKED), False, True, True),
        ((STRANGER,), False, True, False),
        ((), False, False, False),
        ((STRANGER,), True, False, False),
        ((PersonAsked("Nobody Atall"),), False, False, False),
        ((ROSA_ASKED, PersonAsked("Nobody Atall")), False, False, True),
    ],
)
def test_who_may_work_on_a_case(
    keeper: Keeper, people: tuple[PersonAsked, ...], by_slip: bool, known: bool, exposed: bool
) -> None:
    protected(ROSA, exposed=MEMBER)
    found = keeper.standing(standing(*people, by_slip=by_slip))
    assert found == StandingAnswer(known, (MEMBER.hex,) if exposed else ())


def test_who_may_be_meant_makes_it_unknown(keeper: Keeper) -> None:
    protected(Identifiers(names=("Marisol",), born="1990-05-06"), exposed=MEMBER)
    found = keeper.standing(standing(PersonAsked("Marisol Quiroga", "1990-05-06")))
    assert found == StandingAnswer(known=False, exposed=(), perhaps=(MEMBER.hex,))


def test_until_all_rows_are_read_nobody_counts_as_unexposed(store: object, keys: object) -> None:
    unread = Keeper(store=store, keys=keys, pack=load())  # type: ignore[arg-type]
    assert unread.standing(standing(STRANGER)) == StandingAnswer(False, (), (MEMBER.hex, OTHER.hex))


def test_without_a_keeper_each_may_be_exposed(office: object) -> None:
    found = protection.standing(standing(STRANGER), timeout=0.2)
    assert found == StandingAnswer(False, (), (MEMBER.hex, OTHER.hex))


def test_a_recheck_releases_nothing_to_the_exposed(keeper: Keeper) -> None:
    """What was cleared for a member who reads the person's report later is held."""
    asked = question(ROSA_ASKED, role="none", member=MEMBER.hex)
    told = keeper.answer(asked)
    assert told.charges[0].answer == CLEAR
    with transaction.atomic():
        protection.remember(asked, told, day=date(2026, 10, 5))
    keeper.settle()
    protected(ROSA, exposed=MEMBER)
    keeper.settle()
    (row,) = [one for (one,) in keeper._store._file.execute("SELECT row FROM asked")]
    stands = keeper._store.memory.asked(UUID(bytes=row)).told
    assert stands.exposed
    assert stands.charges[0].answer == HOLD


@pytest.mark.parametrize(
    "make",
    [
        lambda: Query("S", "2026-10-05", member="vera"),
        lambda: StandingAsked((), CASE, ("vera",)),
        lambda: StandingAsked((), "24-1", ()),
        lambda: StandingAsked((STRANGER,) * 201, CASE, ()),
        lambda: StandingAsked((), CASE, (MEMBER.hex,) * 1001),
        lambda: read(GateAnswer, {"exposed": "yes"}),
    ],
)
def test_what_is_no_question_is_refused(make: object) -> None:
    with pytest.raises(ShapeWrong):
        make()  # type: ignore[operator]


def test_facts_added_change_no_exposure(keeper: Keeper) -> None:
    handle = protected(ROSA, exposed=MEMBER)
    with transaction.atomic():
        protection.complete(handle, Facts(crime="assault"))  # type: ignore[arg-type]
    assert keeper.answer(question(member=MEMBER.hex)).exposed
