"""Every state of the facts that some conditions look at, as case files, up to what they can distinguish.

Two values of a fact are the same here when every atom (a condition that looks at facts themselves) says the
same of both. Facts that one atom compares, and the offense with the days on which it was law, are varied
together. So the product of what is left is every state there is for those conditions, known and unknown.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from havenline.policy import Pack
from havenline.policy.conditions import (
    Answered,
    Constant,
    Contains,
    Listing,
    Nearness,
    Node,
    Order,
    Quantified,
    Reading,
    Tainted,
    Unsettled,
    Word,
)
from havenline.policy.forms.reduction import fact, paths
from havenline.policy.forms.statutes import TEXT_GRADES, example, example_of_none, example_unsettled, sorts
from havenline.policy.scope import CaseScope
from havenline.policy.vocabulary import STATUTES, resolved, schema

ABSENT = object()
ANY_DAY = date(2024, 5, 10)
OFFENSE = ("offense.code", "offense.date", "offense.level", "screening")
Told = tuple[tuple[str, Any], ...]  # path and value; ABSENT where the file says nothing


class States:
    """The states of a pack's facts. What was found for the same atoms is kept."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._found: dict[tuple[Node, ...], tuple[Told, ...]] = {}
        self._codes = _codes(pack)

    def of(self, atoms: Iterable[Node]) -> Iterator[dict[str, Any]]:
        """One case file per state that these atoms tell apart. Case files the reader would refuse (conduct
        after the screening) are among them: the forms must agree on those too."""
        for parts in itertools.product(*self._all_groups(atoms)):
            case = _case(itertools.chain(*parts))
            if case is not None:
                yield case

    def count(self, atoms: Iterable[Node]) -> int:
        """How many there are, those where a section is missing and its facts are not still among them."""
        return math.prod(map(len, self._all_groups(atoms)))

    def _all_groups(self, atoms: Iterable[Node]) -> list[tuple[Told, ...]]:
        return [self._group(members) for members in _groups(tuple(sorted(set(atoms), key=repr)))]

    def _group(self, atoms: tuple[Node, ...]) -> tuple[Told, ...]:
        """One telling per different answer of the group's atoms."""
        if atoms not in self._found:
            facts = sorted({key for atom in atoms for path in paths(atom) for key in _underlying(path, atom)})
            options = [self._options(path, atoms) for path in facts]
            found: dict[object, Told] = {}
            for values in itertools.product(*options):
                told = tuple(zip(facts, values, strict=True))
                found.setdefault(_answers(self.pack, atoms, told), told)
            self._found[atoms] = tuple(found.values())
        return self._found[atoms]

    def _options(self, path: str, atoms: tuple[Node, ...]) -> list[Any]:
        """The values of a fact worth trying, the missing key first."""
        if path in STATUTES:
            return [ABSENT, *self._codes]
        told = fact(self.pack, path)
        match told.kind:
            case "section":
                return [ABSENT] if path == "evidence" else [ABSENT, {}]
            case "bool":
                return [ABSENT, "unknown", True, False]
            case "enum":
                return [ABSENT, *_legal(path, told.values)]
            case "set":
                return [ABSENT, *_subsets(told.values, path, atoms)]
            case "text":
                return [ABSENT, "a note"]
            case "number":
                near = {int(atom.right) for atom in atoms if isinstance(atom, Order)}
                steps = {each + step for each in near for step in (-1, 0, 1)}
                return [ABSENT, *sorted(each for each in steps if each >= 0)]
        days = _days(self.pack, path, atoms)
        return days if path == "screening" else [ABSENT, *days]


