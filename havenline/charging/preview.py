"""What the gate will understand of a question, shown before it is asked, and what the file leaves open.

INVARIANT: nothing here reaches the keeper. It is read from the deputy's own words alone, so the questions are
the same for a person the promise covers and for a stranger.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havenline import config
from havenline.charging.forms import Question
from havenline.offenses import Charge, parse
from havenline.policy.asking import ask_among
from havenline.policy.errors import PolicyRefused
from havenline.policy.loading import load
from havenline.policy.tables import is_settled
from havenline.protection.case import asked, case_file
from havenline.protection.gate import ChargeAsked

# Facts of the case file that the form has a field for: where it stands, and the question in the desk's words.
# A fact about a report is none of these: whoever asks here is never sent to find out what somebody told.
ASKED_OF_THE_FILE: dict[str, tuple[str, Any]] = {
    "person.role": ("role", _("what the person is in this case's own file")),
    "person.sex_trade": ("sex_trade", _("what this file says of the person and the sex trade")),
    "person.trafficked": ("trafficked", _("whether this file says that the person was trafficked")),
    "offense.level": ("level", _("the level of the charge")),
    "offense.date": ("offense_date", _("the day of the conduct")),
    "offense.charged": ("charged", _("whether the charge is already filed")),
    "offense.charged_date": ("charged_date", _("the day of filing")),
    "offense.same_incident": (
        "same_incident",
        _("whether the charge is part of what happened to this person"),
    ),
}


@dataclass(frozen=True, slots=True)
class ChargeSeen:
    """A charge of the form, by its row, and what was read in it."""

    number: int
    asked: ChargeAsked
    read: Charge

    @property
    def is_settled(self) -> bool:
        """Whether it names one offense for certain; where not, the gate holds it."""
        return is_settled(self.read)

    @property
    def is_attempt(self) -> bool:
        """Whether it is read as an attempt."""
        return self.read.modifier == "ATTEMPT"

    @property
    def could_be(self) -> tuple[str, ...]:
        """What else it may be: competing readings, or the charges that stand in one row together."""
        together = tuple(part.normalized for part in self.read.parts if part.normalized)
        return together or self.read.alternatives

    @property
    def is_several(self) -> bool:
        """Whether one row holds several charges."""
        return len(self.read.parts) > 1


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """The fact of the file to look up next: the row it belongs to (0: the person), its place on the page."""

    charge: int
    at: str
    words: Any


class Preview:
    """What was understood of a sound question. `seen` says which charges it showed: sent back, they stand."""

    def __init__(self, question: Question) -> None:
        self._asked = question.asked()
        rows = [number for number, row in enumerate(question.charges, start=1) if row.has_changed()]
        self.charges = [
            ChargeSeen(number, charge, parse(charge.raw, offense_date=charge.offense_date))
            for number, charge in zip(rows, self._asked.charges, strict=True)
        ]

    @property
    def seen(self) -> str:
        """Names the charges as they were read: another charge, or another day, has to be shown first."""
        shown = [(charge.asked.raw, charge.asked.offense_date) for charge in self.charges]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]

    @property
    def same_days(self) -> list[str]:
        """Groups of charges of one day of which none, or not each, is said to be part of the incident.

        They are proposed and never filled in: that a day is the same makes no incident.
        """
        days: dict[str, list[ChargeSeen]] = {}
        for charge in self.charges:
            if charge.asked.offense_date:
                days.setdefault(charge.asked.offense_date, []).append(charge)
        return [
            ", ".join(str(charge.number) for charge in each)
            for each in days.values()
            if len(each) > 1 and any(charge.asked.same_incident != "true" for charge in each)
        ]

    @cached_property
    def next_question(self) -> NextQuestion | None:
        """What to look up in the file next, by the first charge whose answer it can change."""
        pack = load(config.load().pack)
        query = self._asked.query(reference="", day=timezone.localdate(), case="", member=None)
        person = asked(query)
        for charge in self.charges:
            if not charge.is_settled:
                continue
            try:
                fact = ask_among(pack, case_file(query, charge.asked, person), ASKED_OF_THE_FILE)
            except PolicyRefused:
                continue  # what cannot be decided is held, and no question of ours would change that
            if fact:
                return _question(fact, charge.number)
        return None


def _question(fact: str, number: int) -> NextQuestion:
    field, words = ASKED_OF_THE_FILE[fact]
    if fact.startswith("person."):
        return NextQuestion(0, field, words)
    return NextQuestion(number, f"charge-{number}-{field}", words)
