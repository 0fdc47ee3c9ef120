"""Which holds wait for whom, and what of one its deputy may see: its state and its clock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from havenline.holds.models import Call, Hold
from havenline.holds.states import OPEN, RECOMMENDED

SHOWN = 200


def of_screening(screening: UUID) -> Hold | None:
    """The hold of a screening."""
    return Hold.objects.filter(screening=screening).first()


def to_look_at() -> QuerySet[Hold]:
    """All that stands open, those whose time ends first before the others."""
    return Hold.objects.filter(state__in=sorted(OPEN)).defer("note", "outcome").order_by("due_at", "id")


def to_decide(*, now: datetime) -> QuerySet[Hold]:
    """What the chief has to look at: recommended, or called about."""
    waiting = Q(state=RECOMMENDED) | Q(chief_called=True) | Q(chief_call_at__lte=now)
    return to_look_at().filter(waiting)


def is_shown(hold: Hold, *, now: datetime) -> bool:
    """Whether who asked may see the decision."""
    return hold.shown_at is not None and hold.shown_at <= now


def unseen_calls(member: UUID) -> int:
    """How many calls this member has not answered, of holds that still stand open."""
    return Call.objects.filter(member=member, seen_at=None, hold__state__in=sorted(OPEN)).count()
