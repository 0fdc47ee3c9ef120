"""Decision diagrams over facts with few values each: one shape per function, so that a fact which can change
the answer is a fact that stands in the diagram."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence

Value = Hashable
END = 1 << 30  # the level of a leaf: below every fact


class Diagrams:
    """Ordered, reduced, shared diagrams. A diagram is an int; equal functions have equal ints.

    A level is the place of a fact in the order of asking; the children of a node stand in the order of that
    fact's values.
    """

    def __init__(self) -> None:
        self._levels: list[int] = []
        self._children: list[tuple[int, ...]] = []
        self._values: list[Value] = []
        self._unique: dict[tuple[int, Hashable], int] = {}

    def leaf(self, value: Value) -> int:
        """The diagram that always says `value`."""
        return self._made(END, (), value)

    def node(self, level: int, children: Sequence[int]) -> int:
        """The diagram that asks the fact of `level` first. Where it makes no difference it is not asked."""
        if len(set(children)) == 1:
            return children[0]
        return self._made(level, tuple(children), None)

    def _made(self, level: int, children: tuple[int, ...], value: Value) -> int:
        key = (level, children if level != END else (type(value), value))
        if key not in self._unique:
            self._unique[key] = len(self._levels)
            self._levels.append(level)
            self._children.append(children)
            self._values.append(value)
        return self._unique[key]

    def level(self, diagram: int) -> int:
        """The level asked first; END for a leaf."""
        return self._levels[diagram]

    def children(self, diagram: int) -> tuple[int, ...]:
        """The diagrams after each value of the fact asked first."""
        return self._children[diagram]

    def value(self, leaf: int) -> Value:
        """What a leaf says."""
        return self._values[leaf]

    def turned(self, diagram: int, change: Callable[[Value], Value]) -> int:
        """The diagram with every leaf changed."""
        seen: dict[int, int] = {}

        def visit(each: int) -> int:
            if each not in seen:
                if self._levels[each] == END:
                    seen[each] = self.leaf(change(self._values[each]))
                else:
                    after = {child: visit(child) for child in set(self._children[each])}
                    seen[each] = self.node(
                        self._levels[each], [after[child] for child in self._children[each]]
                    )
            return seen[each]

        return visit(diagram)

    def joined(
        self,
        one: int,
        other: int,
        meet: Callable[[Value, Value], Value],
        *,
        decisive: Callable[[Value], bool] = lambda _: False,
    ) -> int:
        """The diagram that says what `meet` makes of both. decisive: a leaf of `one` that settles it alone;
        `meet` is then asked with None for the other."""
        seen: dict[tuple[int, int], int] = {}
        levels, children, values = self._levels, self._children, self._values

        def visit(a: int, b: int) -> int:
            found = seen.get((a, b))
            if found is not None:
                return found
            level_a, level_b = levels[a], levels[b]
            if level_a == END and decisive(values[a]):
                made = self.leaf(meet(values[a], None))
            elif level_a == END and level_b == END:
                made = self.leaf(meet(values[a], values[b]))
            elif level_a < level_b:
                after = {child: visit(child, b) for child in set(children[a])}
                made = self.node(level_a, [after[child] for child in children[a]])
            elif level_b < level_a:
                after = {child: visit(a, child) for child in set(children[b])}
                made = self.node(level_b, [after[child] for child in children[b]])
            else:
                pairs = list(zip(children[a], children[b], strict=True))
                both = {pair: visit(*pair) for pair in set(pairs)}
                made = self.node(level_a, [both[pair] for pair in pairs])
            seen[a, b] = made
            return made

        return visit(one, other)

    def given(self, diagram: int, level: int, index: int) -> int:
        """The diagram once the fact of `level` has its value number `index`."""
        seen: dict[int, int] = {}

        def visit(each: int) -> int:
            if self._levels[each] > level:
                return each
            if each not in seen:
                if self._levels[each] == level:
                    seen[each] = self._children[each][index]
                else:
                    seen[each] = self.node(
                        self._levels[each], [visit(child) for child in self._children[each]]
                    )
            return seen[each]

        return visit(diagram)

    def narrowed(self, diagram: int, level: int, kept: Collection[int]) -> int:
        """The diagram where of the fact of `level` all values but those numbered `kept` are as the first."""
        seen: dict[int, int] = {}

        def visit(each: int) -> int:
            if self._levels[each] > level:
                return each
            if each not in seen:
                children = self._children[each]
                if self._levels[each] == level:
                    after = [child if index in kept else children[0] for index, child in enumerate(children)]
                else:
                    after = [visit(child) for child in children]
                seen[each] = self.node(self._levels[each], after)
            return seen[each]

        return visit(diagram)

    def nodes(self, diagram: int) -> Iterator[int]:
        """Every inner node reached, each once."""
        waiting, seen = [diagram], {diagram}
        while waiting:
            each = waiting.pop()
            if self._levels[each] == END:
                continue
            yield each
            fresh = set(self._children[each]) - seen
            seen |= fresh
            waiting += fresh

    def support(self, diagram: int) -> set[int]:
        """The levels that can change what the diagram says."""
        return {self._levels[node] for node in self.nodes(diagram)}

    def conjunction(self, parts: Iterable[int]) -> int:
        """Kleene `and`: False settles it, None is unknown."""
        return self._folded(parts, settles=False)

    def disjunction(self, parts: Iterable[int]) -> int:
        """Kleene `or`: True settles it, None is unknown."""
        return self._folded(parts, settles=True)

    def negation(self, part: int) -> int:
        """Kleene `not`."""
        return self.turned(part, lambda value: None if value is None else not value)

    def _folded(self, parts: Iterable[int], *, settles: bool) -> int:
        def meet(one: Value, other: Value) -> Value:
            if one is settles or other is settles:
                return settles
            return None if one is None or other is None else not settles

        found, settled = self.leaf(not settles), self.leaf(settles)
        for part in parts:
            if settled in (found, part):
                return settled
            found = self.joined(found, part, meet, decisive=lambda value: value is settles)
        return found
