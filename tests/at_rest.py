"""Every file in which a database keeps its rows: what a thief of the disk would read."""

from __future__ import annotations

from pathlib import Path

import psycopg
from django.db import connection


def database_files() -> list[Path]:
    """The files of the database that Django is connected to, its log of changes included."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        return [path for path in name.parent.glob(f"{name.name}*") if path.is_file()]
    kept = connection.settings_dict
    return postgresql_files(f"postgresql://{kept['USER']}@{kept['HOST']}:{kept['PORT']}/{kept['NAME']}")


def postgresql_files(address: str) -> list[Path]:
    """The files of one database of the tests' own PostgreSQL, and its cluster's log of changes."""
    with psycopg.connect(address, autocommit=True) as asked:
        asked.execute("CHECKPOINT")
        row = asked.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    assert row
    home = Path(row[0])
    folders = [home / "base" / str(row[1]), home / "pg_wal"]
    return [path for folder in folders for path in folder.iterdir() if path.is_file()]
