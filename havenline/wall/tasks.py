"""What the worker does for the wall: cones too large for a page, freezes, and each night the whole anew."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from havenline import work
from havenline.wall import freezing, rebuild, turn, upkeep


@work.task("wall.finish")
def finish(about: UUID) -> None:
    """Reckon all that is unfinished, whoever began it, in parts: no page waits long for the database."""
    look()


@work.every("wall.look", timedelta(minutes=1))
def look() -> None:
    """The same without being asked, so that work given up leaves nothing unfinished for long."""
    while _part():
        pass


@work.nightly("wall.check", time(3, 40))
def check() -> None:
    """Reckon all rows anew with other code; a difference stands as an alarm until a person has it rebuilt."""
    rebuild.check()


@work.every("wall.freeze", timedelta(hours=1))
def freeze() -> None:
    """Freeze what entered, so that little is left to freeze when somebody opens a report."""
    freezing.freeze(by="", at=timezone.now())


def _part() -> bool:
    if not upkeep.is_behind():
        return False
    with transaction.atomic():
        turn.take()
        return upkeep.finish_some()
