"""What a deputy sees of a hold: that it stands, its clock, and once it is time what was decided.

INVARIANT: two holds of one clock give the same bytes, whatever is behind them, until a decision is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from havenline.charging.content import Content
from havenline.charging.forms import DEADLINES
from havenline.holds import outcome, queries
from havenline.holds.models import Hold
from havenline.holds.outcome import RELEASE
from havenline.holds.states import REPLACED
from havenline.vault.keys import Unlocked


@dataclass(frozen=True, slots=True)
class HoldTold:
    """A hold as its deputy sees it: the clock and, where decided and shown, what may be done.

    decided: release, not_to_file, or nothing while it stands. usable: the evidence numbers released with it.
    """

    deadline: Any
    due: datetime
    filter_call: datetime
    chief_call: datetime
    decided: str = ""
    shown: datetime | None = None
    is_replaced: bool = False
    usable: tuple[str, ...] = ()

    @property
    def is_released(self) -> bool:
        """Whether the charges may be filed."""
        return self.decided == RELEASE


def hold_told(content: Content, hold: Hold | None, *, holder: Unlocked, now: datetime) -> HoldTold | None:
    """The hold of a screening for its page; None where nothing was held. Raises NoGrant, BlobWrong."""
    if hold is None:
        return None
    clock = (dict(DEADLINES)[hold.deadline], hold.due_at, hold.filter_call_at, hold.chief_call_at)
    if not queries.is_shown(hold, now=now):
        return HoldTold(*clock, is_replaced=hold.state == REPLACED)
    found = outcome.read(hold, holder=holder)
    items = content.query.items
    return HoldTold(
        *clock,
        decided=found.decided,
        shown=hold.shown_at,
        usable=tuple(items[number].label for number in found.usable),
    )
