"""What the unknown facts of a case could still turn out to be, and what a single condition says of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from string import ascii_lowercase
from typing import Any

from havenline.offenses import Charge
from havenline.policy.casefile import IN_ORDER
from havenline.policy.conditions import Contains, Listing, Membership, Nearness, Node, Order, Presence, walk
from havenline.policy.pack import Pack
from havenline.policy.scope import CaseScope
from havenline.policy.tables import Row, read_charge
from havenline.policy.vocabulary import Fact, vocabulary

OPENED = frozenset({"person", "report", "also"})  # sections a question may open; the others stand or do not
# Absent means unknown for most codes, and true for those a pack presumes to be the person's own part.
PRESUMED = "offense.sex_trade_involvement"
DERIVED_FROM = {
    "offense.grade": ("offense.level", "offense.code", "offense.date"),
    "offense.standing": ("offense.code", "offense.date"),
    "offense.code": ("offense.code", "offense.date"),
    "person.supervision_for": ("person.supervision_for", "offense.date"),
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """One unknown fact: its path as a case file names it, and every value that makes a difference.

    values: the first is None, for a fact that stays unknown.
    """

    path: str
    fact: Fact
    values: tuple[Any, ...]


def may_be_asked(fact: Fact) -> bool:
    """Whether a missing key leaves this fact unknown, by the vocabulary's own words."""
    if fact.path.startswith("also."):
        return True
    if fact.kind in ("section", "text") or fact.absent is not None:
        return False
    return fact.path == PRESUMED or fact.question.rstrip(".").endswith("Absent = unknown")


