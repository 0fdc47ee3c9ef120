"""Tells the reporter in plain words who opened a report and what for."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.staff.roles import ROLES

# The purposes for which a report may be opened; casework offers these and no others.
PURPOSES: Mapping[str, str | Promise] = {
    "first_reading": _("To read a new report"),
    "answer": _("To answer you"),
    "safety": _("To look after your safety"),
    "complete_facts": _("To make the promise complete"),
    "review": _("To check our own work"),
    "duty": _("Because a law asked it of us"),
}


def purpose_in_words(purpose: str) -> str:
    """The purpose as the reporter reads it; a word of another day stands as it is."""
    return str(PURPOSES.get(purpose, purpose.replace("_", " ")))


def role_in_words(role: str) -> str:
    """The role as the reporter reads it; a word of another day stands as it is."""
    return str(ROLES[role].title) if role in ROLES else role.replace("_", " ")
