"""C3: when a source counts as independent: found on a possible day, by somebody who did not know by then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from havenline.vault.models import Opening
from havenline.wall import exposure
from havenline.wall.actions import FIRST_DAY
from havenline.wall.errors import (
    AfterExposure,
    BasisUnknown,
    DayImpossible,
    NothingToFree,
    OfAnotherMatter,
)
from havenline.wall.kinds import BASES
from havenline.wall.models import Exposure, Item, MatterItem, Route

REPORT = "report"


def check(
    item: Item,
    parents: Sequence[Item],
    *,
    basis: str,
    day: date,
    knowers: Sequence[UUID | None],
    on: date,
) -> None:
    """Raise the EntryRefused of what is wrong with a source found on `day`, attested on the day `on`.

    knowers: who attests it and who found it, None for somebody outside the office.
    """
    if basis not in BASES:
        raise BasisUnknown(f"the basis `{basis}` is none", entry=basis, hint=", ".join(BASES))
    if not Route.objects.filter(item=item, kind=Route.DERIVED).exists():
        raise NothingToFree(
            f"`{item.ref}` was not found through anything",
            entry=item.ref,
            hint="what a person gave stays barred; what nothing led to needs no other source",
        )
    check_day(parents, day=day, on=on)
    _check_matter(item, parents)
    check_unexposed(item, day=day, knowers=knowers)


def _check_matter(item: Item, parents: Sequence[Item]) -> None:
    """A source of one case does not free an item of another. To bar, every case counts (`routes.derive`)."""
    rows = MatterItem.objects.filter(item__in=[item, *parents]).values_list("item", "matter")
    matters = dict(rows)
    for parent in parents:
        own = matters.get(item.number)
        if own is not None and matters.get(parent.number, own) != own:
            raise OfAnotherMatter(f"`{parent.ref}` is an item of another matter", entry=parent.ref)


def check_day(parents: Sequence[Item], *, day: date, on: date) -> None:
    """Raise DayImpossible for a day to come or too old, or before what the source rests on was had."""
    if not FIRST_DAY <= day <= on:
        raise DayImpossible(
            f"the day `{day}` cannot be meant", entry=str(day), hint="it has not come, or is too old"
        )
    for parent in parents:
        if parent.obtained is not None and parent.obtained > day:
            raise DayImpossible(
                f"`{parent.ref}` was obtained on {parent.obtained}, after the source that rests on it",
                entry=parent.ref,
            )


def check_unexposed(item: Item, *, day: date, knowers: Sequence[UUID | None]) -> None:
    """Raise AfterExposure where one of the knowers was exposed by the end of that day.

    To a person the item came from, by whatever way; and to any report at all: a member who reads what persons
    tell finds no independent source.
    """
    members = {knower for knower in knowers if knower is not None}
    exposed = Exposure.objects.filter(member__in=members, subject__in=exposure.givers([item]))
    opened = Opening.objects.filter(by__in=members, object_kind=REPORT)
    firsts = [rows.aggregate(Min("at"))["at__min"] for rows in (exposed, opened)]
    if any(first is not None and timezone.localdate(first) <= day for first in firsts):
        raise AfterExposure(
            f"the source of `{item.ref}` was found on {day}, when who found or attests it knew what was told",
            entry=item.ref,
            hint="it has to be found and attested by somebody who had opened no report by then",
        )
