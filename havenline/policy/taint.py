"""C3: what comes from a protected person's information is kept out with it, and doubt keeps it out too."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from typing import NamedTuple


class Route(NamedTuple):
    """One way an item came to be.

    item: id of the item. parents: ids used together on this way; may be empty for a source of its own.
    independent: the way is said to owe nothing to the person. approved: a second person approved that; counts
    only with `independent`, and what is not known to be approved is not approved.
    """

    item: Hashable
    parents: Collection[Hashable]
    independent: bool = False
    approved: bool = False


class Taint(NamedTuple):
    """barred: ids certainly kept out. doubtful: ids kept out or not, depending on what is not yet known."""

    barred: frozenset[Hashable]
    doubtful: frozenset[Hashable]


def taint(
    items: Iterable[Hashable],
    routes: Iterable[Route],
    given: Iterable[Hashable],
    *,
    perhaps_given: Iterable[Hashable] = (),
) -> Taint:
    """Which items are barred against one person (C3: "in any manner").

    items: ids of everything in question, any hashable (row keys, "E1"). routes: `Route`s or equal tuples
    `(item, parents, independent, approved)`. given: ids the person gave. perhaps_given: ids of which that is
    unknown. All are read once; ids named only in `given` or `perhaps_given` count as items.

    An item is barred iff the person gave it, or every route that counts holds a barred parent. An
    independent route counts only when approved. An item without any route is a source of its own and clean
    unless given. Fails closed: a parent nobody listed is barred, an item all of whose routes are unapproved
    is barred, and a circle of items that rest only on one another is barred. Raises nothing. Linear in
    routes and parents.
    """
    told = frozenset(given)
    perhaps = frozenset(perhaps_given) - told
    known = frozenset(items) | told | perhaps
    ways = [Route(*way) for way in routes]
    at_best = known - _clean(known, ways, told)
    at_worst = known - _clean(known, ways, told | perhaps) if perhaps else at_best
    return Taint(barred=at_best, doubtful=at_worst - at_best)


def _clean(known: frozenset[Hashable], ways: list[Route], given: frozenset[Hashable]) -> frozenset[Hashable]:
    """The items with a clean ground: grown from the sources upward, so that a circle never grounds itself."""
    routed = {way.item for way in ways}
    waiting: dict[Hashable, list[int]] = {}
    open_parents: list[int] = []
    for number, way in enumerate(ways):
        parents = set(way.parents)
        open_parents.append(len(parents))
        for parent in parents:
            waiting.setdefault(parent, []).append(number)
    counts = [not way.independent or way.approved for way in ways]
    ready = [item for item in known if item not in routed and item not in given]
    ready += [way.item for way, ok in zip(ways, counts, strict=True) if ok and not way.parents]
    clean: set[Hashable] = set()
    while ready:
        item = ready.pop()
        if item in clean or item in given or item not in known:
            continue
        clean.add(item)
        for number in waiting.get(item, ()):
            open_parents[number] -= 1
            if open_parents[number] == 0 and counts[number]:
                ready.append(ways[number].item)
    return frozenset(clean)
