"""What a person allows with what they told: to whom, what for, which parts, until when. Nothing is the rule.

Closed words and rules alone. A consent names one recipient and one purpose; what it does not name is not
shared, and no act and no role shares without one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from havenline.staff import states
from havenline.staff.states import Move

# As people ask for it, from nothing to everything.
RECORD, TALK, UNNAMED, NAMED, CERTIFICATION = "record", "talk", "unnamed", "named", "certification"
GRADES = (RECORD, TALK, UNNAMED, NAMED, CERTIFICATION)
SHARING = frozenset({UNNAMED, NAMED, CERTIFICATION})

# Who it goes to and what for, together: no recipient gets it for a purpose of their own.
CASE, AGENCY, HELP, WARN, RELIEF = "case", "agency", "help", "warn", "relief"
WAYS: Mapping[str, tuple[str, str]] = {
    CASE: ("case", "against"),
    AGENCY: ("agency", "against"),
    HELP: ("group", "help"),
    WARN: ("group", "warn"),
    RELIEF: ("relief", "certification"),
}
RECIPIENTS = tuple(dict.fromkeys(recipient for recipient, _ in WAYS.values()))
PURPOSES = tuple(dict.fromkeys(purpose for _, purpose in WAYS.values()))
OUTSIDE = frozenset({AGENCY, HELP, WARN})  # somebody outside the office, who has to be named

# The parts of a report that can be chosen one by one. `facts` is the kind of crime and its day.
FACTS, NAME = "facts", "name"
FIELDS = (FACTS, "words", "who", "where", "when", "letters", NAME)

# How long it holds, in days; nothing is: until it is taken back.
TIMES: Mapping[str, int | None] = {"month": 30, "quarter": 91, "year": 365, "open": None}

# How a person said it, where staff wrote it down.
WRITTEN = "letter"
HOWS = (WRITTEN, "call", "meeting", "through")

# Why a consent is over. That its day has passed is no row: the day says it.
TAKEN_BACK, CHANGED, LEFT = "taken_back", "changed", "withdrawn"
ENDS = (TAKEN_BACK, CHANGED, LEFT)

STANDS = "stands"
STATES: Mapping[str, str] = {
    STANDS: "It holds until its last day, inclusive; when that has passed it shares nothing, unmoved.",
    TAKEN_BACK: "The person took it back. With the code: only the person gives it again, with the code.",
    CHANGED: "Another word of the person stands instead.",
    LEFT: "The person withdrew the report.",
}
_STANDING = frozenset({STANDS})
MOVES: Mapping[str, Move] = {
    "take_back": Move("", _STANDING, TAKEN_BACK, "The person takes it back, or says that nothing is shared."),
    "take_back_for": Move("report.consent", _STANDING, TAKEN_BACK, "Staff do so because the person said so."),
    "change": Move("", _STANDING, CHANGED, "The person says something else of the same recipient."),
    "change_for": Move(
        "report.consent", _STANDING, CHANGED, "Staff write that down, never against a word with the code."
    ),
    "withdraw": Move("", _STANDING, LEFT, "The person withdraws the report: all consents end."),
}


def check_end(ended: str, why: str, *, by_staff: bool) -> None:
    """Raise NotFromHere unless it can end like this, by the table; `ended` is empty while it stands."""
    name = {TAKEN_BACK: "take_back", CHANGED: "change", LEFT: "withdraw"}[why]
    states.check_move(MOVES, ended or STANDS, f"{name}_for" if by_staff else name)


def table() -> str:
    """The states of a consent, as docs/states.md shows them."""
    told = (
        "Printed from `havenline/reporting/consent.py`. A consent is never changed, only ended; what may be\n"
        "shared today is what stands today. No role and no act goes beyond it."
    )
    return states.printed("States of a consent", told, STATES, MOVES)


class TermsWrong(Exception):  # noqa: N818 - named for what the reader met
    """This is no consent: `field` says what has to be chosen or written."""

    def __init__(self, field: str) -> None:
        super().__init__(f"what was said of `{field}` is no consent")
        self.field = field


class NoConsent(Exception):  # noqa: N818 - named for what the reader met
    """The person has not allowed this, or does not any more. Nobody can allow it for them."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is allowed. `way` is a word of WAYS, empty where nothing is shared; `to` the one outside."""

    grade: str
    way: str = ""
    fields: tuple[str, ...] = ()
    to: str = ""
    until: date | None = None

    def __repr__(self) -> str:
        return "<Terms, hidden>"

    @property
    def recipient(self) -> str:
        """Who gets it, in one word; empty for nobody."""
        return WAYS[self.way][0] if self.way else ""

    @property
    def purpose(self) -> str:
        """What for, in one word."""
        return WAYS[self.way][1] if self.way else ""

    def sealed_text(self) -> str:
        """What of it is sealed: the parts, and who outside."""
        return json.dumps({"fields": self.fields, "to": self.to})


def ways_of(grade: str) -> tuple[str, ...]:
    """The ways a grade opens. A warning to others never names the person."""
    return {UNNAMED: (CASE, AGENCY, HELP, WARN), NAMED: (CASE, AGENCY, HELP), CERTIFICATION: (RELIEF,)}.get(
        grade, ()
    )


def fields_of(grade: str) -> tuple[str, ...]:
    """The parts a grade lets be chosen: without the name, or all."""
    if grade not in SHARING:
        return ()
    return tuple(name for name in FIELDS if name != NAME) if grade == UNNAMED else FIELDS


def check_terms(terms: Terms, *, today: date) -> None:
    """Raise TermsWrong for what cannot be meant: a name in what is unnamed, a way its grade does not open."""
    if terms.grade not in GRADES:
        raise TermsWrong("grade")
    if terms.grade not in SHARING:
        if terms != Terms(terms.grade):
            raise TermsWrong("grade")
        return
    if terms.way not in ways_of(terms.grade):
        raise TermsWrong("way")
    if not terms.fields or not set(terms.fields) <= set(fields_of(terms.grade)):
        raise TermsWrong("fields")
    if terms.grade == NAMED and NAME not in terms.fields:
        raise TermsWrong("fields")
    if (terms.way in OUTSIDE) != bool(terms.to.strip()):
        raise TermsWrong("to")
    if terms.until is not None and terms.until < today:
        raise TermsWrong("until")


def check_how(terms: Terms, how: str) -> None:
    """C6x: raise TermsWrong for help with a certification that was not asked for in writing."""
    if how not in HOWS or (terms.grade == CERTIFICATION and how != WRITTEN):
        raise TermsWrong("how")


def last_day(time: str, *, today: date) -> date | None:
    """The last day of a consent that holds so long, inclusive; raises TermsWrong for a time nobody offers."""
    if time not in TIMES:
        raise TermsWrong("until")
    days = TIMES[time]
    return None if days is None else today + timedelta(days=days)
