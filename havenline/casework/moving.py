"""Moves reports by their table: told to the person, given to a member with a wrap, closed, taken up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from havenline import ledger
from havenline.casework import notes
from havenline.casework.models import Assignment
from havenline.casework.queries import KIND
from havenline.reporting import moving
from havenline.reporting.models import Report
from havenline.reporting.states import MOVES, REASONS
from havenline.staff.models import Member
from havenline.staff.roles import check_may, may
from havenline.vault import grants
from havenline.vault.keys import Unlocked
from havenline.vault.models import Opening

# Moves of the table that need nothing but the report and, to close it, a reason. `assign` needs a member.
PLAIN = tuple(name for name, move in MOVES.items() if move.act == "report.move")
CLOSE, ACKNOWLEDGE = "close", "acknowledge"
_OF_WHO_HAS_IT = frozenset({"begin", "give_back"})
_ENDS_ASSIGNMENT = frozenset({"give_back", CLOSE})


class NotRead(Exception):  # noqa: N818 - named for what the reader met
    """Nobody says that a report was read who has not opened it."""


class NotTheirs(Exception):  # noqa: N818 - named for what the reader met
    """Another member has this report, or may not have one."""


class ReasonMissing(Exception):  # noqa: N818 - named for what the reader met
    """A report is closed for a reason from the list: its person reads it."""


def move(report: Report, name: str, *, reason: str = "", by: Member, at: datetime) -> None:
    """Do one of PLAIN. Raises NotFromHere, NotRead, NotTheirs, ReasonMissing, NotAllowed."""
    check_may(by, MOVES[name].act)
    if (name == CLOSE) != (reason in REASONS):
        raise ReasonMissing("a report is closed for a reason from the list, and nothing else has one")
    if name == ACKNOWLEDGE and not has_read(report, by):
        raise NotRead("only who has opened the report says that it was read")
    with transaction.atomic():
        row = Report.objects.select_for_update().get(id=report.id)
        moving.move(row, name, by=by.id, role=by.role, at=at, reason=reason)
        held = Assignment.objects.filter(report=row, until=None).first()
        if name in _OF_WHO_HAS_IT and (held is None or held.member != by.id):
            raise NotTheirs("another member has this report")
        if held and name in _ENDS_ASSIGNMENT:
            _end(held, at=at)
        said = {"reason": reason} if reason else {}
        ledger.append(
            "report.moved",
            by=by.actor,
            at=at,
            about={"report": str(row.id)},
            detail={"move": name, "state": row.state, **said},
        )


def end_of(report: Report) -> None:
    """Nobody has the report any more: its person withdrew it. Within the act that ledgers it."""
    if held := Assignment.objects.filter(report=report, until=None).first():
        _end(held, at=timezone.now())


def assign(report: Report, to: Member, *, holder: Unlocked, by: Member, at: datetime) -> None:
    """Give the report to a member: its key is wrapped to theirs, and who had it loses the wrap.

    To whom has it already nothing is done. Raises NotFromHere, NotTheirs, NoGrant, KeyNotTrusted.
    """
    check_may(by, "report.assign")
    if not may(to, "report.open"):
        raise NotTheirs("this member may not open reports")
    with transaction.atomic():
        row = Report.objects.select_for_update().get(id=report.id)
        held = Assignment.objects.filter(report=row, until=None).first()
        if held and held.member == to.id:
            return
        moving.move(row, "assign", by=by.id, role=by.role, at=at)
        grants.hand(holder, KIND, row.id, to.key)
        notes.hand(row.id, to.key, holder=holder)
        if held:
            _end(held, at=at)
        Assignment.objects.create(report=row, member=to.id, key=to.key_id, by=by.id, since=at)
        ledger.append(
            "report.assigned",
            by=by.actor,
            at=at,
            about={"report": str(row.id), "key": str(to.key_id)},
            detail={"state": row.state},
        )


def _end(held: Assignment, *, at: datetime) -> None:
    held.until = at
    held.save(update_fields=["until"])
    for kind in (KIND, notes.NOTES):
        grants.take(kind, held.report_id, held.key)


def has_read(report: Report, by: Member) -> bool:
    """Whether this member has opened the report."""
    return Opening.objects.filter(object_kind=KIND, object_id=report.id, by=by.id).exists()
