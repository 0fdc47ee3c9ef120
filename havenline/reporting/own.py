"""Gathers what a person may know of their own report: where it stands, who opened it, who reached them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.reporting import allowing, contact, openings, planning, queries, receiving, standing, words
from havenline.reporting.allowing import Allowed
from havenline.reporting.contact import Plan
from havenline.reporting.models import Contacted
from havenline.reporting.queries import OpeningSeen
from havenline.reporting.receiving import Received
from havenline.reporting.states import WITHDRAWN
from havenline.vault.keys import Keyring

CHANNELS: Mapping[str, str | Promise] = {
    "letters": _("Only in letters here"),
    "call": _("Call me"),
    "text": _("Send me a text message"),
    "mail": _("Send me an e-mail"),
    "through": _("Through somebody I trust"),
    "nothing": _("Do not write to me at all"),
}
WINDOWS: Mapping[str, str | Promise] = {
    "morning": _("Monday to Friday, 8 to 12"),
    "afternoon": _("Monday to Friday, 12 to 5"),
    "evening": _("Monday to Friday, 5 to 8 in the evening"),
    "weekend": _("Saturday and Sunday, 10 to 5"),
}
assert tuple(CHANNELS) == contact.CHANNELS
assert tuple(WINDOWS) == tuple(contact.WINDOWS)
_USED: Mapping[str, str | Promise] = {
    "call": _("Called you"),
    "text": _("Sent you a text message"),
    "mail": _("Sent you an e-mail"),
    "through": _("Asked the person you trust"),
}


@dataclass(frozen=True, slots=True)
class ContactSeen:
    """That somebody reached the person: the day, their role, how."""

    day: date
    role: str
    how: str


@dataclass(frozen=True, slots=True)
class Own:
    """What the page of what is theirs shows."""

    stands: Sequence[str]
    openings: Sequence[OpeningSeen]
    channel: str
    windows: Sequence[str]
    plan: Plan
    contacts: Sequence[ContactSeen]
    allowed: Allowed
    received: Sequence[Received]
    is_withdrawn: bool


def of(report_id: UUID, keyring: Keyring) -> Own:
    """All of it, for the person; raises NoGrant."""
    row, key = queries.opened(report_id, keyring)
    plan = planning.plan_of(row.id, key)
    return Own(
        stands=standing.in_words(row),
        openings=queries.openings_of(row.id),
        channel=str(CHANNELS[plan.channel]),
        windows=[str(WINDOWS[name]) for name in plan.windows],
        plan=visible(plan),
        contacts=_contacts(row.id),
        allowed=allowing.allowed(row.id, key),
        received=receiving.received(row.id, key),
        is_withdrawn=row.state == WITHDRAWN,
    )


def visible(plan: Plan) -> Plan:
    """The plan for a page."""
    return replace(
        plan,
        to=words.visible(plan.to),
        word=words.visible(plan.word),
        other=words.visible(plan.other),
    )


def _contacts(report_id: UUID) -> list[ContactSeen]:
    rows = Contacted.objects.filter(report_id=report_id).order_by("number")
    return [
        ContactSeen(timezone.localdate(one.at), openings.role_in_words(one.role), str(_USED[one.channel]))
        for one in rows
    ]
