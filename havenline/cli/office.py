"""`havenline office`: make an office, run it, look after it, and put it back from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from havenline import config
from havenline.cli.backup import backup, backup_key, restore
from havenline.cli.entering import DATA, Refused, check_database_stands, database_faults_said, enter


@click.group()
def office() -> None:
    """Make an office (init), run it (run), look after it (check, work), keep it safe (backup, restore)."""


for command in (backup_key, backup, restore):
    office.add_command(command)


@office.command()
@DATA
@click.option("--demo", is_flag=True, help="Invented people and data, served on this machine only.")
def init(data: Path, demo: bool) -> None:  # noqa: FBT001 - click passes options by name
    """Make a new office: its directory, secrets, database, keys and first people."""
    from havenline.cli import founding

    founding.make(data, demo=demo)
    click.echo(f"An office stands in {data}. Start it with: havenline office run --data {data}")


@office.command()
@DATA
def run(data: Path) -> None:
    """Serve the office: web, keeper and worker, started again if one falls."""
    from havenline.cli import founding, running

    founding.check_founded(data)
    enter(data)
    running.run(data)


@office.command()
@DATA
def check(data: Path) -> None:
    """Tell in sentences all that is wrong with an office, running or not: exit 1 when something is."""
    from havenline.cli import founding

    founding.check_founded(data)
    enter(data)
    from django.utils import timezone

    from havenline.cli.checkup import check as look

    found = list(look(now=timezone.now()))
    for one in found:
        click.echo(
            f"{'not looked at' if not one.looked else 'wrong' if one.faults else 'good':<14} {one.title}"
        )
        for fault in one.faults:
            click.echo(f"{'':<14} {fault[0].upper()}{fault[1:]}.")
    wrong = sum(len(one.faults) for one in found)
    click.echo(f"{wrong} things are wrong." if wrong else "Nothing is wrong.")
    raise SystemExit(1 if wrong else 0)


@office.command()
@DATA
@click.option("--again", metavar="NAME", help="Try given-up work of this name again from the start.")
def work(data: Path, again: str | None) -> None:
    """Show what waits for the worker and what it gave up: exit 1 when anything was given up."""
    enter(data)
    from django.utils import timezone

    from havenline.work import actions, queries

    with database_faults_said():
        check_database_stands()
        if again:
            count = actions.again(again, now=timezone.now())
            click.echo(f"{again}: {count} to be tried again")
        rows = queries.standing()
    for row in rows:
        fault = f", last error {row.fault}" if row.fault else ""
        counts = f"waiting {row.waiting} (failing {row.failing}), given up {row.given_up}"
        click.echo(f"{row.name:<32} {counts}{fault}")
    raise SystemExit(1 if any(row.given_up for row in rows) else 0)


@office.command()
@DATA
@click.argument("who", metavar="ROLE")
def code(data: Path, who: str) -> None:
    """Print the current code of a demo's role, such as victim_services or vera: the second proof at sign-in.

    Of a demo alone: in an office, nobody but the member has the secret.
    """
    from havenline.cli import founding

    founding.check_founded(data)
    enter(data)
    from havenline.cli import demo
    from havenline.staff.signing_in import SignInRefused

    if not config.load().demo:
        raise Refused("this is no demo: a member's code is on their own phone")
    known = [name for _, name, role, _ in demo.PEOPLE for name in (role, name)]
    if who not in known:
        raise Refused(f"`{who}` is nobody of the demo: one of {', '.join(known)}")
    try:
        with database_faults_said():
            click.echo(demo.code(who))
    except (SignInRefused, IndexError) as fault:
        raise Refused("this member changed what the demo gave them: use their own phone") from fault


@office.command(hidden=True)
@DATA
@click.argument("name", type=click.Choice(["web", "keeper", "worker"]))
def process(data: Path, name: str) -> None:
    """One process of a running office; `run` starts these."""
    from havenline.cli import running

    enter(data)
    running.end_with_parent()
    running.PROCESSES[name]()
