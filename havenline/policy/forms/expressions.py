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
from havenline.policy.forms.reduction import Reduced, fact, paths
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
        self._definitions = self._entered()

    def _all_nodes(self) -> Iterator[Node]:
        for asked in self.pack.questions.values():
            for top in asked.nodes():
                yield from walk(top)
        for meaning in self.pack.words.values():
            yield from walk(meaning)

    # Names and what they stand for.

    @staticmethod
    def names_in(*texts: str) -> list[str]:
        """The names these texts use, each once, in the order first met."""
        found = [name for text in texts for name in _NAMES.findall(re.sub(r"'[^']*'", "", text))]
        return list(dict.fromkeys(found))

    def definition(self, name: str) -> str:
        """The line that gives a name its value. Some lines give several."""
        if name in self._definitions:
            return self._definitions[name]
        word = name[2:]
        certain, refuted = self.pair(self.pack.words[word])
        if name.startswith("t_"):
            return f"t_{word} = {certain}"
        return f"f_{word} = {refuted if certain == 'False' else f'not t_{word} and {refuted}'}"

    def _entered(self) -> dict[str, str]:
        """Facts, read where they are first looked at."""
        told: dict[str, str] = {}
        derived = [path for path in self.pack.facts if path in _DERIVED]
        statutes = {atom.path for atom in self.pack.atoms if isinstance(atom, Listing)}
        leaves = [*self.pack.facts, *self.pack.given, *statutes]
        if derived or statutes:
            leaves += ["offense.code", "offense.date", "offense.level", "screening"]
        for path in leaves:
            if path not in _DERIVED:
                told |= self._read(path)
        for path in sorted(statutes - {"offense.code"}):
            name = variable(path)[2:]
            line = f"y_{name}, n_{name} = STATUTE({path!r}, v_{name}, {variable('offense.date')})"
            told |= dict.fromkeys((f"y_{name}", f"n_{name}"), line)
        if derived:
            level = f"None if {variable('offense.level')} == 'unknown' else {variable('offense.level')}"
            asks = ", ".join(map(variable, ("offense.code", "offense.date")))
            screening = variable("screening") if "offense.standing" in derived else "'9999-12-31'"
            names = ("y_offense_code", "n_offense_code", *_DERIVED.values(), "waits")
            told |= dict.fromkeys(names, f"{', '.join(names)} = OFFENSE({asks}, {level}, {screening})")
        elif "offense.code" in statutes:
            asks = ", ".join(map(variable, ("offense.code", "offense.date")))
            names = ("y_offense_code", "n_offense_code")
            told |= dict.fromkeys(names, f"{', '.join(names)} = CODE({asks})")
        told |= {_near_name(atom): _near(atom) for atom in self.pack.atoms if isinstance(atom, Nearness)}
        return told

    def _read(self, path: str) -> dict[str, str]:
        section, _, key = path.rpartition(".")
        is_section = path == "also" or fact(self.pack.pack, path).kind == "section"
        otherwise = ", NOTHING" if is_section else ""
        if not section:
            return {variable(path): f"{variable(path)} = case.get({path!r}{otherwise})"}
        line = f"{variable(path)} = {variable(section)}.get({key!r}{otherwise})"
        return {**self._read(section), variable(path): line}

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
        if self.is_definite(node):
            return []
        match node:
            case Word(name=name):
                return self.missing(self.pack.words[name])
            case Negation(condition=inner):
                return self.missing(inner)
            case Both() | Either():
                lines = []
                for part in node.parts():
                    if missing := self.missing(part):
                        certain, refuted = self.pair(part)
                        lines += [f"if not ({certain} or {refuted}):", *(f"    {line}" for line in missing)]
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
