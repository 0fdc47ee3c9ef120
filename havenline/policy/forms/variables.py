"""The facts of a case as Z3 variables: for each whether it is given, whether it is known, and its value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import z3

from havenline.policy.casefile import IN_ORDER
from havenline.policy.conditions import (
    Contains,
    Listing,
    Membership,
    Nearness,
    Node,
    Order,
    Presence,
    Reading,
    Unsettled,
)
from havenline.policy.forms.logic import ALWAYS, NEVER, Formula, both, either, one_at_most, opposite
from havenline.policy.forms.offense_variables import Statute, graded, standing
from havenline.policy.forms.rails import Rails
from havenline.policy.forms.reduction import fact
from havenline.policy.pack import Pack
from havenline.policy.vocabulary import declared_node, resolved, schema

FIRST_DAY, LAST_DAY = date(1950, 1, 1).toordinal(), date(2099, 12, 31).toordinal()
OLDEST = 150
ANYTHING = "something"


class Variables:
    """Makes a variable when it is first looked at, and remembers what is legal for it.

    pack: whose facts. of: name of the case, so that two cases can be spoken of at once.
    """

    def __init__(self, pack: Pack, of: str = "") -> None:
        self.pack, self._of = pack, of
        self.looked_at: dict[str, None] = {}
        self.readings: dict[str, None] = {}
        self._legal: list[Formula] = []
        self._statutes: dict[str, Statute] = {}
        self._derived: dict[str, dict[str, Formula]] = {}
        self.flag("given", "screening")
        self.look("screening")

    def flag(self, *name: str) -> Formula:
        """A Boolean variable of this case."""
        return z3.Bool(" ".join([*([self._of] if self._of else []), *name]))

    def given(self, path: str) -> Formula:
        """Whether the case file says anything there."""
        self.look(path)
        return self.flag("given", path)

    def known(self, path: str) -> Formula:
        """Whether the fact has a value."""
        self.look(path)
        if path in self._derived:
            return either(list(self._derived[path].values()))
        if path in self._statutes:
            return self.flag("given", path)
        return self.flag("known", path)

    def number(self, path: str) -> Formula:
        """A number, or a day as `date.toordinal` counts; means nothing unless known."""
        self.look(path)
        return z3.Int(" ".join([*([self._of] if self._of else []), path]))

    def day(self, path: str) -> tuple[Formula, Formula]:
        """Whether a day is known, and the day."""
        return self.known(path), self.number(path)

    def value(self, path: str, value: object) -> Formula:
        """Whether the fact is known to have this value."""
        self.look(path)
        if path in self._derived:
            return self._derived[path].get(str(value), NEVER)
        kind = fact(self.pack, path).kind
        if kind == "bool":
            is_so = self.flag("is", path)
            return both([self.known(path), is_so if value else opposite(is_so)])
        if kind in ("date", "number"):
            told = date.fromisoformat(value).toordinal() if isinstance(value, str) else value
            return both([self.known(path), self.number(path) == told])
        return self.flag(path, "=", str(value))

    def holds(self, path: str, member: str) -> Formula:
        """Whether a set is known to hold this member."""
        self.look(path)
        return self.flag(path, "holds", member)

    def statute(self, path: str) -> Statute:
        """The offense a fact names."""
        self.look(path)
        return self._statutes[path]

    def values(self, path: str) -> tuple[str, ...]:
        """The values an enum may have, what a missing key means among them."""
        told = fact(self.pack, path)
        return tuple(dict.fromkeys([*told.values, *([told.absent] if told.absent is not None else [])]))

    def members(self, path: str) -> tuple[str, ...]:
        """What a set may hold; one word stands for all where any text may."""
        return fact(self.pack, path).values or (ANYTHING,)

    def reading(self, which: str, chosen: str) -> Formula:
        """Whether this reading of an interpretation is in force; the same for every case spoken of."""
        self.readings[which] = None
        return z3.Bool(f"reading {which} = {chosen}")

    def own(self, path: str) -> list[Formula]:
        """The variables of one fact looked at, in the same order for every case; a derived fact has none."""
        if path in self._derived or path == "also":
            return []
        told = fact(self.pack, path)
        found = [self.flag("given", path)]
        if path in self._statutes:
            return [*found, *self._statutes[path].choices()]
        if told.kind not in ("section", "text"):
            found.append(self.flag("known", path))
        match told.kind:
            case "set":
                found += [self.holds(path, member) for member in self.members(path)]
            case "enum":
                found += [self.value(path, value) for value in self.values(path)]
            case "bool":
                found.append(self.flag("is", path))
            case "date" | "number":
                found.append(self.number(path))
        return found

    # What a case file may say.

    def look(self, path: str) -> None:
        """Enters a fact and the rules every case file keeps for it."""
        if path in self.looked_at:
            return
        self.looked_at[path] = None
        if path == "offense.grade":
            self._derived[path] = graded(self)
            return
        if path == "offense.standing":
            self._derived[path] = standing(self)
            return
        self._legal += self._rules(path)
        section, _, key = path.rpartition(".")
        if section:
            self.look(section)
            self._legal.append(z3.Implies(self.given(path), self.given(section)))
        for name in self._node(path).get("required", ()):
            self._legal.append(z3.Implies(self.given(path), self.given(f"{path}.{name}")))

    def _node(self, path: str) -> Mapping[str, Any]:
        if path in self.pack.also:
            return declared_node(self.pack.also[path])
        node: Mapping[str, Any] = schema()
        for key in path.split("."):
            node = resolved(node["properties"][key])
        return node

    def _rules(self, path: str) -> list[Formula]:
        if path in ("also",):
            return []
        told = fact(self.pack, path)
        given, known = self.flag("given", path), self.flag("known", path)
        match told.kind:
            case "section":
                return [known == given]
            case "text":
                return []
            case "statute":
                self._statutes[path] = Statute(self, path)
                return self._statutes[path].rules()
            case "set":
                # An empty list is known to be empty, and says nothing: `given` is false of it.
                anything = either([self.flag(path, "holds", member) for member in self.members(path)])
                empty = known if told.absent == [] else z3.Implies(known, self.given(path.rpartition(".")[0]))
                return [anything == given, z3.Implies(given, known), empty]
            case "enum":
                options = [self.value(path, value) for value in self.values(path)]
                rules = [*one_at_most(options), either(options) == known]
                rules += [z3.Implies(self.value(path, told.absent), opposite(given))] * (
                    told.absent is not None and told.absent not in told.values
                )
            case "bool":
                rules = []
            case "date":
                rules = [self.number(path) >= FIRST_DAY, self.number(path) <= LAST_DAY]
            case _:
                rules = [self.number(path) >= 0, self.number(path) <= OLDEST]
        if told.absent is None:
            rules.append(z3.Implies(known, given))
        else:
            rules.append(z3.Implies(opposite(given), self.value(path, told.absent)))
        if "unknown" not in self._node(path).get("enum", ()):
            rules.append(z3.Implies(given, known))
        return rules

    def legal(self) -> Formula:
        """What every case file satisfies about the facts looked at so far."""
        rules = [*self._legal, self.flag("given", "screening")]
        for earlier, later in IN_ORDER:
            if earlier in self.looked_at and later in self.looked_at:
                (known, first), (also_known, second) = self.day(earlier), self.day(later)
                rules.append(z3.Implies(both([known, also_known]), first <= second))
        if "offense.charged_date" in self.looked_at:
            charged = self.value("offense.charged", value=True)
            rules.append(z3.Implies(self.given("offense.charged_date"), charged))
        for which in self.readings:
            offered = [self.reading(which, each) for each in self.pack.readings[which].texts]
            rules += [either(offered), *one_at_most(offered)]
        return z3.And(*rules)

    # What a condition looks at.

    def atom(self, node: Node) -> Rails[Formula]:
        """The rails of a condition that looks at facts."""
        match node:
            case Membership(path=path, values=values):
                told = either([self.value(path, value) for value in sorted(values, key=str)])
                return Rails(told, both([self.known(path), opposite(told)]))
            case Order(left=left, sign=sign, right=right, right_is_fact=is_fact):
                known, one = self.day(left)
                also_known, other = self.day(str(right)) if is_fact else (ALWAYS, _literal(right))
                return _told(both([known, also_known]), _ORDERS[sign](one, other))
            case Nearness(left=left, right=right, days=days):
                (known, one), (also_known, other) = self.day(left), self.day(right)
                near = z3.And(one - other <= days, other - one <= days)
                return _told(both([known, also_known]), near)
            case Contains(path=path, member=member):
                if member is None:
                    holds = opposite(either([self.holds(path, each) for each in self.members(path)]))
                else:
                    holds = self.holds(path, member)
                return _told(self.known(path), holds)
            case Listing(path=path, table=table):
                return self.statute(path).listed(table)
            case Presence(path=path, known=is_known):
                here = self.known(path) if is_known else self.given(path)
                return Rails(here, opposite(here))
            case Unsettled(path=path):
                self.look(path)
                return Rails(NEVER, NEVER)
            case Reading(interpretation=which, chosen=chosen):
                told = either([self.reading(which, each) for each in sorted(chosen)])
                return Rails(told, opposite(told))
        raise TypeError(type(node).__name__)

    # The case file of a model.

    def case(self, model: z3.ModelRef) -> dict[str, Any]:
        """The case file a model describes; raises LookupError where no charge text has its offense."""

        def holds(formula: Formula) -> bool:
            return bool(z3.is_true(model.eval(formula, model_completion=True)))

        case: dict[str, Any] = {}
        for path in sorted(self.looked_at, key=lambda path: path.count(".")):
            if path in self._derived or not (holds(self.flag("given", path)) or self._is_empty(path, holds)):
                continue
            place = case
            *before, key = path.split(".")
            for each in before:
                place = place.setdefault(each, {})
            place[key] = self._told(model, path, holds)
        return case

    def _is_empty(self, path: str, holds: Any) -> bool:
        known = path != "also" and fact(self.pack, path).kind == "set" and holds(self.known(path))
        section = path.rpartition(".")[0]
        return bool(known and holds(self.given(section)))

    def _told(self, model: z3.ModelRef, path: str, holds: Any) -> Any:
        told = "section" if path == "also" else fact(self.pack, path)
        kind = told if isinstance(told, str) else told.kind
        if kind == "section":
            return {}
        if path in self._statutes:
            return self._statutes[path].text(holds, self._day_of(model, holds))
        if kind == "set":
            return [each for each in self.members(path) if holds(self.holds(path, each))]
        if not holds(self.known(path)):
            return "unknown"
        if kind == "bool":
            return holds(self.value(path, value=True))
        if kind == "enum":
            return next(each for each in self.values(path) if holds(self.value(path, each)))
        if kind == "text":
            return "a note"
        found = model.eval(self.number(path), model_completion=True).as_long()
        return date.fromordinal(found).isoformat() if kind == "date" else found

    def _day_of(self, model: z3.ModelRef, holds: Any) -> str | None:
        if "offense.date" not in self.looked_at or not holds(self.known("offense.date")):
            return None
        found = model.eval(self.number("offense.date"), model_completion=True).as_long()
        return date.fromordinal(found).isoformat()


_ORDERS = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "==": lambda one, other: one == other,
}


def _literal(right: str | int) -> int:
    return date.fromisoformat(right).toordinal() if isinstance(right, str) else right


def _told(known: Formula, holds: Formula) -> Rails[Formula]:
    return Rails(both([known, holds]), both([known, opposite(holds)]))
