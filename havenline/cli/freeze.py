"""Freezes the office's files by their hashes: `sha256sum * | havenline freeze -`."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import click

from havenline.cli.entering import DATA, Refused, check_database_stands, database_faults_said, enter


@click.command()
@DATA
@click.argument("listed", metavar="FILE", type=click.File(encoding="utf-8"))
@click.option("--case", "number", default="", help="The case all of them belong to; its matter was begun.")
def freeze(data: Path, listed: IO[str], number: str) -> None:
    """Write into the ledger that the office holds these files: FILE is what sha256sum prints.

    All are frozen or, where a line is wrong, none. Only hashes go in; the names are sealed.
    """
    from havenline.wall.manifest import ManifestWrong, read

    try:
        files = read(listed.read())
    except ManifestWrong as fault:
        raise Refused(str(fault)) from fault
    except UnicodeDecodeError as fault:
        raise Refused("the list is no UTF-8 text") from fault
    enter(data)
    from django.utils import timezone

    from havenline.wall import freezing, matters

    with database_faults_said():
        check_database_stands()
        matter = matters.find(number) if number else None
        if number and matter is None:
            raise Refused(f"no matter was begun for the case `{number}`: open it at the desk first")
        freezing.freeze_files(files, matter=matter, by="", at=timezone.now())
        last = freezing.latest()
    assert last is not None
    click.echo(f"{len(files)} files frozen in ledger entry {last.entry}")
    click.echo(f"{last.size} holdings, root {bytes(last.root).hex()}")
