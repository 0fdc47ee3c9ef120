"""Reads the form of the portal: every answer may be missing, no mistake costs a word."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from havenline.reporting import words
from havenline.vault import codes
from havenline.vault.errors import CodeMistyped

NAMED, PSEUDONYMOUS, ANONYMOUS, UNKNOWN = "named", "pseudonymous", "anonymous", "unknown"
_NAMINGS = {"name": NAMED, "working": PSEUDONYMOUS, "nobody": ANONYMOUS}

# Everything a person types or chooses on the way. It rides in hidden fields from page to page, so that going
# back, changing the language or a mistake loses nothing, and so that no cookie is needed.
TYPED = ("words", "who", "where", "when", "naming", "name", "month", "day", "year", "typed")
CARRIED = ("kind", "part", "trade", "code", "ticket", *TYPED)
_LINES = ("who", "where", "when", "name")
_OLDEST = 1900

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Telling:
    """What a person sends; `naming` is named, pseudonymous, anonymous or unknown, `born` a day or empty."""

    words: str
    who: str = ""
    where: str = ""
    when: str = ""
    naming: str = UNKNOWN
    name: str = ""
    born: str = ""

    def about(self) -> str:
        """All but the words, as JSON: the text that is sealed beside them."""
        return json.dumps({name: value for name, value in asdict(self).items() if name != "words"})

    @classmethod
    def from_sealed(cls, told: str, about: str) -> Telling:
        """The telling of which `told` are the words and `about` the rest."""
        return cls(words=told, **json.loads(about))


@dataclass(frozen=True, slots=True)
class Mistake:
    """What stands in the way of sending: the field, and what to do."""

    field: str
    words: str


class DateUnclear(ValueError):  # noqa: N818 - named for what the reader met
    """A day of birth that is no day, lies ahead, or is not whole."""


def values_of(post: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form, each as storable text; a missing one is empty."""
    return {field: words.storable(post.get(field, "")) for field in CARRIED}


def born(values: Values, *, today: date) -> str:
    """The day of birth as ISO, or empty where none of its fields is filled; raises DateUnclear."""
    parts = [values[field].strip() for field in ("year", "month", "day")]
    if not any(parts):
        return ""
    if not all(part.isdigit() and len(part) < 5 for part in parts):
        raise DateUnclear
    try:
        day = date(*map(int, parts))
    except ValueError:
        raise DateUnclear from None
    if day.year < _OLDEST or day > today:
        raise DateUnclear
    return day.isoformat()


def is_typed_back(code: codes.Code, typed: str) -> bool:
    """Whether `typed` is the last group of the code, or the whole of it, as people type."""
    for text in (code.symbols[:-4] + typed, typed):
        try:
            if codes.read_code(text) == code:
                return True
        except CodeMistyped:
            continue
    return False


def mistakes(values: Values, *, code: codes.Code, today: date) -> list[Mistake]:
    """What has to be mended before this can be sent, in the order of the page."""
    found = []
    if all(words.is_empty(values[field]) for field in ("words", "who", "where", "when")):
        found.append(Mistake("words", _("There is nothing to send yet. A few words are enough.")))
    if len(values["words"]) > words.WORDS_LIMIT:
        found.append(Mistake("words", _too_long(len(values["words"]), limit=words.WORDS_LIMIT)))
    found += [
        Mistake(field, _too_long(len(values[field]), limit=words.LINE_LIMIT))
        for field in _LINES
        if len(values[field]) > words.LINE_LIMIT
    ]
    found += _naming_mistakes(values, today=today)
    if not is_typed_back(code, values["typed"]):
        found.append(Mistake("typed", _("Type the last group of your code. Go back to see it again.")))
    return found


def _too_long(length: int, *, limit: int) -> str:
    return _(
        "This is too long to send at once: %(length)s characters. Up to %(limit)s can be sent. "
        "Nothing is lost. Send a part now and the rest as a letter."
    ) % {"length": f"{length:,}", "limit": f"{limit:,}"}


def _naming_mistakes(values: Values, *, today: date) -> list[Mistake]:
    found = []
    given = [field for field in ("name", "month", "day", "year") if not words.is_empty(values[field])]
    # Said rather than guessed: dropping the name could cost the promise, keeping it could cost her safety.
    if values["naming"] == "nobody" and given:
        found.append(
            Mistake("naming", _("You chose no name. Empty the name and date, or choose another answer."))
        )
    try:
        born(values, today=today)
    except DateUnclear:
        found.append(Mistake("born", _("Write month, day and year as numbers. Or leave all three empty.")))
    return found


def telling_of(values: Values, *, today: date) -> Telling:
    """The telling of a form without mistakes."""
    naming = _NAMINGS.get(values["naming"], UNKNOWN)
    if naming == UNKNOWN and words.is_empty(values["name"]):
        naming = ANONYMOUS
    return Telling(
        words=values["words"],
        who=values["who"],
        where=values["where"],
        when=values["when"],
        naming=naming,
        name="" if words.is_empty(values["name"]) else values["name"].strip(),
        born=born(values, today=today),
    )
