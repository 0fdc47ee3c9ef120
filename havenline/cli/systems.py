"""Lets outside systems of the office in: `havenline systems add | list | revoke`."""

from __future__ import annotations

from pathlib import Path

import click

from havenline.cli.entering import DATA, Refused, check_database_stands, database_faults_said, enter


@click.group()
def systems() -> None:
    """Tokens of the office's own computer systems, each for one kind of thing."""


@systems.command()
@DATA
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, required=True, help="What it may do, such as screenings:write."
)
def add(data: Path, name: str, scopes: tuple[str, ...]) -> None:
    """Make tokens for a system, new or known, and show each this once."""
    enter(data)
    from django.utils import timezone

    from havenline.systems import actions

    with database_faults_said():
        check_database_stands()
        try:
            given = actions.add(name, scopes=scopes, by="", at=timezone.now())
        except actions.SystemWrong as fault:
            raise Refused(str(fault)) from fault
    for scope, token in given.items():
        click.echo(f"{scope:<20} {token.text}")
    click.echo("Shown once, kept nowhere. Put each where only that system reads it.", err=True)


@systems.command(name="list")
@DATA
def list_(data: Path) -> None:
    """Show every system and which tokens it has."""
    enter(data)
    from havenline.systems.models import Token

    with database_faults_said():
        check_database_stands()
        rows = list(Token.objects.select_related("system").order_by("system__name", "scope", "made_at"))
    for row in rows:
        state = f"revoked {row.revoked_at:%Y-%m-%d}" if row.revoked_at else "in force"
        click.echo(f"{row.system.name:<24} {row.scope:<20} made {row.made_at:%Y-%m-%d}  {state}")


@systems.command()
@DATA
@click.argument("name")
@click.option("--scope", default="", help="Only the tokens of this scope.")
def revoke(data: Path, name: str, scope: str) -> None:
    """Take a system's tokens back; what it asked for before is then fetched by it no more."""
    enter(data)
    from django.utils import timezone

    from havenline.systems import actions

    with database_faults_said():
        check_database_stands()
        try:
            count = actions.revoke(name, scope=scope, by="", at=timezone.now())
        except actions.SystemWrong as fault:
            raise Refused(str(fault)) from fault
    click.echo(f"{name}: {count} taken back")
