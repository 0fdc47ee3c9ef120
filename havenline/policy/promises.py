"""What a pack promises of every case there is, as data beside it: `promises.yaml`, proved by `proving`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from havenline.policy.conditions import Constant, Node
from havenline.policy.document import strict_yaml
from havenline.policy.errors import PackRefused
from havenline.policy.language import Names, condition
from havenline.policy.loading import DERIVED
from havenline.policy.pack import Answer, Pack, Question, spoken
from havenline.policy.vocabulary import vocabulary

FILE = "promises.yaml"
ALWAYS = Constant(value=True)


@dataclass(frozen=True, slots=True)
class Always:
    """Whoever `when` is true of, `then` is true of.

    each: per fact the values the sentence speaks of one by one; they stand in `says` as {report.crime}.
    every_reading: under every combination of readings, not the defaults alone.
    """

    id: str
    says: str
    source: str
    when: Node
    then: Node
    each: Mapping[str, tuple[str, ...]]
    every_reading: bool


@dataclass(frozen=True, slots=True)
class Favors:
    """From its worst value over not known to each best value, a fact never makes the person less protected.

    worst and best: a value, or `known`, `absent`. free: facts that go with it and may differ too. of: clauses
    and questions looked at. when: only of whom this is true before and after.
    """

    id: str
    says: str
    source: str
    fact: str
    worst: object
    best: tuple[object, ...]
    free: tuple[str, ...]
    of: tuple[str, ...]
    when: Node


@dataclass(frozen=True, slots=True)
class NoMatter:
    """Whatever these facts say, these clauses answer the same; `when` as for `Favors`."""

    id: str
    says: str
    source: str
    facts: tuple[str, ...]
    of: tuple[str, ...]
    when: Node


@dataclass(frozen=True, slots=True)
class Learning:
    """Learning more overturns no definite answer of `settled` and moves `from_barred` from its doubt alone.

    presumed: facts read in the person's favor until they are known, each with its ground; left as they are. A
    condition of both cases stands in the file as `when`.
    """

    settled: tuple[str, ...]
    from_barred: tuple[str, ...]
    presumed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Promises:
    """All promises of one pack. asking: the pack, with a question for each condition (`condition_id`)."""

    asking: Pack
    always: tuple[Always, ...]
    favors: tuple[Favors, ...]
    no_matter: tuple[NoMatter, ...]
    learning: Learning


def condition_id(promise: str, part: str) -> str:
    """The question of the asking pack that answers `yes`, `no` or `unknown` to a promise's condition."""
    return f"promise {promise} {part}"


@cache
def promises_of(pack_id: str) -> str:
    """The text of the pack's promises; empty where it has none."""
    file = files("havenline.packs").joinpath(pack_id, FILE)
    return file.read_text("utf-8") if file.is_file() else ""


def promised(pack: Pack, text: str) -> Promises:
    """The promises `text` makes of the pack. Raises PackRefused with file and line."""
    told = strict_yaml(text, where=FILE) or {}
    if not isinstance(told, Mapping):
        raise PackRefused(f"{FILE}:1: is not a list of keys", hint=", ".join(_KEYS[""]))
    return _Reader(pack, text).read(told)


def names_of(pack: Pack) -> Names:
    """What a condition about this pack may speak of."""
    tables = {name: path for name, (path, _) in pack.enum_tables.items()}
    return Names(
        facts={**vocabulary(), **DERIVED, **pack.also},
        words=pack.words,
        readings={which: reading.texts for which, reading in pack.readings.items()},
        answers=dict(_answers(pack)),
        tables={**tables, **dict.fromkeys(pack.offenses.classes, "statute")},
    )


def _answers(pack: Pack) -> Iterator[tuple[str, set[str]]]:
    for name, clause in pack.clauses.items():
        if clause.question:
            items = [*clause.items.question.answers] if clause.items else []
            rank = clause.items.rank if clause.items else ()
            yield name, {*_of(clause.question), *(spoken(each.result) for each in items), *rank}
    for name, question in pack.questions.items():
        yield name, _of(question)


def _of(question: Question) -> set[str]:
    return {spoken(question.doubt), *(spoken(answer.result) for answer in question.answers)}


_KEYS: dict[str, tuple[str, ...]] = {
    "": ("always", "favors", "no_matter", "learning"),
    "always": ("id", "says", "source", "when", "then", "each", "readings"),
    "favors": ("id", "says", "source", "fact", "worst", "best", "with", "of", "when"),
    "no_matter": ("id", "says", "source", "facts", "of", "when"),
    "learning": ("settled", "from_barred", "presumed", "when"),
}
_NEEDED = {
    "always": ("id", "says", "source", "then"),
    "favors": ("id", "says", "source", "fact", "worst", "best", "of"),
    "no_matter": ("id", "says", "source", "facts", "of"),
}


