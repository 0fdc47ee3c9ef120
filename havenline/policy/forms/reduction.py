"""A pack under chosen readings, on cases without evidence: the one tree every form is generated from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from havenline.policy.conditions import (
    Answered,
    Both,
    Constant,
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
    Word,
    walk,
)
from havenline.policy.errors import PolicyRefused
from havenline.policy.loading import DERIVED
from havenline.policy.pack import Pack, Question, spoken
from havenline.policy.vocabulary import Fact, vocabulary

DISPOSITION = "disposition"


class EvidenceOutside(PolicyRefused):
    """A case with evidence items was put to a form, which answers cases without."""


def refuse_evidence(case: Mapping[str, Any]) -> None:
    """Raises EvidenceOutside where a case lists items: none is answered as if it had none."""
    if case.get("evidence"):
        raise EvidenceOutside("`evidence` is outside this form", hint="the interpreter answers the case")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its readings settled: answers in order, as conditions write them (`spoken`).

    lacks: per path the condition under which it is named as missing where the answer is `doubt`. places: per
    answer its place in the pack's own question, of which those that never hold here are left out.
    """

    id: str
    answers: tuple[tuple[str, Node], ...]
    doubt: str
    lacks: tuple[tuple[str, Node], ...]
    places: tuple[int, ...] = ()

    @property
    def results(self) -> tuple[str, ...]:
        """Every answer it can give, each once, the doubt last unless it is an answer too."""
        return tuple(dict.fromkeys([*(result for result, _ in self.answers), self.doubt]))

    def nodes(self) -> Iterator[Node]:
        """Every condition of the question, the answers' first."""
        yield from (when for _, when in self.answers)
        yield from (when for _, when in self.lacks)


@dataclass(frozen=True)
class Reduced:
    """A pack under readings: questions in an order in which each comes after those it asks, and the words
    they use. No node is a Reading (unless left open), Quantified or Tainted, and no table of crimes is left,
    only values.

    wanted: the questions asked for; the others are there because these ask them.
    """

    pack: Pack
    readings: Mapping[str, str]
    questions: Mapping[str, Asked]
    words: Mapping[str, Node]
    wanted: tuple[str, ...]

    @cached_property
    def atoms(self) -> tuple[Node, ...]:
        """The conditions that look at facts themselves, each once."""
        return tuple(node for node in self._leaves if not isinstance(node, (Constant, Answered, Word)))

    @cached_property
    def _leaves(self) -> tuple[Node, ...]:
        tops = [*(node for each in self.questions.values() for node in each.nodes()), *self.words.values()]
        return tuple(dict.fromkeys(node for top in tops for node in walk(top) if not tuple(node.parts())))

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Paths of the facts whose value is looked at; `offense.grade` and `offense.standing` are derived."""
        read = [path for atom in self.atoms for path in paths(atom) if not _is_given(atom)]
        return tuple(dict.fromkeys(read))

    @cached_property
    def given(self) -> tuple[str, ...]:
        """Paths of which it is asked whether the case file says anything."""
        return tuple(dict.fromkeys(atom.path for atom in self.atoms if _is_given(atom)))  # type: ignore[attr-defined]


def _is_given(atom: Node) -> bool:
    return isinstance(atom, Presence) and not atom.known


def paths(atom: Node) -> tuple[str, ...]:
    """The facts an atom looks at."""
    match atom:
        case Order(left=left, right=right, right_is_fact=True):
            return (left, str(right))
        case Order(left=left):
            return (left,)
        case Nearness(left=left, right=right):
            return (left, right)
    path = getattr(atom, "path", None)
    return () if path is None else (path,)


def fact(pack: Pack, path: str) -> Fact:
    """The fact of this path: the case file's, one the engine derives, or one the pack declares."""
    return vocabulary().get(path) or DERIVED.get(path) or pack.also[path]


