"""A clock calls people in time and clears nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from havenline.holds import calling, clocks
from havenline.holds.models import Call, Hold
from havenline.holds.states import STATES
from havenline.staff.models import Member
from havenline.staff.roles import ROLES
from tests.people import Office
from tests.unit.holds.conftest import NOW, Opened, at

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(timezone.make_aware)  # noqa: DTZ001
DAYS = st.one_of(st.none(), st.dates(date(2023, 1, 1), date(2040, 1, 1)))


@given(MOMENTS, DAYS, st.sampled_from(clocks.KINDS))
def test_every_call_comes_in_time(opened: datetime, file_by: date | None, kind: str) -> None:
    clock = clocks.clock(opened, file_by=file_by, kind=kind)
    assert opened <= clock.shown_from <= clock.filter_call <= clock.chief_call <= max(clock.due, opened)
    assert clock.chief_call - opened <= clocks.LONGEST


@given(MOMENTS, DAYS, st.sampled_from(clocks.KINDS), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_decision_is_shown_in_time(
    opened: datetime, file_by: date | None, kind: str, taken: timedelta
) -> None:
    clock, decided = clocks.clock(opened, file_by=file_by, kind=kind), opened + taken
    shown = clocks.shown_at(decided, shown_from=clock.shown_from, due=clock.due)
    assert shown >= max(decided, clock.shown_from)
    assert shown <= max(clock.due, decided, clock.shown_from)


@pytest.mark.parametrize(
    ("file_by", "kind", "due", "half"),
    [
        (date(2026, 3, 4), "custody", at(4, 12), at(3, 10, 30)),
        (date(2026, 3, 4), "limitation", at(4, 16), at(3, 12, 30)),
        (date(2029, 3, 4), "limitation", at(4, 16, year=2029), at(7, 9)),
        (None, "other", at(12, 9), at(7, 9)),
        (date(2026, 3, 1), "custody", at(1, 12), at(2, 9)),
    ],
)
def test_half_of_the_time_calls(file_by: date | None, kind: str, due: datetime, half: datetime) -> None:
    clock = clocks.clock(NOW, file_by=file_by, kind=kind)
    assert (clock.due, clock.filter_call) == (due, half)


@pytest.mark.django_db
def test_the_clock_calls_attorney_then_chief(office: Office, opened: Opened) -> None:
    hold = opened(file_by=date(2026, 3, 4), deadline="custody")
    seen = []
    for moment in (NOW, hold.filter_call_at, hold.filter_call_at, hold.chief_call_at, hold.due_at):
        calling.call_due(now=moment)
        seen.append(sorted(Call.objects.values_list("role", flat=True)))
    assert seen == [[], ["filter_attorney"], ["filter_attorney"], ["chief", "filter_attorney"], seen[3]]
    assert set(Call.objects.values_list("member", flat=True)) == {office.fern.id, office.cho.id}
    assert {"filter_attorney", "chief"} <= set(ROLES)


@pytest.mark.django_db
def test_time_passing_never_clears(opened: Opened) -> None:
    hold = opened(file_by=date(2026, 3, 3), deadline="custody")
    for days in (1, 30, 400):
        calling.call_due(now=NOW + timedelta(days=days))
    hold.refresh_from_db()
    assert (hold.state, hold.decided_by, hold.shown_at) == ("waiting", None, None)


@pytest.mark.django_db
def test_without_an_attorney_the_chief_is_called(office: Office, opened: Opened) -> None:
    Member.objects.filter(id=office.fern.id).update(active=False)
    hold = opened()
    calling.call_due(now=hold.chief_call_at)
    assert list(Call.objects.values_list("member", flat=True)) == [office.cho.id]


@pytest.mark.django_db
def test_the_database_knows_every_state(opened: Opened) -> None:
    hold = opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(id=hold.id).update(state="cleared")
    assert "cleared" not in STATES
