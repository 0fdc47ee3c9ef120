"""A pack is a promise that can be executed: its words, the rules that read them, its tables and its
readings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from havenline.policy.conditions import Node
from havenline.policy.errors import ReadingUnknown
from havenline.policy.tables import Holidays, Offenses
from havenline.policy.vocabulary import Fact


def spoken(result: object) -> str:
    """An answer as conditions write it: `disposition == null`."""
    return "null" if result is None else str(result).lower() if isinstance(result, bool) else str(result)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer a question may have, when it is given and why. `result` None means: say nothing."""

    result: str | bool | None
    when: Node
    because: str
    condition: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the pack: its answers are tried in order, the first that holds is given.

    doubt: the answer when what is unknown leaves more than one open. leans: readings named as leaned on
    when their condition holds, beyond those the conditions consult. lacks: per path in the case file the
    condition under which it is one of the things not met; named as missing when the answer is `doubt`.
    """

    id: str
    answers: tuple[Answer, ...]
    doubt: str | bool | None
    leans: tuple[tuple[str, Node], ...] = ()
    lacks: tuple[tuple[str, Node], ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """A question with any number of answers: every entry whose condition holds (`check`, `redact`)."""

    id: str
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class ItemRule:
    """How a clause answers each evidence item.

    question: asked per item. counts: which items speak for the clause. rank: the clause gives the first of
    these answers that some counted item has.
    """

    question: Question
    counts: Node
    rank: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: the policy's sentences, whom they bind and protect, and the question that decides them.

    source, verified: where the words come from, and whether they were read in full ("full", "partial"); given
    where the pack restates a law instead of quoting a policy of its own, and said in every decision.
    """

    id: str
    title: str
    binds: str
    protects: str
    effect: str
    quote: str
    since: str
    until: str
    interpretations: tuple[str, ...]
    question: Question | None
    items: ItemRule | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    verified: str = ""


@dataclass(frozen=True, slots=True)
class TaintRule:
    """Which items are a person's own information, which were found because of it, and what lifts the taint.

    clause: the clause that keeps tainted items out; keeps_out: its answers that do.
    """

    given: Node
    because: Node
    lifted: Node
    clause: str
    keeps_out: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """One interpretation: the question the text leaves open, the default, every reading offered with its
    text."""

    id: str
    question: str
    default: str
    texts: Mapping[str, str]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """A policy that can be executed. Made by `load`; never changed.

    verified: "full" or "partial". approval: {"state": "draft"} or who approved it and when. in_force: first
    and last day (ISO, last may be empty). hash: SHA-256 over policy.md, the tables and the default
    readings. also: the further facts the pack declares, by path (`also.cooperated`). restated: the words are
    a law in short, not its text.
    """

    id: str
    version: str
    title: str
    verified: str
    approval: Mapping[str, str]
    in_force: tuple[str, str]
    clauses: Mapping[str, Clause]
    words: Mapping[str, Node]
    item_words: frozenset[str]
    questions: Mapping[str, Question]
    collected: Mapping[str, Collected]
    taint: TaintRule | None
    readings: Mapping[str, Reading]
    offenses: Offenses
    enum_tables: Mapping[str, tuple[str, frozenset[str]]]
    holidays: Holidays
    sources: Mapping[str, str]
    also: Mapping[str, Fact] = field(default_factory=dict)
    restated: bool = False

    @cached_property
    def hash(self) -> str:
        """The content hash with every default reading in force."""
        return self.hash_under({})

    def hash_under(self, readings: Mapping[str, str]) -> str:
        """The content hash of the pack, its tables and the readings in force."""
        digest = hashlib.sha256(self._content)
        for which, reading in sorted(self.readings.items()):
            digest.update(f"{which}={readings.get(which, reading.default)}\n".encode())
        return digest.hexdigest()

    @cached_property
    def _content(self) -> bytes:
        parts: list[bytes] = []
        for name, text in sorted(self.sources.items()):
            content = text.encode()
            parts.append(f"{name}\0{len(content)}\0".encode() + content)
        return b"".join(parts)

    def quote(self, clause_id: str) -> str:
        """The policy's exact sentence or sentences of a clause (`C1`) or of a part of one (`C6x`, `C7a`).

        Raises KeyError when the pack has no such clause.
        """
        for clause in self.clauses.values():
            if clause.id == clause_id:
                return clause.quote
            if clause_id in clause.parts:
                return clause.parts[clause_id]
        raise KeyError(clause_id)

    def reading(self, interpretation: str) -> Reading:
        """The interpretation with its question, default and readings. Raises ReadingUnknown."""
        if interpretation not in self.readings:
            raise ReadingUnknown(
                f"`{interpretation}` is not an interpretation of {self.id}",
                hint="one of " + ", ".join(self.readings),
            )
        return self.readings[interpretation]

    def in_effect(self, chosen: Mapping[str, str]) -> Mapping[str, str]:
        """Every interpretation with the reading in force: `chosen`, else the default. Raises
        ReadingUnknown."""
        for which, reading in chosen.items():
            offered = self.reading(which).texts
            if reading not in offered:
                raise ReadingUnknown(
                    f"`{reading}` is not a reading of {which}", hint="one of " + ", ".join(offered)
                )
        return {which: chosen.get(which, reading.default) for which, reading in self.readings.items()}
