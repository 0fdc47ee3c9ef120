"""Every answer of a pack is given to somebody: by a case Z3 finds, or by one the pack has worked out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from havenline.policy.casefile import read_case
from havenline.policy.conditions import Node, Word, walk
from havenline.policy.decision import decide
from havenline.policy.forms.formulas import Formulas
from havenline.policy.forms.logic import Formula
from havenline.policy.forms.reduction import question
from havenline.policy.pack import Answer, Pack, Question, spoken
from havenline.policy.worked import WorkedCase, worked


class Some(Protocol):
    """Whether there is a case where all of this holds."""

    def __call__(self, *where: Formula, default: bool) -> bool:
        """default: under the default readings; else under any."""


def dead(pack: Pack, made: Formulas, some: Some) -> Iterator[tuple[str, str]]:
    """Per answer never given its clause and a sentence; and each word that no condition uses."""
    sought = [
        _Sought(name, answer)
        for name in made.pack.wanted
        if not name.startswith("promise ")
        for place, answer in enumerate(question(pack, name).answers)
        if not _found(made, name, place, some)
    ]
    for name, clause in pack.clauses.items():
        sought += [
            _Sought(name, each, of_item=True)
            for each in (clause.items.question.answers if clause.items else ())
        ]
    for each in _never_shown(pack, sought):
        whom = "No item" if each.of_item else "Nobody"
        told = f"{whom} is ever answered `{spoken(each.answer.result)}` by {each.name}"
        yield each.name, f"{told} where `{each.answer.condition}`."
    used = _used(pack)
    for word in pack.words:
        if word not in used:
            yield word, f"The word `{word}` is used by no condition."


@dataclass(frozen=True, slots=True)
class _Sought:
    """An answer that no case without evidence comes to."""

    name: str
    answer: Answer
    of_item: bool = False


def _found(made: Formulas, name: str, place: int, some: Some) -> bool:
    """Whether a case without evidence comes to this answer first, everything before it certainly not so."""
    asked = made.pack.questions[name]
    if place not in asked.places:
        return False
    at = asked.places.index(place)
    rails = [made.rails(when) for _, when in asked.answers[: at + 1]]
    where = [*(each.refuted for each in rails[:-1]), rails[-1].certain]
    return some(*where, default=True) or some(*where, default=False)


def _never_shown(pack: Pack, sought: list[_Sought]) -> list[_Sought]:
    """Those no worked case with evidence comes to either; without evidence Z3 finds whatever there is."""
    left = sought
    for case in worked(pack.id) if sought else ():
        if not left:
            break
        for each in filter(None, (case, case.alternative) if case.case.get("evidence") else ()):
            given = _given(pack, each)
            left = [one for one in left if not any(one.answer is answer for answer in given[one.of_item])]
    return left


def _given(pack: Pack, case: WorkedCase) -> tuple[list[Answer], list[Answer]]:
    """The answers the case comes to, and those its items come to."""
    read = read_case(json.dumps(case.case), also=pack.also)
    told: tuple[list[Answer], list[Answer]] = ([], [])
    for name, found in decide(pack, read, readings=case.readings).tried.items():
        certain = [answer for answer, truth in found.tried if truth.value]
        if certain and found.result == certain[-1].result:
            told["." in name].append(certain[-1])
    return told


def _used(pack: Pack) -> set[str]:
    tops = [*pack.words.values(), *(when for each in pack.collected.values() for _, when in each.entries)]
    if pack.taint:
        tops += [pack.taint.given, pack.taint.because, pack.taint.lifted]
    for clause in pack.clauses.values():
        for asked in (clause.question, clause.items.question if clause.items else None):
            tops += _conditions(asked)
        tops += [clause.items.counts] if clause.items else []
    for asked in pack.questions.values():
        tops += _conditions(asked)
    return {node.name for top in tops for node in walk(top) if isinstance(node, Word)}


def _conditions(asked: Question | None) -> list[Node]:
    if asked is None:
        return []
    return [
        *(answer.when for answer in asked.answers),
        *(when for _, when in asked.leans),
        *(when for _, when in asked.lacks),
    ]