def _groups(atoms: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    """The atoms by the facts they share."""
    groups: list[tuple[set[str], list[Node]]] = []
    for atom in atoms:
        facts = {each for path in paths(atom) for each in _underlying(path, atom)}
        mine = [group for group in groups if group[0] & facts]
        merged = (facts.union(*(group[0] for group in mine)), [atom])
        for group in mine:
            merged[1].extend(group[1])
            groups.remove(group)
        groups.append(merged)
    return [tuple(members) for _, members in groups]


def _underlying(path: str, atom: Node) -> tuple[str, ...]:
    """The keys of the case file a fact is looked up from."""
    if path == "offense.grade":
        return OFFENSE[:3]
    if path == "offense.standing":
        return (*OFFENSE[:2], "screening")
    return (path, "offense.date") if isinstance(atom, Listing) else (path,)


def _answers(pack: Pack, atoms: tuple[Node, ...], told: Told) -> tuple[object, ...]:
    scope = CaseScope(pack, _case(told) or {}, {}, lambda _: "", lambda *_: "")
    return tuple(
        scope.fact(atom.path) is None if isinstance(atom, Unsettled) else atom.judge(scope).value
        for atom in atoms
    )


def _legal(path: str, values: tuple[str, ...]) -> list[str]:
    if path.startswith("also."):
        return [*values, "unknown"]
    node: Any = schema()
    for key in path.split("."):
        node = resolved(node["properties"][key])
    return list(node["enum"])


def _subsets(values: tuple[str, ...], path: str, atoms: tuple[Node, ...]) -> list[list[str]]:
    sets = [atom for atom in atoms if isinstance(atom, Contains) and atom.path == path]
    asked = [atom.member for atom in sets if atom.member]
    other = next((value for value in values if value not in asked), None) if values else "an organization"
    members = [*dict.fromkeys(asked), *([other] if other else [])]
    return [list(some) for size in range(len(members) + 1) for some in itertools.combinations(members, size)]


def _days(pack: Pack, path: str, atoms: tuple[Node, ...]) -> list[str]:
    """Days on either side of every border, and days near one another where two facts are compared."""
    borders: set[date] = set()
    for atom in atoms:
        if isinstance(atom, Order) and not atom.right_is_fact and atom.left == path:
            borders.add(date.fromisoformat(str(atom.right)))
    looked_up = any(_underlying(each, atom) != (each,) for atom in atoms for each in paths(atom))
    if looked_up and path in ("offense.date", "screening"):
        borders |= _borders(pack, atoms)
    found = {border + timedelta(days=step) for border in borders for step in (-1, 0)}
    compared = [atom for atom in atoms if len(paths(atom)) == 2 and path in paths(atom)]
    if compared:
        far = max([1, *(atom.days + 1 for atom in compared if isinstance(atom, Nearness))])
        found |= {ANY_DAY + timedelta(days=step) for step in range(far + 1)}
    return [each.isoformat() for each in sorted(found or {ANY_DAY})]


def _borders(pack: Pack, atoms: tuple[Node, ...]) -> set[date]:
    """The days on which the table says something else."""
    derived = {path for atom in atoms for path in paths(atom)}
    told: set[str] = set()
    for sort in sorts(pack):
        enacted, repealed, read_from = sort.dates
        told |= {read_from} if any(isinstance(atom, Listing) for atom in atoms) else set()
        told |= {enacted, repealed} if "offense.standing" in derived else set()
        told |= {first for first, _ in sort.levels} if "offense.grade" in derived else set()
    return {date.fromisoformat(day) for day in told if day and day > "1901"}


def _codes(pack: Pack) -> tuple[str, ...]:
    """A charge of each sort the table knows, of none, and an unsettled one; with each grade and without."""
    grades = ["", *TEXT_GRADES]
    found = [example(pack, sort, day=None, grade=grade) for sort in sorts(pack) for grade in grades]
    others = [make(pack, grade=grade) for make in (example_of_none, example_unsettled) for grade in grades]
    return tuple(dict.fromkeys(code for code in (*found, *others) if code))


def _case(told: Iterable[tuple[str, Any]]) -> dict[str, Any] | None:
    """The case file; None where a section is said to be missing and one of its facts is there."""
    facts = dict(told)
    case: dict[str, Any] = {"screening": ANY_DAY.isoformat()}
    for path in sorted(facts, key=lambda path: path.count(".")):
        value = facts[path]
        if value is ABSENT:
            continue
        *sections, key = path.split(".")
        if any(facts.get(".".join(sections[: at + 1])) is ABSENT for at in range(len(sections))):
            return None
        place = case
        for each in sections:
            place = place.setdefault(each, {})
        if isinstance(value, dict):
            place.setdefault(key, {})
        else:
            place[key] = value
    return case


def atoms_of(words: Mapping[str, Node], nodes: Iterable[Node]) -> set[Node]:
    """The atoms below these conditions, words followed; what is asked of evidence items is left out."""
    found: set[Node] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Word):
            waiting.append(words[node.name])
        elif not isinstance(node, (Answered, Constant, Quantified, Reading, Tainted)):
            waiting += node.parts()
            found |= set() if tuple(node.parts()) else {node}
    return found
