"""Keeps in the ledger who looked behind the wall."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from havenline import ledger
from havenline.staff.models import Member
from havenline.wall.models import Item

REASON, PERSON, EXPORT = "reason", "person", "export"


def looked(item: Item, *, what: str, by: Member, at: datetime) -> None:
    """Note that a member was shown why an item is barred, all that is barred with it, or its provenance.

    INVARIANT: nothing of it is shown before this has committed.
    """
    with transaction.atomic():
        ledger.append(
            "wall.read",
            by=by.actor,
            at=at,
            about={"item": str(item.id)},
            detail={"what": what, "role": by.role},
        )
