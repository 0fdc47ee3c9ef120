"""Who was drawn is found in any spelling that would find a protected person, and nothing else comes of it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import timezone

from havenline import protection
from havenline.protection.facts import Identifiers
from havenline.protection.gate import CLEAR, DRAWN, UNSOUGHT, PersonAsked, Query
from havenline.protection.gatehouse import Keeper
from havenline.protection.models import Enrolment, PossibleMatch, Reopening
from tests.unit.protection.conftest import protect
from tests.unit.protection.people import REPORTED, ROBBED, SOLD, STRANGER, question

pytestmark = pytest.mark.django_db

# All invented.
DRAWN_ONE = PersonAsked("Robert Invented Delgado", "1994-03-09", (("phone", "415-555-0134"),))
SPELLINGS = {
    "as drawn": DRAWN_ONE,
    "in another order": PersonAsked("Delgado, Robert Invented", "1994-03-09"),
    "by a short name": PersonAsked("Bob Delgado", "1994-03-09"),
    "misspelled": PersonAsked("Robret Invented Delgdo", "1994-03-09"),
    "day and month changed": PersonAsked("Robert Invented Delgado", "1994-09-03"),
    "by one part of the name": PersonAsked("Delgado", "1994-03-09"),
    "by the number alone": PersonAsked("", "", (("phone", "+1 415 555 0134"),)),
    "a namesake of another year": PersonAsked("Robert Invented Delgado", "1961-11-30"),
    "another of that day": PersonAsked("Mei Sample", "1994-03-09"),
    "a stranger": STRANGER,
}


def draw(person: PersonAsked) -> None:
    """Draw this person, as the charging desk does."""
    with transaction.atomic():
        protection.draw(person, day=timezone.localdate())


def of(person: PersonAsked) -> Query:
    """A question that a stranger is cleared of."""
    return question(person, SOLD, role="none", sex_trade="none")


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=list(SPELLINGS))
def test_each_spelling_marks_whom_it_would_hold(keeper: Keeper, spelling: PersonAsked) -> None:
    was = keeper.answer(of(spelling)).charges[0].answer
    draw(DRAWN_ONE)
    free = keeper.answer(of(spelling))
    protect(REPORTED, Identifiers((DRAWN_ONE.name,), DRAWN_ONE.born, DRAWN_ONE.numbers))
    is_touched = keeper.answer(of(spelling)).charges[0].answer != was
    assert (free.neutral == DRAWN) == (was == CLEAR and is_touched)


def test_who_was_drawn_is_answered_like_a_stranger(keeper: Keeper) -> None:
    before = keeper.answer(of(DRAWN_ONE))
    draw(DRAWN_ONE)
    after = keeper.answer(of(DRAWN_ONE))
    assert (after, before.neutral, after.neutral) == (before, "", DRAWN)


def test_drawing_reopens_nothing_and_calls_nobody(keeper: Keeper) -> None:
    query = of(DRAWN_ONE)
    with transaction.atomic():
        protection.remember(query, keeper.answer(query), day=timezone.localdate())
    draw(DRAWN_ONE)
    keeper.settle()
    assert (Reopening.objects.count(), PossibleMatch.objects.count()) == (0, 0)


def test_a_drawn_row_looks_like_an_enrolment(keeper: Keeper) -> None:
    draw(DRAWN_ONE)
    protect(REPORTED, Identifiers((DRAWN_ONE.name,), DRAWN_ONE.born, DRAWN_ONE.numbers))
    drawn, enrolled = Enrolment.objects.order_by("number")
    assert len(drawn.sealed) == len(enrolled.sealed)


def test_a_keeper_begun_anew_knows_who_was_drawn(keeper: Keeper) -> None:
    draw(DRAWN_ONE)
    keeper.settle()
    keeper._store._file.execute("DELETE FROM drawn")
    keeper._store._file.execute("DELETE FROM taken")
    keeper._store._file.execute("DELETE FROM token")
    keeper.recover()
    assert keeper.answer(of(SPELLINGS["misspelled"])).neutral == DRAWN


def test_a_keeper_that_has_not_read_all_says_so(keeper: Keeper) -> None:
    protect(REPORTED)
    Enrolment.objects.update(sealed=b"spoilt")
    assert keeper.answer(of(STRANGER)).neutral == UNSOUGHT


def test_without_a_keeper_nobody_was_looked_for() -> None:
    assert protection.screen(question(STRANGER, ROBBED)).neutral == UNSOUGHT
