"""`havenline ledger`: whoever has the database checks it whole; outsiders get what they check with."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from havenline.cli.entering import DATA, check_database_stands, database_faults_said, enter
from havenline.cli.witnessing import COMMANDS

if TYPE_CHECKING:
    from havenline.ledger.verification import Report


@click.group()
def ledger() -> None:
    """What happened, provably."""


for command in COMMANDS:
    ledger.add_command(command)


@ledger.command()
@DATA
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it."
)
def verify(data: Path, form: str) -> None:
    """Compute the whole log again and compare: exit 0 when it is whole, 1 when it is not."""
    enter(data)
    from havenline.ledger.verification import verify as verify_log
    from havenline.witness import queries

    with database_faults_said():
        check_database_stands()
        report = verify_log()
        if report.is_whole:
            for fault in queries.changed():
                report.fault(fault)
    click.echo(_as_json(report) if form == "json" else _as_text(report))
    raise SystemExit(0 if report.is_whole else 1)


def _as_text(report: "Report") -> str:
    lines = [
        "The ledger is whole." if report.is_whole else "The ledger was changed.",
        f"  entries      {report.entries}",
        f"  commitments  {report.commitments}, of which {report.salts} can still be opened",
        f"  root         {report.root.hex()}",
    ]
    return "\n".join(lines + [f"  found: {fault}" for fault in report.faults])


def _as_json(report: "Report") -> str:
    return json.dumps(
        {
            "whole": report.is_whole,
            "entries": report.entries,
            "commitments": report.commitments,
            "salts": report.salts,
            "root": report.root.hex(),
            "faults": report.faults,
        },
        indent=2,
    )
