"""By when a person is told that the report was read: whole days, for the portal keeps no hour."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

_SATURDAY = 5


def acknowledge_by(received: date) -> date:
    """The last day for the acknowledgement, inclusive: so many working days after the day of the report.

    Public holidays count as working days: the clock then runs out early for the office, never late.
    """
    day, left = received, settings.OFFICE.acknowledge_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def late_before(today: date) -> date:
    """Reports received before this day (exclusive) and not acknowledged are late today."""
    day = today
    while acknowledge_by(day - timedelta(days=1)) >= today:
        day -= timedelta(days=1)
    return day
