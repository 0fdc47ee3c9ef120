"""C3: two who write at once close no circle together and leave nothing out."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone

from havenline import wall
from havenline.staff.models import Member
from havenline.vault.models import Subject
from havenline.wall import rebuild, routes
from havenline.wall.errors import GoesInCircles
from havenline.wall.models import Item

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.django_db(transaction=True)]
Add = Callable[..., Item]
NOW = timezone.now()


def at_once(*acts: Callable[[], object]) -> list[BaseException | None]:
    """Do these at the same moment, each with a connection of its own; answers what each raised."""
    start, raised = Barrier(len(acts)), [None] * len(acts)  # type: list[BaseException | None]

    def one(number: int) -> None:
        try:
            start.wait()
            acts[number]()
        except BaseException as fault:  # noqa: BLE001 - handed to the test
            raised[number] = fault
        finally:
            connections.close_all()

    threads = [Thread(target=one, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_writers_close_no_circle(add: Add, sol: Member, fern: Member) -> None:
    first, second = add(), add()
    raised = at_once(
        lambda: routes.derive(first.ref, through=[second.ref], by=sol, at=NOW),
        lambda: routes.derive(second.ref, through=[first.ref], by=fern, at=NOW),
    )
    assert sorted(map(type, raised), key=str) == sorted([type(None), GoesInCircles], key=str)


def test_two_writers_leave_no_row_out(person: Subject, add: Add, sol: Member) -> None:
    told = add("own_statement", given_by=person)
    chain = [add() for _ in range(6)]
    links = [(told, chain[0]), *zip(chain, chain[1:], strict=False)]
    raised = at_once(
        *[
            lambda above=above, below=below: routes.derive(below.ref, through=[above.ref], by=sol, at=NOW)
            for above, below in links
        ],
        *[lambda parent=parent: add(derived_from=[parent]) for parent in chain],
    )
    assert raised == [None] * 12
    everything = list(Item.objects.all())
    assert wall.tainted(everything, person) == {item.id for item in everything}
    assert rebuild.check().is_equal
