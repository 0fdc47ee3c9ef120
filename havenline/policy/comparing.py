"""Before a reading or a text is changed: who gains and who loses, clause by clause, told by cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from havenline.policy.decision import decide
from havenline.policy.errors import CaseRefused
from havenline.policy.pack import Pack
from havenline.policy.verdict import Verdict
from havenline.policy.worked import WorkedCase

# How far an answer keeps a person from harm. Doubt holds, and protects more than nothing does.
PROTECTS = {
    **dict.fromkeys(("barred", "use_barred", "derivative_barred", "disclosure_barred", "inadmissible"), 2),
    "undetermined": 1,
    **dict.fromkeys(("no_such_offense", "do_not_charge", "dismiss_review", "assist", "refuse_disclosure"), 2),
    **dict.fromkeys(("hold_and_refer", "exclude_evidence"), 1),
    "discovery_applies": -1,
}
ANY_CLAUSE = "any clause"
WHAT_TO_DO = "what to do"


@dataclass(frozen=True, slots=True)
class Side:
    """A pack under readings: interpretation -> reading where not the default."""

    pack: Pack
    readings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One case that one clause answers differently.

    clause: its id, "what to do" for what follows from all of them, or "any clause" where the two packs
    have no clause in common. kind: `gains`, `loses` or `changes` (neither better nor worse).
    """

    clause: str
    kind: str
    case: WorkedCase
    before: str
    after: str


def changes(one: Side, other: Side, cases: Sequence[WorkedCase]) -> tuple[Change, ...]:
    """Every difference between two sides over these cases, in the order of the clauses.

    The packs are compared clause by clause where they share clauses by id and sentence, else by the most
    protective answer any clause gives. Raises ReadingUnknown.
    """
    shared = _shared(one.pack, other.pack)
    found = [change for case in cases for change in _of_case(one, other, case, shared)]
    order = [*one.pack.clauses, WHAT_TO_DO, ANY_CLAUSE]
    return tuple(sorted(found, key=lambda change: order.index(change.clause)))


def _shared(one: Pack, other: Pack) -> tuple[str, ...]:
    return tuple(
        name
        for name, clause in one.clauses.items()
        if clause.question and name in other.clauses and other.clauses[name].title == clause.title
    )


def _of_case(one: Side, other: Side, case: WorkedCase, shared: tuple[str, ...]) -> Iterator[Change]:
    before, after = _answers(one, case.case, shared), _answers(other, case.case, shared)
    for clause in before:
        if before[clause] != after[clause]:
            kind = _kind(before[clause], after[clause])
            yield Change(clause, kind, case, before[clause], after[clause])


def _answers(side: Side, case: Mapping[str, Any], shared: tuple[str, ...]) -> dict[str, str]:
    verdict: Verdict = decide(side.pack, case, readings=side.readings)
    told = {name: clause.result for name, clause in verdict.clauses.items()}
    if shared:
        return {**{name: told[name] for name in shared}, WHAT_TO_DO: _what_to_do(verdict)}
    return {ANY_CLAUSE: max(told.values(), key=lambda answer: PROTECTS.get(answer, 0))}


def _what_to_do(verdict: Verdict) -> str:
    further = [
        f"{key} {', '.join(map(str, each)) if isinstance(each, list) else each}"
        for key, each in verdict.answers.items()
    ]
    return "; ".join([str(verdict.disposition or "nothing"), *further])


def _kind(before: str, after: str) -> str:
    ranks = [PROTECTS.get(answer.split(";")[0], 0) for answer in (before, after)]
    step = ranks[1] - ranks[0]
    return "gains" if step > 0 else "loses" if step < 0 else "changes"


def smallest(one: Side, other: Side, change: Change) -> Mapping[str, Any]:
    """The case of a change without every fact the difference does not need: left out one after the other as
    long as both answers stay as they are."""
    shared, clause = _shared(one.pack, other.pack), change.clause
    wanted = (change.before, change.after)

    def shows(less: Mapping[str, Any]) -> bool:
        try:
            told = (_answers(one, less, shared)[clause], _answers(other, less, shared)[clause])
        except (CaseRefused, KeyError):
            return False
        return told == wanted

    found = change.case.case
    for part in parts(found):
        less = without(found, part)
        if less is not found and shows(less):
            found = less
    return found


def parts(case: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """What may be left out: whole sections first, then single facts. The offense keeps its code."""
    sections = [(name,) for name in case if name != "screening"]
    facts = [
        (name, key)
        for name, section in case.items()
        if isinstance(section, Mapping)
        for key in section
        if (name, key) != ("offense", "code")
    ]
    return [*sections, *facts]


def without(case: Mapping[str, Any], path: tuple[str, ...]) -> Mapping[str, Any]:
    """The case without one of its `parts`; the case itself where it has no such part."""
    name, *rest = path
    if name not in case or (rest and rest[0] not in case[name]):
        return case
    if not rest:
        return {key: value for key, value in case.items() if key != name}
    section = {key: value for key, value in case[name].items() if key != rest[0]}
    if rest[0] == "charged":
        section.pop("charged_date", None)
    return {**case, name: section}
