"""Shows who was asked to take a report: what waits, and what was refused last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.reporting.models import Report, Transition, TransitionMove
from havenline.reporting.transitions import ASSIGNMENT, REFUSALS, REJECTED, REQUESTED
from havenline.staff.models import Member

REFUSALS_IN_WORDS: Mapping[str, str | Promise] = {
    "no_time": _("I have no time for it"),
    "too_near": _("I am too near to somebody in it"),
    "not_ours": _("It is not what we do"),
    "no_promise": _("I cannot give the undertaking"),
}
assert tuple(REFUSALS_IN_WORDS) == REFUSALS


@dataclass(frozen=True, slots=True)
class Asked:
    """One who was asked: their name, by whom, when; `reason` in words once they refused."""

    ref: str
    name: str
    by: str
    at: datetime
    is_mine: bool
    reason: str


def of(report: Report, *, member: Member) -> Sequence[Asked]:
    """Whom the report waits for, and who refused and was not asked again since."""
    rows = Transition.objects.filter(report=report, kind=ASSIGNMENT).order_by("number")
    last = {row.member: row for row in rows}.values()
    shown = [row for row in last if row.state in (REQUESTED, REJECTED)]
    asked = {row.member for row in shown} | {row.by for row in shown}
    names = dict(Member.objects.filter(id__in=[one for one in asked if one]).values_list("id", "name"))
    return [
        Asked(
            ref=row.ref,
            name=names.get(row.member, "") if row.member else "",
            by=names.get(row.by, ""),
            at=row.at,
            is_mine=row.member == member.id and row.state == REQUESTED,
            reason=_reason(row) if row.state == REJECTED else "",
        )
        for row in shown
    ]


def _reason(row: Transition) -> str:
    moved = TransitionMove.objects.filter(transition=row, state=REJECTED).first()
    return str(REFUSALS_IN_WORDS[moved.reason]) if moved else ""
