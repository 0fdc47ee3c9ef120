"""A pack on cases with evidence items, made into one without: so that formulas can speak of it.

One item stands for each there may be. What only all items together settle (`item.tainted`, `for item in
evidence`, which of the items' answers the clause gives) becomes a fact that says anything it may.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from havenline.policy.conditions import (
    Answered,
    Both,
    Constant,
    Either,
    Membership,
    Modality,
    Negation,
    Node,
    Presence,
    Quantified,
    Tainted,
    walk,
)
from havenline.policy.forms.logic import ALWAYS, Formula
from havenline.policy.forms.variables import Variables
from havenline.policy.pack import Answer, Clause, Pack, Question
from havenline.policy.vocabulary import Fact, resolved, schema

TAINTED = Fact("also.tainted", "bool")
OF_ITEM = " of an item"
UNCOUNTED = "no_item_counts"
TAINT = ("given", "because", "lifted")


def quantified_in(pack: Pack) -> list[Quantified]:
    """Every `any` and `all` of a pack, in its order."""
    found = [node for top in _tops(pack) for node in walk(top) if isinstance(node, Quantified)]
    return list(dict.fromkeys(found))


def _tops(pack: Pack) -> Iterator[Node]:
    yield from pack.words.values()
    asked = [*(clause.question for clause in pack.clauses.values()), *pack.questions.values()]
    for each in filter(None, asked):
        yield from (answer.when for answer in each.answers)


def yes_or_no(name: str, node: Node) -> Question:
    """A question that answers `yes`, `no` or `unknown` as the condition does."""
    return Question(
        name, (Answer("yes", node, "", ""), Answer("no", Constant(value=True), "", "")), "unknown"
    )


def with_lists(pack: Pack) -> Pack:
    """The pack with a question for each entry of its lists."""
    asked = {
        f"{name} {place} {entry}": yes_or_no(f"{name} {place} {entry}", Modality(when, in_doubt=False))
        for name, collected in pack.collected.items()
        for place, (entry, when) in enumerate(collected.entries)
    }
    return replace(pack, questions={**pack.questions, **asked})


def given_by(clause: str) -> str:
    """The fact that says which answer of its items a clause gives; `UNCOUNTED` where none speaks for it."""
    return f"also.{clause.lower()}_given"


def with_items(pack: Pack, stand_in: Mapping[Quantified, str]) -> Pack:
    """The pack on cases with items. stand_in: per `any` and `all` the fact that stands for it.

    It asks `C3 of an item`, `taint given`, `counts C4` and, by the name of its fact, what is put to each item
    by an `any` or `all`.
    """
    making = _Making(pack, stand_in)
    ruled = {name: clause.items for name, clause in pack.clauses.items() if clause.items}
    facts = [TAINTED, *(Fact(path, "bool") for path in stand_in.values())]
    facts += [Fact(given_by(name), "enum", (*rule.rank, UNCOUNTED)) for name, rule in ruled.items()]
    asked = {name: making.question(each) for name, each in pack.questions.items()}
    trits = {f"counts {name}": rule.counts for name, rule in ruled.items()}
    trits |= {f"taint {part}": getattr(pack.taint, part) for part in TAINT if pack.taint}
    trits |= {path: node.condition for node, path in stand_in.items()}
    asked |= {name: yes_or_no(name, making.node(node, of_item=True)) for name, node in trits.items()}
    for name, rule in ruled.items():
        asked[name + OF_ITEM] = making.question(rule.question, of_item=True)
    return replace(
        pack,
        clauses={name: making.clause(clause) for name, clause in pack.clauses.items()},
        questions=asked,
        words={name: making.node(node, of_item=name in pack.item_words) for name, node in pack.words.items()},
        also={**pack.also, **{each.path: each for each in facts}},
    )


class _Making:
    """Writes conditions anew: what all items together settle becomes a fact."""

    def __init__(self, pack: Pack, stand_in: Mapping[Quantified, str]) -> None:
        self.stand_in = stand_in
        self.ruled = {name for name, clause in pack.clauses.items() if clause.items}

    def clause(self, clause: Clause) -> Clause:
        if clause.question is None:
            return clause
        asked = self.question(clause.question)
        if clause.items:
            path = given_by(clause.id)
            given = [Answer(each, Membership(path, frozenset({each})), "", "") for each in clause.items.rank]
            asked = replace(asked, answers=(*given, *asked.answers))
        return replace(clause, question=asked)

    def question(self, asked: Question, *, of_item: bool = False) -> Question:
        answers = tuple(replace(each, when=self.node(each.when, of_item=of_item)) for each in asked.answers)
        return replace(asked, answers=answers, leans=(), lacks=())

    def node(self, node: Node, *, of_item: bool = False) -> Node:
        match node:
            case Quantified():
                return Membership(self.stand_in[node], frozenset({True}))
            case Tainted():
                return Membership(TAINTED.path, frozenset({True}))
            case Presence(path="evidence", known=False):
                return Constant(value=True)
            case Answered(question=asked, answers=answers) if of_item and asked in self.ruled:
                return Answered(asked + OF_ITEM, answers)
            case Both(parts) | Either(parts):
                return type(node)(tuple(self.node(part, of_item=of_item) for part in parts))
            case Negation(inner):
                return Negation(self.node(inner, of_item=of_item))
            case Modality(inner, in_doubt):
                return Modality(self.node(inner, of_item=of_item), in_doubt)
        return node


class ItemVariables(Variables):
    """The facts of one item beside those of the case."""

    def look(self, path: str) -> None:
        """An item is always given here."""
        if path != "item":
            super().look(path)

    def given(self, path: str) -> Formula:
        """As of the case."""
        return ALWAYS if path == "item" else super().given(path)

    def _node(self, path: str) -> Mapping[str, Any]:
        if not path.startswith("item."):
            return super()._node(path)
        return resolved(schema()["$defs"]["item"]["properties"][path[5:]])
