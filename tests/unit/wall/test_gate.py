"""C3: the gate trusts stored rows only where a second reckoning agrees, and nothing that is unfinished."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from havenline import ledger, wall
from havenline.staff.models import Member
from havenline.vault.models import Subject
from havenline.wall import routes, tasks, upkeep
from havenline.wall.models import Alarm, Giver, Item, Route, RouteParent, Taint, Unfinished
from havenline.work import actions as work_actions
from havenline.work.models import Task

pytestmark = pytest.mark.usefixtures("office")
Add = Callable[..., Item]
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def alarms() -> int:
    return sum(one.times for one in Alarm.objects.all())


def test_a_row_taken_away_refuses_everything(person: Subject, add: Add) -> None:
    told = add("own_statement", given_by=person)
    lead, camera = add(derived_from=[told]), add("video")
    Taint.objects.filter(item=lead).delete()
    assert wall.tainted([lead, camera], person) == {lead.id, camera.id}
    assert alarms() == 1
    (entry,) = ledger.about("alarm", str(Alarm.objects.get().pk))
    assert (entry.act, entry.detail) == ("wall.differs", {"found": "gate", "rows": 1})
    # What does not differ is answered as ever; the fault met again counts up and fills no ledger.
    assert wall.tainted([camera], person) == set()
    size = ledger.head()[0]
    assert wall.tainted([lead], person) == {lead.id}
    assert (alarms(), ledger.head()[0]) == (2, size)


def test_a_row_too_many_refuses_everything(person: Subject, add: Add) -> None:
    add("own_statement", given_by=person)
    camera, other = add("video"), add()
    Taint.objects.create(item=camera, giver=Giver.objects.get(subject=person))
    assert wall.tainted([camera, other], person) == {camera.id, other.id}
    assert alarms() == 1


def test_a_route_tampered_with_is_seen(person: Subject, add: Add, sol: Member) -> None:
    item = add(derived_from=[add("own_statement", given_by=person)])
    route = routes.attest(item.ref, basis="public", day=TODAY, finder=None, by=sol, at=NOW)
    Route.objects.filter(pk=route.pk).update(approved=True)
    assert wall.tainted([item], person) == {item.id}
    assert alarms() == 1


def wide(top: Item, count: int) -> list[Item]:
    """So many items, each found through `top` alone."""
    Item.objects.bulk_create(
        Item(ref=f"X-{number:05}", kind="document", id=uuid.uuid4()) for number in range(count)
    )
    made = list(Item.objects.filter(ref__startswith="X-").order_by("number"))
    Route.objects.bulk_create(Route(item=item, kind=Route.DERIVED) for item in made)
    ways = {route.item_id: route for route in Route.objects.filter(item__in=made)}
    RouteParent.objects.bulk_create(
        RouteParent(route=ways[item.number], item=item, parent=top) for item in made
    )
    return made


def test_a_large_cone_is_kept_out_until_finished(person: Subject, add: Add, sol: Member) -> None:
    told, top, apart = add("own_statement", given_by=person), add(), add()
    below = wide(top, 2 * upkeep.MOST)
    last = add(derived_from=[below[-1]])
    routes.derive(top.ref, through=[told.ref], by=sol, at=NOW)
    assert Unfinished.objects.exists()
    assert Taint.objects.count() < len(below)
    asked = [below[0], below[-1], last, apart]
    barred = {item.id for item in asked if item != apart}
    assert wall.tainted(asked, person) == barred
    (task,) = Task.objects.filter(name="wall.finish")
    assert task.about == top.id
    # What enters meanwhile below is kept out too, and reckoned with the rest.
    late = add(derived_from=[last])
    assert wall.tainted([late], person) == {late.id}
    tasks.finish(task.about)
    assert not Unfinished.objects.exists()
    assert Taint.objects.count() == len(below) + 4
    assert wall.tainted([*asked, late], person) == barred | {late.id}
    assert alarms() == 0


def test_work_given_up_is_finished_all_the_same(person: Subject, add: Add, sol: Member) -> None:
    told, top = add("own_statement", given_by=person), add()
    below = wide(top, upkeep.MOST + 500)
    routes.derive(top.ref, through=[told.ref], by=sol, at=NOW)
    Task.objects.filter(name="wall.finish").update(given_up_at=NOW)
    tasks.look()
    assert not Unfinished.objects.exists()
    assert Taint.objects.count() == len(below) + 2


def test_the_worker_looks_every_minute(add: Add) -> None:
    work_actions.settle_periods(now=NOW)
    due = Task.objects.get(name="wall.look").due_at
    assert due <= NOW + timedelta(minutes=1)


def test_an_approval_reaches_all_below_before_it_frees(
    person: Subject, add: Add, sol: Member, fern: Member
) -> None:
    top = add(derived_from=[add("own_statement", given_by=person)])
    below = wide(top, upkeep.MOST + 500)
    giver = Giver.objects.get(subject=person)
    Taint.objects.bulk_create(Taint(item=item, giver=giver) for item in below)
    route = routes.attest(top.ref, basis="public", day=TODAY, finder=None, by=sol, at=NOW)
    routes.approve(route.pk, by=fern, at=NOW)
    # Freed, yet kept out as long as its rows are behind.
    assert wall.tainted([below[-1]], person) == {below[-1].id}
    tasks.look()
    assert wall.tainted([below[-1]], person) == set()
    assert alarms() == 0
