"""C3: reckons every row of taint anew with DuckDB, over whole tables, and compares; repairs only when told.

Third code for one meaning, beside `upkeep` and `policy.taint`: rows spread round by round from what was
given, downward along all edges at once, until no round adds any.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from havenline import config, ledger
from havenline.database.snapshot import one_state
from havenline.wall import alarms, turn
from havenline.wall.models import Alarm, Unfinished

if TYPE_CHECKING:
    import duckdb

_BATCH, _FETCHED = 10_000, 2_000
_MEMORY = "2GB"  # beyond it DuckDB goes on in the office's own folder

# Table -> its columns and the statement that reads it from the office's database.
_READ = {
    "edge": ("item parent", "SELECT item_id, parent_id FROM wall_routeparent"),
    # Items with an independent route, counted or not: few, so their routes are told apart only here.
    "counted": (
        "route item",
        "SELECT id, item_id FROM wall_route WHERE (kind = 'derived' OR approved) AND item_id IN "
        "(SELECT item_id FROM wall_route WHERE kind = 'independent')",
    ),
    "choice": ("item route", "SELECT item_id, id FROM wall_route WHERE kind = 'independent'"),
    "choice_edge": (
        "route item parent",
        "SELECT route_id, item_id, parent_id FROM wall_routeparent WHERE item_id IN "
        "(SELECT item_id FROM wall_route WHERE kind = 'independent')",
    ),
    "given": (
        "item giver",
        "SELECT wall_item.number, wall_giver.number FROM wall_giver "
        "JOIN wall_item ON wall_item.given_by_id = wall_giver.subject_id "
        "UNION SELECT wall_giving.item_id, wall_giver.number FROM wall_giver "
        "JOIN wall_giving ON wall_giving.subject_id = wall_giver.subject_id",
    ),
    "stored": ("item giver", "SELECT item_id, giver_id FROM wall_taint"),
    "behind": ("item rank", "SELECT item_id, 0 FROM wall_unfinished"),
}
# Whoever gave something and has no number has no rows either.
_NUMBERLESS = """
FROM (SELECT given_by_id AS subject FROM wall_item WHERE given_by_id IS NOT NULL
      UNION SELECT subject_id FROM wall_giving) AS told
WHERE NOT EXISTS (SELECT 1 FROM wall_giver WHERE wall_giver.subject_id = told.subject)
"""

_PREPARE = """
CREATE TABLE plain AS SELECT item, parent FROM edge ANTI JOIN choice USING (item);
CREATE TABLE need AS SELECT item, count(*) AS routes FROM counted GROUP BY item;
CREATE TABLE counted_edge AS SELECT route, item, parent FROM choice_edge SEMI JOIN counted USING (route);
CREATE TABLE hit (item BIGINT, route BIGINT, giver BIGINT);
CREATE TABLE barred AS SELECT DISTINCT item, giver FROM given;
CREATE TABLE last AS SELECT * FROM barred;
"""
_ROUND = """
INSERT INTO hit
    SELECT DISTINCT e.item, e.route, last.giver FROM last JOIN counted_edge e ON e.parent = last.item;
CREATE OR REPLACE TABLE next AS
    SELECT item, giver FROM (
        SELECT e.item, last.giver FROM last JOIN plain e ON e.parent = last.item
        UNION
        SELECT hit.item, giver FROM hit JOIN need ON need.item = hit.item
        GROUP BY hit.item, giver, need.routes HAVING count(DISTINCT route) = need.routes
    ) ANTI JOIN barred USING (item, giver);
INSERT INTO barred SELECT * FROM next;
CREATE OR REPLACE TABLE last AS SELECT * FROM next;
"""
# Everything that rests on something unfinished: its rows may be behind, and the gate keeps it out.
_DOUBT = """
CREATE TABLE doubt AS WITH RECURSIVE below AS (
    SELECT item FROM behind UNION SELECT edge.item FROM below JOIN edge ON edge.parent = below.item
) SELECT item FROM below;
"""
_COMPARE = """
CREATE TABLE missing AS SELECT item, giver FROM barred ANTI JOIN stored USING (item, giver);
CREATE TABLE extra AS SELECT item, giver FROM stored ANTI JOIN barred USING (item, giver);
"""


_DIFFERENT = ("missing", "extra")


@dataclass(frozen=True, slots=True)
class Compared:
    """Rows as they should be, and how many of the stored ones differ.

    missing, extra: rows that should be stored and are not, and the other way round. unsure: rows of both
    kinds that rest on something unfinished, which the worker still reckons.
    """

    rows: int
    missing: int
    extra: int
    unsure: int

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs but what is still being reckoned."""
        return not self.missing and not self.extra


