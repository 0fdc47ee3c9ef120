"""C3: who asks why an item is barred gets the shortest reason, and it holds."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from django.utils import timezone

from havenline import wall
from havenline.staff.models import Member
from havenline.vault.models import Subject
from havenline.wall import explain, routes
from havenline.wall.models import Item
from tests.people import Office
from tests.unit.wall.world import World

pytestmark = pytest.mark.usefixtures("office")
Add = Callable[..., Item]
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def refs(reason: explain.Reason) -> list[str]:
    return [step.ref for step in reason.inward()]


def test_the_shortest_reason_is_told(person: Subject, add: Add) -> None:
    told = add("own_statement", given_by=person)
    long = add(derived_from=[add(derived_from=[told])])
    short = add(derived_from=[told])
    item = add(derived_from=[long, short, add()])
    (reason,) = explain.reasons(item)
    assert refs(reason) == [item.ref, short.ref, told.ref]
    assert (reason.giver_ref, reason.steps[told.number].is_given) == (told.ref, True)
    assert explain.reasons(add()) == []
    assert refs(explain.reasons(told)[0]) == [told.ref]


def test_each_person_has_a_reason_of_their_own(person: Subject, add: Add) -> None:
    first = add("own_statement", given_by=person)
    other = Subject.objects.create()
    second = add("own_statement", given_by=other)
    item = add(derived_from=[first, second])
    assert [refs(one) for one in explain.reasons(item)] == [[item.ref, first.ref], [item.ref, second.ref]]


def test_a_source_that_rests_on_the_person_is_in_the_reason(
    person: Subject, add: Add, sol: Member, fern: Member
) -> None:
    told = add("own_statement", given_by=person)
    lead, item = add(derived_from=[told]), add(derived_from=[told])
    told_of = {"basis": "public", "day": TODAY, "finder": None, "by": sol, "at": NOW}
    route = routes.attest(item.ref, resting_on=[lead.ref], **told_of)  # type: ignore[arg-type]
    (before,) = explain.reasons(item)
    assert refs(before) == [item.ref, told.ref]
    routes.approve(route.pk, by=fern, at=NOW)
    (reason,) = explain.reasons(item)
    assert refs(reason) == [item.ref, told.ref, lead.ref]
    assert set(reason.steps[item.number].through) == {told.number, lead.number}
    free = routes.attest(item.ref, **told_of)  # type: ignore[arg-type]
    routes.approve(free.pk, by=fern, at=NOW)
    assert explain.reasons(item) == []


def cost(number: int, world: World, barred: set[str], deep: int = 0) -> int:
    """The least steps of any reason, by trying all: what the fast search is compared with."""
    by_number = {item.number: ref for ref, item in world.rows.items()}
    ref = by_number[number]
    if any(one == ref for one, _ in world.oracle.given):
        return 1
    ways = [world.oracle.derived[ref].parents]
    ways += [
        way.parents for way in world.oracle.sources.values() if way.item == ref and way.state == "approved"
    ]
    return 1 + sum(
        min(cost(world.rows[one].number, world, barred, deep + 1) for one in way & barred) for way in ways
    )


@pytest.mark.parametrize("seed", range(6))
def test_reasons_hold_and_none_is_shorter(office: Office, seed: int) -> None:
    chance, told = Random(seed), 0
    world = World([office.sol, office.fern], people=1)
    for _ in range(50):
        world.act_by_chance(chance)
    barred = world.oracle.barred("p0")
    for ref in world.oracle.items:
        found = explain.reasons(world.rows[ref])
        assert bool(found) is (ref in barred)
        if not found:
            continue
        told += 1
        (reason,) = found
        # Every step holds by what was done, and ends at what was given.
        for step in reason.inward():
            assert step.ref in barred
            if step.is_given:
                assert (step.ref, "p0") in world.oracle.given
        assert steps(reason, reason.first) == cost(world.rows[ref].number, world, barred)
    assert told


def steps(reason: explain.Reason, number: int) -> int:
    """How many steps a reason takes, those told twice counted twice."""
    return 1 + sum(steps(reason, one) for one in reason.steps[number].through)


def test_everything_barred_against_a_person_in_pages(person: Subject, add: Add) -> None:
    told = add("own_statement", given_by=person)
    below = [add(derived_from=[told]) for _ in range(4)]
    add(given_by=Subject.objects.create())
    every = [told, *below]
    assert [one.ref for one in explain.barred_against(person.id)] == [item.ref for item in every]
    assert explain.barred_against(person.id)[0] == (told.number, told.ref, "own_statement", None)
    assert explain.count_against(person.id) == 5
    page = explain.barred_against(person.id, most=2)
    rest = explain.barred_against(person.id, after=page[-1].number, most=9)
    assert [one.number for one in rest] == [item.number for item in every[2:]]
    assert wall.tainted(every, person) == {item.id for item in every}
