"""What waits for the worker and what it gave up, counted by name: for whoever keeps the office running."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from havenline.work.models import Task


@dataclass(frozen=True, slots=True)
class Standing:
    """How one kind of work stands. `fault` is the class of an error that ended one of it, if any did."""

    name: str
    waiting: int
    failing: int
    given_up: int
    fault: str


def standing() -> list[Standing]:
    """Every kind of work that has a row, by name."""
    given_up = Q(given_up_at__isnull=False)
    counted = (
        Task.objects.values("name")
        .annotate(
            waiting=Count("id", filter=~given_up),
            failing=Count("id", filter=~given_up & ~Q(fault="")),
            given_up=Count("id", filter=given_up),
        )
        .order_by("name")
    )
    return [Standing(**row, fault=_fault(row["name"])) for row in counted]


def _fault(name: str) -> str:
    last = Task.objects.filter(name=name).exclude(fault="").order_by("-due_at").first()
    return last.fault if last else ""
