"""C3: keeps the stored rows of taint equal to the routes, in the transaction that changes a route.

S(item) = who gave it, and, where it has routes, who stands in every counted route by some parent. Routes
never go in circles (`circles`), so this has one solution, and reckoning an item anew whenever the rows of a
parent changed reaches it.
INVARIANT: an item whose rows may be behind is in Unfinished or rests on one that is; the gate keeps both out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection

from havenline import work
from havenline.database.inserting import insert
from havenline.vault.models import Subject
from havenline.wall.models import Giver, Giving, Item, Route, RouteParent, Taint, Unfinished

MOST = 2_000  # items reckoned anew in one transaction; of a larger cone the worker does the rest
_STEP = 400
_FINISH = "wall.finish"

_ENTER = (
    "INSERT INTO wall_taint (item_id, giver_id) "
    "SELECT DISTINCT CAST(%s AS bigint), giver_id FROM wall_taint "
    "WHERE item_id IN ({places}) AND giver_id <> %s"
)

_GIVER = "SELECT number FROM wall_giver WHERE subject_id = %s"

Rows = dict[int, set[int]]


def enter_given(item: Item, subject: Subject) -> None:
    """The row of a new item without routes that a person gave."""
    insert(Taint(item_id=item.number, giver_id=giver(subject)))


def enter_derived(item: Item, parents: Iterable[Item]) -> None:
    """The rows of a new item with one derived route: it is barred against whom any parent is."""
    numbers = [parent.number for parent in parents]
    # Who gave the item has their row already; no person has the number 0.
    own = giver(item.given_by_id) if item.given_by_id else 0
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(numbers))
        cursor.execute(_ENTER.format(places=places), [item.number, *numbers, own])


def giver(subject: Subject | UUID) -> int:
    """The small number of this person, new if need be."""
    key = subject if isinstance(subject, UUID) else subject.id
    # Not through the ORM: every report waits for this.
    with connection.cursor() as cursor:
        cursor.execute(_GIVER, [Subject._meta.pk.get_db_prep_value(key, connection)])
        found = cursor.fetchone()
    if found is not None:
        return int(found[0])
    new = Giver(subject_id=key)
    insert(new)
    return new.number


def keep_up(item: Item) -> None:
    """Reckon this item and all that changes with it anew; what is too much is left to the worker."""
    left = _settle({item.number}, most=MOST)
    if left:
        _leave(left)
        work.ask(_FINISH, about=item.id)


def is_behind() -> bool:
    """Whether the rows of anything are unfinished."""
    return Unfinished.objects.exists()


def finish_some() -> bool:
    """Reckon the next part of what is unfinished, in the caller's transaction; whether anything is left."""
    ahead = set(Unfinished.objects.order_by("item").values_list("item", flat=True)[:MOST])
    if not ahead:
        return False
    left = _settle(ahead, most=MOST)
    Unfinished.objects.filter(item__in=sorted(ahead - left)).delete()
    _leave(left)
    return is_behind()


def _leave(numbers: Iterable[int]) -> None:
    Unfinished.objects.bulk_create(
        [Unfinished(item_id=number) for number in sorted(numbers)], ignore_conflicts=True, batch_size=_STEP
    )


def _settle(ahead: set[int], *, most: int) -> set[int]:
    """Reckon these and what changes with them, about `most` at most; answers what is still to be reckoned."""
    ahead, seen = set(ahead), 0
    while ahead and seen < most:
        # What entered earlier mostly stands higher: so most items are reckoned once.
        step = sorted(ahead)[:_STEP]
        ahead.difference_update(step)
        ahead |= _children(_reckon(step))
        seen += len(step)
    return ahead


def _reckon(numbers: list[int]) -> set[int]:
    """Write the rows of these items as they follow from their parents' rows; answers those that changed."""
    ways = _counted(numbers)
    parents = {parent for routes in ways.values() for route in routes for parent in route}
    before = _rows({*numbers, *parents})
    given = _given(numbers)
    changed = set()
    for number in numbers:
        now = given.get(number, set()) | _through(ways.get(number, ()), before)
        if now != before.get(number, set()):
            _write(number, before.get(number, set()), now)
            changed.add(number)
    # Items of one step may be parents of one another: those reckoned on what has just changed come again.
    return changed


def _through(routes: Iterable[Iterable[int]], rows: Mapping[int, set[int]]) -> set[int]:
    found = [set().union(*(rows.get(parent, set()) for parent in route)) for route in routes]
    return set.intersection(*found) if found else set()


def _write(number: int, before: set[int], now: set[int]) -> None:
    if gone := before - now:
        Taint.objects.filter(item=number, giver__in=sorted(gone)).delete()
    Taint.objects.bulk_create(
        [Taint(item_id=number, giver_id=one) for one in sorted(now - before)], batch_size=_STEP
    )


def _counted(numbers: list[int]) -> dict[int, list[set[int]]]:
    """Item -> the parents of each of its routes that count; a route without parents is an empty set."""
    routes = Route.objects.filter(item__in=numbers).exclude(kind=Route.INDEPENDENT, approved=False)
    parents: dict[int, set[int]] = {}
    found: dict[int, list[set[int]]] = {}
    for route, item in routes.values_list("id", "item"):
        found.setdefault(item, []).append(parents.setdefault(route, set()))
    for route, parent in RouteParent.objects.filter(item__in=numbers).values_list("route", "parent"):
        if route in parents:
            parents[route].add(parent)
    return found


def _children(numbers: set[int]) -> set[int]:
    found: set[int] = set()
    for step in _steps(numbers):
        found.update(RouteParent.objects.filter(parent__in=step).values_list("item", flat=True))
    return found


def _rows(numbers: set[int]) -> Rows:
    found: Rows = {}
    for step in _steps(numbers):
        for item, one in Taint.objects.filter(item__in=step).values_list("item", "giver"):
            found.setdefault(item, set()).add(one)
    return found


def _given(numbers: list[int]) -> Rows:
    pairs = [
        *Item.objects.filter(number__in=numbers).exclude(given_by=None).values_list("number", "given_by"),
        *Giving.objects.filter(item__in=numbers).values_list("item", "subject"),
    ]
    known = dict(
        Giver.objects.filter(subject__in={subject for _, subject in pairs}).values_list("subject", "number")
    )
    found: Rows = {}
    for item, subject in pairs:
        found.setdefault(item, set()).add(known[subject])
    return found


def _steps(numbers: set[int]) -> Iterable[list[int]]:
    ordered = sorted(numbers)
    return (ordered[at : at + _STEP] for at in range(0, len(ordered), _STEP))
