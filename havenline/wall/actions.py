"""C3: nothing enters the wall without what it came from, in the transaction of the act that brought it."""

import secrets
from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.utils import timezone

from havenline import ledger
from havenline.database.inserting import insert
from havenline.vault.codes import ALPHABET
from havenline.vault.models import Subject
from havenline.wall import turn, upkeep
from havenline.wall.errors import DayImpossible
from havenline.wall.models import Item, Route, RouteParent

FIRST_DAY = date(1900, 1, 1)
_REF_SYMBOLS = 5
_TAKEN = "SELECT 1 FROM wall_item WHERE ref = %s"


def add_item(
    kind: str,
    *,
    given_by: Subject | None = None,
    derived_from: Sequence[Item] = (),
    obtained: date | None = None,
    by: str,
) -> Item:
    """Enter one item: given by a protected person, found through other items together, or its own source.

    kind: one of `wall.kinds.KINDS`. obtained: the day it came into an agency's hands, if known. by: the actor
    ("member:<uuid>"), or empty for the portal, which keeps the day alone. Writes the entry `item.added`: call
    it after the transaction's other writes. Raises DayImpossible, IntegrityError for a kind nobody
    knows, ledger errors.
    """
    _check_obtained(obtained)
    item = place_item(kind, given_by=given_by, obtained=obtained)
    routes = place_route(item, derived_from)
    when = {"at": timezone.now()} if by else {"on": timezone.localdate()}
    ledger.append(
        "item.added", by=by, about={"item": str(item.id)}, detail={"kind": kind, "routes": routes}, **when
    )
    return item


def place_item(kind: str, *, given_by: Subject | None, obtained: date | None) -> Item:
    """Enter an item that came without a route as a part of a larger act, such as a report.

    INVARIANT: the caller's own ledger entry, in the same transaction, is about the item ("item" -> its id);
    so the log commits to every item, once. Raises IntegrityError for a kind nobody knows. The day is not
    looked at: no clock that was put back may cost a report.
    """
    item = Item(ref=_free_ref(), kind=kind, obtained=obtained, given_by=given_by)
    insert(item)
    if given_by is not None:
        upkeep.enter_given(item, given_by)
    return item


def place_route(item: Item, derived_from: Sequence[Item]) -> int:
    """Note that an item just placed was found through these together, if any; answers how many routes."""
    if not derived_from:
        return 0
    turn.take()
    parents = list(dict.fromkeys(derived_from))
    route = Route(item=item, kind=Route.DERIVED)
    insert(route)
    for parent in parents:
        insert(RouteParent(route=route, item=item, parent=parent))
    upkeep.enter_derived(item, parents)
    return 1


def _check_obtained(obtained: date | None) -> None:
    if obtained is not None and not FIRST_DAY <= obtained <= timezone.localdate():
        raise DayImpossible(
            f"the day `{obtained}` cannot be meant",
            entry=str(obtained),
            hint="it has not come, or is too old",
        )


def _free_ref() -> str:
    """A reference nobody has yet. Two writers who draw the same at once: the unique column refuses one."""
    with connection.cursor() as cursor:
        while True:
            ref = "W-" + "".join(secrets.choice(ALPHABET) for _ in range(_REF_SYMBOLS))
            cursor.execute(_TAKEN, [ref])
            if cursor.fetchone() is None:
                return ref
