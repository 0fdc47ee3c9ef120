"""Writes an invented wall into an office's database in bulk; filling is not what is measured."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import numpy as np
from django.db import connection

from benchmarks.wall_graph import Graph
from havenline.vault.codes import ALPHABET

_BASE = len(ALPHABET)


def subject(person: int) -> UUID:
    """The reference of a person of the graph."""
    return UUID(int=(person << 64) | 0x4000_8000_0000_0000)


def _id(number: int) -> str:
    # Spread like random ones, the same in each run.
    return f"{(number * 0x9E37_79B9_7F4A_7C15_F39C_0CC6_05D3_1B2F) % 2**128:032x}"


def _ref(number: int) -> str:
    text = ""
    for _ in range(5):
        number, at = divmod(number, _BASE)
        text = ALPHABET[at] + text
    return f"W-{text}"


def fill(graph: Graph) -> None:
    """All items, routes, parents and persons; no row of taint."""
    tables = ("wall_item", "wall_route", "wall_routeparent")
    _ready()
    made = _drop_indexes(tables)
    giver = {int(item): subject(int(person)) for item, person in graph.given}
    people = range(1, graph.persons + 1)
    _write("vault_subject", "id", ((_key(subject(one)),) for one in people))
    _write("wall_giver", "number subject_id", ((one, _key(subject(one))) for one in people))
    _write(
        "wall_item",
        "number id ref kind obtained given_by_id",
        (
            (one, _id(one), _ref(one), "document", "2026-03-04", _key(giver.get(one)))
            for one in range(1, graph.items + 1)
        ),
    )
    routes = len(graph.derived)
    _write("wall_route", "id item_id kind approved", _derived(graph))
    _write(
        "wall_route",
        "id item_id kind approved",
        (
            (routes + at, int(item), "independent", bool(approved))
            for at, (item, approved) in enumerate(graph.sources, 1)
        ),
    )
    _write("wall_routeparent", "route_id item_id parent_id", _rows(graph.edges))
    sources = graph.sources[graph.source_edges[:, 0], 0]
    extra = np.stack([routes + 1 + graph.source_edges[:, 0], sources, graph.source_edges[:, 1]]).T
    _write("wall_routeparent", "route_id item_id parent_id", _rows(extra))
    with connection.cursor() as cursor:
        for statement in made:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            for table, column in (("item", "number"), ("route", "id"), ("giver", "number")):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('wall_{table}', '{column}'), "
                    f"(SELECT max({column}) FROM wall_{table}))"
                )
    settle()
    # The settings of an office from here on.
    connection.close()


def _ready() -> None:
    """Fill without the office's care: with much memory, no log, no check of foreign keys."""
    if connection.vendor == "sqlite":
        wanted = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -4000000", "secure_delete = OFF")
        statements = [f"PRAGMA {name}" for name in wanted]
    else:
        statements = ["SET session_replication_role = replica", "SET maintenance_work_mem = '1GB'"]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def settle() -> None:
    """What the database does by itself in time: statistics, and its log folded into the file."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else "CHECKPOINT")


def size() -> int:
    """Bytes of the whole database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _key(person: UUID | None) -> object:
    return None if person is None else person.hex if connection.vendor == "sqlite" else str(person)


def _derived(graph: Graph) -> Iterable[tuple[object, ...]]:
    return ((at, int(item), "derived", False) for at, item in enumerate(graph.derived, 1))


def _rows(table: np.ndarray, step: int = 100_000) -> Iterable[tuple[int, ...]]:
    for at in range(0, len(table), step):
        yield from map(tuple, table[at : at + step].tolist())


def _write(table: str, names: str, rows: Iterable[tuple[object, ...]]) -> None:
    columns = ", ".join(names.split())
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["?"] * len(names.split()))
    plain = connection.connection
    plain.execute("PRAGMA foreign_keys = OFF")
    with plain:
        plain.execute("BEGIN")
        plain.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    plain.execute("PRAGMA foreign_keys = ON")


def _drop_indexes(tables: tuple[str, ...]) -> list[str]:
    """Drop the indexes that can be made again afterwards; answers the statements that make them."""
    if connection.vendor == "sqlite":
        found = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s"
        )
    else:
        found = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND NOT EXISTS "
            "(SELECT 1 FROM pg_constraint WHERE conname = indexname)"
        )
    made = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(found, [table])
            for name, statement in cursor.fetchall():
                cursor.execute(f'DROP INDEX "{name}"')
                made.append(statement)
    return made
