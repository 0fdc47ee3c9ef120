"""C3: nothing enters the wall without what it came from, in the transaction of the act that brought it."""

import secrets
from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from havenline import ledger
from havenline.vault.codes import ALPHABET
from havenline.vault.models import Subject
from havenline.wall.models import Item, Route, RouteParent

_REF_SYMBOLS = 5


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
    it after the transaction's other writes. Raises IntegrityError for a kind nobody knows, ledger errors.
    """
    item = Item.objects.create(ref=_free_ref(), kind=kind, obtained=obtained, given_by=given_by)
    routes = 0
    if derived_from:
        route = Route.objects.create(item=item, kind=Route.DERIVED)
        RouteParent.objects.bulk_create(
            RouteParent(route=route, item=item, parent=parent) for parent in dict.fromkeys(derived_from)
        )
        routes = 1
    when = {"at": timezone.now()} if by else {"on": timezone.localdate()}
    ledger.append(
        "item.added", by=by, about={"item": str(item.id)}, detail={"kind": kind, "routes": routes}, **when
    )
    return item


def _free_ref() -> str:
    """A reference nobody has yet. Two writers who draw the same at once: the unique column refuses one."""
    while True:
        ref = "W-" + "".join(secrets.choice(ALPHABET) for _ in range(_REF_SYMBOLS))
        if not Item.objects.filter(ref=ref).exists():
            return ref
