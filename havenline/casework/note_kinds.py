"""The kinds of note, a closed list: what staff think stays work; what the person said is a statement."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The one kind that is no internal note: it is the person's statement, and enters the wall like a letter.
SAID = "said"

NOTE_KINDS: Mapping[str, str | Promise] = {
    "next": _("What to do next"),
    "contact": _("What was tried to reach the person"),
    "safety": _("What the person's safety needs"),
    "opinion": _("What we think of it"),
    SAID: _("What the person told us, by voice or in person"),
}
