"""What a condition can say: a closed set of nodes, each judged in three values with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from havenline.policy.judgement import FALSE, TRUE, Judgement, every, negated, some

# What a case must be able to say for a condition to be judged on it.


class Scope(Protocol):
    """One case (or one evidence item of it) under chosen readings."""

    def fact(self, path: str) -> object:
        """The value of a fact; None when unknown."""

    def named(self, path: str) -> str:
        """The path as the person filling in the case file would write it: `evidence.E1.kind`."""

    def word(self, name: str) -> Judgement:
        """The judgement of a word the pack defines."""

    def reading(self, interpretation: str) -> str:
        """The reading in force."""

    def answer(self, question: str) -> str:
        """The answer of a clause or another question of the pack."""

    def given(self, section: str) -> bool:
        """Whether the case file holds this section or key at all."""

    def listed(self, path: str, table: str) -> bool | None:
        """Whether the statute or value of this fact stands in a table of the pack."""

    def items(self) -> Iterable[Scope]:
        """One scope per evidence item."""

    def tainted(self) -> Judgement:
        """Whether the item this scope is about comes from the person's information, by `taint`."""


class Node(Protocol):
    """A condition that can be judged. Every form of the engine is generated from these nodes."""

    def judge(self, scope: Scope) -> Judgement:
        """The truth of the condition in this scope, with its reasons."""

    def parts(self) -> Iterable[Node]:
        """The conditions it is made of."""


@dataclass(frozen=True, slots=True)
class Constant:
    """`true` or `false`."""

    value: bool

    def judge(self, scope: Scope) -> Judgement:
        return TRUE if self.value else FALSE

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Both:
    """`a and b and ...`"""

    conditions: tuple[Node, ...]

    def judge(self, scope: Scope) -> Judgement:
        return every(condition.judge(scope) for condition in self.conditions)

    def parts(self) -> Iterable[Node]:
        return self.conditions


@dataclass(frozen=True, slots=True)
class Either:
    """`a or b or ...`"""

    conditions: tuple[Node, ...]

    def judge(self, scope: Scope) -> Judgement:
        return some(condition.judge(scope) for condition in self.conditions)

    def parts(self) -> Iterable[Node]:
        return self.conditions


@dataclass(frozen=True, slots=True)
class Negation:
    """`not a`"""

    condition: Node

    def judge(self, scope: Scope) -> Judgement:
        return negated(self.condition.judge(scope))

    def parts(self) -> Iterable[Node]:
        return (self.condition,)


@dataclass(frozen=True, slots=True)
class Membership:
    """`report.made`, `person.role == victim`, `person.role in [victim, witness]`: one fact against legal
    values."""

    path: str
    values: frozenset[object]

    def judge(self, scope: Scope) -> Judgement:
        value, name = scope.fact(self.path), scope.named(self.path)
        if value is None:
            return Judgement(None, missing=(name,))
        return Judgement(value in self.values, facts=(name,))

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Order:
    """`offense.date <= report.date`, `person.age < 18`. Dates are ISO text, whose order is that of the
    days."""

    left: str
    sign: str
    right: str | int
    right_is_fact: bool

    def judge(self, scope: Scope) -> Judgement:
        paths = [self.left, str(self.right)] if self.right_is_fact else [self.left]
        missing = tuple(scope.named(path) for path in paths if scope.fact(path) is None)
        if missing:
            return Judgement(None, missing=missing)
        left = scope.fact(self.left)
        right = scope.fact(str(self.right)) if self.right_is_fact else self.right
        return Judgement(_ordered(left, self.sign, right), facts=tuple(scope.named(path) for path in paths))

    def parts(self) -> Iterable[Node]:
        return ()


def _ordered(left: object, sign: str, right: object) -> bool:
    smaller, equal = bool(left < right), left == right  # type: ignore[operator]
    return {
        "<": smaller,
        "<=": smaller or equal,
        ">": not smaller and not equal,
        ">=": not smaller,
        "==": equal,
    }[sign]


