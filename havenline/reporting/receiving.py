"""Tells the person what went to whom under which consent, who opened it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havenline import ledger
from havenline.reporting import allowing, consents, extracts, openings, outcomes, words
from havenline.reporting.consent import FACTS
from havenline.reporting.handed import HANDOVER
from havenline.reporting.models import Extract, Transition, TransitionMove
from havenline.reporting.openings import OpeningSeen
from havenline.reporting.transitions import ACCEPTED, REVOKED
from havenline.staff.models import Member
from havenline.vault.keys import DataKey
from havenline.vault.models import Opening

_STATES: Mapping[str, str | Promise] = {
    "requested": _("We asked them. They cannot read it yet."),
    "accepted": _("They promised to use nothing against you. They can read it."),
    "rejected": _("They did not take it. They never read it here."),
    "done": _("It is done. They can read it here no more."),
    "revoked": _("It is taken back. They can read it here no more."),
}


@dataclass(frozen=True, slots=True)
class Received:
    """One hand-over: who got it, which parts with what they hold, how it stands, files made, openings."""

    way: str
    to: str
    day: date
    allowed_on: date
    stands: str
    parts: Sequence[tuple[str, Sequence[str]]]
    files: Sequence[date]
    openings: Sequence[OpeningSeen]
    outcomes: Sequence[tuple[date, str]]


def received(report_id: UUID, key: DataKey) -> list[Received]:
    """All that went of a report, oldest first; `key` is the report's."""
    rows = Extract.objects.filter(transition__report=report_id).select_related("transition", "consent")
    return [_received(row, key) for row in rows.order_by("transition__number")]


def _received(row: Extract, key: DataKey) -> Received:
    terms, asked = consents.terms_of(row.consent, key), row.transition
    content = extracts.opened_own(row, own=key)
    return Received(
        way=str(allowing.WAYS[terms.way]),
        to=_to(asked, terms.to, content.named),
        day=timezone.localdate(asked.at),
        allowed_on=row.consent.day,
        stands=_stands(asked),
        parts=[
            (str(allowing.FIELDS[name]), [words.visible(piece) for piece in pieces if name != FACTS])
            for name, pieces in content.parts.items()
        ],
        files=_files(asked),
        openings=_openings(asked),
        outcomes=outcomes.of_transition(asked),
    )


def _to(asked: Transition, group: str, named: str) -> str:
    """A member by role, never by name; somebody outside by both names."""
    if asked.member is None:
        return words.visible(f"{group}, {named}")
    role = Member.objects.filter(id=asked.member).values_list("role", flat=True).first()
    return openings.role_in_words(role or "")


def _stands(asked: Transition) -> str:
    over = TransitionMove.objects.filter(transition=asked, move="run_out").exists()
    if over:
        return gettext("Its last day has passed. They can read it here no more.")
    if asked.state == REVOKED and _files(asked):
        return gettext("It is taken back. We ask them to destroy their file.")
    if asked.state == ACCEPTED and asked.member is None:
        return gettext("They promised to use nothing against you. We may give them a file.")
    return str(_STATES[asked.state])


def _files(asked: Transition) -> list[date]:
    found = ledger.about("transition", str(asked.id))
    return [timezone.localdate(one.at) for one in found if one.act == "handover.exported" and one.at]


def _openings(asked: Transition) -> list[OpeningSeen]:
    rows = Opening.objects.filter(object_kind=HANDOVER, object_id=asked.id).order_by("at")
    return [openings.seen(one) for one in rows]
