"""C1, C2: offers what staff may complete after reading: facts that protect, and none that would unprotect.

A fact such as "no violent crime" or "no part in the sex trade" takes the promise from somebody. One reader's
word is not enough for it, so it is not on this list (docs/decisions/staff-facts-toward-protection.md).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.protection.facts import UNKNOWN

CRIME_DATE = "crime_date"

# Fact -> value -> words. Every value is one the case file knows.
OFFERED: Mapping[str, Mapping[str, str | Promise]] = {
    "role": {"victim": _("It happened to the person"), "witness": _("The person saw it or knows about it")},
    "sex_trade": {
        "current": _("Does sex work or other sex trade now"),
        "past": _("Did so in the past"),
        "perceived": _("Others believe so"),
        "buyer": _("Paid for it"),
    },
    "trafficked": {"true": _("The person was trafficked")},
    "crime": {
        "sexual_assault": _("Sexual assault"),
        "human_trafficking": _("Human trafficking"),
        "stalking": _("Stalking"),
        "robbery": _("Robbery"),
        "assault": _("Assault"),
        "kidnapping": _("Kidnapping"),
        "threats": _("Threats"),
        "blackmail": _("Blackmail"),
        "extortion": _("Extortion"),
        "burglary": _("Burglary"),
        "other_violent": _("Another violent crime"),
    },
}
QUESTIONS: Mapping[str, str | Promise] = {
    "role": _("Did it happen to the person?"),
    "sex_trade": _("What part has the sex trade in it?"),
    "trafficked": _("Was the person trafficked?"),
    "crime": _("What was done?"),
    CRIME_DATE: _("When was it done?"),
}

_SAID_IN_WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "role": {"none": _("Neither victim nor witness")},
    "sex_trade": {"third_party": _("Third party"), "none": _("None")},
    "trafficked": {"false": _("No")},
    "crime": {"not_violent": _("Not violent")},
}


def still_open(known: Mapping[str, str]) -> list[str]:
    """The facts of QUESTIONS that nobody has answered yet."""
    return [name for name in QUESTIONS if known.get(name, "") in ("", UNKNOWN)]


def in_words(name: str, value: str) -> str:
    """A known fact as the desk reads it; a date stands as it is."""
    for words in (OFFERED, _SAID_IN_WORDS):
        if value in words.get(name, {}):
            return str(words[name][value])
    return value
