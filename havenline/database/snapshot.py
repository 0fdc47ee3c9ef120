"""Lets a long reckoning read one state of the database without making a writer wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# SQLite's plain BEGIN takes no lock until it reads, and then reads one state (WAL).
_BEGIN = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


@contextmanager
def one_state() -> Iterator[None]:
    """Within this block every read sees the same state. Nothing may be written in it.

    Within a transaction that is open already the block adds nothing: there the database's own rules hold.
    """
    connection.ensure_connection()
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