class _Reader:
    """Reads the file once; a promise that speaks of nothing the pack knows is refused."""

    def __init__(self, pack: Pack, text: str) -> None:
        self.pack, self.lines, self.names = pack, text.splitlines(), names_of(pack)
        self.questions: dict[str, Question] = {}

    def where(self, fragment: str) -> str:
        first = fragment.strip().splitlines()[0] if fragment.strip() else fragment
        return f"{FILE}:{next((at for at, line in enumerate(self.lines, 1) if first in line), 1)}"

    def read(self, told: Mapping[str, Any]) -> Promises:
        self.check_keys("", told, f"{FILE}:1")
        always = tuple(self.always(each) for each in self.entries(told, "always"))
        favors = tuple(self.favors(each) for each in self.entries(told, "favors"))
        no_matter = tuple(self.no_matter(each) for each in self.entries(told, "no_matter"))
        learning = self.learning(told.get("learning") or {})
        asking = replace(self.pack, questions={**self.pack.questions, **self.questions})
        return Promises(asking, always, favors, no_matter, learning)

    def entries(self, told: Mapping[str, Any], kind: str) -> Iterator[Mapping[str, Any]]:
        seen: set[str] = set()
        for says in told.get(kind) or ():
            place = self.where(f"id: {says.get('id', '')}") if isinstance(says, Mapping) else f"{FILE}:1"
            if not isinstance(says, Mapping):
                raise PackRefused(f"{place}: an entry of `{kind}` is not a list of keys")
            self.check_keys(kind, says, place)
            if lacking := [key for key in _NEEDED[kind] if not says.get(key) and says.get(key) is not False]:
                raise PackRefused(f"{place}: `{says.get('id', '?')}` has no `{lacking[0]}`")
            if says["id"] in seen:
                raise PackRefused(f"{place}: `{says['id']}` stands twice")
            seen.add(says["id"])
            yield says

    def check_keys(self, kind: str, says: Mapping[str, Any], place: str) -> None:
        if unknown := sorted(set(says) - set(_KEYS[kind])):
            raise PackRefused(f"{place}: `{unknown[0]}` is not a key here", hint=", ".join(_KEYS[kind]))

    def condition(self, promise: str, part: str, text: object) -> Node:
        node = condition(str(text), self.names, where=self.where(str(text))) if text is not None else ALWAYS
        name = condition_id(promise, part)
        yes, no = Answer("yes", node, "", str(text)), Answer("no", ALWAYS, "", "")
        self.questions[name] = Question(name, (yes, no), "unknown")
        return node

    def always(self, says: Mapping[str, Any]) -> Always:
        each = {path: tuple(map(str, values)) for path, values in (says.get("each") or {}).items()}
        self.facts([*each], says["id"])
        if says.get("readings", "default") not in ("default", "every"):
            raise PackRefused(f"{self.where('id: ' + says['id'])}: readings are `default` or `every`")
        when = self.condition(says["id"], "when", says.get("when"))
        then = self.condition(says["id"], "then", says["then"])
        every = says.get("readings") == "every"
        return Always(says["id"], _line(says["says"]), says["source"], when, then, each, every)

    def favors(self, says: Mapping[str, Any]) -> Favors:
        free = tuple(says.get("with") or ())
        self.facts([says["fact"], *free], says["id"])
        when = self.condition(says["id"], "when", says.get("when"))
        return Favors(
            says["id"],
            _line(says["says"]),
            says["source"],
            says["fact"],
            says["worst"],
            tuple(says["best"]),
            free,
            self.asked(says),
            when,
        )

    def no_matter(self, says: Mapping[str, Any]) -> NoMatter:
        facts = tuple(says["facts"])
        self.facts(facts, says["id"])
        when = self.condition(says["id"], "when", says.get("when"))
        return NoMatter(says["id"], _line(says["says"]), says["source"], facts, self.asked(says), when)

    def learning(self, says: Mapping[str, Any]) -> Learning:
        self.check_keys("learning", says, self.where("learning:"))
        told = {name: clause.question.doubt for name, clause in self.pack.clauses.items() if clause.question}
        settled = tuple(
            says.get("settled") or (name for name, doubt in told.items() if doubt == "undetermined")
        )
        from_barred = tuple(says.get("from_barred") or ())
        self.known([*settled, *from_barred], self.where("learning:"))
        presumed = {path: _line(why) for path, why in (says.get("presumed") or {}).items()}
        self.facts([*presumed], "learning")
        self.condition("learning", "when", says.get("when"))
        return Learning(settled, from_barred, presumed)

    def asked(self, says: Mapping[str, Any]) -> tuple[str, ...]:
        self.known(says["of"], self.where(f"id: {says['id']}"))
        return tuple(says["of"])

    def known(self, asked: Sequence[str], place: str) -> None:
        for name in asked:
            if name not in self.names.answers:
                raise PackRefused(f"{place}: `{name}` is no clause or question of the pack")

    def facts(self, paths: Sequence[str], promise: str) -> None:
        for path in paths:
            if path not in self.names.facts:
                raise PackRefused(
                    f"{self.where(path)}: `{path}` of `{promise}` is not a fact of the case file"
                )


def _line(text: object) -> str:
    return " ".join(str(text).split())
