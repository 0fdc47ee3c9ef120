"""Draws what a pack answers, as a diagram over the facts of one case that are not known yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any

from havenline.policy.conditions import (
    Answered,
    Both,
    Constant,
    Either,
    Modality,
    Nearness,
    Negation,
    Node,
    Order,
    Presence,
    Quantified,
    Reading,
    Tainted,
    Unsettled,
    Word,
)
from havenline.policy.diagrams import Diagrams, Value
from havenline.policy.pack import Clause, ItemRule, Pack, Question, spoken
from havenline.policy.scope import REPORT, CaseScope, ItemScope
from havenline.policy.supposing import Possibilities, Supposed, Unknown, paths_of, plain_scope, with_value

Scope = CaseScope | ItemScope


class Drawing:
    """One case under chosen readings. Leaves of a condition: True, False, None; of a question: its answers.

    The meaning of a single condition is the interpreter's: each is judged with its facts supposed.
    """

    def __init__(self, pack: Pack, case: Mapping[str, Any], readings: Mapping[str, str]) -> None:
        self.pack, self.case, self.readings = pack, case, readings
        self.diagrams = Diagrams()
        self.possible = Possibilities(pack, case, deciding(pack))
        self.scope = plain_scope(pack, case)
        self.unknown: list[Unknown] = []
        self._levels: dict[str, int] = {}
        self._drawn: dict[tuple[object, str], int] = {}
        self._taints: dict[str, int] | None = None
        self._scopes: dict[tuple[tuple[int, int], ...], CaseScope] = {}
        # Days have many values but few relations to one another: asked first, they fall together at once.
        for path in self.possible.unknown_dates():
            self.level(path)

    # Facts

    def level(self, path: str) -> int | None:
        """The level of an unknown fact; None when the fact is known or cannot be asked."""
        if path not in self._levels:
            unknown = self.possible.unknown(path)
            if unknown is None:
                return None
            self._levels[path] = len(self.unknown)
            self.unknown.append(unknown)
        return self._levels[path]

    def single(self, node: Node, scope: Scope) -> int:
        """One condition on facts: judged once for every way its unknown facts may turn out."""
        if isinstance(node, Presence) and "." not in node.path:
            return self.presence(node.path)
        paths = dict.fromkeys(
            scope.named(path) if path.startswith("item.") else path for path in paths_of(node)
        )
        levels = sorted(level for path in paths if (level := self.level(path)) is not None)
        drawn = self._judged(node, scope, levels)
        charged = self._levels.get("offense.charged_date")
        return self._only_when_charged(drawn, charged) if charged in levels and charged is not None else drawn

    def _judged(self, node: Node, scope: Scope, levels: list[int]) -> int:
        sizes = [range(len(self.unknown[level].values)) for level in levels]
        told = iter([self._told(node, scope, levels, indexes) for indexes in product(*sizes)])

        def build(depth: int) -> int:
            if depth == len(levels):
                return self.diagrams.leaf(next(told))
            return self.diagrams.node(levels[depth], [build(depth + 1) for _ in sizes[depth]])

        return build(0)

    def _told(self, node: Node, scope: Scope, levels: list[int], indexes: tuple[int, ...]) -> bool | None:
        chosen = list(zip(levels, indexes, strict=True))
        if isinstance(node, Order | Nearness) and isinstance(scope, CaseScope):
            days = {self.unknown[level].path: self.unknown[level].values[index] for level, index in chosen}
            return node.judge(Supposed(self.scope, days)).value
        supposed: Scope = self._supposed(tuple((level, index) for level, index in chosen if index))
        if isinstance(scope, ItemScope):
            supposed = next(item for item in supposed.items() if item.id == scope.id)
        return node.judge(supposed).value

    def _supposed(self, learned: tuple[tuple[int, int], ...]) -> CaseScope:
        """The case with these facts (level, number of the value) learned; made once, as it reads statutes."""
        if learned not in self._scopes:
            case = self.case
            for level, index in learned:
                case = with_value(case, self.unknown[level].path, self.unknown[level].values[index])
            self._scopes[learned] = plain_scope(self.pack, case)
        return self._scopes[learned]

    def _only_when_charged(self, drawn: int, dated: int) -> int:
        """A day of filing can stand in a case file only beside `offense.charged: true`."""
        undated = self.diagrams.given(drawn, dated, 0)
        level = self.level("offense.charged")
        if level is None:
            return drawn if self.scope.fact("offense.charged") is True else undated
        charged = self.diagrams.node(
            level, [self.diagrams.leaf(value is True) for value in self.unknown[level].values]
        )
        return self.chosen(charged, drawn, undated)

    def chosen(self, condition: int, when: int, otherwise: int) -> int:
        """`when` where the condition is True, else `otherwise`."""
        pair = self.diagrams.joined(when, otherwise, lambda one, other: (one, other))
        return self.diagrams.joined(
            condition,
            pair,
            lambda holds, both: both[0] if holds else both[1],  # type: ignore[index]
        )

    def presence(self, section: str) -> int:
        """Whether the case file says anything in this section; learning a fact of it says something."""
        if self.scope.given(section):
            return self.diagrams.leaf(value=True)
        known = []
        for path in self._paths_within(section):
            level = self.level(path)
            if level is not None:
                values = self.unknown[level].values
                known.append(
                    self.diagrams.node(level, [self.diagrams.leaf(each is not None) for each in values])
                )
        return self.diagrams.disjunction(known)

    def _paths_within(self, section: str) -> Iterable[str]:
        read = {path for node in self.possible.nodes for path in paths_of(node)}
        return sorted(path for path in read if path.startswith(f"{section}."))

    # Conditions

    def condition(self, node: Node, scope: Scope) -> int:
        """The diagram of a condition in this scope."""
        whose = scope.id if isinstance(scope, ItemScope) else ""
        key = (node, whose)
        if key not in self._drawn:
            self._drawn[key] = self._condition(node, scope)
        return self._drawn[key]

    def _condition(self, node: Node, scope: Scope) -> int:
        draw = self.diagrams
        match node:
            case Constant(value=value):
                return draw.leaf(value)
            case Both(conditions=parts):
                return draw.conjunction(self.condition(part, scope) for part in sorted(parts, key=_is_costly))
            case Either(conditions=parts):
                return draw.disjunction(self.condition(part, scope) for part in sorted(parts, key=_is_costly))
            case Negation(condition=part):
                return draw.negation(self.condition(part, scope))
            case Modality(condition=part, in_doubt=in_doubt):
                found = self.condition(part, scope)
                return draw.turned(found, lambda value: in_doubt if value is None else value)
            case Reading(interpretation=which, chosen=chosen):
                return draw.leaf(self.readings[which] in chosen)
            case Word(name=name):
                about = scope if name in self.pack.item_words or isinstance(scope, CaseScope) else scope.case
                return self.condition(self.pack.words[name], about)
            case Unsettled():
                return draw.leaf(None)
            case Quantified(condition=part, universal=universal):
                each = [self.condition(part, item) for item in self.scope.items()]
                return draw.conjunction(each) if universal else draw.disjunction(each)
            case Answered(question=question, answers=answers):
                drawn = (
                    self.item_answer(scope, question)
                    if isinstance(scope, ItemScope)
                    else self.answer(question)
                )
                return draw.turned(drawn, lambda value: spoken(value) in answers)
            case Tainted():
                return self.taints()[scope.id] if isinstance(scope, ItemScope) else draw.leaf(value=False)
        return self.single(node, scope)

    # Questions

    def answer(self, name: str) -> int:
        """The diagram of a question or clause: its answer in every way the case may turn out."""
        key = (name, "answer")
        if key not in self._drawn:
            clause = self.pack.clauses.get(name)
            if clause is None:
                self._drawn[key] = self.asked(self.pack.questions[name], self.scope)
            else:
                self._drawn[key] = self._clause(clause)
        return self._drawn[key]

    def _clause(self, clause: Clause) -> int:
        assert clause.question is not None
        alone = self.asked(clause.question, self.scope)
        if clause.items is None or not self.scope.items():
            return alone
        return self._ranked(clause.items, alone)

    def item_answer(self, scope: ItemScope, name: str) -> int:
        """The answer of a clause for one item, or the clause's own where it does not answer items."""
        clause = self.pack.clauses.get(name)
        if clause is None or clause.items is None:
            return self.answer(name)
        return self.asked(clause.items.question, scope)

    def _ranked(self, rule: ItemRule, alone: int) -> int:
        draw = self.diagrams
        counted = draw.leaf(frozenset())
        for item in self.scope.items():
            counts = self.condition(rule.counts, item)
            result = draw.joined(
                counts,
                self.asked(rule.question, item),
                lambda holds, given: frozenset() if holds is False else frozenset({given}),
            )
            counted = draw.joined(counted, result, _union)
        return draw.joined(
            counted,
            alone,
            lambda results, own: next((each for each in rule.rank if each in results), own),  # type: ignore[operator]
        )

    def asked(self, question: Question, scope: Scope) -> int:
        """As the interpreter: the open answers until one certainly holds; if they differ, the doubt."""
        draw = self.diagrams
        open_answers = draw.leaf(frozenset())
        for answer in reversed(question.answers):
            holds = self.condition(answer.when, scope)
            open_answers = draw.joined(
                holds, open_answers, _tried(answer.result), decisive=lambda value: value is True
            )
        return draw.turned(open_answers, lambda each: next(iter(each)) if len(each) == 1 else question.doubt)  # type: ignore[arg-type,call-overload]

    # Taint: the same fixpoint as `taint`, grown over diagrams.

    def taints(self) -> Mapping[str, int]:
        """Per item whether it is tainted, at the best and at the worst of what is not known."""
        if self._taints is None:
            best, worst = self._barred(doubt=False), self._barred(doubt=True)
            self._taints = {
                item: self.diagrams.joined(
                    best[item],
                    worst[item],
                    lambda sure, perhaps: True if sure else None if perhaps else False,
                )
                for item in best
            }
        return self._taints

    def _barred(self, *, doubt: bool) -> dict[str, int]:
        draw, rule = self.diagrams, self.pack.taint
        items = {item.id: item for item in self.scope.items()}
        if rule is None:
            return {name: draw.leaf(value=False) for name in items}
        settled = {
            name: (
                self._settled(rule.given, item, doubt=doubt),
                self._settled(rule.because, item, doubt=doubt),
                self._settled(rule.lifted, item, doubt=not doubt),
            )
            for name, item in items.items()
        }
        clean = dict.fromkeys([*items, REPORT], draw.leaf(value=False))
        for _ in range(len(items) + 1):
            clean |= {name: self._clean(item, settled[name], clean) for name, item in items.items()}
        return {name: draw.negation(clean[name]) for name in items}

    def _settled(self, node: Node, item: ItemScope, *, doubt: bool) -> int:
        return self.diagrams.turned(
            self.condition(node, item), lambda value: doubt if value is None else value
        )

    def _clean(self, item: ItemScope, settled: tuple[int, int, int], clean: Mapping[str, int]) -> int:
        """An item is clean if lifted, or not given by the person and found on some way that is clean."""
        draw = self.diagrams
        given, because, lifted = settled
        found = draw.disjunction(
            self.chosen(
                because, self._through(item, clean, because=True), self._through(item, clean, because=False)
            )
            for _ in (0,)
        )
        return draw.disjunction([lifted, draw.conjunction([draw.negation(given), found])])

    def _through(self, item: ItemScope, clean: Mapping[str, int], *, because: bool) -> int:
        draw = self.diagrams
        routes = item.routes(because_of_report=because)
        if not routes:
            return draw.leaf(value=True)
        return draw.disjunction(
            draw.conjunction([clean.get(str(parent), draw.leaf(value=False)) for parent in route.parents])
            for route in routes
            if not route.independent or route.approved
        )


def _is_costly(node: Node) -> bool:
    """Readings and constants first: where one of them settles a condition, the rest is not drawn."""
    return not isinstance(node, Reading | Constant)


def _union(one: Value, other: Value) -> Value:
    assert isinstance(one, frozenset)
    assert isinstance(other, frozenset)
    return one | other


def _tried(result: object) -> Callable[[Value, Value], Value]:
    def meet(holds: Value, rest: Value) -> Value:
        if holds is True:
            return frozenset({result})
        assert isinstance(rest, frozenset)
        return rest if holds is False else rest | {result}

    return meet


def deciding(pack: Pack) -> Iterable[Node]:
    """Every condition that can decide an answer."""
    yield from pack.words.values()
    for clause in pack.clauses.values():
        questions = [clause.question, clause.items.question if clause.items else None]
        yield from (answer.when for each in questions if each for answer in each.answers)
        if clause.items:
            yield clause.items.counts
    for question in pack.questions.values():
        yield from (answer.when for answer in question.answers)
    if pack.taint:
        yield from (pack.taint.given, pack.taint.because, pack.taint.lifted)
