"""Lets an office see that its wall stands: `havenline wall check | rebuild | explain | export`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from havenline.cli.entering import DATA, Refused, check_database_stands, database_faults_said, enter

if TYPE_CHECKING:
    from havenline.wall.rebuild import Compared


@click.group()
def wall() -> None:
    """What is barred, reckoned anew and compared."""


@wall.command()
@DATA
def check(data: Path) -> None:
    """Reckon every stored row anew and compare: exit 0 when equal, 1 when not or an alarm is open.

    Changes nothing. A difference stands as an alarm, here and at the desk, until `rebuild`.
    """
    enter(data)
    from havenline.wall import alarms
    from havenline.wall import rebuild as anew

    with database_faults_said():
        check_database_stands()
        found = anew.check()
        still_open = alarms.open_ones()
    click.echo(_in_words(found))
    for alarm in still_open:
        click.echo(f"  alarm       since {alarm.first_at:%Y-%m-%d %H:%M} UTC, found by the {alarm.found}")
    raise SystemExit(0 if found.is_equal and not still_open else 1)


@wall.command()
@DATA
def rebuild(data: Path) -> None:
    """Make every stored row what the routes say, and settle the alarms. Writers wait while it runs.

    Look first at what differs, and why: a difference is a fault, or somebody changed the database.
    """
    enter(data)
    from django.utils import timezone

    from havenline.wall import rebuild as anew

    with database_faults_said():
        check_database_stands()
        found = anew.rebuild(by="", at=timezone.now())
    click.echo(_in_words(found))
    click.echo("All rows are now what the routes say.")


@wall.command()
@DATA
@click.argument("ref")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it."
)
def explain(data: Path, ref: str, form: str) -> None:
    """Say why an item is barred, by the shortest reason against each person: references, never content."""
    enter(data)
    from havenline.provenance import words
    from havenline.wall import explain as why
    from havenline.wall.queries import items

    with database_faults_said():
        check_database_stands()
        found = items([ref])
        if ref not in found:
            raise Refused(f"the wall has no item `{ref}`: W- and five symbols")
        reasons = why.reasons(found[ref])
    if form == "json":
        click.echo(json.dumps([one.told() for one in reasons], indent=2))
    elif not reasons:
        click.echo(f"{found[ref].ref} is not barred: nothing a protected person gave leads to it.")
    for number, reason in enumerate(reasons if form == "text" else (), 1):
        click.echo("\n".join([f"Person {number}", *(f"  {said}" for said in words.sentences(reason))]))


@wall.command()
@DATA
@click.option("--item", "refs", multiple=True, help="Only this item and what it rests on; may be repeated.")
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="Where to write it.")
def export(data: Path, refs: tuple[str, ...], out: IO[str]) -> None:
    """Write where items came from, in W3C PROV-JSON: no content and no name, persons as numbers."""
    enter(data)
    from havenline.wall import prov
    from havenline.wall.queries import items

    with database_faults_said():
        check_database_stands()
        found = items(refs)
        if unknown := [ref for ref in refs if ref not in found]:
            raise Refused(f"the wall has no item `{unknown[0]}`: W- and five symbols")
        told = prov.document(found.values()) if refs else prov.everything()
    json.dump(told, out, indent=1, sort_keys=True)
    out.write("\n")


def _in_words(found: Compared) -> str:
    """Four lines: the sentence, and the counts."""
    sentence = (
        "The rows are what the routes say." if found.is_equal else "The rows are not what the routes say."
    )
    return "\n".join(
        [
            sentence,
            f"  rows        {found.rows}",
            f"  missing     {found.missing}, too many {found.extra}",
            f"  unfinished  {found.unsure} still to be reckoned by the worker",
        ]
    )
