"""Two rails for every condition: certainly true and certainly false; where neither holds, it is unknown.

One walk of the tree serves the bit masks and the formulas; they differ only in what a rail is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from havenline.policy.conditions import Answered, Both, Constant, Either, Modality, Negation, Node, Word
from havenline.policy.forms.reduction import Asked, Reduced

B = TypeVar("B")


class Algebra(Protocol[B]):
    """What a rail is made of: bits of a column, a formula."""

    def constant(self, value: object) -> B:
        """The rail that is everywhere so (truthy) or nowhere (falsy)."""

    def both(self, parts: Sequence[B]) -> B:
        """Where all parts hold."""

    def either(self, parts: Sequence[B]) -> B:
        """Where some part holds."""

    def opposite(self, part: B) -> B:
        """Where it does not hold."""


class Rails(NamedTuple, Generic[B]):
    """Where a condition is certainly true and where certainly false; never both."""

    certain: B
    refuted: B


class Walk(Generic[B]):
    """The rails of every condition of a reduced pack.

    atom: the rails of a condition that looks at facts. A word and a question are worked out once.
    """

    def __init__(self, pack: Reduced, algebra: Algebra[B], atom: Callable[[Node], Rails[B]]) -> None:
        self.pack, self.algebra, self._atom = pack, algebra, atom
        self._seen: dict[Node, Rails[B]] = {}
        self._asked: dict[str, Mapping[str, B]] = {}

    def rails(self, node: Node) -> Rails[B]:
        """Certainly true, certainly false."""
        if node not in self._seen:
            self._seen[node] = self._worked_out(node)
        return self._seen[node]

    def _worked_out(self, node: Node) -> Rails[B]:
        algebra = self.algebra
        match node:
            case Constant(value=value):
                return Rails(algebra.constant(value), algebra.constant(not value))
            case Both(conditions=parts):
                every = [self.rails(part) for part in parts]
                return Rails(
                    algebra.both([each.certain for each in every]),
                    algebra.either([each.refuted for each in every]),
                )
            case Either(conditions=parts):
                every = [self.rails(part) for part in parts]
                return Rails(
                    algebra.either([each.certain for each in every]),
                    algebra.both([each.refuted for each in every]),
                )
            case Negation(condition=inner):
                found = self.rails(inner)
                return Rails(found.refuted, found.certain)
            case Modality(condition=inner, in_doubt=True):
                refuted = self.rails(inner).refuted
                return Rails(algebra.opposite(refuted), refuted)
            case Modality(condition=inner):
                certain = self.rails(inner).certain
                return Rails(certain, algebra.opposite(certain))
            case Word(name=name):
                return self.rails(self.pack.words[name])
            case Answered(question=question, answers=answers):
                given = [held for result, held in self.results(question).items() if result in answers]
                told = algebra.either(given) if given else algebra.constant(0)
                return Rails(told, algebra.opposite(told))
        return self._atom(node)

    def results(self, question: str) -> Mapping[str, B]:
        """Per answer of the question where it is given. Everywhere exactly one is."""
        if question not in self._asked:
            self._asked[question] = self._answers(self.pack.questions[question])
        return self._asked[question]

    def _answers(self, asked: Asked) -> Mapping[str, B]:
        """The answers in order: each that may hold stays open until one certainly does; one open answer is
        given, several are the doubt."""
        algebra = self.algebra
        opened: dict[str, list[B]] = {}
        going_on: list[B] = []  # no earlier answer was certain
        for result, when in asked.answers:
            rails = self.rails(when)
            may_hold = algebra.both([*going_on, algebra.opposite(rails.refuted)])
            opened.setdefault(result, []).append(may_hold)
            going_on = [algebra.both([*going_on, algebra.opposite(rails.certain)])]
        possible = {result: algebra.either(ways) for result, ways in opened.items()}
        alone = {
            result: algebra.both(
                [held, *(algebra.opposite(other) for name, other in possible.items() if name != result)]
            )
            for result, held in possible.items()
        }
        several = algebra.opposite(algebra.either(list(alone.values())))
        own = alone.get(asked.doubt)
        alone[asked.doubt] = several if own is None else algebra.either([own, several])
        return {result: alone[result] for result in asked.results}
