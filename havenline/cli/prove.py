"""`havenline prove`: what a pack promises, for every case there is; a broken promise is told as a story."""

from __future__ import annotations

import json
import textwrap
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click
import yaml

from havenline import policy
from havenline.cli.decide import refuse
from havenline.policy.loading import DEFAULT_PACK
from havenline.policy.promises import promises_of
from havenline.policy.story import difference, story

if TYPE_CHECKING:
    from havenline.policy.proving import Proof
    from havenline.policy.replaying import Broken


@click.command(name="prove")
@click.argument("pack_id", metavar="[PACK]", default=DEFAULT_PACK)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def prove(pack_id: str, *, as_json: bool) -> None:
    """Prove what PACK promises: in every case without evidence items, and under every reading where said so.

    Exit status 0 when every promise holds; 1 when one is broken; 2, one line on standard error, on bad input.
    """
    try:
        pack = policy.load(pack_id)
        proof, seconds = _proved(pack, promises_of(pack.id))
    except policy.PolicyRefused as refused:
        refuse(str(refused))
    if as_json:
        click.echo(json.dumps(_as_dict(pack, proof, seconds), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_told(pack, proof, seconds)))
    if proof.failures:
        raise SystemExit(1)


def _proved(pack: policy.Pack, text: str) -> tuple[Proof, float]:
    try:
        from havenline.policy.proving import proved
    except ModuleNotFoundError:
        refuse("Z3 is not installed; install havenline[prove]")
    started = time.perf_counter()
    proof = proved(pack, text)
    return proof, time.perf_counter() - started


def _told(pack: policy.Pack, proof: Proof, seconds: float) -> Iterator[str]:
    yield f"{pack.id}  {pack.title}"
    for name, says in proof.held:
        yield from textwrap.wrap(f"holds   {says}  [{name}]", 100, subsequent_indent="        ")
    for broken in proof.failures:
        yield ""
        yield from textwrap.wrap(
            f"BROKEN  {broken.says}  [{broken.promise}]", 100, subsequent_indent="        "
        )
        yield from _of_person(broken)
    yield ""
    told = f"{len(proof.held)} hold, {len(proof.failures)} broken"
    yield f"{told}; {proof.formulas} questions in {seconds:.2f} s"


def _of_person(broken: Broken) -> Iterator[str]:
    if not broken.case:
        yield from _indented(broken.sentence)
        return
    for sentence in story(broken.case):
        yield from _indented(sentence)
    if broken.readings:
        yield from _indented(
            "Read so: " + ", ".join(f"{which} {each}" for which, each in broken.readings.items())
        )
    if broken.other:
        yield from _indented(f"{broken.of} answers {broken.answers[0]}; it answers {broken.answers[1]} where")
        for line in difference(broken.case, broken.other):
            yield from _indented("  " + line)
    yield "    The case file, as `havenline decide` reads it:"
    shown = yaml.safe_dump(
        dict(broken.case), sort_keys=False, allow_unicode=True, default_flow_style=None, width=90
    )
    yield from textwrap.indent(shown.rstrip(), "      ").splitlines()


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent="    ", subsequent_indent="      ")


def _as_dict(pack: policy.Pack, proof: Proof, seconds: float) -> dict[str, Any]:
    return {
        "pack": pack.id,
        "pack_hash": pack.hash,
        "held": [{"promise": name, "says": says} for name, says in proof.held],
        "broken": [
            {
                "promise": each.promise,
                "says": each.says,
                "story": story(each.case) if each.case else [each.sentence],
                "case": each.case,
                "other": each.other,
                "clause": each.of,
                "answers": list(each.answers),
                "readings": each.readings,
            }
            for each in proof.failures
        ],
        "questions": proof.formulas,
        "seconds": round(seconds, 3),
    }
