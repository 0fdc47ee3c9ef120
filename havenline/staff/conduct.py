"""The code of conduct each member accepts before the first page of work, and again when it changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline import ledger
from havenline.staff.models import Member

# INVARIANT: raised with every change of what is asked; everybody is then asked anew.
VERSION = 1

ASKED: tuple[str | Promise, ...] = (
    _("I open a report only for the work I was given, and only as much of it as that work needs."),
    _("I never ask a person for their code, and destroy any copy I am given."),
    _("I never ask about immigration status, and never write it down or pass it on."),
    _("I speak about what I read with nobody who does not need it for the same work."),
    _("I use what a person told us for what they agreed to, and against them never."),
    _("I share my passphrase and my second proof with nobody, colleagues and superiors included."),
    _("I lock my desk when I leave it."),
    _("I say at once when I may have seen what I should not, or when a device or passphrase is lost."),
    _("I know that each opening is recorded, and that the person it is about can see it."),
)


class VersionPast(Exception):  # noqa: N818 - named for what the reader met
    """What was read is not what is asked today: read it again."""


def has_accepted(member: Member) -> bool:
    """Whether this member accepted what is asked today."""
    return member.conduct == VERSION


def accept(member: Member, *, version: int, now: datetime) -> None:
    """Keep that the member accepted this version; raises VersionPast. Ledgered; twice is once."""
    if version != VERSION:
        raise VersionPast
    with transaction.atomic():
        if not Member.objects.filter(id=member.id).exclude(conduct=VERSION).update(conduct=VERSION):
            return
        ledger.append(
            "conduct.accepted",
            by=member.actor,
            at=now,
            about={"member": str(member.id)},
            detail={"version": version},
        )
