"""Packs cut down to one condition or one chain of answers, where words and other answers are facts of their
own: so every state of what stands directly in it can be tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from havenline.policy import Pack
from havenline.policy.conditions import (
    Answered,
    Constant,
    Membership,
    Negation,
    Node,
    Quantified,
    Reading,
    Word,
    walk,
)
from havenline.policy.decision import asked
from havenline.policy.forms.reduction import question
from havenline.policy.pack import Answer, Question, spoken
from havenline.policy.scope import CaseScope
from havenline.policy.vocabulary import Fact

PROBE = "probe"
ALWAYS = Constant(value=True)


@dataclass(frozen=True)
class Unit:
    """One condition of a pack with where it stands: `word reported`, `C2, answer 3`."""

    place: str
    node: Node


def units(pack: Pack) -> Iterator[Unit]:
    """Every condition of the pack that a case without evidence can meet: words, answers, things not met."""
    for name, meaning in pack.words.items():
        if name not in pack.item_words:
            yield Unit(f"word {name}", meaning)
    for name in asked_questions(pack):
        asks = question(pack, name)
        for number, answer in enumerate(asks.answers):
            yield Unit(f"{name}, answer {number}", answer.when)
        for path, when in asks.lacks:
            yield Unit(f"{name}, lacks {path}", when)


def asked_questions(pack: Pack) -> list[str]:
    """Every clause that answers, and every question."""
    return [*(name for name, clause in pack.clauses.items() if clause.question), *pack.questions]


def readings_of(pack: Pack, node: Node) -> list[dict[str, str]]:
    """The readings that stand in the condition itself: every combination of them, the defaults first."""
    which = sorted({part.interpretation for part in walk(node) if isinstance(part, Reading)})
    choices = [_default_first(pack, each) for each in which]
    return [dict(zip(which, chosen, strict=True)) for chosen in itertools.product(*choices)]


def _default_first(pack: Pack, which: str) -> list[str]:
    reading = pack.readings[which]
    return sorted(reading.texts, key=lambda each: each != reading.default)


def probe(pack: Pack, node: Node) -> Pack:
    """The pack that only asks whether the condition holds: `yes`, `no`, or the doubt `unknown`."""
    asks = Question(
        PROBE,
        (Answer("yes", node, "", ""), Answer("no", ALWAYS, "", "")),
        "unknown",
    )
    return _only(pack, [asks], [node])


def chain(pack: Pack, name: str) -> Pack:
    """The pack that only asks one question, each of whose conditions has become a fact of its own."""
    asks = question(pack, name)
    answers = tuple(
        answer if answer.when == ALWAYS else replace(answer, when=_fact_of(f"a{number}"))
        for number, answer in enumerate(asks.answers)
    )
    made = Question(PROBE, answers, asks.doubt)
    also = {f"also.a{number}": _yes_or_no(f"a{number}") for number in range(len(answers))}
    return replace(pack, clauses={}, questions={PROBE: made}, words={}, also=also)


def _only(pack: Pack, asks: list[Question], nodes: list[Node]) -> Pack:
    parts = [part for node in nodes for part in walk(node) if not isinstance(node, Quantified)]
    words = {part.name: part for part in parts if isinstance(part, Word)}
    others = {part.question for part in parts if isinstance(part, Answered)}
    also = {f"also.{name}": _yes_or_no(name) for name in words}
    stubs = []
    for name in sorted(others):
        stub = _stub(pack, name)
        stubs.append(stub)
        values = tuple(dict.fromkeys(spoken(answer.result) for answer in stub.answers))
        also[f"also.{name}"] = Fact(f"also.{name}", "enum", values)
    # Twice negated, so that the word stays a word in every form.
    meanings: dict[str, Node] = {name: Negation(Negation(_fact_of(name))) for name in words}
    return replace(
        pack,
        clauses={},
        questions={each.id: each for each in [*stubs, *asks]},
        words=meanings,
        also={**pack.also, **also},
    )


def _stub(pack: Pack, name: str) -> Question:
    """A question that gives each of its answers when the case file says so."""
    asks = question(pack, name)
    results = list(dict.fromkeys([*(answer.result for answer in asks.answers), asks.doubt]))
    answers = [
        Answer(result, Membership(f"also.{name}", frozenset({spoken(result)})), "", "")
        for result in results[:-1]
    ]
    return Question(name, (*answers, Answer(results[-1], ALWAYS, "", "")), asks.doubt)


def _fact_of(name: str) -> Membership:
    return Membership(f"also.{name}", frozenset({True}))


def _yes_or_no(name: str) -> Fact:
    return Fact(f"also.{name}", "bool")


def interpreted(
    pack: Pack, case: Mapping[str, Any], readings: Mapping[str, str]
) -> tuple[str, tuple[str, ...]]:
    """What the interpreter answers to the probe, and what it says is missing."""

    def answer(name: str) -> str:
        return spoken(asked(pack.questions[name], scope).result)

    scope = CaseScope(pack, case, readings, answer, lambda _, name: answer(name))
    found = asked(pack.questions[PROBE], scope)
    return spoken(found.result), found.missing
