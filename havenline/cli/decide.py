"""`havenline decide`: one case file in, one decision out, with the clause, the reasons and what is
missing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NoReturn

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
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--trace", is_flag=True, help="Show every condition tried, why and why not.")
def decide(
    case_file: Path, pack_id: str, interpretations: tuple[str, ...], form: str, *, trace: bool
) -> None:
    """Decide CASE, a case file in YAML or JSON (`-` reads standard input).

    Exit status 0 whatever the answer; 2, with one line on standard error, when the input cannot be a case.
    """
    try:
        pack = policy.load(pack_id)
        chosen = _chosen(interpretations)
        pack.in_effect(chosen)
        if str(case_file) == "-":
            text = sys.stdin.buffer.read().decode("utf-8", "replace")
            case = policy.read_case(text, name="standard input", also=pack.also)
        else:
            case = policy.read_case(case_file, also=pack.also)
        verdict = policy.decide(pack, case, readings=chosen)
    except policy.PolicyRefused as refused:
        _refuse(str(refused))
    if form == "json":
        click.echo(json.dumps(verdict.as_dict(trace=trace), ensure_ascii=False, indent=1))
        return
    from havenline.policy.prose import prose

    click.echo(prose(pack, verdict, trace=trace))


def _chosen(interpretations: tuple[str, ...]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for each in interpretations:
        which, equals, reading = each.partition("=")
        if not equals:
            _refuse(f"`{each}` is not an interpretation; write it as I-03=READING")
        if chosen.get(which, reading) != reading:
            _refuse(f"`{which}` is given two readings; give it one")
        chosen[which] = reading
    return chosen


def _refuse(message: str) -> NoReturn:
    click.echo(" ".join(message.split()), err=True)
    sys.exit(2)
