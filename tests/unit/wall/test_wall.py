"""C3: what a protected person gave, and what was found through it, is kept out; the rest is not."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from havenline import ledger, wall
from havenline.ledger import NotInTransaction
from havenline.policy import Route as Way
from havenline.policy import taint
from havenline.vault.models import Subject
from havenline.wall.models import Item, Route, RouteParent

pytestmark = pytest.mark.usefixtures("office")
BY = "member:6f9b1c7e-2f57-4c38-9b5e-0d7f0b1f0a11"


@pytest.fixture
def person() -> Subject:
    return Subject.objects.create()


def add(kind: str = "document", **more: Any) -> Item:
    with transaction.atomic():
        return wall.add_item(kind, by=BY, **more)


def size() -> int:
    return ledger.head()[0]


def independent(item: Item, *, approved: bool, parents: tuple[Item, ...] = ()) -> None:
    route = Route.objects.create(item=item, kind=Route.INDEPENDENT, approved=approved)
    for parent in parents:
        RouteParent.objects.create(route=route, item=item, parent=parent)


def test_given_derived_and_unrelated_items(person: Subject) -> None:
    told = add("own_statement", given_by=person)
    lead = add(derived_from=[told])
    further = add(derived_from=[lead, add()])
    camera = add("video")
    other = add("own_statement", given_by=Subject.objects.create())
    everything = [told, lead, further, camera, other, add(derived_from=[camera])]
    assert wall.tainted(everything, person) == {told.id, lead.id, further.id}
    assert wall.tainted(everything, person.id) == {told.id, lead.id, further.id}
    assert wall.tainted([], person) == set()
    # Ancestors nobody asked about count all the same.
    assert wall.tainted([further], person) == {further.id}


@pytest.mark.parametrize(("approved", "barred"), [(False, True), (True, False)])
def test_an_independent_source_counts_once_approved(person: Subject, approved: bool, barred: bool) -> None:
    item = add(derived_from=[add("own_statement", given_by=person)])
    independent(item, approved=approved)
    assert (item.id in wall.tainted([item], person)) is barred


def test_an_independent_source_through_the_person_is_none(person: Subject) -> None:
    told = add("own_statement", given_by=person)
    item = add(derived_from=[told])
    independent(item, approved=True, parents=(told,))
    assert wall.tainted([item], person) == {item.id}


def test_items_are_found_as_people_write_their_references() -> None:
    item = add()
    assert wall.items([f" {item.ref.lower()} ", "W-NOTOURS", ""]) == {f" {item.ref.lower()} ": item}
    assert wall.items([]) == {}


def test_an_item_enters_with_its_act_or_not_at_all(person: Subject) -> None:
    before = size()
    item = add("own_statement", given_by=person, obtained=date(2026, 10, 1))
    (entry,) = ledger.about("item", str(item.id))
    assert (entry.act, entry.detail) == ("item.added", {"kind": "own_statement", "routes": 0})
    assert size() == before + 1
    with transaction.atomic():
        wall.add_item("document", derived_from=[item], by=BY)
        transaction.set_rollback(True)
    assert (Item.objects.count(), size()) == (1, before + 1)


def test_a_portal_item_keeps_its_day_alone(person: Subject) -> None:
    with transaction.atomic():
        item = wall.add_item("own_statement", given_by=person, by="")
    (entry,) = ledger.about("item", str(item.id))
    assert entry.by == ""
    assert entry.at is None


@pytest.mark.django_db(transaction=True)
def test_an_item_needs_the_transaction_of_its_act() -> None:
    with pytest.raises(NotInTransaction):
        wall.add_item("document", by=BY)


def refused(make: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_circles_and_unknown_kinds_cannot_be_stored() -> None:
    first, second = add(), add()
    backward = Route.objects.create(item=first, kind=Route.DERIVED)
    refused(lambda: RouteParent.objects.create(route=backward, item=first, parent=second))
    refused(lambda: RouteParent.objects.create(route=backward, item=first, parent=first))
    refused(lambda: Item.objects.create(ref="W-KIND", kind="rumor"))
    refused(lambda: Item.objects.create(ref=first.ref, kind="other"))
    refused(lambda: Route.objects.create(item=first, kind="inevitable"))
    refused(lambda: Route.objects.create(item=first, kind=Route.DERIVED, approved=True))


@pytest.mark.parametrize("seed", range(5))
def test_rows_mean_what_the_pure_function_means(seed: int) -> None:
    chance = random.Random(seed)
    people = [Subject.objects.create() for _ in range(3)]
    made: list[Item] = []
    for _ in range(40):
        parents = chance.sample(made, min(len(made), chance.randrange(3)))
        giver = chance.choice(people) if chance.random() < 0.15 else None
        item = add(derived_from=parents, given_by=giver)
        if parents and chance.random() < 0.3:
            independent(item, approved=chance.random() < 0.5, parents=tuple(chance.sample(made, 1)))
        made.append(item)
    ways = [
        Way(
            route.item_id,
            frozenset(route.parents.values_list("parent", flat=True)),
            route.kind == "independent",
            route.approved,
        )
        for route in Route.objects.all()
    ]
    for person in people:
        given = {item.number for item in made if item.given_by_id == person.id}
        expected = taint({item.number for item in made}, ways, given).barred
        assert wall.tainted(made, person) == {item.id for item in made if item.number in expected}
        for item in chance.sample(made, 5):
            assert bool(wall.tainted([item], person)) is (item.number in expected)


def test_an_item_of_a_larger_act_is_in_the_act_s_entry(person: Subject) -> None:
    before = size()
    with transaction.atomic():
        item = wall.place_item("own_statement", given_by=person, obtained=date(2026, 10, 1))
        assert size() == before
        ledger.append("report.received", on=date(2026, 10, 1), about={"item": str(item.id)})
    found = Item.objects.get(id=item.id)
    assert (found.number, found.ref, found.given_by) == (item.number, item.ref, person)
    assert wall.tainted([item], person) == {item.id}
    assert [entry.act for entry in ledger.about("item", str(item.id))] == ["report.received"]
