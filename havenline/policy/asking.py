"""Asks only what matters: which unknown facts can still change the answer, and which to ask first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from havenline.policy.document import strict_yaml
from havenline.policy.drawing import Drawing
from havenline.policy.pack import Pack
from havenline.policy.planning import Plan, likely
from havenline.policy.supposing import Unknown
from havenline.policy.vocabulary import Fact

WHOLE = ("disposition",)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one answer to a question would mean.

    value: a legal value, or days in words ("2024-05-11 or earlier"). answers: per question the answer the
    pack would then give. could_become: every set of answers possible from there; one of them when settled.
    """

    value: str
    answers: Mapping[str, Any]
    could_become: tuple[Mapping[str, Any], ...]

    @property
    def settled(self) -> bool:
        """Whether nothing else could change the answers any more."""
        return len(self.could_become) == 1

    def as_dict(self) -> dict[str, Any]:
        could_become = [dict(each) for each in self.could_become]
        return {
            "value": self.value,
            "answers": dict(self.answers),
            "settled": self.settled,
            "could_become": could_become,
        }


@dataclass(frozen=True, slots=True)
class Question:
    """The question to put next.

    fact: its path in the case file. text: the question in the words of the vocabulary or the pack. cost: what
    asking it costs (1 unless costs.yaml says more), and why. now: the answers as things stand. outcomes: what
    each answer would mean. open_facts: every unknown fact that can still change the answers. expected: the
    expected cost of all questions to come, this one included; None where there are too many to say exactly.
    """

    fact: str
    text: str
    cost: int
    why_costly: str
    now: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]
    open_facts: tuple[str, ...]
    expected: float | None

    @property
    def why(self) -> str:
        """Why it is asked: what the answers can become."""
        told = {tuple(outcome.answers.values()) for outcome in self.outcomes}
        if len(told) > 1:
            return "It changes the answer"
        possible = [{tuple(each.values()) for each in outcome.could_become} for outcome in self.outcomes]
        if any(each != possible[0] for each in possible):
            return "It changes what the answer can become"
        return "It changes the answer together with other facts that are not known yet"

    def as_dict(self) -> dict[str, Any]:
        return {
            "fact": self.fact,
            "question": self.text,
            "why": self.why,
            "cost": self.cost,
            "why_costly": self.why_costly,
            "now": dict(self.now),
            "outcomes": [outcome.as_dict() for outcome in self.outcomes],
            "open_facts": list(self.open_facts),
            "expected": self.expected,
        }


def relevant(
    pack: Pack,
    case: Mapping[str, Any],
    readings: Mapping[str, str] | None = None,
    *,
    about: Sequence[str] = WHOLE,
) -> tuple[str, ...]:
    """The unknown facts that can still change the answers of `about`, exactly: each of them in some way the
    rest may turn out, and no other.

    case: as `read_case` returns it. readings: interpretation -> reading where not the default. about: ids of
    clauses or questions of the pack. Raises ReadingUnknown.
    """
    drawing = Drawing(pack, case, pack.in_effect(readings or {}))
    return tuple(
        drawing.unknown[level].path for level in sorted(drawing.diagrams.support(_drawn(drawing, about)))
    )


def ask(
    pack: Pack,
    case: Mapping[str, Any],
    readings: Mapping[str, str] | None = None,
    *,
    about: Sequence[str] = WHOLE,
    offered: Mapping[str, Collection[Any]] = MappingProxyType({}),
) -> Question | None:
    """The next best question, or None when no unknown fact can change the answers of `about`.

    Arguments as in `relevant`. offered: fact -> the only values its asker can give, each of them legal; none
    where it was asked and stays unknown. The best is the one with the least expected cost of all questions to
    come; where more than a few facts are open, the one that tells most about the answer for what it costs.
    """
    drawing = Drawing(pack, case, pack.in_effect(readings or {}))
    drawn = _drawn(drawing, about)
    kept = [_kept(unknown, offered) for unknown in drawing.unknown]
    for level, unknown in enumerate(drawing.unknown):
        if unknown.path in offered:
            drawn = drawing.diagrams.narrowed(drawn, level, kept[level])
    if not drawing.diagrams.support(drawn):
        return None
    plan = _plan(drawing, kept)
    level, expected = plan.best(drawn)
    unknown = drawing.unknown[level]
    row = row_of(unknown.path)
    return Question(
        fact=unknown.path,
        text=_question(unknown.fact),
        cost=int(row.get("cost", 1)),
        why_costly=str(row.get("why", "")),
        now=_answers(drawing, drawn, about),
        outcomes=tuple(_outcomes(drawing, drawn, level, kept[level], about)),
        open_facts=tuple(drawing.unknown[each].path for each in sorted(drawing.diagrams.support(drawn))),
        expected=expected,
    )


