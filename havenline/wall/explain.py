"""C3: why an item is barred, by the shortest reason; and everything that is barred against a person.

A reason is a tree: an item that was given ends it; any other stands on one barred parent for each of its
counted routes. Among all reasons the one with the fewest steps is told, reckoned from the routes alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import NamedTuple
from uuid import UUID

from havenline.policy.taint import Route as Way
from havenline.wall import recompute
from havenline.wall.models import Item, Taint


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a reason. `through`: for each of its counted routes a barred parent; empty where given.

    obtained: the day an agency got it, if known.
    """

    number: int
    ref: str
    kind: str
    obtained: date | None
    through: tuple[int, ...] = ()

    @property
    def is_given(self) -> bool:
        """Whether the person gave it."""
        return not self.through


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one item is barred against one person; `steps` by number, the item itself the first of them.

    giver_ref: an item the person gave, by which pages call the person without saying who it is.
    """

    steps: Mapping[int, Step]
    first: int
    giver_ref: str

    def inward(self) -> list[Step]:
        """The steps from the item to what was given, each once, nearest first."""
        seen: dict[int, Step] = {}
        ahead = [self.first]
        while ahead:
            number = ahead.pop(0)
            if number not in seen:
                seen[number] = self.steps[number]
                ahead += self.steps[number].through
        return list(seen.values())

    def told(self) -> list[dict[str, object]]:
        """The steps as plain values: reference, kind, day (YYYY-MM-DD or empty), given or through which."""
        return [
            {
                "item": step.ref,
                "kind": step.kind,
                "obtained": step.obtained.isoformat() if step.obtained else "",
                "given": step.is_given,
                "through": [self.steps[one].ref for one in step.through],
            }
            for step in self.inward()
        ]


class Barred(NamedTuple):
    """An item in the list of a person; by its number the list goes on."""

    number: int
    ref: str
    kind: str
    obtained: date | None


def reasons(item: Item) -> list[Reason]:
    """The shortest reason against each person the item is barred against; empty when it is usable."""
    above = recompute.ancestry([item.number])
    given = recompute.givers_of(above.numbers)
    found = [_shortest(item.number, above, numbers) for _, numbers in sorted(given.items(), key=_first)]
    needed = {number for one in found for number in one}
    items = _items(needed)
    return [_reason(item.number, through, items) for through in found if through]


def barred_against(subject: UUID, *, after: int = 0, most: int = 200) -> list[Barred]:
    """What is barred against this person by the stored rows, in order: `most` after the number `after`."""
    rows = Taint.objects.filter(giver__subject=subject, item__gt=after).order_by("item")
    found = rows.values_list("item", "item__ref", "item__kind", "item__obtained")[:most]
    return list(starmap(Barred, found))


def count_against(subject: UUID) -> int:
    """How many items are barred against this person by the stored rows."""
    return Taint.objects.filter(giver__subject=subject).count()


def _first(pair: tuple[UUID, set[int]]) -> int:
    return min(pair[1])


def _items(numbers: Iterable[int]) -> dict[int, Item]:
    return Item.objects.in_bulk(sorted(numbers))


def _reason(number: int, through: Mapping[int, tuple[int, ...]], items: Mapping[int, Item]) -> Reason:
    steps = {
        one: Step(one, items[one].ref, items[one].kind, items[one].obtained, parents)
        for one, parents in through.items()
    }
    giver = min(one for one, parents in through.items() if not parents)
    return Reason(steps, number, items[giver].ref)


def _shortest(number: int, above: recompute.Ancestry, given: set[int]) -> dict[int, tuple[int, ...]]:
    """Item -> the parents its reason stands on, for all items of the shortest reason; empty when not barred.

    Knuth's generalization of Dijkstra's algorithm: an item costs one more than the sum, over its routes, of
    the cheapest barred parent of each; settled cheapest first, each is settled at its least.
    """
    counted = _counted(above.ways)
    waiting: dict[int, list[tuple[int, int]]] = {}
    for item, routes in counted.items():
        for at, route in enumerate(routes):
            for parent in route:
                waiting.setdefault(parent, []).append((item, at))
    best: dict[int, dict[int, tuple[int, int]]] = {}
    through: dict[int, tuple[int, ...]] = {}
    heap: list[tuple[int, int, tuple[int, ...]]] = [(1, one, ()) for one in sorted(given)]
    while heap and number not in through:
        cost, item, parents = heapq.heappop(heap)
        if item in through:
            continue
        through[item] = parents
        for below, at in waiting.get(item, ()):
            # Settled cheapest first: the first barred parent of a route is its cheapest.
            met = best.setdefault(below, {})
            met.setdefault(at, (cost, item))
            if len(met) == len(counted[below]) and below not in through:
                found = tuple(dict.fromkeys(parent for _, parent in met.values()))
                heapq.heappush(heap, (1 + sum(each for each, _ in met.values()), below, found))
    return _only(number, through) if number in through else {}


def _counted(ways: Sequence[Way]) -> dict[int, list[set[int]]]:
    found: dict[int, list[set[int]]] = {}
    for way in ways:
        if not way.independent or way.approved:
            assert isinstance(way.item, int)
            found.setdefault(way.item, []).append({one for one in way.parents if isinstance(one, int)})
    return found


def _only(number: int, through: Mapping[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    """The part of these steps that the reason for `number` stands on."""
    kept: dict[int, tuple[int, ...]] = {}
    ahead = [number]
    while ahead:
        one = ahead.pop()
        if one not in kept:
            kept[one] = through[one]
            ahead += through[one]
    return kept
