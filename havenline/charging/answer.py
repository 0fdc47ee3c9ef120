"""The gate's answer made ready for a page: charges beside their answers, and every hold told alike.

INVARIANT: of a hold only the charge as understood and open facts of the offense are shown. Whatever else
an answer may carry (clauses, who confirms, other law) would tell why it is held, and so of a match. The
statutory twin (`statutes`) comes from the question alone, and so says the same whatever the answer. One thing
else is told: that who asked is exposed to the person, and so is refused (docs/decisions/wall-exposure.md).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from havenline.charging import words
from havenline.charging.content import Content
from havenline.charging.models import BARRED, CLEAR, HOLD, Screening
from havenline.charging.statutes import StatutesTold, statutes
from havenline.protection.gate import ChargeAnswer, ChargeAsked, ClauseCited, ItemAsked, ReadingCited


@dataclass(frozen=True, slots=True)
class ClauseTold:
    """A clause quoted, with the word of its result."""

    cited: ClauseCited
    word: Any


@dataclass(frozen=True, slots=True)
class Tally:
    """How many charges got an answer."""

    answer: str
    word: Any
    count: int


@dataclass(frozen=True, slots=True)
class ChargeTold:
    """One charge with its answer."""

    number: int
    asked: ChargeAsked
    answer: ChargeAnswer

    @property
    def word(self) -> Any:
        """Barred, Hold or Clear."""
        return words.ANSWERS[self.answer.answer]

    @property
    def title(self) -> str:
        """The charge as understood; as written where it was not."""
        return self.answer.understood or self.asked.raw

    @property
    def is_understood(self) -> bool:
        """Whether the charge could be read."""
        return bool(self.answer.understood)

    @property
    def to_do(self) -> Any:
        """What to do with the charge, in one sentence."""
        return words.to_do(self.answer)

    @property
    def is_clear(self) -> bool:
        """Whether the charge may be filed, with usable items alone."""
        return self.answer.answer == CLEAR

    @property
    def clauses(self) -> list[ClauseTold]:
        """The clauses a bar rests on. A hold and a clearance cite none, whatever came with them."""
        if self.answer.answer != BARRED:
            return []
        return [ClauseTold(clause, words.clause_word(clause)) for clause in self.answer.clauses]

    @property
    def readings(self) -> tuple[ReadingCited, ...]:
        """The readings a bar leaned on."""
        return self.answer.readings if self.answer.answer == BARRED else ()

    @property
    def missing(self) -> list[Any]:
        """Facts about the offense that would decide, in words."""
        return words.missing(self.answer) if self.answer.answer == HOLD else []

    @property
    def confirm(self) -> Any:
        """Who must confirm, as a sentence, or nothing."""
        return "" if self.answer.answer == HOLD else words.CONFIRMERS.get(self.answer.confirm_by, "")

    @property
    def check(self) -> tuple[str, ...]:
        """Other law to look at, as code and section."""
        return () if self.answer.answer == HOLD else self.answer.check

    @property
    def level(self) -> Any:
        """The level as asked, in words."""
        return words.LEVEL_WORDS[self.asked.level]

    @property
    def conduct(self) -> date | None:
        """The day of the conduct."""
        return _day(self.asked.offense_date)

    @property
    def filed(self) -> Any:
        """Whether it is filed, in words."""
        return words.FILED_WORDS[self.asked.charged]

    @property
    def filed_on(self) -> date | None:
        """The day of filing."""
        return _day(self.asked.charged_date)


@dataclass(frozen=True, slots=True)
class ItemTold:
    """One item with its answer."""

    asked: ItemAsked
    is_usable: bool

    @property
    def kind(self) -> Any:
        """What it is, in words."""
        return words.KIND_WORDS.get(self.asked.kind, "")

    @property
    def source(self) -> Any:
        """Where it came from, as asked, in words."""
        return words.SOURCE_WORDS[self.asked.source]

    @property
    def obtained(self) -> date | None:
        """The day it was obtained."""
        return _day(self.asked.obtained)


@dataclass(frozen=True, slots=True)
class Told:
    """A screening, opened: what its pages show. `entry` is the ledger number of the answer."""

    screening: Screening
    content: Content
    entry: int

    @property
    def charges(self) -> list[ChargeTold]:
        """The charges in the order asked."""
        pairs = zip(self.content.query.charges, self.content.answer.charges, strict=True)
        return [ChargeTold(number, *pair) for number, pair in enumerate(pairs, start=1)]

    @property
    def items(self) -> list[ItemTold]:
        """The items in the order asked."""
        pairs = zip(self.content.query.items, self.content.answer.items, strict=True)
        return [ItemTold(asked, is_usable=answer.usable) for asked, answer in pairs]

    @property
    def tallies(self) -> list[Tally]:
        """The answers that occur, with their counts: barred, hold, clear."""
        counts = Counter(charge.answer for charge in self.content.answer.charges)
        return [
            Tally(answer, word, counts[answer]) for answer, word in words.ANSWERS.items() if counts[answer]
        ]

    @property
    def statutes(self) -> StatutesTold:
        """What state law says of the charges, apart from the promise, by the deputy's own file alone."""
        return statutes(self.content.query)

    @property
    def has_holds(self) -> bool:
        """Whether any charge is held."""
        return self.screening.held

    @property
    def is_exposed(self) -> bool:
        """Whether who asked is refused because they opened what the person told."""
        return self.content.answer.exposed

    @property
    def numbers(self) -> list[tuple[Any, str]]:
        """The numbers the person was named by, each with its label."""
        person = self.content.query.person
        return [(words.NUMBERS[kind], value) for kind, value in person.numbers] if person else []

    @property
    def born(self) -> date | None:
        """The date of birth as asked."""
        return _day(self.content.query.person.born) if self.content.query.person else None

    @property
    def role(self) -> Any:
        """What the file says of the person, in words."""
        return words.ROLE_WORDS[self.content.query.role]

    @property
    def sex_trade(self) -> Any:
        """What the file says of the person and the sex trade, in words."""
        return words.SEX_TRADE_WORDS[self.content.query.sex_trade]

    @property
    def trafficked(self) -> Any:
        """What the file says of the person and trafficking, in words."""
        return words.TRAFFICKED_WORDS[self.content.query.trafficked]

    @property
    def is_approved(self) -> bool:
        """Whether counsel approved the pack."""
        return self.content.answer.approval == "approved"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
