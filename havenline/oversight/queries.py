"""What waits for a reviewer: never their own questions."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from havenline.sampling.models import Alarm, Review

SHOWN = 100


def alarms(member: UUID) -> QuerySet[Alarm]:
    """Alarms nobody has looked at, newest first."""
    return Alarm.objects.filter(seen_by=None).exclude(member=member).order_by("-day", "kind", "id")


def reviews(member: UUID) -> QuerySet[Review]:
    """Questions drawn that nobody has looked at, oldest first."""
    return Review.objects.filter(reviewed_by=None).exclude(asked_by=member).order_by("day", "reference")