@dataclass(frozen=True, slots=True)
class Nearness:
    """`within_days(offense.date, report.crime_date, 1)`: at most so many days apart, either way."""

    left: str
    right: str
    days: int

    def judge(self, scope: Scope) -> Judgement:
        paths = (self.left, self.right)
        missing = tuple(scope.named(path) for path in paths if scope.fact(path) is None)
        if missing:
            return Judgement(None, missing=missing)
        one, other = (date.fromisoformat(str(scope.fact(path))) for path in paths)
        return Judgement(abs((one - other).days) <= self.days, facts=tuple(map(scope.named, paths)))

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Contains:
    """`address in request.wants`, `empty(training.developed_with)` (member None)."""

    path: str
    member: str | None

    def judge(self, scope: Scope) -> Judgement:
        value, name = scope.fact(self.path), scope.named(self.path)
        if value is None:
            return Judgement(None, missing=(name,))
        assert isinstance(value, Collection)
        return Judgement(not value if self.member is None else self.member in value, facts=(name,))

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Listing:
    """`offense.code in table.listed`: a statute, or a crime, against a dated table of the pack."""

    path: str
    table: str

    def judge(self, scope: Scope) -> Judgement:
        value, name = scope.listed(self.path, self.table), scope.named(self.path)
        return Judgement(None, missing=(name,)) if value is None else Judgement(value, facts=(name,))

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Presence:
    """`given(request)`, `known(person.age)`: what the case file says something about. Never unknown
    itself."""

    path: str
    known: bool

    def judge(self, scope: Scope) -> Judgement:
        value = scope.fact(self.path) is not None if self.known else scope.given(self.path)
        return Judgement(value, facts=(scope.named(self.path),))

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Unsettled:
    """`unsettled(report.crime)`: the value of this fact does not tell what is asked. Always unknown."""

    path: str

    def judge(self, scope: Scope) -> Judgement:
        return Judgement(None, missing=(scope.named(self.path),))

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Reading:
    """`reading("I-03") == "c1-stands-alone"`"""

    interpretation: str
    chosen: frozenset[str]

    def judge(self, scope: Scope) -> Judgement:
        return Judgement(scope.reading(self.interpretation) in self.chosen, readings=(self.interpretation,))

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word the pack defines, used like a fact."""

    name: str

    def judge(self, scope: Scope) -> Judgement:
        return scope.word(self.name)

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Tainted:
    """`item.tainted`: the one word whose meaning is a fixpoint over all items, not a fact of one."""

    def judge(self, scope: Scope) -> Judgement:
        return scope.tainted()

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Answered:
    """`C1 == barred`: the answer of a clause. Its reasons stay with that clause."""

    question: str
    answers: frozenset[str]

    def judge(self, scope: Scope) -> Judgement:
        return Judgement(scope.answer(self.question) in self.answers)

    def parts(self) -> Iterable[Node]:
        return ()


@dataclass(frozen=True, slots=True)
class Modality:
    """`certain(a)`: known to be true. `possible(a)`: not known to be false. Never unknown itself."""

    condition: Node
    in_doubt: bool

    def judge(self, scope: Scope) -> Judgement:
        found = self.condition.judge(scope)
        if found.value is not None:
            return found
        return Judgement(self.in_doubt, facts=found.facts, readings=found.readings)

    def parts(self) -> Iterable[Node]:
        return (self.condition,)


@dataclass(frozen=True, slots=True)
class Quantified:
    """`any(... for item in evidence)` and `all(... for item in evidence)`."""

    condition: Node
    universal: bool

    def judge(self, scope: Scope) -> Judgement:
        found = (self.condition.judge(item) for item in scope.items())
        return every(found) if self.universal else some(found)

    def parts(self) -> Iterable[Node]:
        return (self.condition,)


def walk(node: Node) -> Iterator[Node]:
    """The node and all it is made of."""
    yield node
    for part in node.parts():
        yield from walk(part)
