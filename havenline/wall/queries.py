"""C3: answers what is barred against a person, from the items and routes as they stand."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from havenline.policy.taint import Route as Way
from havenline.policy.taint import taint
from havenline.vault.models import Subject
from havenline.wall.models import Item, Route, RouteParent

# SQLite takes a bounded number of parameters in one statement.
_STEP = 500
T = TypeVar("T", str, int)


def items(refs: Iterable[str]) -> dict[str, Item]:
    """The items of these references as people write them; an unknown reference is absent from the answer."""
    wanted = {written: written.strip().upper() for written in refs}
    found = {item.ref: item for step in _steps(set(wanted.values())) for item in _of_refs(step)}
    return {written: found[ref] for written, ref in wanted.items() if ref in found}


def tainted(items: Iterable[Item], subject: Subject | UUID) -> set[UUID]:
    """The ids of those of `items` that C3 keeps out against `subject`: given, derived, or in doubt.

    Reads every item and route these items rest on, then asks `policy.taint`.
    """
    asked = {item.number: item for item in items}
    numbers, ways = _ancestry(set(asked))
    given = {number for step in _steps(numbers) for number in _given(step, subject)}
    found = taint(numbers, ways, given)
    return {item.id for number, item in asked.items() if number in found.barred | found.doubtful}


def _steps(members: set[T]) -> Iterable[list[T]]:
    ordered = sorted(members)
    return (ordered[at : at + _STEP] for at in range(0, len(ordered), _STEP))


def _of_refs(refs: list[str]) -> Iterable[Item]:
    return Item.objects.filter(ref__in=refs)


def _given(numbers: list[int], subject: Subject | UUID) -> Iterable[int]:
    given_by = subject if isinstance(subject, UUID) else subject.id
    return Item.objects.filter(number__in=numbers, given_by_id=given_by).values_list("number", flat=True)


def _ancestry(start: set[int]) -> tuple[set[int], list[Way]]:
    """All items these rest on, themselves included, and every route among them."""
    numbers: set[int] = set()
    ways: list[Way] = []
    ahead = set(start)
    while ahead:
        numbers |= ahead
        level = [way for step in _steps(ahead) for way in _ways(step)]
        ways += level
        ahead = {parent for way in level for parent in way.parents if isinstance(parent, int)} - numbers
    return numbers, ways


def _ways(numbers: list[int]) -> list[Way]:
    routes = Route.objects.filter(item__in=numbers)
    parents: dict[int, list[int]] = {route.pk: [] for route in routes}
    for route, parent in RouteParent.objects.filter(route__item__in=numbers).values_list("route", "parent"):
        parents.setdefault(route, []).append(parent)
    return [
        Way(route.item_id, parents[route.pk], route.kind == Route.INDEPENDENT, route.approved)
        for route in routes
    ]
