"""Says what a row from a case system may hold, and reads one: a protection whole, or why it is none.

What is never kept (C5, C6): immigration status, place of birth, Social Security numbers. Such columns are
dropped before anything else looks at them, by their names alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from havenline.protection import names
from havenline.protection.channels import CHANNELS, recipient
from havenline.protection.facts import NUMBER_KINDS, UNKNOWN, Facts, Identifiers
from havenline.vault import codes

_LETTERS = 160
_EARLIEST = date(1900, 1, 1)
_DAY_FORMS = ("%Y-%m-%d", "%m/%d/%Y")
_DAY_WORDS = ("YYYY-MM-DD", "MM/DD/YYYY")
_YES_NO = ("true", "false", UNKNOWN)
# What could take the promise away (neither victim nor witness, no violence, no part in the trade) is not for
# a case system to say, as it is not for one member (`forms.ProtectedForm`).
_WORDS: Mapping[str, tuple[str, ...]] = {
    "source": tuple(CHANNELS),
    "role": ("victim", "witness", UNKNOWN),
    "crime": (
        "sexual_assault", "human_trafficking", "stalking", "robbery", "assault", "kidnapping", "threats",
        "blackmail", "extortion", "burglary", "other_violent", UNKNOWN,
    ),
    "sex_trade": ("current", "past", "perceived", "buyer", UNKNOWN),
    "trafficked": _YES_NO,
    "told_by": ("self", "advocate", "third_party", UNKNOWN),
    "consent": _YES_NO,
}  # fmt: skip
_DAYS = ("born", "crime_date", "first_day")
_LINES = ("person", "name", "other_names", *NUMBER_KINDS)
COLUMNS = (*_LINES, *_DAYS, *_WORDS)
NEEDED = ("person", "source")

# A column's name without signs -> why it is dropped. In doubt it is dropped: what is lost can be sent again.
_DROPPED = (
    ("ssn", re.compile(r"ssn|itin|socialsec|taxid")),
    ("birthplace", re.compile(r"birthplace|placeofbirth|countryof|birthcountry|pob$|birthcity|birthstate")),
    (
        "immigration",
        re.compile(r"immigr|citizen|alien|anumber|visa|nationality|national|passport|uscis|greencard|lawful"),
    ),
)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a row is no protection: its number, the column (empty: the row as a whole), a closed word and what
    is legal there. Never what stood in it."""

    row: int
    column: str
    reason: str
    legal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is one: the system's own name of the person, facts and identifiers."""

    row: int
    person: str
    source: str
    facts: Facts
    identifiers: Identifiers

    def __repr__(self) -> str:
        return "<Entry, hidden>"


def dropped(column: str) -> str:
    """Why a column of this name is never kept; empty for any other."""
    plain = "".join(letter for letter in column.casefold() if letter.isalnum())
    return next((why for why, pattern in _DROPPED if pattern.search(plain)), "")


def read(number: int, row: Mapping[str, str], *, today: date) -> Entry | list[Rejected]:
    """A row, by its columns; all that is wrong with it, where it is no protection."""
    kept = {name: " ".join(value.split()) for name, value in row.items() if not dropped(name)}
    faults = [Rejected(number, *fault) for fault in _faults(kept, today=today)]
    return faults or _entry(number, kept)


Fault = tuple[str, str, tuple[str, ...]]


def _faults(row: Mapping[str, str], *, today: date) -> Iterator[Fault]:
    if any(name not in COLUMNS for name in row):
        # The name is not said back: whoever sends it may have put anything there.
        yield "", "unknown_column", COLUMNS
    for name in NEEDED:
        if not row.get(name):
            yield name, "missing", _WORDS.get(name, ())
    checks: tuple[tuple[Iterable[str], Callable[[str, str], Fault | None]], ...] = (
        (_LINES, _line_fault),
        (_WORDS, _word_fault),
        (_DAYS, lambda name, text: _day_fault(name, text, today=today)),
    )
    for names_, check in checks:
        yield from filter(None, (check(name, row[name]) for name in names_ if row.get(name)))
    if not _can_be_found(row):
        yield "name", "cannot_be_found", ("name and born", *NUMBER_KINDS)


def _line_fault(name: str, text: str) -> Fault | None:
    if len(text) > _LETTERS:
        return name, "too_long", (f"{_LETTERS} letters",)
    if codes.looks_like_code(text):
        return name, "looks_like_a_code", ()
    return None if text.isprintable() else (name, "unreadable", ())


def _word_fault(name: str, text: str) -> Fault | None:
    return None if text in _WORDS[name] else (name, "not_a_choice", _WORDS[name])


def _day_fault(name: str, text: str, *, today: date) -> Fault | None:
    day = _day(text)
    if day is None:
        return name, "no_day", _DAY_WORDS
    return None if _EARLIEST <= day <= today else (name, "not_a_past_day", (f"{_EARLIEST} to today",))


def _day(text: str) -> date | None:
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    return None


def _names(row: Mapping[str, str]) -> tuple[str, ...]:
    told = [row.get("name", ""), *row.get("other_names", "").split(";")]
    return tuple(dict.fromkeys(name.strip() for name in told if name.strip()))


def _can_be_found(row: Mapping[str, str]) -> bool:
    named = any(names.whole(name) or names.single(name) for name in _names(row))
    numbered = any(sign.isalnum() for kind in NUMBER_KINDS for sign in row.get(kind, ""))
    return bool((named and row.get("born")) or numbered)


def _entry(number: int, row: Mapping[str, str]) -> Entry:
    def word(name: str) -> str:
        return row.get(name) or UNKNOWN

    days = {name: _iso(row.get(name, "")) for name in _DAYS}
    facts = Facts(
        role=word("role"),
        sex_trade=word("sex_trade"),
        trafficked=word("trafficked"),
        crime=word("crime"),
        crime_date=days["crime_date"],
        # By whatever channel it came: the office would not know of it had nobody told it (I-07).
        report_made="true",
        report_by=word("told_by"),
        report_to=recipient(row["source"]),
        report_mode="named" if _names(row) else UNKNOWN,
        report_consent=word("consent"),
        report_date=days["first_day"],
    )
    numbers = tuple((kind, row[kind]) for kind in NUMBER_KINDS if row.get(kind))
    known = Identifiers(names=_names(row), born=days["born"], numbers=numbers)
    return Entry(number, row["person"], row["source"], facts, known)


def _iso(text: str) -> str:
    day = _day(text)
    return day.isoformat() if day else ""
