"""Puts a backup into an empty database: all of its rows and the note of it, or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Model

from havenline import ledger
from havenline.backup import reading, tables
from havenline.backup.errors import BackupWrong
from havenline.backup.key import OpeningKey
from havenline.backup.making import ABOUT, KEEPER_FILE
from havenline.backup.part import CONTENT, WRAPS, sync_folder
from havenline.backup.reading import Manifest, Table

RESTORED = "office.restored"


def is_loaded(manifest: Manifest) -> bool:
    """Whether the database already holds this very backup: an earlier try went that far.

    Raises BackupWrong when it holds anything else.
    """
    tables.check_known(manifest.migrations)
    existing = set(connection.introspection.table_names())
    models = [model for model in tables.models_at(tables.applied()) if model._meta.db_table in existing]
    if not any(model._base_manager.exists() for model in models):
        return False
    if any(entry.act == RESTORED for entry in ledger.about(ABOUT, str(manifest.backup))):
        return True
    raise BackupWrong(
        f"the database `{connection.settings_dict['NAME']}` already holds an office",
        hint="nothing was changed; give an empty one",
    )


def load(files: Mapping[str, Path], key: OpeningKey, manifest: Manifest, *, at: datetime) -> None:
    """Make the tables, put every row back, and keep them only if the ledger proves whole and the same.

    Raises BackupWrong, DatabaseError: the database then holds empty tables at most.
    """
    tables.migrate_to(manifest.migrations)
    models = {model._meta.db_table: model for model in tables.models_at(manifest.migrations)}
    with transaction.atomic():
        rows = sum(_load_part(files[part], key, models, part=part) for part in (WRAPS, CONTENT))
        if rows != manifest.rows:
            raise BackupWrong("the parts were changed while they were read", hint="begin again")
        tables.count_on(list(models.values()))
        _check_ledger(manifest)
        detail: dict[str, str | int] = {"entries": manifest.entries}
        ledger.append(RESTORED, at=at, about={ABOUT: str(manifest.backup)}, detail=detail)


def _load_part(path: Path, key: OpeningKey, models: Mapping[str, type[Model]], *, part: str) -> int:
    rows = 0
    inserting: tables.Inserting | None = None
    for found in reading.tables_in(path, key, part=part):
        if isinstance(found, Table):
            inserting = _inserting(found, models)
        elif inserting:
            rows += inserting.insert(found)
    return rows


def _inserting(table: Table, models: Mapping[str, type[Model]]) -> tables.Inserting:
    model = models.get(table.name)
    inserting = tables.Inserting(model) if model else None
    if inserting is None or tuple(inserting.names) != table.names:
        raise BackupWrong(
            f"the table `{table.name}` is another one in this version", hint="install the one that made it"
        )
    return inserting


def _check_ledger(manifest: Manifest) -> None:
    report = ledger.verify()
    if not report.is_whole:
        raise BackupWrong(
            f"the ledger in the backup is not whole ({report.faults[0]})", hint="use an earlier backup"
        )
    if (report.entries, report.root) != (manifest.entries, manifest.root):
        raise BackupWrong("the ledger is not the one the backup was made from", hint="use an earlier backup")


def lay_keeper(path: Path, key: OpeningKey, *, folder: Path) -> None:
    """Put the keeper's file back where the backup holds one. Raises BackupWrong, OSError."""
    folder.mkdir(mode=0o700, exist_ok=True)
    new = folder / f".{KEEPER_FILE}.new"
    new.unlink(missing_ok=True)
    found = False
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for name, chunk in reading.files_in(path, key, part=CONTENT):
            found = found or name == KEEPER_FILE
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / KEEPER_FILE) if found else new.unlink()
    sync_folder(folder)
