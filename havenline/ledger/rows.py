"""Writes and reads the log's rows with the statements written out: every act pays for them while others wait.

Through the ORM an append costs four times as much, nearly all of it spent composing these same statements.
"""

from collections.abc import Sequence

from django.db import connection

_HEAD = "SELECT size, frontier, root FROM ledger_head WHERE id = 1"
_FIRST_HEAD = (
    "INSERT INTO ledger_head (id, size, frontier, root) VALUES (1, 0, %s, %s) ON CONFLICT (id) DO NOTHING"
)
_MOVE_HEAD = "UPDATE ledger_head SET size = %s, frontier = %s, root = %s WHERE id = 1"
_NEW_ENTRY = 'INSERT INTO ledger_entry ("index", body, leaf) VALUES (%s, %s, %s)'
_NEW_NODES = "INSERT INTO ledger_node (place, hash) VALUES "
_NEW_SALTS = "INSERT INTO ledger_salt (entry_id, name, about, salt) VALUES "
_ENTRY = 'SELECT body FROM ledger_entry WHERE "index" = %s'
_LEAVES = 'SELECT "index", leaf FROM ledger_entry WHERE "index" IN '
_NODES = "SELECT place, hash FROM ledger_node WHERE place IN "


def locked_head() -> tuple[int, bytes]:
    """Size and frontier of the log, which nobody else can read for an append until our commit."""
    # INVARIANT: PostgreSQL locks the row here; on SQLite the transaction began with the one write lock.
    statement = _HEAD + (" FOR UPDATE" if connection.features.has_select_for_update else "")
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
        if row is None:
            # The first entry of an office. Of two at once, the second waits here for the first one's commit.
            cursor.execute(_FIRST_HEAD, [b"", b""])
            cursor.execute(statement)
            row = cursor.fetchone()
    return row[0], bytes(row[1])


def write(
    number: int,
    body: bytes,
    leaf: bytes,
    *,
    nodes: Sequence[tuple[int, bytes]],
    salts: Sequence[tuple[str, str, bytes]],
) -> None:
    """Insert an entry, the tree nodes (place, hash) it completed, and what it is about (kind, id, salt)."""
    with connection.cursor() as cursor:
        cursor.execute(_NEW_ENTRY, [number, body, leaf])
        if nodes:
            cursor.execute(_NEW_NODES + _tuples(len(nodes), 2), [value for node in nodes for value in node])
        if salts:
            values = [value for salt in salts for value in (number, *salt)]
            cursor.execute(_NEW_SALTS + _tuples(len(salts), 4), values)


def move_head(size: int, frontier: bytes, root: bytes) -> None:
    """Let the head stand over `size` entries."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_HEAD, [size, frontier, root])


def head() -> tuple[int, bytes] | None:
    """Size and root of the log, or None before the first entry."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    return (row[0], bytes(row[2])) if row else None


def body(number: int) -> bytes | None:
    """The body of an entry, or None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTRY, [number])
        row = cursor.fetchone()
    return bytes(row[0]) if row else None


def leaves(numbers: Sequence[int]) -> dict[int, bytes]:
    """The leaf hashes of these entries, as far as they are there."""
    return _found(_LEAVES, numbers)


def nodes(places: Sequence[int]) -> dict[int, bytes]:
    """The hashes of the tree nodes at these places, as far as they are there."""
    return _found(_NODES, places)


def _found(statement: str, keys: Sequence[int]) -> dict[int, bytes]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement + _tuples(1, len(keys)), keys)
        return {key: bytes(octets) for key, octets in cursor.fetchall()}


def _tuples(rows: int, columns: int) -> str:
    """Places for values: never the values themselves."""
    return ", ".join(["(" + ", ".join(["%s"] * columns) + ")"] * rows)
