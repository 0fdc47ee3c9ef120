"""Moves reports by their table: told to the person, given to a member with a wrap, closed, taken up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from havenline import ledger
from havenline.casework import notes
from havenline.casework.models import Assignment
from havenline.casework.queries import KIND
from havenline.reporting import moving, passing, states
from havenline.reporting.models import Report, Transition
from havenline.reporting.states import MOVES, REASONS
from havenline.reporting.transitions import ASSIGNMENT, REFUSALS, REQUESTED
from havenline.staff.models import Member
from havenline.staff.roles import check_may, may
from havenline.staff.states import NotFromHere
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
            _end(held, at=at, how="finish", by=by)
        if name == CLOSE:
            for asked in passing.live(row, ASSIGNMENT).filter(state=REQUESTED):
                passing.move(asked, "revoke", by=by.id, role=by.role, at=at)
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
    """Take the report oneself, or ask a colleague, who has it once they take it on.

    To whom has it already, or was asked, nothing is done. Raises NotFromHere, NotTheirs, NoGrant,
    KeyNotTrusted.
    """
    check_may(by, "report.assign")
    if not may(to, "report.open"):
        raise NotTheirs("this member may not open reports")
    with transaction.atomic():
        row = Report.objects.select_for_update().get(id=report.id)
        held = Assignment.objects.filter(report=row, until=None).first()
        if held and held.member == to.id:
            return
        states.check_move(row.state, "assign")
        # Who cannot open it gives it to nobody.
        grants.data_key(holder, KIND, row.id)
        asked = _ask(row, to, by=by, at=at)
        if to.id == by.id:
            _take_on(row, asked, held, holder=holder, by=by, at=at)


def _ask(row: Report, to: Member, *, by: Member, at: datetime) -> Transition:
    """What asks this member: once, and ledgered unless one takes it oneself."""
    if asked := passing.live(row, ASSIGNMENT).filter(state=REQUESTED, member=to.id).first():
        return asked
    asked = passing.ask(row, ASSIGNMENT, member=to.id, by=by.id, role=by.role, at=at)
    if to.id != by.id:
        ledger.append(
            "transition.asked",
            by=by.actor,
            at=at,
            about={"report": str(row.id), "transition": str(asked.id)},
            detail={"kind": ASSIGNMENT},
        )
    return asked


def take_on(asked: Transition, *, holder: Unlocked, by: Member, at: datetime) -> None:
    """Who was asked takes the report: its key is wrapped to theirs, and who had it loses the wrap.

    Raises NotTheirs, NotFromHere, NoGrant, KeyNotTrusted.
    """
    check_may(by, "transition.answer")
    with transaction.atomic():
        row = passing.locked(asked)
        if row.kind != ASSIGNMENT or row.member != by.id:
            raise NotTheirs("another member was asked")
        held = Assignment.objects.filter(report=row.report, until=None).first()
        _take_on(row.report, row, held, holder=holder, by=by, at=at)


def _take_on(
    row: Report, asked: Transition, held: Assignment | None, *, holder: Unlocked, by: Member, at: datetime
) -> None:
    moving.move(row, "assign", by=asked.by, role=asked.role, at=at)
    grants.hand(holder, KIND, row.id, by.key)
    notes.hand(row.id, by.key, holder=holder)
    if held:
        _end(held, at=at, how="revoke", by=by)
    passing.move(asked, "accept", by=by.id, role=by.role, at=at)
    Assignment.objects.create(report=row, member=by.id, key=by.key_id, by=asked.by, since=at)
    ledger.append(
        "report.assigned",
        by=by.actor,
        at=at,
        about={"report": str(row.id), "key": str(by.key_id), "transition": str(asked.id)},
        detail={"state": row.state},
    )


def refuse(asked: Transition, *, reason: str, by: Member, at: datetime) -> None:
    """Who was asked says why not. Raises NotTheirs, NotFromHere, ReasonMissing."""
    check_may(by, "transition.answer")
    if reason not in REFUSALS:
        raise ReasonMissing("what was asked is refused for a reason from the list")
    if asked.member != by.id:
        raise NotTheirs("another member was asked")
    _answer(asked, "reject", reason=reason, by=by, at=at)


def call_back(asked: Transition, *, by: Member, at: datetime) -> None:
    """Ask no more. What was taken on already is given back by who has it. Raises NotFromHere."""
    check_may(by, "transition.ask")
    with transaction.atomic():
        if passing.locked(asked).state != REQUESTED:
            raise NotFromHere("it was answered already")
        _answer(asked, "revoke", by=by, at=at)


def _answer(asked: Transition, name: str, *, reason: str = "", by: Member, at: datetime) -> None:
    with transaction.atomic():
        row = passing.locked(asked)
        if row.kind != ASSIGNMENT:
            raise NotTheirs("this is no report given to a colleague")
        passing.move(row, name, by=by.id, role=by.role, at=at, reason=reason)
        ledger.append(
            "transition.moved",
            by=by.actor,
            at=at,
            about={"report": str(row.report_id), "transition": str(row.id)},
            detail={
                "kind": row.kind,
                "move": name,
                "state": row.state,
                **({"reason": reason} if reason else {}),
            },
        )


def _end(held: Assignment, *, at: datetime, how: str = "", by: Member | None = None) -> None:
    """End who has it, with their wrap; `how` moves what they had taken on, by whom."""
    held.until = at
    held.save(update_fields=["until"])
    taken_on = passing.accepted(held.report, ASSIGNMENT) if how else None
    if taken_on and by:
        passing.move(taken_on, how, by=by.id, role=by.role, at=at)
    for kind in (KIND, notes.NOTES):
        grants.take(kind, held.report_id, held.key)


def has_read(report: Report, by: Member) -> bool:
    """Whether this member has opened the report."""
    return Opening.objects.filter(object_kind=KIND, object_id=report.id, by=by.id).exists()
