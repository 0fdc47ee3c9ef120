"""Each move once, by who may, from where the table says; a release takes two people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from havenline import ledger
from havenline.holds import actions, outcome, states
from havenline.holds.models import Hold
from havenline.ledger.models import Entry
from havenline.staff import NotAllowed
from havenline.staff.models import Member
from havenline.staff.roles import ACTS
from havenline.vault.errors import NoGrant
from tests.people import Office, unlocked
from tests.unit.holds.conftest import NOW, Opened

pytestmark = pytest.mark.django_db

Step = Callable[[Hold, Member], Hold]


def recommending(what: str, *, usable: tuple[int, ...] = ()) -> Step:
    """A step that recommends."""
    return lambda hold, by: actions.recommend(
        hold, what, usable=usable, note="Seen.", holder=unlocked(by), by=by, at=NOW
    )


def deciding(what: str) -> Step:
    """A step that decides."""
    return lambda hold, by: actions.decide(hold, what, reason="Because.", holder=unlocked(by), by=by, at=NOW)


STEPS: dict[str, tuple[str, Step]] = {
    "take": ("fern", lambda hold, by: actions.take(hold, by=by, at=NOW)),
    "recommend": ("fern", recommending("release", usable=(1,))),
    "send_back": ("cho", lambda hold, by: actions.send_back(hold, by=by, at=NOW)),
    "release": ("cho", deciding("release")),
    "not_to_file": ("cho", deciding("not_to_file")),
}
WAYS: dict[str, tuple[str, ...]] = {
    "waiting": (),
    "looked_at": ("take",),
    "recommended": ("take", "recommend"),
    "decided": ("take", "recommend", "release"),
}


def walk(office: Office, hold: Hold, *steps: str) -> Hold:
    """Do these steps, each by who does it."""
    for name in steps:
        who, step = STEPS[name]
        hold = step(hold, getattr(office, who))
    return hold


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("state", WAYS)
def test_only_the_table_moves_a_hold(office: Office, opened: Opened, state: str, name: str) -> None:
    hold = walk(office, opened(), *WAYS[state])
    before = Entry.objects.count()
    if state in states.MOVES[name].start:
        assert walk(office, hold, name).state == states.MOVES[name].end
        assert Entry.objects.count() == before + 1
    else:
        with pytest.raises(states.NotFromHere):
            walk(office, hold, name)
        hold.refresh_from_db()
        assert (hold.state, Entry.objects.count()) == (state, before)


@pytest.mark.parametrize("name", STEPS)
def test_nobody_else_moves_a_hold(office: Office, opened: Opened, name: str) -> None:
    start = next(state for state in WAYS if state in states.MOVES[name].start)
    hold = walk(office, opened(), *WAYS[start])
    right, step = STEPS[name]
    for who in {"vera", "dana", "sol", "fern", "cho"} - {right}:
        with pytest.raises(NotAllowed):
            step(hold, getattr(office, who))
    assert states.MOVES[name].act in ACTS


@pytest.mark.parametrize("recommended", ["", "not_to_file"])
def test_nothing_is_released_that_nobody_recommends(office: Office, opened: Opened, recommended: str) -> None:
    hold = opened()
    if recommended:
        hold = recommending(recommended)(walk(office, hold, "take"), office.fern)
    with pytest.raises((actions.NotRecommended, states.NotFromHere)):
        walk(office, hold, "release")
    hold.refresh_from_db()
    assert hold.decided_by is None


def test_whoever_asked_does_not_decide(office: Office, opened: Opened) -> None:
    hold = walk(office, opened(), "take", "recommend")
    Hold.objects.filter(id=hold.id).update(asked_by=office.cho.id)
    for name in ("release", "not_to_file", "send_back"):
        with pytest.raises(actions.OwnHold):
            walk(office, hold, name)


def test_the_database_wants_a_second_person(office: Office, opened: Opened) -> None:
    hold = walk(office, opened(), *WAYS["decided"])
    for who in (office.fern, office.dana):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.filter(id=hold.id).update(decided_by=who.id)


def test_a_colleague_takes_over_and_only_then(office: Office, opened: Opened) -> None:
    hold = walk(office, opened(), "take")
    Hold.objects.filter(id=hold.id).update(taken_by=office.vera.id)
    with pytest.raises(actions.NotYours):
        walk(office, hold, "recommend")
    assert walk(office, hold, "take", "recommend").state == "recommended"


def test_sent_back_forgets_the_recommendation(office: Office, opened: Opened) -> None:
    hold = walk(office, opened(), "take", "recommend", "send_back")
    assert outcome.read(hold, holder=unlocked(office.cho)) == outcome.Outcome()
    assert outcome.read_note(hold, holder=unlocked(office.fern)) == "Seen."


def test_the_note_is_for_filter_attorneys_alone(office: Office, opened: Opened) -> None:
    hold = walk(office, opened(), *WAYS["decided"])
    assert outcome.read_note(hold, holder=unlocked(office.fern)) == "Seen."
    for who in (office.cho, office.dana, office.sol, office.vera):
        with pytest.raises(NoGrant):
            outcome.read_note(hold, holder=unlocked(who))
    with pytest.raises(NoGrant):
        outcome.read(hold, holder=unlocked(office.vera))


def test_a_decision_keeps_items_and_reason(office: Office, opened: Opened) -> None:
    hold = walk(office, opened(), *WAYS["decided"])
    assert outcome.read(hold, holder=unlocked(office.cho)) == outcome.Outcome(
        recommended="release", decided="release", usable=(1,), reason="Because."
    )
    refused = walk(office, opened(), "take", "recommend", "not_to_file")
    assert outcome.read(refused, holder=unlocked(office.cho)).usable == ()


def test_nothing_in_clear_tells_the_decision(office: Office, opened: Opened) -> None:
    ways = (("take", "recommend", "release"), ("take", "recommend", "not_to_file"))
    clear = []
    for way in ways:
        hold = walk(office, opened(), *way)
        clear.append((hold.state, hold.taken_by, hold.recommended_by, hold.decided_by, len(hold.outcome)))
        told = [(entry.act, entry.detail) for entry in ledger.about("hold", str(hold.id))]
        clear.append(tuple(map(str, told)))
    assert clear[:2] == clear[2:]
    assert ledger.verify().faults == []
