"""C3: what is learned later bars at once; what frees an item takes a source, a day and a second person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from havenline import ledger, wall
from havenline.staff.models import Member
from havenline.vault.models import Opening, Subject
from havenline.wall import errors, exposure, routes
from havenline.wall.kinds import THROUGH
from havenline.wall.models import (
    Basis,
    Giving,
    Item,
    Matter,
    MatterItem,
    Route,
    RouteEvent,
    RouteParent,
    Taint,
)

pytestmark = pytest.mark.usefixtures("office")
Add = Callable[..., Item]
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def barred(item: Item, person: Subject) -> bool:
    return bool(wall.tainted([item], person))


def attest(item: Item, *, by: Member, **changes: Any) -> Route:
    told: dict[str, Any] = {"basis": "other_agency", "day": TODAY, "finder": None}
    return routes.attest(item.ref, by=by, at=NOW, **(told | changes))


def rows() -> tuple[int, ...]:
    """How much there is of everything that an act in the wall may write."""
    tables = (Item, Giving, Route, RouteParent, RouteEvent, Basis, Taint)
    return (*(table.objects.count() for table in tables), ledger.head()[0])


def opened_a_report(member: Member, *, at: datetime) -> None:
    Opening.objects.create(
        object_kind="report", object_id=uuid4(), by=member.id, role="x", purpose="x", at=at, entry=-1
    )


def test_a_late_parent_bars_all_below(person: Subject, add: Add, sol: Member) -> None:
    told = add("own_statement", given_by=person)
    camera = add("video")
    plate = add(derived_from=[camera])
    address = add(derived_from=[plate, add()])
    assert not barred(address, person)
    routes.derive(camera.ref, through=[told.ref, told.ref], by=sol, at=NOW)
    assert wall.tainted([told, camera, plate, address], person) == {
        told.id,
        camera.id,
        plate.id,
        address.id,
    }
    assert [entry.act for entry in ledger.about("item", str(camera.id))] == ["item.added", "item.learned"]


def test_what_is_known_is_written_once(person: Subject, add: Add, sol: Member) -> None:
    told = add("own_statement", given_by=person)
    lead = add(derived_from=[told])
    before = rows()
    routes.derive(lead.ref, through=[told.ref], by=sol, at=NOW)
    routes.say_given(told.ref, like=told.ref, by=sol, at=NOW)
    assert rows() == before


def test_both_learned_at_once_are_one_act(person: Subject, add: Add, sol: Member) -> None:
    told, camera, item = add("own_statement", given_by=person), add("video"), add()
    routes.learn(item.ref, through=[camera.ref], like=told.ref, by=sol, at=NOW)
    (_, entry) = ledger.about("item", str(item.id))
    assert (entry.act, entry.detail) == ("item.learned", {"parents": 1, "givers": 1})
    assert barred(item, person)


def test_a_person_learned_later_bars_as_well(person: Subject, add: Add, sol: Member) -> None:
    told = add("own_statement", given_by=person)
    other = Subject.objects.create()
    tip = add(given_by=other)
    lead = add(derived_from=[tip])
    routes.say_given(tip.ref, like=told.ref, by=sol, at=NOW)
    for each in (person, other):
        assert wall.tainted([tip, lead], each) == {tip.id, lead.id}
    assert routes.givers_of(tip) == {person.id, other.id}


def test_a_source_counts_once_a_second_person_approved(
    person: Subject, add: Add, sol: Member, fern: Member
) -> None:
    item = add(derived_from=[add("own_statement", given_by=person)])
    below = add(derived_from=[item])
    route = attest(item, by=sol)
    assert barred(item, person)
    assert barred(below, person)
    routes.approve(route.pk, by=fern, at=NOW)
    assert not barred(item, person)
    assert not barred(below, person)
    routes.retract(route.pk, by=sol, at=NOW)
    assert barred(item, person)
    assert barred(below, person)
    acts = [entry.act for entry in ledger.about("route", str(route.pk))]
    assert acts == ["source.attested", "source.approved", "source.retracted"]
    assert RouteEvent.objects.filter(route=route).count() == 3


def test_a_source_through_the_person_is_none(person: Subject, add: Add, sol: Member, fern: Member) -> None:
    told = add("own_statement", given_by=person)
    lead = add(derived_from=[told])
    item = add(derived_from=[told])
    route = attest(item, by=sol, resting_on=[lead.ref])
    routes.approve(route.pk, by=fern, at=NOW)
    assert barred(item, person)


def test_what_a_person_gave_stays_barred(person: Subject, add: Add, sol: Member, fern: Member) -> None:
    item = add("own_statement", given_by=person)
    with pytest.raises(errors.NothingToFree):
        attest(item, by=sol)
    routes.derive(item.ref, through=[add().ref], by=sol, at=NOW)
    routes.approve(attest(item, by=sol).pk, by=fern, at=NOW)
    assert barred(item, person)


def refused(kind: type[errors.EntryRefused], entry: str, act: Callable[[], object]) -> None:
    """The act is refused, the entry named, and nothing is written."""
    before = rows()
    with pytest.raises(kind) as told:
        act()
    assert told.value.entry == entry
    assert entry in str(told.value)
    assert rows() == before


def test_circles_are_refused_by_name(add: Add, sol: Member) -> None:
    first = add()
    second = add(derived_from=[first])
    third = add(derived_from=[second, add()])
    other = add()
    through = [other.ref, third.ref]
    refused(
        errors.GoesInCircles, third.ref, lambda: routes.derive(first.ref, through=through, by=sol, at=NOW)
    )
    refused(
        errors.GoesInCircles, first.ref, lambda: routes.derive(first.ref, through=[first.ref], by=sol, at=NOW)
    )
    refused(errors.GoesInCircles, third.ref, lambda: attest(second, by=sol, resting_on=[third.ref]))
    # A source that waits for approval closes a circle too; one that was taken back does not.
    route = attest(third, by=sol, resting_on=[other.ref])
    refused(
        errors.GoesInCircles, third.ref, lambda: routes.derive(other.ref, through=[third.ref], by=sol, at=NOW)
    )
    routes.retract(route.pk, by=sol, at=NOW)
    routes.derive(other.ref, through=[third.ref], by=sol, at=NOW)


def test_unknown_items_are_refused_by_name(add: Add, sol: Member) -> None:
    item = add(derived_from=[add()])
    for act in (
        lambda: routes.derive("W-NOBOD", through=[item.ref], by=sol, at=NOW),
        lambda: routes.derive(item.ref, through=[item.ref, "W-NOBOD"], by=sol, at=NOW),
        lambda: routes.say_given(item.ref, like="W-NOBOD", by=sol, at=NOW),
        lambda: attest(item, by=sol, resting_on=["W-NOBOD"]),
    ):
        refused(errors.ItemUnknown, "W-NOBOD", act)
    refused(errors.GiverUnknown, item.ref, lambda: routes.say_given(item.ref, like=item.ref, by=sol, at=NOW))


def test_nobody_approves_what_they_attested_or_found(
    add: Add, sol: Member, fern: Member, dana: Member
) -> None:
    item = add(derived_from=[add()])
    route = attest(item, by=sol, finder=dana.id)
    for own in (sol, dana):
        refused(errors.ApprovesOwn, item.ref, lambda own=own: routes.approve(route.pk, by=own, at=NOW))
    with pytest.raises(IntegrityError), transaction.atomic():
        RouteEvent.objects.create(route=route, what="approved", by=sol.id, attester=sol.id, at=NOW)
    routes.approve(route.pk, by=fern, at=NOW)
    refused(errors.RouteSettled, item.ref, lambda: routes.approve(route.pk, by=fern, at=NOW))
    routes.retract(route.pk, by=sol, at=NOW)
    refused(errors.RouteSettled, item.ref, lambda: routes.retract(route.pk, by=sol, at=NOW))
    refused(errors.RouteSettled, item.ref, lambda: routes.approve(route.pk, by=fern, at=NOW))
    derived = Route.objects.get(item=item, kind=Route.DERIVED)
    refused(errors.RouteSettled, str(derived.pk), lambda: routes.retract(derived.pk, by=sol, at=NOW))


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(1899, 12, 31)])
def test_impossible_days_are_refused_by_name(add: Add, sol: Member, day: date) -> None:
    item = add(derived_from=[add()])
    refused(errors.DayImpossible, str(day), lambda: attest(item, by=sol, day=day))


def test_a_source_cannot_rest_on_what_came_later(add: Add, sol: Member) -> None:
    item, ground = add(derived_from=[add()]), add(obtained=TODAY)
    refused(
        errors.DayImpossible,
        ground.ref,
        lambda: attest(item, by=sol, day=TODAY - timedelta(days=1), resting_on=[ground.ref]),
    )


@pytest.mark.parametrize("days", [0, 1, 30])
def test_a_source_found_after_reading_is_refused(add: Add, sol: Member, dana: Member, days: int) -> None:
    item = add(derived_from=[add()])
    opened_a_report(dana, at=NOW - timedelta(days=days))
    for told in ({"by": dana}, {"by": sol, "finder": dana.id}):
        refused(errors.AfterExposure, item.ref, lambda told=told: attest(item, **told))
    attest(item, by=sol, finder=dana.id, day=TODAY - timedelta(days=days + 1))


@pytest.mark.parametrize("days", [0, 1, 30])
def test_a_source_found_after_exposure_is_refused(
    person: Subject, add: Add, sol: Member, dana: Member, days: int
) -> None:
    """Exposed by whatever way, not by a report alone; and by what this item came from, not another."""
    item = add(derived_from=[add(derived_from=[add("own_statement", given_by=person)])])
    apart = add(derived_from=[add("own_statement", given_by=Subject.objects.create())])
    at = NOW - timedelta(days=days)
    exposure.expose(dana.id, person, through=THROUGH[-1], opened=uuid4(), at=at)
    for told in ({"by": dana}, {"by": sol, "finder": dana.id}):
        refused(errors.AfterExposure, item.ref, lambda told=told: attest(item, **told))
    attest(item, by=sol, finder=dana.id, day=TODAY - timedelta(days=days + 1))
    attest(apart, by=sol, finder=dana.id)


def test_an_opening_before_approval_still_counts(add: Add, sol: Member, fern: Member) -> None:
    item = add(derived_from=[add()])
    route = attest(item, by=sol)
    opened_a_report(sol, at=NOW)
    refused(errors.AfterExposure, item.ref, lambda: routes.approve(route.pk, by=fern, at=NOW))


def test_an_unknown_basis_is_refused(add: Add, sol: Member) -> None:
    item = add(derived_from=[add()])
    refused(errors.BasisUnknown, "inevitable", lambda: attest(item, by=sol, basis="inevitable"))


def in_matter(number: bytes, *items: Item) -> None:
    matter = Matter.objects.create(
        ref=f"M-{number.hex()}", number_hash=number, sealed_number=b"", day=TODAY, opened_by=uuid4()
    )
    for item in items:
        MatterItem.objects.create(matter=matter, item=item, day=TODAY, by=uuid4(), sealed_label=b"")


def test_a_source_of_another_matter_frees_nothing(add: Add, sol: Member) -> None:
    item, ours, theirs, nobodys = add(derived_from=[add()]), add(), add(), add()
    in_matter(b"1", item, ours)
    in_matter(b"2", theirs)
    attest(item, by=sol, resting_on=[ours.ref, nobodys.ref])
    resting_on = [ours.ref, theirs.ref]
    refused(errors.OfAnotherMatter, theirs.ref, lambda: attest(item, by=sol, resting_on=resting_on))


def test_what_led_here_from_another_matter_bars(person: Subject, add: Add, sol: Member) -> None:
    told, item = add("own_statement", given_by=person), add()
    in_matter(b"1", item)
    in_matter(b"2", told)
    routes.derive(item.ref, through=[told.ref], by=sol, at=NOW)
    assert barred(item, person)


def test_nobody_approves_who_is_exposed_to_the_giver(
    person: Subject, add: Add, sol: Member, fern: Member, dana: Member
) -> None:
    """Also where the person is the giver of something far above; somebody else's person does not count."""
    item = add(derived_from=[add(derived_from=[add("own_statement", given_by=person)])])
    route = attest(item, by=sol)
    wall.expose(fern.id, person, through="protection", opened=uuid4(), at=NOW)
    wall.expose(dana.id, Subject.objects.create(), through="protection", opened=uuid4(), at=NOW)
    refused(errors.ApproverExposed, item.ref, lambda: routes.approve(route.pk, by=fern, at=NOW))
    assert barred(item, person)
    routes.approve(route.pk, by=dana, at=NOW)
    assert not barred(item, person)
