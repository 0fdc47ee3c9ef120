"""Lets one writer at a time change what rests on what, also where the database lets several write at once."""

from __future__ import annotations

from django.db import connection

from havenline.wall.models import Turn

_TURN = 1


def take() -> None:
    """Wait for the turn; it is given back at the end of the transaction.

    Two writers who each see the rows of before could close a circle together, or leave a row of taint out. On
    SQLite every write transaction waits for its turn anyway.
    """
    if connection.features.has_select_for_update:
        Turn.objects.get_or_create(id=_TURN)
        Turn.objects.select_for_update().get(id=_TURN)