def check() -> Compared:
    """Reckon all anew and compare; a difference is an alarm, and nothing is changed. No writer waits."""
    with _opened() as base:
        with one_state():
            numberless = _numberless()
            _load(base)
        _reckon(base)
        found = _compared(base, numberless=numberless)
    if not found.is_equal:
        alarms.raise_one(Alarm.NIGHT, rows=found.missing + found.extra)
    return found


def rebuild(*, by: str, at: datetime) -> Compared:
    """Make the stored rows what the routes say, finish what is unfinished, and settle every alarm.

    Answers what differed before. Writers wait until it is done. Writes the entry `wall.rebuilt`.
    """
    with transaction.atomic(), _opened() as base:
        turn.take()
        numberless = _numberless()
        _number_givers()
        _load(base)
        _reckon(base)
        found = _compared(base, numberless=numberless)
        _write(base, "extra", "DELETE FROM wall_taint WHERE item_id = %s AND giver_id = %s")
        _write(base, "missing", "INSERT INTO wall_taint (item_id, giver_id) VALUES (%s, %s)")
        Unfinished.objects.all().delete()
        settled = alarms.settle(at=at)
        detail = {"missing": found.missing, "extra": found.extra, "alarms": settled}
        ledger.append("wall.rebuilt", by=by, at=at, detail=detail)
    return found


@contextmanager
def _opened() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty DuckDB in memory; what does not fit goes into the office's folder, and is gone after."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="wall-", dir=config.load().data) as folder:
        base = duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": folder})
        try:
            base.execute("SET enable_external_access = false")
            yield base
        finally:
            base.close()


def _numberless() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_NUMBERLESS}")  # noqa: S608 - a constant
        return int(cursor.fetchone()[0])


def _number_givers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO wall_giver (subject_id) SELECT told.subject {_NUMBERLESS}")  # noqa: S608


def _load(base: duckdb.DuckDBPyConnection) -> None:
    for table, (columns, statement) in _READ.items():
        _load_table(base, table, columns.split(), statement)


def _load_table(base: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], statement: str) -> None:
    import numpy

    # Fetched in parts: PostgreSQL would hand over the whole table at once.
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        rows = itertools.chain.from_iterable(iter(lambda: cursor.fetchmany(_FETCHED), []))
        flat = numpy.fromiter(itertools.chain.from_iterable(rows), dtype=numpy.int64)
    width = len(columns)
    base.register("incoming", {name: flat[at::width] for at, name in enumerate(columns)})
    base.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming")  # noqa: S608 - a key of _READ
    base.unregister("incoming")


def _reckon(base: duckdb.DuckDBPyConnection) -> None:
    base.execute(_PREPARE)
    while _count(base, "FROM last"):
        base.execute(_ROUND)
    base.execute(_DOUBT)
    base.execute(_COMPARE)


def _compared(base: duckdb.DuckDBPyConnection, *, numberless: int) -> Compared:
    sure = {table: _count(base, f"FROM {table} ANTI JOIN doubt USING (item)") for table in _DIFFERENT}
    every = {table: _count(base, f"FROM {table}") for table in _DIFFERENT}
    return Compared(
        rows=_count(base, "FROM barred"),
        missing=sure["missing"] + numberless,
        extra=sure["extra"],
        unsure=sum(every.values()) - sum(sure.values()),
    )


def _count(base: duckdb.DuckDBPyConnection, source: str) -> int:
    found = base.execute(f"SELECT count(*) {source}").fetchone()  # noqa: S608 - constants of this file
    assert found is not None
    return int(found[0])


def _write(base: duckdb.DuckDBPyConnection, table: str, statement: str) -> None:
    rows = base.execute(f"SELECT item, giver FROM {table} ORDER BY item, giver")  # noqa: S608 - a constant
    with connection.cursor() as cursor:
        while batch := rows.fetchmany(_BATCH):
            cursor.executemany(statement, batch)
