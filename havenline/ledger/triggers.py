"""Makes the database itself refuse to change or remove an entry of the log.

Whoever may alter tables can remove the triggers; `verification` finds what they changed afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLES = {"ledger_entry": "index", "ledger_node": "place"}
_SENTENCE = "the ledger only grows"


def _sqlite(table: str, key: str) -> dict[str, str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
    # `INSERT OR REPLACE` deletes without waking a delete trigger: an insert over an old row is refused too.
    taken = f'EXISTS (SELECT 1 FROM {table} WHERE "{key}" = NEW."{key}")'  # noqa: S608 - both are constants above
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"{table}_no_replace": (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} {refuse}"
        ),
    }


def _postgresql(table: str) -> dict[str, str]:
    call = "EXECUTE FUNCTION ledger_only_grows()"
    return {
        f"{table}_no_change": (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}"
        ),
        f"{table}_no_truncate": (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}"
        ),
    }


_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$
"""


def set_up(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers; raises what the database raises when they stand already."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table, key in _TABLES.items():
            made = _sqlite(table, key) if connection.vendor == "sqlite" else _postgresql(table)
            for statement in made.values():
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Remove the triggers: to take the migration back, and in tests."""
    with connection.cursor() as cursor:
        for table, key in _TABLES.items():
            if connection.vendor == "sqlite":
                for name in _sqlite(table, key):
                    cursor.execute(f"DROP TRIGGER {name}")
            else:
                for name in _postgresql(table):
                    cursor.execute(f"DROP TRIGGER {name} ON {table}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION ledger_only_grows()")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers for a while: how tests tamper, and how they empty the database between them."""
    remove(connection)
    try:
        yield
    finally:
        set_up(connection)
