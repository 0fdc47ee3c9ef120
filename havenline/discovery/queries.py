"""Which requests wait, and how many were answered how: closed words and counts."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from havenline.discovery.models import Request
from havenline.discovery.states import OPEN, WAITING
from havenline.staff.roles import HasRole, may

SHOWN = 200


def open_requests() -> QuerySet[Request]:
    """All that nobody has answered, whose time ends first before the others."""
    return Request.objects.filter(state__in=sorted(OPEN)).order_by("due", "id")


def answered() -> QuerySet[Request]:
    """What was answered, the latest first."""
    return Request.objects.filter(state="answered").order_by("-answered_at", "-id")


def waiting(member: HasRole) -> int:
    """How many wait for this member: for counsel all, for who agrees those that let something out."""
    from havenline.discovery.judging import LETS_OUT

    if may(member, "request.answer"):
        return open_requests().count()
    if may(member, "request.agree"):
        return open_requests().filter(state=WAITING, disposition__in=sorted(LETS_OUT)).count()
    return 0


def is_late(row: Request) -> bool:
    """Whether its day is over and nobody has answered."""
    return row.is_open and row.due < timezone.localdate()
