"""C3: what a protected person gave, and what was found through it, is kept out; the rest is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from havenline import ledger, wall
from havenline.ledger import NotInTransaction
from havenline.vault.models import Subject
from havenline.wall.errors import DayImpossible
from havenline.wall.models import Item, Route, RouteParent

pytestmark = pytest.mark.usefixtures("office")
BY = "member:6f9b1c7e-2f57-4c38-9b5e-0d7f0b1f0a11"


def add(kind: str = "document", **more: Any) -> Item:
    with transaction.atomic():
        return wall.add_item(kind, by=BY, **more)


def size() -> int:
    return ledger.head()[0]


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


def test_what_cannot_be_true_cannot_be_stored(person: Subject) -> None:
    first, second = add(), add()
    lead = add(derived_from=[first])
    route = Route.objects.get(item=lead)
    refused(lambda: RouteParent.objects.create(route=route, item=lead, parent=lead))
    refused(lambda: RouteParent.objects.create(route=route, item=lead, parent=first))
    refused(lambda: Item.objects.create(ref="W-KIND", kind="rumor"))
    refused(lambda: Item.objects.create(ref=first.ref, kind="other"))
    refused(lambda: Route.objects.create(item=second, kind="inevitable"))
    refused(lambda: Route.objects.create(item=second, kind=Route.DERIVED, approved=True))
    # A second derived route would be an alternative that nobody approved.
    refused(lambda: Route.objects.create(item=lead, kind=Route.DERIVED))


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2999, 1, 1)])
def test_an_impossible_day_writes_nothing(day: date) -> None:
    before = (Item.objects.count(), size())
    with pytest.raises(DayImpossible) as told:
        add(obtained=day)
    assert told.value.entry == str(day)
    assert (Item.objects.count(), size()) == before


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
