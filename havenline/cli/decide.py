"""`havenline decide`: one case file in, one decision out, with the clause, the reasons and what is
missing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from havenline import policy
from havenline.policy.loading import DEFAULT_PACK


@click.command(name="decide")
@click.argument("case_file", metavar="CASE", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--pack", "pack_id", default=DEFAULT_PACK, show_default=True, metavar="ID", help="The policy applied."
)
@click.option(
    "--interpretation",
    "interpretations",
    multiple=True,
    metavar="I-03=READING",
    help="A reading other than the default; may be repeated.",
)
@click.option(
    "--readings",
    "record",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Readings the office has signed (havenline packs sign).",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--trace", is_flag=True, help="Show every condition tried, why and why not.")
def decide(
    case_file: Path,
    pack_id: str,
    interpretations: tuple[str, ...],
    record: Path | None,
    form: str,
    *,
    trace: bool,
) -> None:
    """Decide CASE, a case file in YAML or JSON (`-` reads standard input).

    Exit status 0 whatever the answer; 2, with one line on standard error, when the input cannot be a case.
    """
    try:
        pack = policy.load(pack_id)
        signed = None
        if record is not None:
            from havenline.policy.signing import read_signed

            signed = read_signed(record, pack)
        chosen = chosen_readings(
            [*interpretations, *(f"{which}={reading}" for which, reading in signed.readings.items())]
            if signed
            else interpretations
        )
        pack.in_effect(chosen)
        case = case_from(case_file, pack)
        verdict = policy.decide(pack, case, readings=chosen)
    except policy.PolicyRefused as refused:
        refuse(str(refused))
    if form == "json":
        told = verdict.as_dict(trace=trace)
        if signed:
            told["trace"] = {**told.get("trace", {}), "signed_readings": signed.as_dict()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    from havenline.policy.prose import prose

    click.echo(prose(pack, verdict, trace=trace))
    if signed:
        click.echo(signed.said())


def case_from(case_file: Path, pack: policy.Pack) -> Mapping[str, Any]:
    """The case in a file, or on standard input for `-`. Raises CaseRefused."""
    if str(case_file) != "-":
        return policy.read_case(case_file, also=pack.also)
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    return policy.read_case(text, name="standard input", also=pack.also)


def chosen_readings(interpretations: Iterable[str]) -> dict[str, str]:
    """Interpretation -> reading from `I-03=READING` options. Ends the command where one is none."""
    chosen: dict[str, str] = {}
    for each in interpretations:
        which, equals, reading = each.partition("=")
        if not equals:
            refuse(f"`{each}` is not an interpretation; write it as I-03=READING")
        if chosen.get(which, reading) != reading:
            refuse(f"`{which}` is given two readings; give it one")
        chosen[which] = reading
    return chosen


def refuse(message: str) -> NoReturn:
    """End the command with one line on standard error and status 2."""
    click.echo(" ".join(message.split()), err=True)
    sys.exit(2)
