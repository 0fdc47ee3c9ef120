"""Moves what goes to somebody by its table, and takes the wrap where access ends."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from havenline.reporting.handed import HANDOVER
from havenline.reporting.models import Consent, Extract, Report, Transition, TransitionMove
from havenline.reporting.transitions import ACCEPTED, LIVE, REVOKED, check_move
from havenline.vault import grants
from havenline.vault.codes import ALPHABET

_REF_SYMBOLS = 6

# What other rooms do in the same transaction when something is taken back.
_also: list[Callable[[Transition], None]] = []


def when_taken_back(act: Callable[[Transition], None]) -> None:
    """Have a room do its part when a transition is taken back. A room says so when it starts."""
    if act not in _also:
        _also.append(act)


def ask(report: Report, kind: str, *, member: UUID | None, by: UUID, role: str, at: datetime) -> Transition:
    """Ask somebody, of a report whose row is locked. The caller ledgers its act."""
    row = Transition(report=report, kind=kind, member=member, by=by, role=role, at=at)
    row.ref = "T-" + "".join(secrets.choice(ALPHABET) for _ in range(_REF_SYMBOLS))
    row.save(force_insert=True)
    return row


def move(
    row: Transition, name: str, *, by: UUID | None, role: str, at: datetime | None, reason: str = ""
) -> None:
    """Move one whose report is locked. The caller ledgers its act. Raises NotFromHere.

    `by` and `at` are empty for the person's own: the portal keeps the day alone.
    """
    row.state = check_move(row.state, name)
    row.save(update_fields=["state"])
    if row.state not in LIVE:
        _take_wrap(row)
    if row.state == REVOKED:
        for act in _also:
            act(row)
    TransitionMove.objects.create(
        transition=row,
        move=name,
        state=row.state,
        reason=reason,
        by=by,
        role=role,
        at=at,
        day=timezone.localdate(at) if at else timezone.localdate(),
    )


def _take_wrap(row: Transition) -> None:
    """INVARIANT: with the state the access ends; what was sealed for its one member opens for nobody."""
    if extract := Extract.objects.filter(transition=row, key__isnull=False).first():
        grants.take(HANDOVER, row.id, extract.key_id)


def locked(row: Transition) -> Transition:
    """The transition anew, once the row of its report is locked."""
    Report.objects.select_for_update().get(id=row.report_id)
    return Transition.objects.select_related("report").get(number=row.number)


def live(report: Report, kind: str) -> QuerySet[Transition]:
    """Those of a report that wait or are taken on, the first asked first."""
    return Transition.objects.filter(report=report, kind=kind, state__in=sorted(LIVE)).order_by("number")


def accepted(report: Report, kind: str) -> Transition | None:
    """The one that somebody has taken on."""
    return live(report, kind).filter(state=ACCEPTED).first()


def end_under(consent: Consent) -> None:
    """What went under this consent ends with it. Within the act that ledgers that."""
    under = Extract.objects.filter(consent=consent, transition__state__in=sorted(LIVE))
    for extract in under.select_related("transition").order_by("transition__number"):
        move(extract.transition, "take_back", by=consent.ended_by, role="", at=None)


def end_of(report: Report) -> None:
    """Everything ends: the person withdrew the report. Within the act that ledgers it."""
    for row in Transition.objects.filter(report=report, state__in=sorted(LIVE)).order_by("number"):
        move(row, "take_back", by=None, role="", at=None)
