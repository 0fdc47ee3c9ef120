"""One case decided twice, under two readings side by side. Nothing of it is kept anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from havenline.counsel.labels import plain
from havenline.counsel.picture import Picture, drawn, told
from havenline.counsel.sheet import field_id
from havenline.policy import ask, decide, read_case
from havenline.policy.asking import Question
from havenline.policy.errors import CaseRefused
from havenline.policy.justifying import Why, why
from havenline.policy.pack import Pack
from havenline.policy.prose import SAID
from havenline.policy.verdict import Verdict
from havenline.policy.wording import spaced

LONGEST = 64_000  # characters of a case file tried here; one holds closed facts, not documents
ASKED_ITEMS = 4  # with more items in doubt the next question takes too long to work out while somebody waits


def accepted(said: Mapping[str, Any], pack: Pack, *, name: str) -> Mapping[str, Any]:
    """The case, checked like every case file. name: what a refusal calls it. Raises CaseRefused."""
    return read(json.dumps(said, ensure_ascii=False), pack, name=name)


def read(text: str, pack: Pack, *, name: str) -> Mapping[str, Any]:
    """The case in the text of a file. Raises CaseRefused, one line naming file, key and legal values."""
    if len(text) > LONGEST:
        raise CaseRefused(
            f"{name}: has more than {LONGEST} characters", hint="a case file holds closed facts"
        )
    return read_case(text, name=name, also=pack.also)


def as_file(case: Mapping[str, Any]) -> str:
    """The case as a file `havenline decide` reads."""
    return yaml.safe_dump(dict(case), sort_keys=False, allow_unicode=True, width=100)


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why one question came out so: drawn, and the same as lines of text."""

    why: Why
    picture: Picture
    lines: tuple[tuple[int, str, str], ...]

    @property
    def id(self) -> str:
        """Where a link to it leads, within its side."""
        return self.why.question.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one answer to the next question would mean."""

    value: str
    then: str
    can_become: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The question the engine would put next. outcomes: per answer what would then be done. field: the fact's
    place in the form."""

    question: Question
    outcomes: tuple[Outcome, ...]
    others: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Side:
    """The case under one set of readings. name: `one` or `other`. asked: None where nothing is left to ask;
    is_asked: False where too much is open to work it out."""

    name: str
    readings: Mapping[str, str]
    verdict: Verdict
    reasons: tuple[Reasons, ...]
    asked: Asked | None
    is_asked: bool

    @property
    def answer(self) -> str:
        """What to do, in the words of a decision."""
        return SAID[self.verdict.disposition]

    @property
    def further(self) -> list[tuple[str, str]]:
        """The further answers of the verdict, in words."""
        return [(spaced(name), _plainly(value)) for name, value in self.verdict.answers.items()]


@dataclass(frozen=True, slots=True)
class Row:
    """One clause, as each side answers it."""

    id: str
    title: str
    answers: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the readings make a difference here."""
        return len(set(self.answers)) > 1


def side(name: str, pack: Pack, case: Mapping[str, Any], readings: Mapping[str, str]) -> Side:
    """The case decided, explained, and its next question. Raises ReadingUnknown."""
    verdict = decide(pack, case, readings=readings)
    reasons = tuple(
        Reasons(each, drawn(each), tuple(told(each.tried)))
        for each in why(pack, case, verdict, readings, label=plain)
    )
    is_asked = len(case.get("evidence", ())) <= ASKED_ITEMS
    question = ask(pack, case, readings) if is_asked else None
    asked = _asked(question, _field(case, question.fact)) if question else None
    return Side(name, readings, verdict, reasons, asked, is_asked)


def compared(pack: Pack, sides: list[Side]) -> list[Row]:
    """Every clause with each side's answer, then what is done."""
    rows = [
        Row(name, clause.title, tuple(spaced(each.verdict.clauses[name].result) for each in sides))
        for name, clause in pack.clauses.items()
        if clause.question
    ]
    return [Row("", "", tuple(each.answer.split(":")[0] for each in sides)), *rows]


def _asked(question: Question, field: str) -> Asked:
    outcomes = tuple(
        Outcome(outcome.value.replace("_", " "), _told(outcome.answers), ", ".join(_others(outcome)))
        for outcome in question.outcomes
    )
    others = tuple(path for path in question.open_facts if path != question.fact)
    return Asked(question, outcomes, others, field)


def _field(case: Mapping[str, Any], path: str) -> str:
    """The field of a fact: `evidence.E1.kind` stands in the form by the number of its item."""
    head, *rest = path.split(".")
    if head == "evidence":
        ids = [item["id"] for item in case["evidence"]]
        path = ".".join([head, str(ids.index(rest[0])), *rest[1:]])
    return field_id(path)


def _others(outcome: Any) -> Iterator[str]:
    yield from (_told(each) for each in outcome.could_become if each != outcome.answers)


def _told(answers: Mapping[str, Any]) -> str:
    return ", ".join("nothing to do" if each is None else spaced(each) for each in answers.values())


def _plainly(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(spaced, value))
    return "yes" if value is True else "no" if value is False else spaced(value)
