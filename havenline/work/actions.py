"""Asks for work, hands it to the worker's threads one by one, and notes how it went."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from havenline.database.inserting import insert
from havenline.work import declaring
from havenline.work.models import Task


class NotInTransaction(Exception):  # noqa: N818 - named for what the reader met
    """Work was asked for outside a transaction: it could be done for an act that never was."""


def ask(name: str, *, about: UUID, due: datetime | None = None) -> None:
    """Have this work done about an object once the transaction is committed, or at `due`.

    It is done at least once. Raises WorkUnknown, NotInTransaction.
    """
    if declaring.declared(name).do is None:
        raise declaring.WorkUnknown(f"the work `{name}` is periodic: nobody asks for it")
    if not connection.in_atomic_block:
        raise NotInTransaction(f"the work `{name}` was asked for outside a transaction")
    insert(Task(name=name, about=about, due_at=due or timezone.now()))


def settle_periods(*, now: datetime) -> None:
    """See that each periodic work has its row, and none is due later than one period from now.

    So a clock that jumped ahead and back, or a period made shorter, delays nothing for long.
    """
    wanted = {one.name: one for one in declaring.periodic()}
    there = dict(Task.objects.filter(is_periodic=True).values_list("name", "due_at"))
    for name in wanted.keys() - there.keys():
        with transaction.atomic():
            Task.objects.get_or_create(name=name, is_periodic=True, defaults={"due_at": now})
    for name in there.keys() - wanted.keys():
        Task.objects.filter(name=name, is_periodic=True).delete()
    for name in wanted.keys() & there.keys():
        latest = wanted[name].next_after(now)  # type: ignore[misc]  # periodic ones have it
        if there[name] > latest:
            Task.objects.filter(name=name, is_periodic=True, due_at__gt=latest).update(due_at=latest)


def free_begun() -> None:
    """Give back what a worker that is gone had begun. Call it while no other worker runs."""
    if Task.objects.exclude(begun_at=None).exists():
        Task.objects.exclude(begun_at=None).update(begun_at=None)


def begin_next(*, now: datetime) -> Task | None:
    """Take the work that is due longest; None when nothing is. A try counts when it begins."""
    # Read outside a transaction first: a worker with nothing to do never stands in the writers' line.
    waiting = Task.objects.filter(begun_at=None, given_up_at=None, due_at__lte=now).order_by("due_at")
    for found in waiting[:10]:
        taken = Task.objects.filter(id=found.id, begun_at=None).update(begun_at=now, tries=found.tries + 1)
        if taken:
            found.begun_at, found.tries = now, found.tries + 1
            return found
    return None


def done(found: Task, *, now: datetime) -> None:
    """The work is done: it goes, or if periodic it waits for its next turn."""
    if not found.is_periodic:
        Task.objects.filter(id=found.id).delete()
        return
    due = declaring.declared(found.name).next_after(now)  # type: ignore[misc]  # periodic ones have it
    Task.objects.filter(id=found.id).update(due_at=due, begun_at=None, tries=0, fault="")


def failed(found: Task, fault: BaseException, *, now: datetime) -> None:
    """The work failed: it waits, each time longer; after its last try it is given up and stays to be seen."""
    kind = f"{type(fault).__module__}.{type(fault).__qualname__}"[-120:]
    due = now + declaring.wait_before(found.tries)
    ended = None
    if not found.is_periodic and found.tries >= _tries(found.name):
        ended = now
    # A periodic one that fails for days must not overflow its counter.
    tries = min(found.tries, 1000) if found.is_periodic else found.tries
    Task.objects.filter(id=found.id).update(
        due_at=due, begun_at=None, given_up_at=ended, fault=kind, tries=tries
    )


def again(name: str, *, now: datetime) -> int:
    """Try given-up work of this name again from the start; answers how many there are."""
    return (
        Task.objects.filter(name=name).exclude(given_up_at=None).update(given_up_at=None, due_at=now, tries=0)
    )


def _tries(name: str) -> int:
    try:
        return declaring.declared(name).tries
    except declaring.WorkUnknown:
        return declaring.MOST_TRIES
