"""Counts how often the gate holds what the deputy's file does not explain, and how many of these were drawn.

Sealed under a key from the pepper and written anew with every question that counts, so that neither the row
nor that it changed tells whether a hold was drawn.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from havenline import config
from havenline.sampling.models import Tally
from havenline.vault.derivation import derive
from havenline.vault.keys import DataKey

_PURPOSE = "sampling.tally"
# Of the questions that could be cleared at least this share is held, and at most that: beyond it the desk
# could not work, and half of the holds may not be neutral any more.
LEAST, MOST = 0.05, 1 / 3
# Neutral holds aimed at for each other one. More than one, because a month is small and chance is wide.
AIM = 2.0
# As if so many questions and holds had been seen before the first: an office begins with caution.
_BEFORE, _HELD_BEFORE = 40, 1


@dataclass(frozen=True, slots=True)
class Counts:
    """month: YYYY-MM. asked: questions a stranger would have been cleared on; held: of these, held for the
    person; drawn: held neutrally. The `earlier_` ones are those of past months, each halved once a month."""

    month: str = ""
    asked: int = 0
    held: int = 0
    drawn: int = 0
    earlier_asked: float = 0
    earlier_held: float = 0

    @property
    def rate(self) -> float:
        """The share of questions to hold neutrally, so that these are half of all such holds or more."""
        held = self.held + self.earlier_held + _HELD_BEFORE
        free = self.asked + self.earlier_asked - self.held - self.earlier_held + _BEFORE
        return min(MOST, max(LEAST, AIM * held / free))

    def counted(self, *, is_held: bool, is_drawn: bool, day: date) -> Counts:
        """With one more question."""
        now = self.in_month(day)
        return replace(now, asked=now.asked + 1, held=now.held + is_held, drawn=now.drawn + is_drawn)

    def in_month(self, day: date) -> Counts:
        """As they stand on this day: a new month begins at nothing and remembers half of what was."""
        month = day.strftime("%Y-%m")
        if month == self.month:
            return self
        earlier = (self.asked + self.earlier_asked) / 2, (self.held + self.earlier_held) / 2
        return Counts(month=month, earlier_asked=earlier[0], earlier_held=earlier[1])


def read() -> Counts:
    """The counts so far."""
    row = Tally.objects.first()
    if row is None:
        return Counts()
    return Counts(**json.loads(_key().open_text(bytes(row.sealed), purpose=_PURPOSE, about="1")))


def count(*, is_held: bool, is_drawn: bool, day: date) -> None:
    """Count one question, in its transaction."""
    # Two questions at once stand in line at the row: neither count is lost.
    Tally.objects.get_or_create(id=1, defaults={"sealed": _sealed(Counts())})
    row = Tally.objects.select_for_update().get(id=1)
    so_far = Counts(**json.loads(_key().open_text(bytes(row.sealed), purpose=_PURPOSE, about="1")))
    row.sealed = _sealed(so_far.counted(is_held=is_held, is_drawn=is_drawn, day=day))
    row.save(update_fields=["sealed"])


def _sealed(counts: Counts) -> bytes:
    return _key().seal_text(json.dumps(asdict(counts)), purpose=_PURPOSE, about="1")


def _key() -> DataKey:
    return DataKey(derive(config.read_secret("pepper"), use="sampling tally"))
