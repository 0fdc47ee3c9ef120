"""A miss clears only where it could have been a hit; the wall's items follow the person who was found."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from havenline import protection, wall
from havenline.policy import load
from havenline.protection import decision
from havenline.protection.facts import Facts, Identifiers
from havenline.protection.gate import BARRED, CLEAR, HOLD, ChargeAsked, ItemAsked, PersonAsked
from havenline.protection.gatehouse import Keeper
from havenline.protection.plain import written
from havenline.vault.models import Subject
from havenline.wall.models import Item
from tests.unit.protection.conftest import protect
from tests.unit.protection.people import REPORTED, ROBBED, ROSA, ROSA_ASKED, SOLD, STRANGER, question

WHO = [
    ("nobody named", None, HOLD),
    ("empty", PersonAsked(), HOLD),
    ("name alone", PersonAsked("Nobody Atall"), HOLD),
    ("birth alone", PersonAsked(born="1980-01-31"), HOLD),
    ("an unknown number alone", PersonAsked(numbers=(("phone", "4155550199"),)), HOLD),
    ("name and unknown number", PersonAsked("Nobody Atall", "", (("phone", "4155550199"),)), HOLD),
    ("one part of a name", PersonAsked("Nobody", "1980-01-31"), HOLD),
    ("a name and an initial", PersonAsked("Nobody A.", "1980-01-31"), HOLD),
    ("name of signs", PersonAsked("'-'", "1980-01-31"), HOLD),
    ("name and birth of nobody known", STRANGER, CLEAR),
    ("name and birth", ROSA_ASKED, BARRED),
    ("a birth one figure off", PersonAsked("Rosa Invented Delgado", "1994-03-10"), HOLD),
    ("another birth", PersonAsked("Rosa Invented Delgado", "1987-11-20"), CLEAR),
    ("her number alone", PersonAsked(numbers=(("phone", "+1 (415) 555-0134"),)), BARRED),
    (
        "her number, another's name",
        PersonAsked("Nobody Atall", "1980-01-31", (("phone", "4155550134"),)),
        BARRED,
    ),
]


@pytest.mark.parametrize(("person", "answer"), [row[1:] for row in WHO], ids=[row[0] for row in WHO])
def test_each_way_to_ask_gets_its_answer(keeper: Keeper, person: PersonAsked | None, answer: str) -> None:
    protect(REPORTED, ROSA)
    query = question(person, role="none", sex_trade="none")
    found = keeper.answer(query)
    assert found.charges[0].answer == answer
    if answer == HOLD:
        assert json.dumps(written(found)) == json.dumps(written(decision.held(query, pack=load())))


MARISOL = Identifiers(names=("Marisol",), born="1990-05-06")
PERHAPS_HER = PersonAsked("Marisol Quiroga", "1990-05-06")


@pytest.mark.parametrize("charge", [SOLD, ROBBED], ids=lambda charge: charge.raw)
@pytest.mark.parametrize("name", ["Marisol Quiroga", "Quiroga Ruiz, Marisol", "MARISOL"])
def test_a_person_known_by_one_part_of_a_name_is_held_and_neither_barred_nor_cleared(
    keeper: Keeper, name: str, charge: ChargeAsked
) -> None:
    protect(REPORTED, MARISOL)
    items = (ItemAsked("a camera", source="own"),)
    query = question(PersonAsked(name, "1990-05-06"), charge, items=items, role="none", sex_trade="none")
    found = keeper.answer(query)
    assert json.dumps(written(found)) == json.dumps(written(decision.held(query, pack=load())))


@pytest.mark.parametrize("person", [PersonAsked("Marisol Quiroga", "1990-05-07"), STRANGER])
def test_one_part_of_a_name_holds_nobody_born_on_another_day(keeper: Keeper, person: PersonAsked) -> None:
    protect(REPORTED, MARISOL)
    assert keeper.answer(question(person, role="none")).charges[0].answer == CLEAR


def test_who_may_be_meant_besides_takes_no_bar_away_and_clears_nothing(keeper: Keeper) -> None:
    protect(REPORTED, MARISOL)
    protect(REPORTED, Identifiers(names=("Marisol Quiroga",), born="1990-05-06"))
    found = keeper.answer(question(PERHAPS_HER, SOLD, ROBBED, role="none"))
    assert [charge.answer for charge in found.charges] == [BARRED, HOLD]


def test_a_name_told_more_fully_later_is_certain(keeper: Keeper) -> None:
    handle = protect(REPORTED, MARISOL)
    assert keeper.answer(question(PERHAPS_HER)).charges[0].answer == HOLD
    with transaction.atomic():
        protection.complete(handle, Facts(), Identifiers(names=("Marisol Quiroga",), born="1990-05-06"))
    found = keeper.answer(question(PERHAPS_HER, SOLD, ROBBED, role="none"))
    assert [charge.answer for charge in found.charges] == [BARRED, CLEAR]


def test_no_item_is_released_while_somebody_else_may_be_meant(keeper: Keeper) -> None:
    protect(REPORTED, MARISOL)
    nobodys = replace(SOLD, raw="PC 653.22", level="unknown")
    items = (ItemAsked("a camera", kind="video", source="own"),)
    for person, usable in ((STRANGER, True), (PERHAPS_HER, False)):
        found = keeper.answer(question(person, nobodys, items=items, role="none"))
        assert (found.charges[0].ground, found.items[0].usable) == ("no_such_offense", usable)


def test_two_protections_of_one_person_both_count(keeper: Keeper) -> None:
    protect(Facts(), Identifiers(names=ROSA.names, born=ROSA.born))
    protect(REPORTED, Identifiers(numbers=ROSA.numbers))
    both = PersonAsked(ROSA.names[0], ROSA.born, ROSA.numbers)
    assert keeper.answer(question(both, role="none")).charges[0].answer == BARRED


def test_identifiers_told_later_find_the_person_too(keeper: Keeper) -> None:
    handle = protect(REPORTED)
    assert keeper.answer(question(role="none")).charges[0].answer == CLEAR
    with transaction.atomic():
        protection.complete(handle, Facts(), ROSA)
    assert keeper.answer(question(role="none")).charges[0].answer == BARRED


def item(**more: Any) -> Item:
    with transaction.atomic():
        return wall.add_item("document", by="", **more)


def test_items_of_the_wall_follow_the_person(keeper: Keeper) -> None:
    person, other = Subject.objects.create(), Subject.objects.create()
    with transaction.atomic():
        protection.enrol(person, REPORTED, ROSA)
        protection.enrol(other, REPORTED, Identifiers(names=("Ines Invented",), born="1990-01-01"))
    told = item(given_by=person)
    lead = item(derived_from=[told])
    others, camera = item(given_by=other), item()
    refs = [told.ref, lead.ref, others.ref, f" {camera.ref.lower()} ", "W-NOTOURS", ""]
    items = tuple(ItemAsked(f"item {n}", ref, "document", "", "own") for n, ref in enumerate(refs))

    def usable(who: PersonAsked) -> list[bool]:
        found = keeper.answer(question(who, ROBBED, items=items, role="none"))
        assert found.charges[0].answer == CLEAR
        return [each.usable for each in found.items]

    assert usable(ROSA_ASKED) == [False, False, True, True, False, True]
    assert usable(PersonAsked("Ines Invented", "1990-01-01")) == [True, True, False, True, False, True]
    assert usable(STRANGER) == [True, True, True, True, False, True]