def with_value(case: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The case with one more fact known. path: as a case file names it (`evidence.E1.kind`)."""
    head, *rest = path.split(".")
    if head == "evidence":
        items = [{**item, rest[1]: value} if item["id"] == rest[0] else item for item in case["evidence"]]
        return {**case, "evidence": items}
    if not rest:
        return {**case, head: value}
    return {
        **case,
        head: {**case.get(head, {}), rest[0]: value} if len(rest) == 1 else _deep(case, head, rest, value),
    }


def _deep(case: Mapping[str, Any], head: str, rest: list[str], value: Any) -> dict[str, Any]:
    section = dict(case.get(head, {}))
    section[rest[0]] = {**section.get(rest[0], {}), rest[1]: value}
    return section


class Possibilities:
    """The unknown facts of one case, each with the values worth telling apart for these conditions."""

    def __init__(self, pack: Pack, case: Mapping[str, Any], conditions: Iterable[Node]) -> None:
        self.pack, self.case = pack, case
        self.nodes = [part for condition in conditions for part in walk(condition)]
        self.scope = plain_scope(pack, case)
        self._found: dict[str, Unknown | None] = {}
        self._dates: list[str] | None = None

    def unknown(self, path: str) -> Unknown | None:
        """The unknown fact of this path; None when it is known, or cannot be asked."""
        if path not in self._found:
            self._found[path] = self._looked_up(path)
        return self._found[path]

    def _looked_up(self, path: str) -> Unknown | None:
        head, *rest = path.split(".")
        fact = self._fact(path)
        if path == "offense.code":
            return self._statutes(fact)
        if self._value(path) is not None or not (may_be_asked(fact) or self._said_unknown(path)):
            return None
        if head not in OPENED and not self.case.get(head):
            return None
        presumed = path == PRESUMED and "presumed_own" in (self.kinds or ())
        if presumed and not self._said_unknown(path):
            return None
        if path.startswith("report.finding.") and "finding" not in self.case.get("report", {}):
            return None
        values = self._values(path, fact)
        return Unknown(path, fact, (None, *values)) if values else None

    @property
    def kinds(self) -> frozenset[str] | None:
        """The kinds of the offense, as far as its text settles it."""
        charge, day = self.scope.charge("offense.code"), self.scope.fact("offense.date")
        return (
            None
            if charge is None
            else self.pack.offenses.kinds(charge, day if isinstance(day, str) else None)
        )

    def _fact(self, path: str) -> Fact:
        if path.startswith("evidence."):
            return vocabulary()["item." + path.split(".", 2)[2]]
        return vocabulary().get(path) or self.pack.also[path]

    def _value(self, path: str) -> object:
        head, *rest = path.split(".")
        if head != "evidence":
            return self.scope.fact(path)
        item = next(item for item in self.scope.items() if item.id == rest[0])
        return item.fact("item." + rest[1])

    def _said_unknown(self, path: str) -> bool:
        """Whether the case file itself says `unknown` where a missing key would mean something else."""
        head, *rest = path.split(".")
        section = self.case.get(head)
        return isinstance(section, Mapping) and section.get(rest[0] if rest else "") == "unknown"

    def _values(self, path: str, fact: Fact) -> tuple[Any, ...]:
        plain = "item." + path.split(".", 2)[2] if path.startswith("evidence.") else path
        match fact.kind:
            case "bool":
                return (True, False)
            case "enum":
                return fact.values
            case "date":
                return tuple(self._days(path))
            case "number":
                return tuple(self._numbers(plain))
            case "set":
                return tuple(self._sets(plain))
        return ()

    def _numbers(self, path: str) -> list[int]:
        edges = {
            int(node.right)
            for node in self.nodes
            if isinstance(node, Order) and node.left == path and not node.right_is_fact
        }
        return sorted({edge + step for edge in edges for step in (-1, 0, 1) if edge + step >= 0}) or [0]

    def _sets(self, path: str) -> list[list[str]]:
        named = sorted(
            {
                node.member
                for node in self.nodes
                if isinstance(node, Contains) and node.path == path and node.member
            }
        )
        sets: list[list[str]] = [[]]
        for member in named:
            sets += [[*each, member] for each in sets]
        others = [value for value in self._fact(path).values if value not in named]
        return sets + [others[:1]] if others else sets

    def _statutes(self, fact: Fact) -> Unknown | None:
        """An offense whose text does not settle which it is: one statute of each kind it may be."""
        charge, offenses = self.scope.charge("offense.code"), self.pack.offenses
        if charge is None:
            return None
        if any(
            offenses.kinds(charge, day) is not None
            for day in (None, "1990-01-01", str(self.case["screening"]))
        ):
            return None
        within = [row for row in offenses.rows if row.lies_within(charge)]
        seen: dict[object, str] = {}
        for row in within or offenses.rows:
            for statute in _cited(row):
                if offenses.row(read_charge(statute, None), None) is row:
                    seen.setdefault(
                        (row.classes, row.levels, row.enacted, row.repealed, row.read_from), statute
                    )
        return Unknown("offense.code", fact, (None, *seen.values(), *self._in_no_table(charge, within)))

    def _in_no_table(self, charge: Charge, within: list[Row]) -> list[str]:
        """One statute no table speaks of: another paragraph of the section cited, or another section."""
        section = f"{charge.code} {charge.section}" if within else ""
        others = [f"{section}({letter})" for letter in ascii_lowercase] if within else ["PC 602", "PC 2"]
        none = [
            each for each in others if self.pack.offenses.kinds(read_charge(each, None), None) == frozenset()
        ]
        return none[:1]

    # Days: around each day that something is compared with, enough for the unknown days to take every order.

    def _days(self, path: str) -> list[str]:
        unknown = len(self.unknown_dates())
        near = max((node.days for node in self.nodes if isinstance(node, Nearness)), default=0)
        reach = unknown * (near + 1)
        days: set[date] = set()
        for anchor in self._anchors():
            days |= {anchor + timedelta(days=step) for step in range(-reach, reach + 1)}
        first, last = self._between(path)
        return [day.isoformat() for day in sorted(days) if first <= day.isoformat() <= last]

    def unknown_dates(self) -> list[str]:
        if self._dates is None:
            self._dates = [
                path
                for path in dict.fromkeys(self._compared())
                if self.scope.fact(path) is None
                and may_be_asked(self._fact(path))
                and (path.split(".")[0] in OPENED or self.case.get(path.split(".")[0]))
            ]
        return self._dates

    def _compared(self) -> Iterator[str]:
        for node in self.nodes:
            if isinstance(node, Order):
                pair = [node.left, str(node.right)] if node.right_is_fact else [node.left]
                yield from (path for path in pair if self._fact(path).kind == "date")
            elif isinstance(node, Nearness):
                yield from (node.left, node.right)
            elif (
                isinstance(node, Listing | Membership)
                and node.path in DERIVED_FROM
                and self.case.get("offense")
            ):
                yield "offense.date"

    def _anchors(self) -> set[date]:
        days = {str(self.case["screening"])}
        days |= {str(value) for path in self._compared() if (value := self.scope.fact(path)) is not None}
        for node in self.nodes:
            if isinstance(node, Order) and isinstance(node.right, str) and not node.right_is_fact:
                days.add(node.right)
        charge = self.scope.charge("offense.code")
        if charge is None or "offense.date" not in self.unknown_dates():
            return {date.fromisoformat(day) for day in days}
        for row in self.pack.offenses.rows:
            if row.holds(charge) or row.lies_within(charge) or self.unknown_code():
                days |= {row.enacted, row.repealed, row.read_from, *(day for day, _ in row.levels)}
        return {date.fromisoformat(day) for day in days if day > "1901"}

    def unknown_code(self) -> bool:
        """Whether the text of the offense does not settle which it is."""
        return self.unknown("offense.code") is not None

    def _between(self, path: str) -> tuple[str, str]:
        """The first and last day this fact could have, by the days known."""
        first, last = "0001-01-01", "9999-12-31"
        for earlier, later in IN_ORDER:
            if earlier == path and isinstance(known := self.scope.fact(later), str):
                last = min(last, known)
            if later == path and isinstance(known := self.scope.fact(earlier), str):
                first = max(first, known)
        return first, last


class Supposed(CaseScope):
    """The case with days supposed, for conditions that only compare days."""

    def __init__(self, scope: CaseScope, values: Mapping[str, object]) -> None:
        super().__init__(scope.pack, scope.case, {}, scope.answer, scope.item_answer)
        self.before, self.values = scope, values

    def fact(self, path: str) -> object:
        return self.values[path] if path in self.values else self.before.fact(path)


def _cited(row: Row) -> list[str]:
    """The statute of a row; of a range its first and last section."""
    return [row.statute] if not row.last else [f"{row.code} {row.section}", f"{row.code} {row.last}"]


def plain_scope(pack: Pack, case: Mapping[str, Any]) -> CaseScope:
    """A scope that only looks up facts: no readings, no questions."""
    return CaseScope(pack, case, {}, lambda _: "", lambda _item, _question: "")


def paths_of(node: Node) -> tuple[str, ...]:
    """The paths of the facts a single condition reads, those a derived fact comes from in its place."""
    match node:
        case Order(left=left, right=right, right_is_fact=True):
            return (left, str(right))
        case Order(left=left):
            return (left,)
        case Nearness(left=left, right=right):
            return (left, right)
        case Presence(path=path, known=False):
            return (path,)
        case Membership(path=path) | Contains(path=path) | Listing(path=path) | Presence(path=path):
            return DERIVED_FROM.get(path, (path,))
    return ()
