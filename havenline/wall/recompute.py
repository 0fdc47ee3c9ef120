"""C3: reckons anew, from the items and routes alone, what is barred against a person.

INVARIANT: nothing here is shared with `upkeep`: not its code, its rows or its numbers of persons. The gate
gate compares both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from havenline.policy.taint import Route as Way
from havenline.policy.taint import taint
from havenline.wall.models import Giving, Item

# SQLite takes a bounded number of parameters in one statement.
_STEP = 900

# Every edge these items rest on, upward, each once.
_UPWARD = """
WITH RECURSIVE up (item, route, parent) AS (
    SELECT item_id, route_id, parent_id FROM wall_routeparent WHERE item_id IN ({places})
    UNION
    SELECT above.item_id, above.route_id, above.parent_id
    FROM up JOIN wall_routeparent AS above ON above.item_id = up.parent
)
SELECT item, route, parent FROM up
"""
_INDEPENDENT = """
SELECT id, item_id, approved FROM wall_route WHERE kind = 'independent' AND item_id IN ({places})
"""


@dataclass(frozen=True, slots=True)
class Ancestry:
    """All items that some rest on, themselves included, and every route among them."""

    numbers: frozenset[int]
    ways: tuple[Way, ...]

    def barred(self, given: Iterable[int]) -> frozenset[int]:
        """Which of the items are kept out against who gave `given`, also where that is in doubt."""
        found = taint(self.numbers, self.ways, [number for number in given if number in self.numbers])
        return frozenset(number for number in found.barred | found.doubtful if isinstance(number, int))

    def resting_on(self, numbers: set[int]) -> frozenset[int]:
        """Those of `numbers` among the items, and what rests on one of them by any route, counted or not."""
        below: dict[object, list[object]] = {}
        for way in self.ways:
            for parent in way.parents:
                below.setdefault(parent, []).append(way.item)
        found: set[object] = set()
        ahead: list[object] = list(numbers & self.numbers)
        while ahead:
            number = ahead.pop()
            if number not in found:
                found.add(number)
                ahead += below.get(number, ())
        return frozenset(number for number in found if isinstance(number, int))


def ancestry(numbers: Iterable[int]) -> Ancestry:
    """What these items rest on. A circle, which no writer makes, ends the search all the same."""
    asked = set(numbers)
    parents: dict[tuple[int, int], set[int]] = {}
    for step in _steps(asked):
        for item, route, parent in _rows(_UPWARD, step):
            parents.setdefault((item, route), set()).add(parent)
    found = asked.union(*parents.values())
    independent = {
        route: (item, bool(approved))
        for step in _steps(found)
        for route, item, approved in _rows(_INDEPENDENT, step)
    }
    ways = [
        Way(item, above, route in independent, independent.get(route, (0, False))[1])
        for (item, route), above in parents.items()
    ]
    # A source of its own rests on no item, and so on no row of a parent.
    bare = [
        Way(item, (), independent=True, approved=approved)
        for route, (item, approved) in independent.items()
        if (item, route) not in parents
    ]
    return Ancestry(frozenset(found), (*ways, *bare))


def given_by(subject: UUID) -> frozenset[int]:
    """The items this person gave, known at their entry or later."""
    at_entry = Item.objects.filter(given_by=subject).values_list("number", flat=True)
    later = Giving.objects.filter(subject=subject).values_list("item", flat=True)
    return frozenset([*at_entry, *later])


def givers_of(numbers: Iterable[int]) -> dict[UUID, set[int]]:
    """Who gave which of these items."""
    found: dict[UUID, set[int]] = {}
    for step in _steps(set(numbers)):
        at_entry = Item.objects.filter(number__in=step).exclude(given_by=None)
        later = Giving.objects.filter(item__in=step)
        pairs = [*at_entry.values_list("given_by", "number"), *later.values_list("subject", "item")]
        for subject, number in pairs:
            found.setdefault(subject, set()).add(number)
    return found


def _rows(statement: str, numbers: list[int]) -> list[tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(places=", ".join(["%s"] * len(numbers))), numbers)
        rows: list[tuple[int, int, int]] = cursor.fetchall()
    return rows


def _steps(numbers: set[int]) -> Iterable[list[int]]:
    ordered = sorted(numbers)
    return (ordered[at : at + _STEP] for at in range(0, len(ordered), _STEP))
