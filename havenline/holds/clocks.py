"""When a hold's time runs out, and when it calls somebody before it does. Time passing never clears."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

# What a filing deadline is: the words a deputy chooses from, and their order of haste.
CUSTODY, ARRAIGNMENT, LIMITATION, OTHER = "custody", "arraignment", "limitation", "other"
KINDS = (CUSTODY, ARRAIGNMENT, LIMITATION, OTHER)
# On its last day a filing is taken until this hour; somebody held in custody is before a court by noon.
_LAST_HOUR = {CUSTODY: time(12), ARRAIGNMENT: time(12), LIMITATION: time(16), OTHER: time(16)}
# Without a deadline, and for one far off: nobody waits longer than this for a decision to be asked for.
LONGEST = timedelta(days=10)
# A decision is shown when this share of the time to the first call is over, drawn anew for each hold.
SOONEST, LATEST = 0.25, 1.0
_DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Clock:
    """The moments of one hold: when its time is over, when the filter attorney and the chief are called, and
    before which no decision is shown to who asked."""

    due: datetime
    filter_call: datetime
    chief_call: datetime
    shown_from: datetime


def clock(opened: datetime, *, file_by: date | None, kind: str) -> Clock:
    """The clock of a hold opened now. At half of its time the filter attorney is called, at three quarters
    the chief; where the time is over already, both at once.

    INVARIANT: nothing but the deadline and a random draw is in it, so it tells nothing of the reason.
    """
    due = _due(file_by, kind) if file_by else opened + LONGEST
    span = max(min(due, opened + LONGEST) - opened, timedelta(0))
    drawn = SOONEST + (LATEST - SOONEST) * secrets.randbelow(_DRAWS) / _DRAWS
    return Clock(
        due=due,
        filter_call=opened + span / 2,
        chief_call=opened + span * 3 / 4,
        shown_from=opened + span / 2 * drawn,
    )


def _due(file_by: date, kind: str) -> datetime:
    return timezone.make_aware(datetime.combine(file_by, _LAST_HOUR[kind]))


def shown_at(decided: datetime, *, shown_from: datetime, due: datetime) -> datetime:
    """When a decision reaches who asked: not before the drawn moment, at a full hour, and in time to file."""
    earliest = max(decided, shown_from)
    hour = earliest.replace(minute=0, second=0, microsecond=0)
    full = hour if hour == earliest else hour + timedelta(hours=1)
    # In the last hours nobody is kept waiting for the full one.
    return full if full + timedelta(hours=2) <= due else earliest