def ask_among(
    pack: Pack, case: Mapping[str, Any], facts: Collection[str], *, about: Sequence[str] = WHOLE
) -> str | None:
    """The fact to ask first of those somebody can answer, or None when none of these can change the answers.

    facts: paths in the case file. All others stay open, and may turn out any way: somebody else knows them.
    """
    drawing = Drawing(pack, case, pack.in_effect({}))
    drawn = _drawn(drawing, about)
    levels = [
        level for level in sorted(drawing.diagrams.support(drawn)) if drawing.unknown[level].path in facts
    ]
    kept = [_kept(unknown, {}) for unknown in drawing.unknown]
    return drawing.unknown[_plan(drawing, kept).most_telling(drawn, levels)].path if levels else None


@cache
def costs() -> Mapping[str, Mapping[str, Any]]:
    """The rows of costs.yaml by fact."""
    text = files("havenline.policy").joinpath("costs.yaml").read_text("utf-8")
    return {row["fact"]: row for row in strict_yaml(text, where="costs.yaml")["rows"]}


def row_of(path: str) -> Mapping[str, Any]:
    """The row of a fact in costs.yaml, empty where it has none. path: as a case file names it."""
    plain = "item." + path.split(".", 2)[2] if path.startswith("evidence.") else path
    return costs().get(plain, {})


def _drawn(drawing: Drawing, about: Sequence[str]) -> int:
    drawn = drawing.diagrams.leaf(())
    for name in about:
        drawn = drawing.diagrams.joined(drawn, drawing.answer(name), lambda told, answer: (*told, answer))  # type: ignore[misc]
    return drawn


def _kept(unknown: Unknown, offered: Mapping[str, Collection[Any]]) -> tuple[int, ...]:
    """The numbers of the values that can be given."""
    if unknown.path not in offered:
        return tuple(range(1, len(unknown.values)))
    return tuple(sorted(unknown.values.index(value) for value in offered[unknown.path]))


def _plan(drawing: Drawing, kept: Sequence[Sequence[int]]) -> Plan:
    rows = [row_of(unknown.path) for unknown in drawing.unknown]
    weights = [
        likely(unknown, row, indexes)
        for unknown, row, indexes in zip(drawing.unknown, rows, kept, strict=True)
    ]
    return Plan(drawing.diagrams, drawing.unknown, [int(row.get("cost", 1)) for row in rows], weights)


def _answers(drawing: Drawing, drawn: int, about: Sequence[str]) -> dict[str, Any]:
    """The answers while everything that is unknown stays so."""
    while children := drawing.diagrams.children(drawn):
        drawn = children[0]
    told = drawing.diagrams.value(drawn)
    assert isinstance(told, tuple)
    return dict(zip(about, told, strict=True))


def _outcomes(
    drawing: Drawing, drawn: int, level: int, kept: Sequence[int], about: Sequence[str]
) -> list[Outcome]:
    after = [
        drawing.diagrams.given(drawn, level, index) for index in range(len(drawing.unknown[level].values))
    ]
    return [
        Outcome(value, _answers(drawing, after[index], about), _possible(drawing, after[index], about))
        for value, index in _told_values(drawing.unknown[level], after)
        if index in kept
    ]


def _possible(drawing: Drawing, drawn: int, about: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """Every answer the diagram ends in."""
    draw, ends = drawing.diagrams, {drawn}
    ends |= {child for node in draw.nodes(drawn) for child in draw.children(node)}
    told = [draw.value(each) for each in sorted(ends) if not draw.children(each)]
    return tuple(dict(zip(about, each, strict=True)) for each in told if isinstance(each, tuple))


def _told_values(unknown: Unknown, after: Sequence[int]) -> list[tuple[str, int]]:
    """Each answer in words with its index; days that mean the same are one answer."""
    if unknown.fact.kind not in ("date", "number"):
        return [(_said(value), index) for index, value in enumerate(unknown.values) if index]
    runs: list[list[int]] = []
    for index in range(1, len(after)):
        if runs and after[runs[-1][-1]] == after[index]:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [(_span(unknown, run, first=run is runs[0], last=run is runs[-1]), run[0]) for run in runs]


def _span(unknown: Unknown, run: list[int], *, first: bool, last: bool) -> str:
    start, end = str(unknown.values[run[0]]), str(unknown.values[run[-1]])
    if first and last:
        return "any"
    if first:
        return f"{end} or earlier" if unknown.fact.kind == "date" else f"{end} or less"
    if last:
        return f"{start} or later" if unknown.fact.kind == "date" else f"{start} or more"
    return start if start == end else f"{start} to {end}"


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _question(fact: Fact) -> str:
    """The vocabulary's own words, without what is said to whoever fills in a file."""
    return fact.question.split(" Absent =")[0].strip()
