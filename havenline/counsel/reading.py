"""What another reading or another text would change: who gains and who loses, clause by clause, by cases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import yaml

from havenline.policy import load
from havenline.policy.comparing import ANY_CLAUSE, WHAT_TO_DO, Change, changes, smallest
from havenline.policy.comparing import Side as Compared
from havenline.policy.wording import spaced
from havenline.policy.worked import worked

SHOWN = 8  # cases listed for each clause and direction
KINDS = ("loses", "gains", "changes")


@dataclass(frozen=True, slots=True)
class Example:
    """A worked case that one clause answers differently. id, title: as the pack's cases name it."""

    id: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What one clause does to some people. kind: `loses`, `gains` or `changes` (neither better nor worse).
    smallest: the shortest case file that shows it."""

    kind: str
    count: int
    examples: tuple[Example, ...]
    smallest: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause (or what follows from all) and whom the change strikes."""

    clause: str
    title: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides over the worked cases. many: cases tried; differing: cases answered differently."""

    clauses: tuple[ClauseChange, ...]
    many: int
    differing: int

    def count(self, kind: str) -> int:
        """How many cases lose, gain or change in any clause."""
        return sum(effect.count for each in self.clauses for effect in each.effects if effect.kind == kind)


@lru_cache(maxsize=128)
def of_reading(pack_id: str, which: str, reading: str) -> Comparison:
    """The pack as it stands beside itself under one other reading. Worked out once: packs never change while
    the office runs. Raises PackUnknown, ReadingUnknown."""
    pack = load(pack_id)
    after = Compared(pack, {which: reading})
    pack.in_effect(after.readings)
    return _compared(Compared(pack, {}), after)


@lru_cache(maxsize=32)
def of_packs(one: str, other: str) -> Comparison:
    """One pack beside another, over the worked cases of both. Raises PackUnknown."""
    return _compared(Compared(load(one), {}), Compared(load(other), {}))


def _compared(before: Compared, after: Compared) -> Comparison:
    cases = [*worked(before.pack.id), *(worked(after.pack.id) if after.pack is not before.pack else ())]
    found = changes(before, after, cases)
    clauses = []
    for clause, of_clause in groupby(found, key=lambda change: change.clause):
        of_this = list(of_clause)
        known = before.pack.clauses.get(clause)
        effects = [_effect(before, after, kind, of_this) for kind in KINDS]
        clauses.append(
            ClauseChange(
                "" if clause in (WHAT_TO_DO, ANY_CLAUSE) else clause,
                known.title if known else clause,
                tuple(effect for effect in effects if effect.count),
            )
        )
    return Comparison(tuple(clauses), len(cases), len({change.case.id for change in found}))


def _effect(before: Compared, after: Compared, kind: str, found: list[Change]) -> Effect:
    of_kind = [change for change in found if change.kind == kind]
    shortest = sorted(of_kind, key=lambda change: len(str(change.case.case)))[:3]
    least = min(
        (smallest(before, after, change) for change in shortest), key=lambda case: len(str(case)), default={}
    )
    return Effect(
        kind,
        len(of_kind),
        tuple(
            Example(change.case.id, change.case.title, _said(change.before), _said(change.after))
            for change in of_kind[:SHOWN]
        ),
        yaml.safe_dump(dict(least), sort_keys=False, allow_unicode=True, width=72) if least else "",
    )


def _said(answer: str) -> str:
    return spaced(answer)
