"""A hold to move, and the cast who moves it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import transaction
from django.utils import timezone

from havenline.holds import actions
from havenline.holds.models import Hold
from tests.people import Office, cho, dana, fern, office, sol  # noqa: F401


def at(day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    """A moment of March, by the office's clock."""
    return datetime(year, 3, day, hour, minute, tzinfo=timezone.get_default_timezone())


NOW = at(2, 9)
Opened = Callable[..., Hold]


@pytest.fixture
def opened(office: Office) -> Opened:  # noqa: F811
    """Opens a hold of Dana's question."""

    def of(*, file_by: date | None = None, deadline: str = "other", at: datetime = NOW) -> Hold:
        with transaction.atomic():
            return actions.open_hold(
                uuid.uuid4(),
                reference=f"S-{uuid.uuid4().hex[:6].upper()}",
                asked_by=office.dana.id,
                file_by=file_by,
                deadline=deadline,
                at=at,
            )

    return of
