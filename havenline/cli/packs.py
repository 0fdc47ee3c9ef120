"""`havenline packs`: which policies there are, what they say, what a change would do, and who signed it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import click
import yaml

from havenline import policy
from havenline.cli.decide import chosen_readings, refuse
from havenline.policy.comparing import Change, Side, changes, smallest
from havenline.policy.manual import manual, span, standing
from havenline.policy.pack import Pack
from havenline.policy.signing import sign as signed_record
from havenline.policy.worked import worked

SHOWN = 5  # cases listed per clause and direction


@click.group(name="packs")
def packs() -> None:
    """The policies that can be applied."""


@packs.command(name="list")
def list_packs() -> None:
    """Every pack: id, title, dates, how far its law was read, whether counsel approved it."""
    for name in policy.known_packs():
        pack = _loaded(name)
        click.echo(f"{pack.id}  {pack.title}")
        click.echo(f"    version {pack.version}, in force {span(pack)}; {standing(pack)}")


@packs.command()
@click.argument("pack_id", metavar="PACK")
@click.option("--cases", is_flag=True, help="Show the worked cases of each clause too.")
def show(pack_id: str, *, cases: bool) -> None:
    """Print PACK for a lawyer: the words, the rule under each sentence, and the readings."""
    pack = _loaded(pack_id)
    click.echo("\n".join(manual(pack, worked(pack.id) if cases else ())))
    click.echo(f"\npack hash {pack.hash}")


@packs.command()
@click.argument("one", metavar="PACK")
@click.argument("other", metavar="[OTHER]", required=False)
@click.option(
    "--reading", "readings", multiple=True, metavar="I-03=READING", help="The reading to compare with."
)
def diff(one: str, other: str | None, readings: tuple[str, ...]) -> None:
    """Who gains and who loses: PACK against OTHER, or PACK against itself under other readings."""
    before = Side(_loaded(one), {})
    if (other is None) == (not readings):
        refuse("nothing to compare with; name another pack, or --reading I-03=READING")
    try:
        after = Side(_loaded(other), {}) if other else Side(before.pack, chosen_readings(readings))
        after.pack.in_effect(after.readings)
        cases = [*worked(one), *(worked(other) if other else ())]
        found = changes(before, after, cases)
    except policy.PolicyRefused as refused:
        refuse(str(refused))
    click.echo("\n".join(_told(before, after, found, len(cases))))


@packs.command()
@click.argument("pack_id", metavar="PACK")
@click.argument("readings", metavar="I-03=READING", nargs=-1, required=True)
@click.option("--by", required=True, metavar="NAME", help="Who signs.")
@click.option("--why", required=True, metavar="TEXT", help="Why this reading.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="Where the record goes."
)
def sign(pack_id: str, readings: tuple[str, ...], by: str, why: str, out: Path) -> None:
    """Sign readings of PACK for the office: who, when, why and the hash of the pack.

    `havenline decide --readings FILE` applies the record and prints it.
    """
    try:
        today = datetime.now(UTC).date()
        record = signed_record(_loaded(pack_id), chosen_readings(readings), by=by, why=why, on=today)
        with out.open("x", encoding="utf-8") as file:
            file.write(record.as_yaml())
    except policy.PolicyRefused as refused:
        refuse(str(refused))
    except FileExistsError:
        refuse(f"`{out}` exists already; a record is never written over")
    except OSError as error:
        refuse(f"`{out}` cannot be written; {(error.strerror or 'no such place').lower()}")
    click.echo(record.said())


def _loaded(pack_id: str) -> Pack:
    try:
        return policy.load(pack_id)
    except policy.PolicyRefused as refused:
        refuse(str(refused))


def _told(before: Side, after: Side, found: Sequence[Change], many: int) -> Iterator[str]:
    if before.pack is after.pack:
        yield f"{before.pack.id}: {before.pack.title}"
        for which, reading in after.readings.items():
            about = before.pack.reading(which)
            yield from textwrap.wrap(f"{which}  {about.question}", 100)
            yield from _wrapped(f"from {about.default}: {about.texts[about.default]}")
            yield from _wrapped(f"to {reading}: {about.texts[reading]}")
    else:
        yield f"from {before.pack.id}: {before.pack.title}"
        yield f"to   {after.pack.id}: {after.pack.title}"
        for side in (before.pack, after.pack):
            effects = dict.fromkeys(clause.effect for clause in side.clauses.values() if clause.question)
            yield from _wrapped(f"{side.id} says: {'; '.join(effects)}")
        yield "    Facts that only one of them declares stay unknown to the other."
    yield ""
    if not found:
        yield f"No clause answers any of {many} worked cases differently"
    for clause, of_clause in groupby(found, key=lambda change: change.clause):
        title = f"  {before.pack.clauses[clause].title}" if clause in before.pack.clauses else ""
        yield f"{clause}{title}"
        yield from _of_clause(before, after, list(of_clause))
        yield ""
    yield f"{len({change.case.id for change in found})} of {many} worked cases are answered differently"


def _of_clause(before: Side, after: Side, found: Sequence[Change]) -> Iterator[str]:
    for kind in ("loses", "gains", "changes"):
        of_kind = [change for change in found if change.kind == kind]
        if not of_kind:
            continue
        yield f"  {kind}: {len(of_kind)} {'case' if len(of_kind) == 1 else 'cases'}"
        for change in of_kind[:SHOWN]:
            yield from _wrapped(f"{change.case.id} {change.case.title}: {change.before} -> {change.after}")
        if len(of_kind) > SHOWN:
            yield f"    and {len(of_kind) - SHOWN} more"
        shortest = sorted(of_kind, key=lambda change: len(str(change.case.case)))[:SHOWN]
        least = min((smallest(before, after, change) for change in shortest), key=lambda case: len(str(case)))
        yield "    the smallest case that shows it:"
        shown = yaml.safe_dump(
            dict(least), sort_keys=False, allow_unicode=True, default_flow_style=None, width=90
        )
        yield from textwrap.indent(shown.rstrip(), "      ").splitlines()


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent="    ", subsequent_indent="      ")