def reduced(
    pack: Pack,
    readings: Mapping[str, str] = MappingProxyType({}),
    *,
    questions: Iterable[str] | None = None,
    open_readings: bool = False,
) -> Reduced:
    """The pack as the forms need it.

    readings: interpretation id -> reading id where not the default. questions: ids of clauses and questions
    asked for; every clause that answers and the disposition unless given. open_readings: `readings` settle
    nothing and the Reading nodes stay, for proofs about every reading at once. Raises ReadingUnknown, and
    KeyError for a question the pack does not ask.
    """
    in_force = pack.in_effect(readings)
    if questions is None:
        clauses = [name for name, clause in pack.clauses.items() if clause.question]
        questions = [*clauses, *([DISPOSITION] if DISPOSITION in pack.questions else [])]
    return _Reduction(pack, in_force, open_readings=open_readings).of(tuple(questions))


class _Reduction:
    """Follows the words and questions the wanted ones lean on."""

    def __init__(self, pack: Pack, readings: Mapping[str, str], *, open_readings: bool) -> None:
        self.pack, self.readings, self.open_readings = pack, readings, open_readings
        self.questions: dict[str, Asked] = {}
        self.words: dict[str, Node] = {}

    def of(self, wanted: tuple[str, ...]) -> Reduced:
        for name in wanted:
            self.ask(name)
        return Reduced(self.pack, self.readings, self.questions, self.words, wanted)

    def ask(self, name: str) -> None:
        if name not in self.questions:
            # Entered only when done, so that what it asks stands before it.
            asked = self.asked(question(self.pack, name))
            self.questions[name] = asked

    def asked(self, asks: Question) -> Asked:
        answers: list[tuple[str, Node]] = []
        places: list[int] = []
        for place, answer in enumerate(asks.answers):
            when = self.node(answer.when)
            if when == Constant(value=False):
                continue
            answers.append((spoken(answer.result), when))
            places.append(place)
            if when == Constant(value=True):
                break
        lacks = [(path, self.node(when)) for path, when in asks.lacks]
        kept = tuple((path, when) for path, when in lacks if when != Constant(value=False))
        return Asked(asks.id, tuple(answers), spoken(asks.doubt), kept, tuple(places))

    def node(self, node: Node) -> Node:
        match node:
            case Reading() if self.open_readings:
                return node
            case Reading():
                return Constant(self.readings[node.interpretation] in node.chosen)
            case Quantified():
                return Constant(node.universal)  # of no items, `all` holds and `any` does not
            case Presence(path="evidence", known=False) | Tainted():
                return Constant(value=False)
            case Listing() if node.table in self.pack.enum_tables:
                return Membership(node.path, frozenset(self.pack.enum_tables[node.table][1]))
            case Word():
                return self.word(node)
            case Answered():
                self.ask(node.question)
                return node
            case Both():
                return _joined(map(self.node, node.conditions), Both, stop=False)
            case Either():
                return _joined(map(self.node, node.conditions), Either, stop=True)
            case Negation():
                inner = self.node(node.condition)
                return Constant(not inner.value) if isinstance(inner, Constant) else Negation(inner)
            case Modality():
                inner = self.node(node.condition)
                return inner if isinstance(inner, Constant) else Modality(inner, node.in_doubt)
        return node

    def word(self, word: Word) -> Node:
        if word.name not in self.words:
            self.words[word.name] = self.node(self.pack.words[word.name])
        meaning = self.words[word.name]
        # A word that has become a single leaf under these readings is written out.
        return word if tuple(meaning.parts()) else meaning


def question(pack: Pack, name: str) -> Question:
    """The question a clause or a question of the pack asks of a case. Raises KeyError."""
    clause = pack.clauses.get(name)
    if clause is None:
        return pack.questions[name]
    if clause.question is None:
        raise KeyError(name)
    return clause.question


def _joined(parts: Iterable[Node], kind: type[Both] | type[Either], *, stop: bool) -> Node:
    kept: list[Node] = []
    for part in parts:
        if part == Constant(stop):
            return part
        if not isinstance(part, Constant):
            kept.append(part)
    if not kept:
        return Constant(not stop)
    return kept[0] if len(kept) == 1 else kind(tuple(kept))
