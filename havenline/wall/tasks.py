"""What the worker does for the wall: the cones too large for a page."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from havenline import work
from havenline.wall import turn, upkeep


@work.task("wall.finish")
def finish(about: UUID) -> None:
    """Reckon all that is unfinished, whoever began it, in parts: no page waits long for the database."""
    look()


@work.every("wall.look", timedelta(minutes=1))
def look() -> None:
    """The same without being asked, so that work given up leaves nothing unfinished for long."""
    while _part():
        pass


def _part() -> bool:
    if not upkeep.is_behind():
        return False
    with transaction.atomic():
        turn.take()
        return upkeep.finish_some()
