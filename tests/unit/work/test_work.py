"""What an act asks for is done, at least once, by a process that is told an id and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from havenline import work
from havenline.work import actions, declaring, queries, worker
from havenline.work.models import Task

pytestmark = pytest.mark.django_db


class Failing(Exception):  # noqa: N818 - what the work does
    """The fault of a test."""


def do_all(now: datetime | None = None) -> int:
    count = 0
    while found := actions.begin_next(now=now or timezone.now()):
        worker.run(found)
        count += 1
    return count


def test_work_asked_for_is_done_once() -> None:
    done: list[UUID] = []
    work.task("room.act")(done.append)
    about = uuid4()
    with transaction.atomic():
        work.ask("room.act", about=about)
    assert do_all() == 1
    assert (done, Task.objects.count()) == ([about], 0)


@pytest.mark.django_db(transaction=True)
def test_an_act_undone_leaves_no_work() -> None:
    work.task("room.act")(lambda about: None)
    with transaction.atomic():
        work.ask("room.act", about=uuid4())
        transaction.set_rollback(True)
    assert not Task.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_work_is_refused_outside_an_act() -> None:
    work.task("room.act")(lambda about: None)
    with pytest.raises(actions.NotInTransaction):
        work.ask("room.act", about=uuid4())


def test_work_that_nobody_declared_is_refused() -> None:
    with pytest.raises(work.WorkUnknown):
        work.ask("room.act", about=uuid4())


def test_periodic_work_is_asked_for_by_nobody() -> None:
    work.every("room.look", timedelta(minutes=1))(lambda: None)
    with pytest.raises(work.WorkUnknown):
        work.ask("room.look", about=uuid4())


@pytest.mark.parametrize("name", ["act", "Room.act", "room.act 7", "room."])
def test_a_name_is_room_and_act(name: str) -> None:
    with pytest.raises(work.WorkUnknown):
        work.task(name)(lambda about: None)


def test_a_name_is_declared_once() -> None:
    work.task("room.act")(lambda about: None)
    with pytest.raises(work.WorkUnknown):
        work.task("room.act")(lambda about: None)


def test_work_waits_until_it_is_due() -> None:
    work.task("room.act")(lambda about: None)
    now = timezone.now()
    work.ask("room.act", about=uuid4(), due=now + timedelta(hours=1))
    assert do_all(now) == 0
    assert do_all(now + timedelta(hours=1)) == 1


def test_failed_work_waits_longer_each_time() -> None:
    def act(about: UUID) -> None:
        raise Failing("the words of a person")

    work.task("room.act", tries=4)(act)
    work.ask("room.act", about=uuid4())
    waits = []
    for _ in range(3):
        task = Task.objects.get()
        before = timezone.now()
        Task.objects.update(due_at=before)
        assert do_all() == 1
        task, after = Task.objects.get(), timezone.now()
        # Counted from a moment between the two, however long the machine took.
        waits.append(
            [wait for wait in (5, 10, 20) if before <= task.due_at - timedelta(seconds=wait) <= after]
        )
        assert task.given_up_at is None
    assert waits == [[5], [10], [20]]


def test_work_given_up_stays_to_be_seen() -> None:
    """And of its error the class alone is kept."""

    def act(about: UUID) -> None:
        raise Failing("the words of a person")

    work.task("room.act", tries=1)(act)
    work.ask("room.act", about=uuid4())
    do_all()
    task = Task.objects.get()
    assert task.given_up_at
    assert "words" not in task.fault
    assert task.fault.endswith("Failing")
    [row] = queries.standing()
    assert (row.waiting, row.given_up, row.fault) == (0, 1, task.fault)
    assert do_all(timezone.now() + timedelta(days=1)) == 0


def test_work_given_up_can_be_tried_again() -> None:
    broken = [True]

    def act(about: UUID) -> None:
        if broken[0]:
            raise Failing

    work.task("room.act", tries=1)(act)
    work.ask("room.act", about=uuid4())
    do_all()
    broken[0] = False
    assert actions.again("room.act", now=timezone.now()) == 1
    assert do_all() == 1
    assert not Task.objects.exists()


def test_what_a_dead_worker_had_begun_is_done() -> None:
    done: list[UUID] = []
    work.task("room.act")(done.append)
    work.ask("room.act", about=uuid4())
    assert actions.begin_next(now=timezone.now())
    assert do_all() == 0
    actions.free_begun()
    assert do_all() == 1
    assert len(done) == 1


def test_work_is_taken_by_one_alone() -> None:
    work.task("room.act")(lambda about: None)
    work.ask("room.act", about=uuid4())
    first = actions.begin_next(now=timezone.now())
    assert first
    assert actions.begin_next(now=timezone.now()) is None


def test_unknown_work_of_an_older_version_is_given_up() -> None:
    Task.objects.create(name="room.gone", about=uuid4(), due_at=timezone.now(), tries=11)
    assert do_all() == 1
    assert Task.objects.get().given_up_at


def test_periodic_work_comes_back_after_its_period() -> None:
    done: list[int] = []
    work.every("room.look", timedelta(minutes=5))(lambda: done.append(1))
    now = timezone.now()
    actions.settle_periods(now=now)
    assert do_all(now) == 1
    assert not actions.begin_next(now=now + timedelta(minutes=4))
    assert actions.begin_next(now=now + timedelta(minutes=6))


def test_periodic_work_that_fails_is_never_given_up() -> None:
    def look() -> None:
        raise Failing

    work.every("room.look", timedelta(minutes=5))(look)
    actions.settle_periods(now=timezone.now())
    Task.objects.update(tries=3000)
    assert do_all() == 1
    assert (Task.objects.get().given_up_at, Task.objects.get().tries) == (None, 1000)


def test_periodic_work_no_longer_declared_goes() -> None:
    work.every("room.look", timedelta(minutes=5))(lambda: None)
    actions.settle_periods(now=timezone.now())
    declaring._declared.clear()
    actions.settle_periods(now=timezone.now())
    assert not Task.objects.exists()


def test_a_clock_that_jumped_delays_no_period() -> None:
    work.every("room.look", timedelta(minutes=5))(lambda: None)
    now = timezone.now()
    actions.settle_periods(now=now + timedelta(days=365))
    actions.settle_periods(now=now)
    assert Task.objects.get().due_at == now + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 6, 1, 9, 0, tzinfo=UTC), datetime(2026, 6, 1, 10, 0, tzinfo=UTC)),
        (datetime(2026, 6, 1, 10, 0, tzinfo=UTC), datetime(2026, 6, 2, 10, 0, tzinfo=UTC)),
        # The night in which the clocks go forward.
        (datetime(2026, 3, 7, 11, 0, tzinfo=UTC), datetime(2026, 3, 8, 10, 0, tzinfo=UTC)),
        (datetime(2026, 3, 8, 12, 0, tzinfo=UTC), datetime(2026, 3, 9, 10, 0, tzinfo=UTC)),
    ],
)
def test_nightly_work_keeps_the_offices_clock(now: datetime, due: datetime) -> None:
    work.nightly("room.rebuild", time(3))(lambda: None)
    [one] = declaring.periodic()
    assert one.next_after
    assert one.next_after(now) == due
