"""`havenline office`: make an office, and run it."""

from __future__ import annotations

from pathlib import Path

import click

from havenline.cli.entering import DATA, enter


@click.group()
def office() -> None:
    """Make an office (init) and run it (run)."""


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
    """Serve the office: the web process and the keeper, started again if one falls."""
    from havenline.cli import founding, running

    founding.check_founded(data)
    enter(data)
    running.run(data)


@office.command(hidden=True)
@DATA
@click.argument("name", type=click.Choice(["web", "keeper"]))
def process(data: Path, name: str) -> None:
    """One process of a running office; `run` starts these."""
    from havenline.cli import running

    enter(data)
    running.end_with_parent()
    running.PROCESSES[name]()
