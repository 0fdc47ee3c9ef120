"""Writes new rows with statements composed once: an act that others wait for does not compose them each time.

Through the ORM an insert costs several times as much, nearly all of it spent composing the same statement.
Columns and conversions are still the model's own, so that model, migration and statement cannot part.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model


def insert(*rows: Model) -> None:
    """Insert new rows, all of one model, with one statement; a key that the database counts is read back.

    What `Model.save` does besides is left out: no signals, no second try. Raises what the database raises,
    and ValueError for several rows with counted keys: databases answer those in any order.
    """
    fields, columns, returning = _statement(type(rows[0]), connection.vendor)
    if returning and len(rows) > 1:
        raise ValueError("rows whose key the database counts are inserted one by one")
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in fields
    ]
    places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(f"{columns} VALUES {places}{returning}", values)
        if returning:
            rows[0].pk = cursor.fetchone()[0]
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _statement(model: type[Model], vendor: str) -> tuple[tuple[Field[Any, Any], ...], str, str]:
    """The fields written, the statement up to its values, and what it gives back."""
    quoted = connection.ops.quote_name
    key = model._meta.pk
    fields = tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    returning = f" RETURNING {quoted(str(key.column))}" if isinstance(key, AutoField) else ""
    return fields, f"INSERT INTO {quoted(model._meta.db_table)} ({columns})", returning
