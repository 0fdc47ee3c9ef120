"""Reads and writes every table of an office as it stood at its own version, on either database.

The tables are those of the migrations that were applied, not those of the code: so a backup of an earlier
version is put back as it was, and brought up to date by the next start like any other office.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Field, Model

from havenline.backup.errors import BackupWrong

# Who could open what: kept apart from what is opened.
WRAPS = frozenset({"vault_wrap"})
# What ends when an office ends: a session that was ended since must not come back with the rest.
LEFT_OUT = frozenset({"vault_staffsession", "vault_reportersession", "vault_pendingsignin"})
_FETCHED = 200
_BUNDLE = 1024 * 1024

Migration = tuple[str, str]


def applied() -> list[Migration]:
    """The migrations this database has; raises BackupWrong when this Havenline does not know one of them."""
    loader = MigrationExecutor(connection).loader
    found = sorted(key for key in loader.applied_migrations if key[0] in loader.migrated_apps)
    check_known(found)
    return found


def check_known(migrations: Iterable[Migration]) -> None:
    """Raise BackupWrong unless the code holds all of these migrations."""
    known = MigrationExecutor(connection).loader.disk_migrations or {}
    for app, name in migrations:
        if (app, name) not in known:
            raise BackupWrong(
                f"the rows were written by a newer Havenline (`{app}.{name}`)", hint="install that one first"
            )


def migrate_to(migrations: Sequence[Migration]) -> None:
    """Make the tables of exactly these migrations, in an empty database or where this stopped half-way."""
    executor = MigrationExecutor(connection)
    wanted = set(migrations)
    if (
        unasked := set(executor.loader.applied_migrations)
        & set(executor.loader.disk_migrations or {}) - wanted
    ):
        app, name = sorted(unasked)[0]
        raise BackupWrong(
            f"the database has tables of a later version (`{app}.{name}`)", hint="give an empty database"
        )
    executor.migrate(_last_of(wanted, executor))


def _last_of(wanted: set[Migration], executor: MigrationExecutor) -> list[Migration]:
    """The last migration of each app. INVARIANT: none before it: Django takes back what follows a target."""
    nodes = executor.loader.graph.node_map
    return sorted(
        key
        for key in wanted
        if not any(child.key[0] == key[0] and child.key in wanted for child in nodes[key].children)
    )


def models_at(migrations: Sequence[Migration]) -> list[type[Model]]:
    """Every table as a model of that version, in the order of their names."""
    state = MigrationExecutor(connection).loader.project_state(list(migrations))
    apps: Apps = state.apps
    found = apps.get_models(include_auto_created=True)
    return sorted((model for model in found if model._meta.managed), key=lambda model: model._meta.db_table)


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """The fields that have a column."""
    return list(model._meta.concrete_fields)


def bundles(model: type[Model]) -> Iterator[list[object]]:
    """All rows, some at a time, their values one behind the other; bounded in count and in bytes."""
    names = [field.attname for field in fields_of(model)]
    bundle: list[object] = []
    size = 0
    for row in model._base_manager.order_by().values_list(*names).iterator(chunk_size=_FETCHED):
        bundle.extend(row)
        size += sum(len(value) for value in row if isinstance(value, bytes | memoryview | str))
        if size >= _BUNDLE or len(bundle) >= _FETCHED * len(names):
            yield bundle
            bundle, size = [], 0
    if bundle:
        yield bundle


class Inserting:
    """Puts rows back into one table, their keys as they were."""

    def __init__(self, model: type[Model]) -> None:
        self._fields = fields_of(model)
        quoted = connection.ops.quote_name
        columns = ", ".join(quoted(str(field.column)) for field in self._fields)
        places = ", ".join(["%s"] * len(self._fields))
        self._statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
        self._prepare: list[Callable[[Any], Any]] = [_prepared(field) for field in self._fields]

    @property
    def names(self) -> list[str]:
        """What a table record names: the attributes in the order of their values."""
        return [field.attname for field in self._fields]

    def insert(self, values: Sequence[object]) -> int:
        """Insert a bundle; answers how many rows it held. Raises ValueError when it holds no whole rows."""
        width = len(self._prepare)
        if len(values) % width:
            raise ValueError("the values are no whole rows")
        rows = [
            [prepare(value) for prepare, value in zip(self._prepare, values[at : at + width], strict=True)]
            for at in range(0, len(values), width)
        ]
        with connection.cursor() as cursor:
            cursor.executemany(self._statement, rows)
        return len(rows)


def _prepared(field: Field[Any, Any]) -> Callable[[Any], Any]:
    return lambda value: field.get_db_prep_save(value, connection)


def count_on(models: Sequence[type[Model]]) -> None:
    """Let the database count its own numbers on from the rows that are there (PostgreSQL's sequences)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
