"""Says for what a report may be opened: a closed list, the same the reporter reads about it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.reporting import openings

# The one purpose for which a withdrawn report is opened.
DUTY = "duty"

# As the desk says it; `reporting.openings.PURPOSES` says the same to the person.
PURPOSES: Mapping[str, str | Promise] = {
    "first_reading": _("First reading of a new report"),
    "answer": _("To answer the person"),
    "safety": _("To look after the person's safety"),
    "complete_facts": _("To complete the facts that protect the person, or enter what was found"),
    "review": _("To check our own work"),
    DUTY: _("A duty of law: to keep it, or to hand it over"),
}


class PurposeMissing(Exception):  # noqa: N818 - named for what the reader met
    """No purpose from the list was given: nothing is opened."""


def read(text: str) -> str:
    """The purpose that a form carried; raises PurposeMissing for anything outside both lists."""
    if text not in PURPOSES or text not in openings.PURPOSES:
        raise PurposeMissing("no purpose was chosen")
    return text


def in_words(purpose: str) -> str:
    """The purpose as the desk reads it."""
    return str(PURPOSES.get(purpose, purpose.replace("_", " ")))
