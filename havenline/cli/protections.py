"""Takes in victims and witnesses from a case system's file: `havenline protections import FILE`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from havenline.cli.entering import DATA, Refused, check_database_stands, database_faults_said, enter

if TYPE_CHECKING:
    from havenline.protection.importing.actions import Told


@click.group()
def protections() -> None:
    """Protected people known from the office's own files."""


@protections.command(name="import")
@DATA
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--system", default="case system", show_default=True, help="Whose file it is.")
@click.option(
    "--rejected",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows not taken in to this CSV: row, column, reason, legal values.",
)
def import_(data: Path, file: Path, system: str, rejected: Path | None) -> None:
    """Protect the people of a CSV file; exit 1 when a row was rejected, 2 when the file cannot be read.

    Taken in again, a file changes nothing. Rejected rows are corrected in it, and it is taken in again.
    """
    enter(data)
    with database_faults_said():
        check_database_stands()
        told = _taken_in(file, system=system)
    click.echo(f"entered {told.entered}, added to {told.completed}, known already {told.unchanged}")
    if told.dropped:
        click.echo(f"columns dropped, nothing of them kept: {', '.join(told.dropped)}")
    _say_rejected(told, rejected)
    raise SystemExit(1 if told.rejected else 0)


def _taken_in(file: Path, *, system: str) -> Told:
    from django.utils import timezone

    from havenline.protection.importing import actions, reading

    whole = actions.Told()
    try:
        # Once from end to end before the first row is taken in: a file that breaks off takes nothing in.
        for _ in reading.rows(file):
            pass
        for batch in actions.batches(reading.rows(file)):
            whole.add(actions.import_rows(batch, system=f"file:{system}", by="", at=timezone.now()))
    except (reading.FileWrong, OSError) as fault:
        raise Refused(str(fault)) from fault
    return whole


def _say_rejected(told: Told, path: Path | None) -> None:
    rows = [(str(one.row), one.column, one.reason, " | ".join(one.legal)) for one in told.rejected]
    if path:
        _write(path, rows)
    for number, column, reason, legal in () if path else rows:
        click.echo(f"row {number}: {column or 'the row'}: {reason}{f' ({legal})' if legal else ''}")
    if rows:
        count = len({one.row for one in told.rejected})
        click.echo(f"rejected {count}{f', see {path}' if path else ''}")


def _write(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("row", "column", "reason", "legal values"))
        writer.writerows(rows)
