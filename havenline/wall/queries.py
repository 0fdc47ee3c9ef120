"""C3: answers what is barred against a person, by the stored rows and by the routes: both have to agree."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from havenline.vault.models import Subject
from havenline.wall import alarms, recompute, turn, upkeep
from havenline.wall.models import Alarm, Item, Taint, Unfinished

# SQLite takes a bounded number of parameters in one statement.
_STEP = 500
T = TypeVar("T", str, int)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Of the items asked about: barred by rows, barred by routes, and those whose rows may be behind."""

    by_rows: frozenset[int]
    by_routes: frozenset[int]
    unfinished: frozenset[int]

    @property
    def differing(self) -> frozenset[int]:
        """Where rows that should be right are not what the routes say."""
        return (self.by_rows ^ self.by_routes) - self.unfinished


def items(refs: Iterable[str]) -> dict[str, Item]:
    """The items of these references as people write them; an unknown reference is absent from the answer."""
    wanted = {written: written.strip().upper() for written in refs}
    found = {item.ref: item for step in _steps(set(wanted.values())) for item in _of_refs(step)}
    return {written: found[ref] for written, ref in wanted.items() if ref in found}


def tainted(items: Iterable[Item], subject: Subject | UUID) -> set[UUID]:
    """The ids of those of `items` that C3 keeps out against `subject`: given, derived, or in doubt.

    Kept out is what the stored rows bar, what the routes bar when reckoned anew, and what rests on something
    whose rows are unfinished. Where both reckonings differ neither is trusted: everything asked about is kept
    out, and an alarm stands in the ledger.
    """
    asked = {item.number: item for item in items}
    person = subject if isinstance(subject, UUID) else subject.id
    found = _read(asked, person)
    if found.differing:
        # A writer may have come between the two reckonings: once more, while nobody writes.
        with transaction.atomic():
            turn.take()
            found = _read(asked, person)
            if found.differing:
                alarms.raise_one(Alarm.GATE, rows=len(found.differing))
                return {item.id for item in asked.values()}
    barred = found.by_rows | found.by_routes | found.unfinished
    return {item.id for number, item in asked.items() if number in barred}


def _read(asked: Collection[int], person: UUID) -> _Reading:
    by_rows = frozenset(number for step in _steps(set(asked)) for number in _stored(step, person))
    above = recompute.ancestry(asked)
    return _Reading(
        by_rows=by_rows,
        by_routes=above.barred(recompute.given_by(person)) & frozenset(asked),
        unfinished=_resting_on_unfinished(above) & frozenset(asked),
    )


def _stored(numbers: list[int], person: UUID) -> Iterable[int]:
    return Taint.objects.filter(giver__subject=person, item__in=numbers).values_list("item", flat=True)


def _resting_on_unfinished(above: recompute.Ancestry) -> frozenset[int]:
    if not upkeep.is_behind():
        return frozenset()
    behind = {number for step in _steps(set(above.numbers)) for number in _unfinished(step)}
    return above.resting_on(behind)


def _unfinished(numbers: list[int]) -> Iterable[int]:
    return Unfinished.objects.filter(item__in=numbers).values_list("item", flat=True)


def _steps(members: set[T]) -> Iterable[list[T]]:
    ordered = sorted(members)
    return (ordered[at : at + _STEP] for at in range(0, len(ordered), _STEP))


def _of_refs(refs: list[str]) -> Iterable[Item]:
    return Item.objects.filter(ref__in=refs)
