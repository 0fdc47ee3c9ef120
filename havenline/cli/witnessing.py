"""`havenline ledger`: what outsiders are given, what they sign, and the program they check with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from havenline.cli.entering import DATA, Refused, check_database_stands, database_faults_said, enter
from havenline.witness import verifier

SIGNED = click.argument("signed", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command()
@DATA
@click.option("--now", is_flag=True, help="Sign what the ledger is now; else the worker does each night.")
def checkpoint(data: Path, now: bool) -> None:  # noqa: FBT001 - click passes options by name
    """Print what the ledger was when it was last signed, with its witnesses."""
    with _entered(data):
        from django.utils import timezone

        from havenline.witness import actions, queries

        found = None if now else queries.last()
        click.echo(queries.written(found or actions.publish(at=timezone.now())), nl=False)


@click.command()
@DATA
@click.argument("entry", type=click.IntRange(min=0))
@click.option("--open", "opened", is_flag=True, help="Show what the entry is about, with the salts.")
def prove(data: Path, entry: int, opened: bool) -> None:  # noqa: FBT001 - click passes options by name
    """Print the proof that ENTRY is in the ledger as it was last signed."""
    with _entered(data):
        from havenline.witness import queries

        click.echo(queries.proof(entry, opened=None if opened else ()), nl=False)


@click.command()
@DATA
@click.argument("size", type=click.IntRange(min=0))
def since(data: Path, size: int) -> None:
    """Print the file for a witness that saw SIZE entries."""
    with _entered(data):
        from havenline.witness import queries

        click.echo(queries.since(size), nl=False)


@click.command()
@DATA
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--entries", is_flag=True, help="The entries too: they say who acted when.")
def tiles(data: Path, folder: Path, entries: bool) -> None:  # noqa: FBT001 - click passes options by name
    """Export the last checkpoint and the tree under it as files for any web server (C2SP tlog-tiles)."""
    with _entered(data):
        from havenline.witness import exporting

        count = exporting.export(folder, entries=entries)
    click.echo(f"{folder}: the checkpoint and {count} tiles")


@click.command()
@DATA
@SIGNED
def cosigned(data: Path, signed: Path) -> None:
    """Take in a checkpoint that witnesses signed."""
    with _entered(data):
        from django.utils import timezone

        from havenline.witness import actions

        new = actions.take(_read(signed), by="", at=timezone.now())
    for one in new:
        click.echo(f"{one.witness} saw {one.checkpoint_id} entries at {one.at:%Y-%m-%d %H:%M} UTC")
    if not new:
        click.echo("Nothing new: these signatures are kept already.")


@click.group()
def witnesses() -> None:
    """The organizations outside whose signatures the office shows."""


@witnesses.command()
@DATA
@click.argument("organization")
@click.argument("key")
def add(data: Path, organization: str, key: str) -> None:
    """Name a witness by the line of its KEY, taken from a person of the ORGANIZATION in another way too."""
    with _entered(data):
        from django.utils import timezone

        from havenline.witness import actions

        actions.add(organization, key, by="", at=timezone.now())
    click.echo(f"{organization}: its signatures are shown from now on")


@witnesses.command()
@DATA
@click.argument("key")
def end(data: Path, key: str) -> None:
    """Take no more signatures of the witness with this KEY."""
    with _entered(data):
        from django.utils import timezone

        from havenline.witness import actions

        ended = actions.end(key, by="", at=timezone.now())
    click.echo(f"{ended}: no more signatures are taken")


@witnesses.command(name="list")
@DATA
def list_(data: Path) -> None:
    """Show every witness and what it signed last."""
    with _entered(data):
        from havenline.witness.models import Witness

        for one in Witness.objects.order_by("added_at"):
            last = one.cosignatures.order_by("-at").first()
            seen = f"saw {last.checkpoint_id} entries on {last.at:%Y-%m-%d}" if last else "signed nothing yet"
            click.echo(f"{one.organization:<40} {'ended' if one.ended_at else seen}\n  {one.key}")


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False
)
@click.argument("given", nargs=-1, type=click.UNPROCESSED)
def witness(given: tuple[str, ...]) -> None:
    """For an organization outside: the program `check.py` (checkpoint, proof, newkey, witness). No office."""
    raise SystemExit(verifier.main(list(given)))


@click.command(name="verifier")
def verifier_file() -> None:
    """Print the program for outsiders: one file that needs Python and `cryptography` alone."""
    click.echo(Path(verifier.__file__).read_text(encoding="utf-8"), nl=False)


COMMANDS = (checkpoint, prove, since, tiles, cosigned, witnesses, witness, verifier_file)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(verifier.MOST_BYTES).decode()
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused(f"`{path}` cannot be read") from fault


@contextmanager
def _entered(data: Path) -> Iterator[None]:
    """Within this block the office is entered, and what is wrong is Refused in one sentence."""
    enter(data)
    from havenline import config
    from havenline.ledger import EntryMissing
    from havenline.witness.actions import LedgerChanged, WitnessWrong
    from havenline.witness.queries import NotPublished

    with database_faults_said():
        check_database_stands()
        try:
            yield
        except (EntryMissing, NotPublished, LedgerChanged, WitnessWrong, config.ConfigWrong) as fault:
            raise Refused(str(fault)) from fault
        except OSError as fault:
            raise Refused(
                f"`{fault.filename}` cannot be written ({os.strerror(fault.errno or 0)})"
            ) from fault
