"""Why a decision came out as it did, as a tree: each answer tried, and under it only what settled it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from havenline.policy.conditions import Both, Constant, Either, Negation, Node, Quantified, Word
from havenline.policy.decision import scope_of
from havenline.policy.pack import Answer, Pack
from havenline.policy.scope import CaseScope, ItemScope
from havenline.policy.verdict import Found, Verdict
from havenline.policy.wording import Label, is_short, phrase, spaced

_DEEPEST = 12  # words that explain words; no pack needs half of it


@dataclass(frozen=True, slots=True)
class Ground:
    """One step of the reasons.

    text: in plain words. holds: yes, no or not known. grounds: what settled it, nothing else: of a false `all
    of these` the one that is false, of a true `at least one` the one that is true.
    """

    text: str
    holds: bool | None
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons of one question: `C1`, or `E1.C3` for an item. answer: as given. tried: one per answer
    tried, those that hold or may hold first, then those ruled out; both in the order of the rule."""

    question: str
    title: str
    answer: str
    tried: tuple[Ground, ...]


def why(
    pack: Pack,
    case: Mapping[str, Any],
    verdict: Verdict,
    readings: Mapping[str, str] | None = None,
    *,
    label: Label = str,
) -> tuple[Why, ...]:
    """The reasons of every clause, item and question of `verdict` that was asked, in that order.

    verdict: what `decide` gave for the same pack, case and readings. Raises ReadingUnknown.
    """
    scope = scope_of(pack, case, pack.in_effect(readings or {}))
    items = {item.id: item for item in scope.items()}
    told = []
    for name in _asked(pack, verdict, items):
        item, _, clause = name.rpartition(".")
        about = items[item] if item else scope
        told.append(_why(pack, name, pack.clauses.get(clause or name), verdict.tried[name], about, label))
    return tuple(told)


def _asked(pack: Pack, verdict: Verdict, items: Mapping[str, ItemScope]) -> Iterator[str]:
    of_items = [f"{item}.{clause}" for clause in pack.clauses for item in items]
    for name in ["disposition", *pack.clauses, *of_items]:
        if name in verdict.tried and verdict.tried[name].tried:
            yield name


def _why(pack: Pack, name: str, clause: Any, found: Found, scope: CaseScope | ItemScope, label: Label) -> Why:
    title = clause.title if clause else "What follows"
    grounds = [_answer(pack, answer, scope, label) for answer, _ in found.tried]
    grounds.sort(key=lambda ground: ground.holds is False)
    return Why(name, title, "nothing to do" if found.result is None else spaced(found.result), tuple(grounds))


def _answer(pack: Pack, answer: Answer, scope: CaseScope | ItemScope, label: Label) -> Ground:
    """An answer and why it holds or does not. Where it asks for `not a`, the truth of `a` is told."""
    holds = answer.when.judge(scope).value
    given = "nothing to do" if answer.result is None else spaced(answer.result)
    text = f"{given}: {answer.because}" if answer.because else given
    if isinstance(answer.when, Constant):
        return Ground(text, holds)
    told = answer.when.condition if isinstance(answer.when, Negation) else answer.when
    return Ground(text, holds, (_last(grounded(pack, told, scope, label=label)),))


def _last(ground: Ground) -> Ground:
    """Down a chain of single grounds to what is the case."""
    while len(ground.grounds) == 1 and ground.grounds[0].holds is ground.holds:
        ground = ground.grounds[0]
    return ground


def grounded(
    pack: Pack, node: Node, scope: CaseScope | ItemScope, *, label: Label = str, depth: int = 0
) -> Ground:
    """The truth of a condition here, with what settled it."""
    holds = node.judge(scope).value
    text = phrase(node, label=label)
    if depth >= _DEEPEST:
        return Ground(text, holds)
    if isinstance(node, Quantified):
        of_items = tuple(
            Ground(item.id, each.holds, (each,))
            for item in scope.items()
            for each in [grounded(pack, node.condition, item, label=label, depth=depth + 1)]
        )
        return Ground(text, holds, of_items)
    grounds = tuple(
        grounded(pack, part, about, label=label, depth=depth + 1)
        for part, about in _deciding(pack, node, scope, holds=holds)
    )
    if isinstance(node, Both | Either) and len(grounds) == 1:
        return grounds[0]  # one part settled it: what joins it to the others says nothing
    return Ground(text, holds, grounds)


def _deciding(
    pack: Pack, node: Node, scope: CaseScope | ItemScope, *, holds: bool | None
) -> Iterator[tuple[Node, Any]]:
    """The parts a truth rests on, each with the scope it was judged in."""
    if isinstance(node, Negation) and isinstance(node.condition, Word):
        node = node.condition
    if isinstance(node, Word):
        in_case = isinstance(scope, ItemScope) and node.name not in pack.item_words
        yield pack.words[node.name], scope.case if in_case else scope
        return
    parts = [] if is_short(node) else [*node.parts()]
    decisive = {Both: False, Either: True}.get(type(node))
    if holds is decisive and decisive is not None:
        parts = [part for part in parts if part.judge(scope).value is decisive][:1]
    elif holds is None:
        parts = [part for part in parts if part.judge(scope).value is None]
    yield from ((part, scope) for part in parts)
