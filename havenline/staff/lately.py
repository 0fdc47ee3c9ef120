"""Tells a member what happened at their own door lately, so that a stranger's try does not stay unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline import ledger
from havenline.staff.models import Member

SHOWN = 20
_PASSPHRASE, _SIGNED_IN, _FAILED = "staff.passphrase_given", "staff.signed_in", "staff.sign_in_failed"

_SAID: dict[tuple[str, str], str | Promise] = {
    (_SIGNED_IN, "phone"): _("Signed in with a code of your phone"),
    (_SIGNED_IN, "key"): _("Signed in with a security key"),
    (_SIGNED_IN, "recovery"): _("Signed in with a recovery code"),
    (_FAILED, "passphrase"): _("A wrong passphrase for your name"),
    (_FAILED, "second"): _("The right passphrase, then a wrong second proof"),
    (_PASSPHRASE, ""): _("The right passphrase, and no second proof after it"),
    ("staff.signed_out", "lock"): _("Locked and signed out"),
    ("staff.signed_out", "ended"): _("A session was ended from another one"),
    ("staff.factor_added", "phone"): _("A phone was added"),
    ("staff.factor_added", "key"): _("A security key was added"),
    ("staff.factor_added", "recovery"): _("New recovery codes were made"),
    ("staff.factor_removed", "phone"): _("A phone was removed"),
    ("staff.factor_removed", "key"): _("A security key was removed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: when, what, and whether a stranger may have done it."""

    at: datetime
    said: str | Promise
    strange: bool


def lines(member: Member) -> list[Line]:
    """What happened at this member's door, newest first."""
    entries = ledger.about("member", str(member.id))
    found = []
    for entry, after in zip(entries, [*entries[1:], None], strict=False):
        word = str(entry.detail.get("reason") or entry.detail.get("factor") or entry.detail.get("kind") or "")
        said = _SAID.get((entry.act, word))
        # The passphrase of a whole sign-in is no event of its own.
        opened = (
            entry.act == _PASSPHRASE and after is not None and after.act in (_SIGNED_IN, "staff.factor_added")
        )
        if said and entry.at and not opened:
            found.append(Line(entry.at, said, entry.act in (_FAILED, _PASSPHRASE)))
    return found[::-1][:SHOWN]


def failed_before(member: Member) -> int:
    """How many tries failed between the last sign-in and the one before it."""
    failed, before = 0, 0
    for entry in ledger.about("member", str(member.id)):
        if entry.act == _FAILED:
            failed += int(entry.detail.get("tries", 1))
        elif entry.act == _SIGNED_IN:
            failed, before = 0, failed
    return before
