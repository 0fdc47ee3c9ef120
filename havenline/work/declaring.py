"""What work there is: each room declares its own in its `tasks.py`, by a name and a function.

A function may be run again after a power cut in its midst: written so that twice does what once does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

_NAME = re.compile(r"[a-z]+(\.[a-z_]+)+")

# Of work that fails: the wait doubles up to the longest, and after so many tries a person has to look.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
MOST_TRIES = 12
LONGEST_RUN = timedelta(minutes=10)


class WorkUnknown(Exception):  # noqa: N818 - named for what the reader met
    """Work was asked for that no room declared, or declared twice: a fault in the code."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One kind of work. `next_after` says when a periodic one is due again; without it, it was asked for.

    longest: how long it may run before the worker counts as standing still. tries: after so many in vain
    it is given up.
    """

    name: str
    longest: timedelta
    tries: int
    do: Callable[[UUID], None] | None = None
    do_again: Callable[[], None] | None = None
    next_after: Callable[[datetime], datetime] | None = None


_declared: dict[str, Declared] = {}


def task(
    name: str, *, longest: timedelta = LONGEST_RUN, tries: int = MOST_TRIES
) -> Callable[[Callable[[UUID], None]], Callable[[UUID], None]]:
    """Declare work about one object; `work.ask(name, about=id)` asks for it. name: room.act."""

    def declare(do: Callable[[UUID], None]) -> Callable[[UUID], None]:
        _add(Declared(name, longest, tries, do=do))
        return do

    return declare


def every(
    name: str, period: timedelta, *, longest: timedelta = LONGEST_RUN
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare work done again and again, `period` after it was last done. It is never given up."""
    return _periodic(name, longest, lambda now: now + period)


def nightly(
    name: str, at: time, *, longest: timedelta = timedelta(hours=2)
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare work done once a day at this hour of the office's clock."""

    def next_after(now: datetime) -> datetime:
        local = timezone.localtime(now)
        tonight = timezone.make_aware(datetime.combine(local.date(), at))
        if tonight > now:
            return tonight
        return timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), at))

    return _periodic(name, longest, next_after)


def declared(name: str) -> Declared:
    """The work of this name; raises WorkUnknown."""
    if name not in _declared:
        raise WorkUnknown(f"no room declared the work `{name}`: do it in the room's `tasks.py`")
    return _declared[name]


def periodic() -> list[Declared]:
    """All work that is done again and again."""
    return [one for one in _declared.values() if one.next_after]


def wait_before(tries: int) -> timedelta:
    """How long to wait after so many tries in vain."""
    doubled: int = 2 ** min(max(tries - 1, 0), 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def _periodic(
    name: str, longest: timedelta, next_after: Callable[[datetime], datetime]
) -> Callable[[Callable[[], None]], Callable[[], None]]:
    def declare(do_again: Callable[[], None]) -> Callable[[], None]:
        _add(Declared(name, longest, MOST_TRIES, do_again=do_again, next_after=next_after))
        return do_again

    return declare


def _add(one: Declared) -> None:
    if not _NAME.fullmatch(one.name):
        raise WorkUnknown(f"`{one.name}` is no name for work: write room.act")
    if one.name in _declared:
        raise WorkUnknown(f"the work `{one.name}` is declared twice")
    _declared[one.name] = one
