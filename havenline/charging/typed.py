"""What a deputy typed, as it may be kept: nothing that hides or turns text, and never a reporter's code."""

import unicodedata
from datetime import date, datetime

from django.http import QueryDict

from havenline.vault import codes
from havenline.wall.numbers import case_number as case_number

# Signs that reverse or isolate what stands around them: a name could be shown as another (UAX #9).
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DATE_FORMS = ("%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y")


def clean(text: str) -> str:
    """One line of text: composed (NFC), single spaces, without control signs, surrogates or turning signs."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    kept = (
        letter
        for letter in spaced
        if letter not in _TURNING and unicodedata.category(letter) not in ("Cc", "Cs")
    )
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def without_codes(data: QueryDict) -> tuple[QueryDict, frozenset[str]]:
    """The form as sent, with each field that may hold a reporter's code emptied; and the names of these.

    Runs before anything else sees the form, so that no page, error or row can give the code back.
    """
    kept = data.copy()
    refused = frozenset(name for name, values in data.lists() if any(_may_hold_code(text) for text in values))
    for name in refused:
        kept[name] = ""
    return kept, refused


def _may_hold_code(text: str) -> bool:
    # As typed and as it would be kept: cleaning may bring together what was apart.
    return codes.looks_like_code(text) or codes.looks_like_code(clean(text))


def read_date(text: str) -> date:
    """A day as month/day/year or as year-month-day; raises ValueError for anything else.

    The month stands first because this is how dates are written in the office; a two-digit year is refused,
    because a birth in 1925 and one in 2025 are two persons.
    """
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    raise ValueError("this is no day of the calendar")
