"""Shows what was handed over: to staff who asked, and to the member who got it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.casework import facts
from havenline.casework.asking import REFUSALS_IN_WORDS
from havenline.casework.consent_forms import FIELDS, WAYS
from havenline.casework.handing_forms import KINDS, OUTCOMES_IN_WORDS
from havenline.reporting import extracts
from havenline.reporting.consent import FACTS
from havenline.reporting.consent import WAYS as WAYS_OF
from havenline.reporting.extracts import Content
from havenline.reporting.models import Consent, Extract, Outcome, Report, Transition, TransitionMove
from havenline.reporting.transitions import HANDOVER, LIVE, REJECTED, REQUESTED, REVOKED
from havenline.reporting.words import visible
from havenline.staff.models import Member
from havenline.vault.keys import DataKey

STATES: Mapping[str, str | Promise] = {
    "requested": _("Asked, not taken on yet"),
    "accepted": _("Taken on, with the undertaking"),
    "rejected": _("Refused"),
    "done": _("Done, nothing is open any more"),
    "revoked": _("Taken back, nothing is open any more"),
}


@dataclass(frozen=True, slots=True)
class Passed:
    """One hand-over as staff see it. `name` is a member's, or that of somebody outside."""

    ref: str
    kind: str
    way: str
    name: str
    at: datetime
    state: str
    state_in_words: str
    reason: str
    outcome: str
    until: date | None
    item: str
    is_outside: bool
    is_case: bool
    is_live: bool


def of(report: Report, *, own: DataKey) -> Sequence[Passed]:
    """All that was handed over of an opened report, the last first; `own` is the report's key."""
    rows = Extract.objects.filter(transition__report=report).select_related("transition", "consent", "item")
    return [
        _passed(row, extracts.opened_own(row, own=own).named) for row in rows.order_by("-transition__number")
    ]


def to(member: Member) -> Sequence[Passed]:
    """All that was handed to this member, what waits first; nothing of what it says."""
    rows = Extract.objects.filter(transition__member=member.id).select_related(
        "transition", "consent", "item"
    )
    shown = [_passed(row, "") for row in rows.order_by("-transition__number")]
    return sorted(shown, key=lambda one: list(STATES).index(one.state))


def _passed(row: Extract, named: str) -> Passed:
    asked = row.transition
    last = Outcome.objects.filter(transition=asked).order_by("number").last()
    member = Member.objects.filter(id=asked.member).first() if asked.member else None
    return Passed(
        ref=asked.ref,
        kind=str(KINDS[asked.kind]),
        way=str(WAYS[way_of(row.consent)]),
        name=visible(named) or (f"{member.name}, {member.role_title}" if member else ""),
        at=asked.at,
        state=asked.state,
        state_in_words=str(STATES[asked.state]),
        reason=_reason(asked),
        outcome=str(OUTCOMES_IN_WORDS[last.word]) if last else "",
        until=row.consent.until,
        item=row.item.ref,
        is_outside=asked.member is None,
        is_case=asked.kind == HANDOVER,
        is_live=asked.state in LIVE,
    )


def one(asked: Transition) -> Passed:
    """One hand-over, without who outside."""
    row = Extract.objects.select_related("transition", "consent", "item").get(transition=asked)
    return _passed(row, "")


def count_asked(member: Member) -> int:
    """How many hand-overs this member has not answered."""
    return Extract.objects.filter(transition__member=member.id, transition__state=REQUESTED).count()


def way_of(consent: Consent) -> str:
    """The way of a consent by its recipient and purpose."""
    return next(way for way, named in WAYS_OF.items() if named == (consent.recipient, consent.purpose))


def _reason(asked: Transition) -> str:
    if asked.state not in (REJECTED, REVOKED):
        return ""
    moved = TransitionMove.objects.filter(transition=asked, state=asked.state).first()
    if asked.state == REJECTED:
        return str(REFUSALS_IN_WORDS[moved.reason]) if moved else ""
    words = {"run_out": _("Its last day has passed"), "take_back": _("The person took the consent back")}
    return str(words.get(moved.move, "")) if moved else ""


def in_words(found: Content) -> list[tuple[str, list[str]]]:
    """The parts with their names in words, ready for a page; the kind of crime and its day in words too."""
    return [
        (str(FIELDS[name]), [_fact(piece) if name == FACTS else visible(piece) for piece in pieces])
        for name, pieces in found.parts.items()
        if pieces
    ]


def _fact(piece: str) -> str:
    name, _sign, value = piece.partition("=")
    return facts.in_words(name, value)
