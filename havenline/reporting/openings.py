"""Tells the reporter in plain words who opened a report and what for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.staff.roles import ROLES
from havenline.vault.models import Opening

# The purposes for which a report may be opened; casework offers these and no others.
PURPOSES: Mapping[str, str | Promise] = {
    "first_reading": _("To read a new report"),
    "answer": _("To answer you"),
    "safety": _("To look after your safety"),
    "complete_facts": _("To make the promise complete"),
    "review": _("To check our own work"),
    "duty": _("Because a law asked it of us"),
    "allowed": _("To read what you allowed them to read"),
}


def purpose_in_words(purpose: str) -> str:
    """The purpose as the reporter reads it; a word of another day stands as it is."""
    return str(PURPOSES.get(purpose, purpose.replace("_", " ")))


def role_in_words(role: str) -> str:
    """The role as the reporter reads it; a word of another day stands as it is."""
    return str(ROLES[role].title) if role in ROLES else role.replace("_", " ")


@dataclass(frozen=True, slots=True)
class OpeningSeen:
    """Who opened the report, in words: the day, the role, the purpose."""

    day: date
    role: str
    purpose: str


def seen(one: Opening) -> OpeningSeen:
    """One opening as its person reads it."""
    return OpeningSeen(timezone.localdate(one.at), role_in_words(one.role), purpose_in_words(one.purpose))
