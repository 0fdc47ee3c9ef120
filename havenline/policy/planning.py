"""Which question to put first: where least is left to ask after it, a painful one counted dearer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from math import log2
from typing import Any

from havenline.policy.diagrams import Diagrams, Value
from havenline.policy.supposing import Unknown

# With so many facts open every order of asking is compared; with more the most telling question goes first.
FEW = 5
RARE = 0.05
Chances = dict[Value, float]


class Plan:
    """The order of asking for one drawing.

    costs: per level what asking its fact costs. weights: per level how likely each value is, the first (still
    unknown) left out.
    """

    def __init__(
        self,
        diagrams: Diagrams,
        unknown: Sequence[Unknown],
        costs: Sequence[int],
        weights: Sequence[Sequence[float]],
    ) -> None:
        self.diagrams, self.unknown, self.costs, self.weights = diagrams, unknown, costs, weights
        self._expected: dict[int, tuple[float, int]] = {}

    def best(self, drawn: int) -> tuple[int, float | None]:
        """The level to ask first, and the expected cost of all questions where it can be said."""
        open_levels = sorted(self.diagrams.support(drawn))
        if len(open_levels) <= FEW:
            expected, level = self.expected(drawn)
            return level, round(expected, 2)
        return self.most_telling(drawn, open_levels), None

    def most_telling(self, drawn: int, levels: Sequence[int]) -> int:
        """Of these levels the one whose fact tells most about the answer for what it costs."""
        gains = self.gains(drawn, levels)
        return max(levels, key=lambda level: (gains[level] / self.costs[level], -level))

    def expected(self, drawn: int) -> tuple[float, int]:
        """The least expected cost to the answer, and the level to begin with."""
        if drawn not in self._expected:
            open_levels = sorted(self.diagrams.support(drawn))
            tried = [(self._after(drawn, level) + self.costs[level], level) for level in open_levels]
            self._expected[drawn] = min(tried, default=(0.0, -1))
        return self._expected[drawn]

    def _after(self, drawn: int, level: int) -> float:
        weights = self.weights[level]
        after = [self.diagrams.given(drawn, level, index) for index in range(1, len(weights) + 1)]
        if self.unknown[level].fact.kind == "date":
            after = list(dict.fromkeys(after))  # days are told apart only by what they mean
            weights = [1 / len(after)] * len(after)
        return sum(weight * self.expected(each)[0] for weight, each in zip(weights, after, strict=True))

    def gains(self, drawn: int, open_levels: Sequence[int]) -> dict[int, float]:
        """Per level how much its fact tells about the answer, in bits, the others as likely either way."""
        nodes = sorted(self.diagrams.nodes(drawn), key=self.diagrams.level)
        chances = self._chances(drawn, nodes)
        reached: dict[int, float] = defaultdict(float, {drawn: 1.0})
        for node in nodes:
            for child, weight in zip(self.diagrams.children(node)[1:], self._weights(node), strict=True):
                reached[child] += reached[node] * weight
        whole = _entropy(chances[drawn])
        return {
            level: whole
            - self._left(
                level, [node for node in nodes if self.diagrams.level(node) == level], chances, reached, drawn
            )
            for level in open_levels
        }

    def _weights(self, node: int) -> Sequence[float]:
        return self.weights[self.diagrams.level(node)]

    def _chances(self, drawn: int, nodes: Sequence[int]) -> dict[int, Chances]:
        """Per diagram how likely each answer is."""
        chances: dict[int, Chances] = {}

        def of(diagram: int) -> Chances:
            if diagram not in chances:
                chances[diagram] = {self.diagrams.value(diagram): 1.0}
            return chances[diagram]

        for node in reversed(nodes):
            mixed: Chances = defaultdict(float)
            for child, weight in zip(self.diagrams.children(node)[1:], self._weights(node), strict=True):
                for answer, chance in of(child).items():
                    mixed[answer] += chance * weight
            chances[node] = dict(mixed)
        of(drawn)
        for node in nodes:
            for child in self.diagrams.children(node):
                of(child)
        return chances

    def _left(
        self,
        level: int,
        asked: Sequence[int],
        chances: dict[int, Chances],
        reached: dict[int, float],
        drawn: int,
    ) -> float:
        """The doubt that stays, in bits, once the fact of `level` is known."""
        elsewhere: Chances = defaultdict(float, chances[drawn])
        for node in asked:
            for answer, chance in chances[node].items():
                elsewhere[answer] -= reached[node] * chance
        left = 0.0
        for index, weight in enumerate(self.weights[level], 1):
            then: Chances = defaultdict(float, elsewhere)
            for node in asked:
                for answer, chance in chances[self.diagrams.children(node)[index]].items():
                    then[answer] += reached[node] * chance
            left += _entropy(then) * weight
        return left


def likely(unknown: Unknown, row: Mapping[str, Any], kept: Collection[int]) -> list[float]:
    """How likely each known value is held to be: alike, but for those the row of costs.yaml calls rare.

    kept: the numbers of the values that can be given; the others never come.
    """
    rare, below = row.get("rare", ()), row.get("rare_below")
    weights = [
        (RARE if value in rare or (below is not None and value < below) else 1.0) if number in kept else 0.0
        for number, value in enumerate(unknown.values[1:], 1)
    ]
    return [weight / (sum(weights) or 1.0) for weight in weights]


def _entropy(chances: Chances) -> float:
    return -sum(chance * log2(chance) for chance in chances.values() if chance > 1e-12)
