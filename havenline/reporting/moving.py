"""Moves a report by its table, keeping each move where its person can read it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from havenline.reporting.models import Moved, Report
from havenline.reporting.states import OPEN, check_move


def move(report: Report, name: str, *, by: UUID | None, role: str, at: datetime, reason: str = "") -> None:
    """Move a report whose row is locked, by staff. The caller ledgers its act. Raises NotFromHere."""
    _move(report, Moved(move=name, by=by, role=role, at=at, day=timezone.localdate(at), reason=reason))


def move_by_person(report: Report, name: str, *, day: date) -> None:
    """Move a report whose row is locked, by its person: the day alone is kept. Raises NotFromHere."""
    _move(report, Moved(move=name, day=day))


def _move(report: Report, moved: Moved) -> None:
    report.state = moved.state = check_move(report.state, moved.move)
    report.is_open = report.state in OPEN
    report.save(update_fields=["state", "is_open"])
    moved.report = report
    moved.save(force_insert=True)
