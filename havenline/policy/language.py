"""The condition language: a closed grammar over typed facts, so that a pack can say what it means and
nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from havenline.policy.conditions import (
    Answered,
    Both,
    Constant,
    Contains,
    Either,
    Listing,
    Membership,
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
from havenline.policy.errors import PackRefused
from havenline.policy.vocabulary import Fact


@dataclass(frozen=True, slots=True)
class Names:
    """What a condition may speak of.

    facts: the vocabulary. words: names the pack defines, each with whether it is about an item. readings: per
    interpretation its reading ids. answers: per question its possible answers. tables: per table the kind of
    fact it sorts (statute, or the path of an enum).
    """

    facts: Mapping[str, Fact]
    words: Collection[str] = ()
    readings: Mapping[str, Collection[str]] = field(default_factory=dict)
    answers: Mapping[str, Collection[str]] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)


def condition(text: str, names: Names, *, where: str) -> Node:
    """The condition `text` says, type-checked against `names`.

    where: file and line, for the error. Raises PackRefused for anything outside the grammar, an unknown
    fact, word, reading or table, and a value a fact can never have.
    """
    try:
        tree = ast.parse(" ".join(text.split()).replace(".from ", ".from_ "), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise PackRefused(f"{where}: `{text}` is not a condition") from error
    return _Reader(names, where).read(tree)


_SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "=="}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Reader:
    """Turns Python's syntax tree into nodes; whatever has no method here has no meaning in a pack."""

    def __init__(self, names: Names, where: str) -> None:
        self.names, self.where = names, where

    def refuse(self, tree: ast.expr, why: str, hint: str = "") -> PackRefused:
        return PackRefused(f"{self.where}: `{ast.unparse(tree)}` {why}", hint=hint)

    def read(self, tree: ast.expr) -> Node:
        if isinstance(tree, ast.BoolOp):
            conditions = tuple(map(self.read, tree.values))
            return Both(conditions) if isinstance(tree.op, ast.And) else Either(conditions)
        if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            return Negation(self.read(tree.operand))
        if isinstance(tree, ast.Compare):
            return self.comparison(tree)
        if isinstance(tree, ast.Call):
            return self.call(tree)
        if isinstance(tree, ast.Name):
            return self.name(tree)
        if isinstance(tree, ast.Attribute):
            if _dotted(tree) == "item.tainted":
                return Tainted()
            fact = self.fact(tree)
            if fact.kind != "bool":
                raise self.refuse(tree, f"is no question but a {fact.kind}", "compare it with a value")
            return Membership(fact.path, frozenset({True}))
        raise self.refuse(tree, "has no meaning in a condition")

    def name(self, tree: ast.Name) -> Node:
        if tree.id in ("true", "false"):
            return Constant(tree.id == "true")
        if tree.id not in self.names.words:
            raise self.refuse(tree, "is not a word of the pack")
        return Word(tree.id)

    def fact(self, tree: ast.expr) -> Fact:
        path = _dotted(tree) or ""
        if path not in self.names.facts:
            raise self.refuse(tree, "is not a fact of the case file")
        return self.names.facts[path]

    def call(self, tree: ast.Call) -> Node:
        called = tree.func.id if isinstance(tree.func, ast.Name) else ""
        if tree.keywords or not called:
            raise self.refuse(tree, "has no meaning in a condition")
        match called, tree.args:
            case "given" | "known", [of]:
                fact = self.fact(of)
                return Presence(fact.path, called == "known")
            case "unsettled", [of]:
                return Unsettled(self.fact(of).path)
            case "certain" | "possible", [of]:
                return Modality(self.read(of), called == "possible")
            case "empty", [of]:
                return Contains(self.typed(of, "set").path, None)
            case "within_days", [one, other, ast.Constant(value=int() as days)]:
                return Nearness(self.typed(one, "date").path, self.typed(other, "date").path, days)
            case "any" | "all", [ast.GeneratorExp() as each]:
                return self.quantified(each, universal=called == "all")
        raise self.refuse(tree, "has no meaning in a condition")

    def quantified(self, each: ast.GeneratorExp, *, universal: bool) -> Node:
        if len(each.generators) != 1 or each.generators[0].ifs:
            raise self.refuse(each, "is not `... for item in evidence`")
        loop = each.generators[0]
        if _dotted(loop.target) != "item" or _dotted(loop.iter) != "evidence":
            raise self.refuse(each, "is not `... for item in evidence`")
        return Quantified(self.read(each.elt), universal)

    def typed(self, tree: ast.expr, kind: str) -> Fact:
        fact = self.fact(tree)
        if fact.kind != kind:
            raise self.refuse(tree, f"is a {fact.kind}, not a {kind}")
        return fact

    def comparison(self, tree: ast.Compare) -> Node:
        if len(tree.ops) != 1:
            raise self.refuse(tree, "compares more than two things")
        left, sign, right = tree.left, tree.ops[0], tree.comparators[0]
        if isinstance(sign, (ast.NotEq, ast.NotIn)):
            return Negation(
                self.compared(left, ast.Eq() if isinstance(sign, ast.NotEq) else ast.In(), right, tree)
            )
        return self.compared(left, sign, right, tree)

    def compared(self, left: ast.expr, sign: ast.cmpop, right: ast.expr, tree: ast.Compare) -> Node:
        if isinstance(left, ast.Call):
            return self.reading(left, right)
        if isinstance(left, ast.Name) and left.id in self.names.answers:
            return Answered(left.id, frozenset(self.values(right, self.names.answers[left.id])))
        if isinstance(sign, ast.In) and isinstance(left, ast.Name):
            fact = self.typed(right, "set")
            return Contains(fact.path, self.values(left, fact.values)[0])
        fact = self.fact(left)
        if isinstance(sign, ast.In) and (_dotted(right) or "").startswith("table."):
            return self.listing(fact, right)
        if fact.kind in ("date", "number"):
            return self.order(fact, sign, right, tree)
        if fact.kind != "enum" or not isinstance(sign, (ast.Eq, ast.In)):
            raise self.refuse(tree, f"does not fit a {fact.kind}")
        return Membership(fact.path, frozenset(self.values(right, fact.values)))

    def listing(self, fact: Fact, right: ast.expr) -> Node:
        table = (_dotted(right) or "").removeprefix("table.")
        sorts = self.names.tables.get(table)
        if sorts is None:
            raise self.refuse(right, "is not a table of the pack")
        if sorts != fact.path and sorts != fact.kind:
            raise self.refuse(right, f"does not sort `{fact.path}`")
        return Listing(fact.path, table)

    def order(self, fact: Fact, sign: ast.cmpop, right: ast.expr, tree: ast.Compare) -> Node:
        if type(sign) not in _SIGNS:
            raise self.refuse(tree, f"does not fit a {fact.kind}")
        if isinstance(right, ast.Attribute) or (isinstance(right, ast.Name) and right.id in self.names.facts):
            return Order(fact.path, _SIGNS[type(sign)], self.typed(right, fact.kind).path, right_is_fact=True)
        if not isinstance(right, ast.Constant):
            raise self.refuse(right, f"is not a {fact.kind}")
        value = right.value
        fits = isinstance(value, int) if fact.kind == "number" else _is_day(value)
        if not fits:
            raise self.refuse(right, f"is not a {fact.kind}")
        return Order(fact.path, _SIGNS[type(sign)], value, right_is_fact=False)  # type: ignore[arg-type]

    def reading(self, left: ast.Call, right: ast.expr) -> Node:
        match left:
            case ast.Call(
                func=ast.Name(id="reading"), args=[ast.Constant(value=str() as which)], keywords=[]
            ):
                if which not in self.names.readings:
                    raise self.refuse(left, "is not an interpretation of the pack")
                return Reading(which, frozenset(self.values(right, self.names.readings[which])))
        raise self.refuse(left, "has no meaning in a condition")

    def values(self, tree: ast.expr, legal: Collection[str]) -> list[str]:
        members = tree.elts if isinstance(tree, (ast.List, ast.Tuple, ast.Set)) else [tree]
        found = []
        for member in members:
            if isinstance(member, ast.Name):
                value: object = member.id
            else:
                value = member.value if isinstance(member, ast.Constant) else None
            if not isinstance(value, str) or value not in legal:
                raise self.refuse(member, "is not a legal value", "one of " + ", ".join(sorted(legal)))
            found.append(value)
        return found


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        return date.fromisoformat(value) is not None
    except ValueError:
        return False


def _dotted(tree: ast.expr) -> str | None:
    if isinstance(tree, ast.Name):
        return tree.id
    if isinstance(tree, ast.Attribute):
        before = _dotted(tree.value)
        # `request.from` is written as in the case file, though `from` is a keyword of Python's own grammar.
        return f"{before}.{tree.attr.removesuffix('_')}" if before else None
    return None
