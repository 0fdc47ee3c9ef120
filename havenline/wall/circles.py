"""C3: no item rests on itself: searched in the writer's transaction, before a parent is written."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from havenline.wall.errors import GoesInCircles
from havenline.wall.models import Item, RouteEvent, RouteParent

_STEP = 400


def check_no_circle(item: Item, parents: Iterable[Item]) -> None:
    """Raise GoesInCircles, naming the first parent that rests on the item already.

    Call it with the turn taken. Routes that were taken back do not count: they never come back. Those that
    wait for approval do.
    """
    wanted = {parent.number: parent for parent in parents}
    for number in wanted:
        if number == item.number or _rests_on(number, item.number):
            raise GoesInCircles(
                f"`{item.ref}` cannot rest on `{wanted[number].ref}`, which rests on it",
                entry=wanted[number].ref,
                hint=f"name what `{wanted[number].ref}` itself was found through",
            )


def _rests_on(number: int, below: int) -> bool:
    """Whether a way upward leads from `number` to `below`; level by level, each item once."""
    seen: set[int] = set()
    ahead = {number}
    while ahead:
        seen |= ahead
        ahead = {parent for step in _steps(ahead) for parent in _parents(step)} - seen
        if below in ahead:
            return True
    return False


def _parents(numbers: list[int]) -> Iterable[int]:
    taken_back = RouteEvent.objects.filter(route=OuterRef("route"), what=RouteEvent.RETRACTED)
    rows = RouteParent.objects.filter(~Exists(taken_back), item__in=numbers)
    return rows.values_list("parent", flat=True)


def _steps(numbers: set[int]) -> Iterable[list[int]]:
    ordered = sorted(numbers)
    return (ordered[at : at + _STEP] for at in range(0, len(ordered), _STEP))
