"""`havenline ask`: the next question worth putting, why, and what each answer would mean."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from havenline import policy
from havenline.cli.decide import case_from, chosen_readings, refuse
from havenline.policy.asking import Question
from havenline.policy.loading import DEFAULT_PACK


@click.command(name="ask")
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
    "--about",
    multiple=True,
    metavar="CLAUSE",
    help="Ask until this clause is settled, instead of what to do; may be repeated.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def ask(
    case_file: Path, pack_id: str, interpretations: tuple[str, ...], about: tuple[str, ...], form: str
) -> None:
    """The next question for CASE: only what can still change the answer is asked.

    Exit status 0, also when nothing is left to ask; 2, with one line on standard error, on bad input.
    """
    try:
        pack = policy.load(pack_id)
        chosen = chosen_readings(interpretations)
        pack.in_effect(chosen)
        for name in about:
            if name not in pack.questions and getattr(pack.clauses.get(name), "question", None) is None:
                refuse(f"`{name}` is no clause of {pack.id}; one of {', '.join(pack.clauses)}")
        question = policy.ask(pack, case_from(case_file, pack), chosen, about=about or ("disposition",))
    except policy.PolicyRefused as refused:
        refuse(str(refused))
    if form == "json":
        click.echo(json.dumps(question.as_dict() if question else None, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_told(question)))


def _told(question: Question | None) -> Iterator[str]:
    if question is None:
        yield "Nothing left to ask: no unknown fact can change the answer"
        return
    yield from textwrap.wrap(f"{question.text}  [{question.fact}]", 100)
    yield from textwrap.wrap(
        f"{question.why}. As things stand: {_said(question.now)}.", 100, initial_indent="  "
    )
    if question.why_costly:
        yield f"  Ask with care: {question.why_costly}."
    yield ""
    for outcome in question.outcomes:
        others = [_said(each) for each in outcome.could_become if each != outcome.answers]
        end = "" if outcome.settled else "; can become " + (", ".join(others))
        yield from textwrap.wrap(
            f"{outcome.value}: {_said(outcome.answers)}{end}",
            100,
            initial_indent="  ",
            subsequent_indent="    ",
        )
    yield ""
    others = [path for path in question.open_facts if path != question.fact]
    yield from textwrap.wrap("Could still matter too: " + (", ".join(others) or "nothing"), 100)


def _said(answers: Mapping[str, Any]) -> str:
    told = [
        "nothing to do" if answer is None else str(answer).replace("_", " ") for answer in answers.values()
    ]
    if len(told) == 1:
        return told[0]
    return ", ".join(f"{name} {answer}" for name, answer in zip(answers, told, strict=True))
