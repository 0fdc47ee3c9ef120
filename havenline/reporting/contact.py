"""How a person may be reached, when, with which word first; everything else is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.utils import timezone

# Letters lie in the thread until the person comes; nothing is the least there is.
LETTERS, NOTHING = "letters", "nothing"
ELSEWHERE = ("call", "text", "mail", "through")
CHANNELS = (LETTERS, *ELSEWHERE, NOTHING)
# A mail may be sent at night and read by day; what rings must ring in time.
_RINGS = frozenset({"call", "text", "through"})
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the week in the office's own time: on weekends or on weekdays, from and before an hour."""

    weekend: bool
    start: time
    end: time

    def has(self, moment: datetime) -> bool:
        """Whether this moment (local) lies in it."""
        return (moment.weekday() >= _SATURDAY) == self.weekend and self.start <= moment.time() < self.end


WINDOWS: Mapping[str, Window] = {
    "morning": Window(False, time(8), time(12)),  # noqa: FBT003 - read as a table
    "afternoon": Window(False, time(12), time(17)),  # noqa: FBT003
    "evening": Window(False, time(17), time(20)),  # noqa: FBT003
    "weekend": Window(True, time(10), time(17)),  # noqa: FBT003
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How the person may be reached. `to` is a number, an address or somebody; `word` what is said first;
    `other` what is said to anybody else who answers."""

    channel: str = LETTERS
    to: str = ""
    windows: tuple[str, ...] = ()
    word: str = ""
    other: str = ""

    def __repr__(self) -> str:
        return "<Plan, hidden>"

    def text(self) -> str:
        """The plan as it is sealed."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Plan:
        """The plan of `text`."""
        found = json.loads(text)
        return cls(**{**found, "windows": tuple(found["windows"])})


class NoOtherWay(Exception):  # noqa: N818 - named for what the reader met
    """The person is not reached in this way: they did not ask for it, or asked for the opposite."""


class NotNow(Exception):  # noqa: N818 - named for what the reader met
    """The person may be reached in this way, and not at this hour."""


def check_letter(plan: Plan) -> None:
    """Raise NoOtherWay where not even letters are wanted."""
    if plan.channel == NOTHING:
        raise NoOtherWay("the person wants no letters either")


def check_reach(plan: Plan, at: datetime) -> None:
    """Raise NoOtherWay unless the plan names a way outside the thread, NotNow outside of its hours."""
    if plan.channel not in ELSEWHERE:
        raise NoOtherWay("the plan names no way outside the thread")
    local = timezone.localtime(at)
    if plan.channel in _RINGS and not any(WINDOWS[name].has(local) for name in plan.windows):
        raise NotNow("not at this hour")


def needs_hours(channel: str) -> bool:
    """Whether a plan for this channel has to name hours."""
    return channel in _RINGS
