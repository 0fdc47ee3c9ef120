"""Conditions as Python expressions: one for certainly true, one for certainly false."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

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
    Unsettled,
    Word,
    walk,
)
from havenline.policy.forms.reduction import Asked, Reduced, fact, paths
from havenline.policy.forms.settled import Settling

Pair = tuple[str, str]
_NAMES = re.compile(r"\b(?:[vtfrwyn]_\w+|(?:grade|standing|waits)\b)")
_DERIVED = {"offense.grade": "grade", "offense.standing": "standing"}


class Expressions:
    """Writes the conditions of one reduced pack.

    Names in the text: `v_` a fact's value, `y_` and `n_` the bits of tables a statute stands in and does not,
    `w_` whether two days are near, `t_` and `f_` a word certainly true and false, `r_` a question's answer.
    """

    def __init__(self, pack: Reduced, settling: Settling) -> None:
        self.pack, self.settling = pack, settling
        uses = Counter(node.name for node in self._all_nodes() if isinstance(node, Word))
        self.named = {name for name, times in uses.items() if times > 1}

    def _all_nodes(self) -> Iterator[Node]:
        for asked in self.pack.questions.values():
            for top in asked.nodes():
                yield from walk(top)
        for meaning in self.pack.words.values():
            yield from walk(meaning)

    def words_of(self, asked: Asked) -> list[str]:
        """The named words a question leans on, each after those it leans on itself."""
        found: dict[str, None] = {}

        def visit(node: Node) -> None:
            for part in walk(node):
                if isinstance(part, Word):
                    visit(self.pack.words[part.name])
                    if part.name in self.named:
                        found[part.name] = None

        for _, when in asked.answers:
            visit(when)
        return list(found)

    @staticmethod
    def names_in(lines: Iterable[str]) -> list[str]:
        """The names a text uses."""
        return sorted({name for line in lines for name in _NAMES.findall(re.sub(r"'[^']*'", "", line))})

    # Reading the case.

    def reads(self) -> list[str]:
        """Lines that read every fact once."""
        leaves = [*self.pack.facts, *self.pack.given]
        statutes = {atom.path for atom in self.pack.atoms if isinstance(atom, Listing)}
        derived = [path for path in leaves if path in _DERIVED]
        if derived or "offense.code" in statutes:
            leaves += ["offense.code", "offense.date", "offense.level", "screening"]
        if statutes - {"offense.code"}:
            leaves.append("offense.date")
        lines: dict[str, None] = {}
        for path in leaves:
            if path not in _DERIVED:
                lines |= dict.fromkeys(self._read(path))
        if derived or "offense.code" in statutes:
            asks = ", ".join(map(variable, ("offense.code", "offense.date")))
            level = self._level() if derived else "None"
            screening = variable("screening") if "offense.standing" in derived else "'9999-12-31'"
            code = variable("offense.code")[2:]
            lines[f"y_{code}, n_{code}, grade, standing, waits = OFFENSE({asks}, {level}, {screening})"] = (
                None
            )
        for path in sorted(statutes - {"offense.code"}):
            name = variable(path)
            asks = f"{path!r}, {name}, {variable('offense.date')}"
            lines[f"y_{name[2:]}, n_{name[2:]} = STATUTE({asks})"] = None
        for atom in self.pack.atoms:
            if isinstance(atom, Nearness):
                lines[_near(atom)] = None
        return list(lines)

    def _level(self) -> str:
        name = variable("offense.level")
        return f"None if {name} == 'unknown' else {name}"

    def _read(self, path: str) -> Iterator[str]:
        section, _, key = path.rpartition(".")
        if not section:
            otherwise = ", NOTHING" if fact(self.pack.pack, path).kind == "section" else ""
            yield f"{variable(path)} = case.get({path!r}{otherwise})"
            return
        yield from self._read(section) if section != "also" else ['v_also = case.get("also", NOTHING)']
        otherwise = ", NOTHING" if section != "also" and fact(self.pack.pack, path).kind == "section" else ""
        yield f"{variable(path)} = {variable(section)}.get({key!r}{otherwise})"

    # Conditions.

    def is_definite(self, node: Node) -> bool:
        """Whether it can never be unknown."""
        match node:
            case Presence() | Answered() | Modality() | Constant():
                return True
            case Both() | Either() | Negation():
                return all(self.is_definite(part) for part in node.parts())
            case Word(name=name):
                return self.is_definite(self.pack.words[name])
        return False

    def pair(self, node: Node) -> Pair:
        """Certainly true, certainly false: expressions that stand anywhere."""
        match node:
            case Constant(value=value):
                return str(value), str(not value)
            case Both() | Either():
                pairs = [self.pair(part) for part in node.parts()]
                words = (" and ", " or ") if isinstance(node, Both) else (" or ", " and ")
                certain, refuted = (
                    f"({word.join(parts)})"
                    for word, parts in zip(words, zip(*pairs, strict=True), strict=True)
                )
                return certain, refuted
            case Negation(condition=inner):
                certain, refuted = self.pair(inner)
                return refuted, certain
            case Modality(condition=inner, in_doubt=in_doubt):
                certain, refuted = self.pair(inner)
                return (f"(not {refuted})", refuted) if in_doubt else (certain, f"(not {certain})")
            case Word(name=name):
                return (f"t_{name}", f"f_{name}") if name in self.named else self.pair(self.pack.words[name])
            case Answered(question=question, answers=answers):
                told = _among(f"r_{question}", answers)
                return told, f"(not {told})"
        return self._atom(node)

    def _atom(self, node: Node) -> Pair:
        match node:
            case Membership(path=path, values=values):
                legal = self._legal(path)
                name = variable(path)
                absent = [None] if legal[1] is not None else []
                inside = [*values, *(absent if legal[1] in values else [])]
                rest = [each for each in legal[0] if each not in values]
                outside = [*rest, *(absent if legal[1] not in values else [])]
                return _among(name, inside), _among(name, outside)
            case Order(left=left, sign=sign, right=right, right_is_fact=is_fact):
                one, other = variable(left), variable(str(right)) if is_fact else repr(right)
                known = " and ".join(f"{name} is not None" for name in map(variable, paths(node)))
                return f"({known} and {one} {sign} {other})", f"({known} and not {one} {sign} {other})"
            case Nearness():
                name = _near_name(node)
                return f"({name} is True)", f"({name} is False)"
            case Contains(path=path, member=member):
                name = variable(path)
                holds = f"not {name}" if member is None else f"{member!r} in {name}"
                misses = f"{name}" if member is None else f"{member!r} not in {name}"
                if fact(self.pack.pack, path).absent is not None:
                    name_or = f"({name} or ())"
                    return f"({holds.replace(name, name_or)})", f"({misses.replace(name, name_or)})"
                return f"({name} is not None and {holds})", f"({name} is not None and {misses})"
            case Listing(path=path, table=table):
                bit, name = self.settling.bit[table], variable(path)[2:]
                return f"(y_{name} & {bit})", f"(n_{name} & {bit})"
            case Presence(path=path, known=True):
                known = self._known(path)
                return known, f"(not {known})"
            case Presence(path=path):
                name = variable(path)
                kind = fact(self.pack.pack, path).kind
                given = {"section": f"({name} is not NOTHING)", "set": f"(not not {name})"}.get(
                    kind, f"({name} is not None)"
                )
                return given, f"(not {given})"
            case Unsettled():
                return "False", "False"
        raise TypeError(type(node).__name__)

    def _legal(self, path: str) -> tuple[tuple[object, ...], object]:
        """The values a fact may have, and what its absence means."""
        told = fact(self.pack.pack, path)
        if told.kind == "bool":
            return (True, False), told.absent
        return tuple(value for value in told.values), told.absent

    def _known(self, path: str) -> str:
        told, name = fact(self.pack.pack, path), variable(path)
        if path in _DERIVED or told.kind not in ("bool", "enum"):
            return "True" if told.absent is not None else f"({name} is not None)"
        if told.absent is not None:
            return f"({name} != 'unknown')"
        return f"({name} is not None and {name} != 'unknown')"

    # What is missing.

    def missing(self, node: Node) -> list[str]:
        """Lines that enter into `m` the unknown facts of a condition that is unknown."""
        match node:
            case Word(name=name):
                return self.missing(self.pack.words[name])
            case Negation(condition=inner):
                return self.missing(inner)
            case Both() | Either():
                lines = []
                for part in node.parts():
                    if not self.is_definite(part):
                        certain, refuted = self.pair(part)
                        lines.append(f"if not ({certain} or {refuted}):")
                        lines += [f"    {line}" for line in self.missing(part)]
                return lines
            case Order() | Nearness():
                return [f"if {variable(path)} is None: m[{path!r}] = 1" for path in paths(node)]
        (path,) = paths(node)
        told = {"offense.grade": "'offense.level'", "offense.standing": "waits"}.get(path, repr(path))
        return [f"m[{told}] = 1"]


def variable(path: str) -> str:
    """The name a fact has in the text."""
    return _DERIVED.get(path) or "v_" + path.replace(".", "_")


def _among(name: str, values: Iterable[object]) -> str:
    told = sorted(values, key=repr)
    if not told:
        return "False"
    if all(isinstance(each, bool) for each in told):
        return f"({name} is {told[0]})" if len(told) == 1 else f"({name} in (True, False))"
    if len(told) == 1:
        return f"({name} == {told[0]!r})" if told[0] is not None else f"({name} is None)"
    return f"({name} in {{{', '.join(map(repr, told))}}})"


def _near_name(node: Nearness) -> str:
    return f"w_{node.left}_{node.right}_{node.days}".replace(".", "_")


def _near(node: Nearness) -> str:
    one, other = variable(node.left), variable(node.right)
    unknown = f"None if {one} is None or {other} is None else"
    return f"{_near_name(node)} = {unknown} -{node.days} <= DAY[{one}] - DAY[{other}] <= {node.days}"
