"""Goes through an office, running or not, and tells in sentences all that is wrong. It changes nothing.

A start (`checking`) refuses at the first fault; whoever looks after an office wants to read all of them.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from havenline import config
from havenline.cli import checking, wellbeing
from havenline.cli.entering import Refused, check_database_stands, database_faults_said


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that is looked at. `faults` yields sentences, or raises Refused with one."""

    title: str
    faults: Callable[[datetime], Iterator[str]]
    needs_database: bool = True
    opens_rest: bool = False  # what fails here makes the looks that need the database pointless


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at one look: nothing, sentences, or that it could not be looked at."""

    title: str
    faults: tuple[str, ...]
    looked: bool = True


def check(*, now: datetime) -> Iterator[Found]:
    """Look at everything, in the order in which it would be mended."""
    stands = True
    for look in LOOKS:
        if look.needs_database and not stands:
            yield Found(look.title, (), looked=False)
            continue
        found = tuple(_faults(look, now))
        stands = stands and not (look.opens_rest and found)
        yield Found(look.title, found)


def _faults(look: Look, now: datetime) -> Iterator[str]:
    from havenline.backup.errors import BackupWrong

    try:
        with database_faults_said():
            yield from look.faults(now)
    except (Refused, BackupWrong, config.ConfigWrong) as fault:
        yield str(fault)
    except OSError as fault:
        yield f"`{fault.filename}` cannot be read: {fault.strerror}"
    except ValueError as fault:
        # A row that no office writes. Its text is not told: it could be anybody's.
        yield f"a row is not what Havenline writes ({type(fault).__name__}): somebody changed the database"


def _files(now: datetime) -> Iterator[str]:
    office = config.load()
    for folder in (office.data, office.secrets, office.keeper):
        if folder.exists() and _is_open(folder):
            yield f"`{folder}` is open to others: run: chmod 700 {folder}"
    for folder, pattern in ((office.data, "office.sqlite3*"), (office.secrets, "*"), (office.keeper, "*")):
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and _is_open(path):
                yield f"`{path}` is open to others: run: chmod 600 {path}"


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _secrets(now: datetime) -> Iterator[str]:
    checking.check_secrets()
    checking.check_pack(config.load().pack)
    yield from ()


def _database(now: datetime) -> Iterator[str]:
    check_database_stands()
    checking.check_founded()
    checking.check_durable()
    yield from _damage()


def _damage() -> Iterator[str]:
    """What SQLite itself finds wrong with its file; PostgreSQL keeps its own watch (docs/operations.md)."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        found = [str(row[0]) for row in cursor.execute("PRAGMA integrity_check(5)").fetchall()]
        orphans = cursor.execute("PRAGMA foreign_key_check").fetchall()
    if found != ["ok"]:
        yield f"the database is damaged ({found[0]}): stop the office and restore it from the newest backup"
    if orphans:
        yield (
            f"{len(orphans)} rows of `{orphans[0][0]}` belong to rows that are not there: "
            "restore the database from the newest backup"
        )


def _version(now: datetime) -> Iterator[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from havenline.backup import tables

    applied = set(tables.applied())  # raises where a newer Havenline wrote the rows
    loader = MigrationExecutor(connection).loader
    if missing := set(loader.graph.nodes) - applied:
        yield f"{len(missing)} changes of the tables wait for the next start: make a backup first"


def _keys(now: datetime) -> Iterator[str]:
    checking.check_pepper()
    checking.check_keys()
    yield from ()


def _ledger(now: datetime) -> Iterator[str]:
    from havenline import ledger

    report = ledger.verify()
    if not report.is_whole:
        yield (
            f"the ledger was changed ({report.faults[0]}): tell the supervisor and whoever "
            "witnesses it, and keep the database as it is"
        )


LOOKS = (
    Look("Files are closed to others", _files, needs_database=False),
    Look("Secrets and the policy pack", _secrets, needs_database=False),
    Look("The database", _database, needs_database=False, opens_rest=True),
    Look("Its version", _version, opens_rest=True),
    Look("Keys lead to the founders", _keys),
    Look("The ledger is whole", _ledger),
    Look("Reports can be read by the office", wellbeing.reports),
    Look("The keeper has taken everything in", wellbeing.keeper),
    Look("The wall is what the routes say", wellbeing.wall),
    Look("The worker", wellbeing.worker),
    Look("Room on the disk", wellbeing.disk, needs_database=False),
    Look("Backups", wellbeing.backups),
)
