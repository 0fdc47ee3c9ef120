"""C3: what is learned later about where an item came from. Nothing is taken out; a second person loosens.

To bar more, one person's word is enough: a further parent, a person it came from, an independent source taken
back. To free an item takes an attested source of its own and another member who approves it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from havenline import ledger
from havenline.staff.models import Member
from havenline.wall import circles, exposure, sources, turn, upkeep
from havenline.wall.errors import ApproverExposed, ApprovesOwn, GiverUnknown, ItemUnknown, RouteSettled
from havenline.wall.models import Basis, Giving, Item, Route, RouteEvent, RouteParent
from havenline.wall.queries import items


def learn(ref: str, *, through: Sequence[str] = (), like: str = "", by: Member, at: datetime) -> Item:
    """Enter what an item was also found through, and that it came from the person who gave `like`.

    All are references. Parents join its derived route; what is known already is written once. All or nothing.
    Raises ItemUnknown, GoesInCircles, GiverUnknown.
    """
    with transaction.atomic():
        turn.take()
        item = _item(ref)
        givers, parents = _say_given(item, like) if like else 0, _derive(item, through) if through else 0
        if givers or parents:
            upkeep.keep_up(item)
            _ledger("item.learned", item, {"givers": givers, "parents": parents}, by=by, at=at)
    return item


def derive(ref: str, *, through: Sequence[str], by: Member, at: datetime) -> Item:
    """Enter that an item was found also through others; raises ItemUnknown, GoesInCircles."""
    return learn(ref, through=through, by=by, at=at)


def say_given(ref: str, *, like: str, by: Member, at: datetime) -> Item:
    """Enter that an item came from the person who gave another; raises ItemUnknown, GiverUnknown."""
    return learn(ref, like=like, by=by, at=at)


def _derive(item: Item, through: Sequence[str]) -> int:
    parents = _items(through)
    route, _ = Route.objects.get_or_create(item=item, kind=Route.DERIVED)
    known = set(route.parents.values_list("parent", flat=True))
    new = [parent for parent in parents if parent.number not in known]
    circles.check_no_circle(item, new)
    _write_parents(route, new)
    return len(new)


def _say_given(item: Item, like: str) -> int:
    givers = givers_of(_item(like))
    if not givers:
        raise GiverUnknown(f"nobody is named as the giver of `{like}`", entry=like)
    new = sorted(givers - givers_of(item), key=str)
    for subject in new:
        upkeep.giver(subject)
        Giving.objects.create(item=item, subject_id=subject)
    return len(new)


def givers_of(item: Item) -> set[UUID]:
    """The persons this item came from, known at its entry or later."""
    found = set(Giving.objects.filter(item=item).values_list("subject", flat=True))
    return found | ({item.given_by_id} if item.given_by_id else set())


def attest(
    ref: str,
    *,
    basis: str,
    day: date,
    finder: UUID | None,
    resting_on: Sequence[str] = (),
    by: Member,
    at: datetime,
) -> Route:
    """Attest that an item has a source that owes nothing to a person. It counts once another approves it.

    basis: a word of `kinds.BASES`. day: when the source was found. finder: the member who found it, None for
    somebody outside the office. resting_on: references of the items the source rests on.
    Raises ItemUnknown, BasisUnknown, NothingToFree, DayImpossible, OfAnotherMatter, AfterExposure,
    GoesInCircles; then nothing is written.
    """
    with transaction.atomic():
        turn.take()
        item, parents = _item(ref), _items(resting_on)
        sources.check(item, parents, basis=basis, day=day, knowers=[by.id, finder], on=timezone.localdate(at))
        circles.check_no_circle(item, parents)
        route = Route.objects.create(item=item, kind=Route.INDEPENDENT)
        _write_parents(route, parents)
        Basis.objects.create(route=route, word=basis, day=day, finder=finder)
        _event(route, RouteEvent.ATTESTED, by=by, attester=by.id, at=at)
        _ledger("source.attested", item, {"basis": basis, "parents": len(parents)}, by=by, at=at, route=route)
    return route


def approve(route_id: int, *, by: Member, at: datetime) -> Route:
    """Approve an independent source that another member attested: from now on it counts.

    Raises RouteSettled, ApprovesOwn, ApproverExposed, AfterExposure; then nothing is written.
    """
    with transaction.atomic():
        turn.take()
        route, attester = _open_route(route_id)
        if RouteEvent.objects.filter(route=route, what=RouteEvent.APPROVED).exists():
            raise RouteSettled(
                f"this source of `{route.item.ref}` was approved already", entry=route.item.ref
            )
        if by.id in (attester, route.basis.finder):
            raise ApprovesOwn(
                f"who attested or found a source of `{route.item.ref}` does not approve it",
                entry=route.item.ref,
            )
        if exposure.exposed_among([by.id], exposure.givers([route.item])):
            raise ApproverExposed(
                f"who approves a source of `{route.item.ref}` has opened what its person told",
                entry=route.item.ref,
            )
        # Asked again: an opening may have become known since it was attested.
        knowers = [attester, route.basis.finder]
        sources.check_unexposed(route.item, day=route.basis.day, knowers=knowers)
        _event(route, RouteEvent.APPROVED, by=by, attester=attester, at=at)
        Route.objects.filter(pk=route.pk).update(approved=True)
        upkeep.keep_up(route.item)
        _ledger("source.approved", route.item, {}, by=by, at=at, route=route)
    return route


def retract(route_id: int, *, by: Member, at: datetime) -> Route:
    """Take an independent source back, approved or not: it never counts again. Raises RouteSettled."""
    with transaction.atomic():
        turn.take()
        route, attester = _open_route(route_id)
        _event(route, RouteEvent.RETRACTED, by=by, attester=attester, at=at)
        Route.objects.filter(pk=route.pk).update(approved=False)
        upkeep.keep_up(route.item)
        _ledger("source.retracted", route.item, {}, by=by, at=at, route=route)
    return route


def _open_route(route_id: int) -> tuple[Route, UUID]:
    """The independent route that was not taken back, and who attested it."""
    route = Route.objects.select_related("item", "basis").filter(pk=route_id, kind=Route.INDEPENDENT).first()
    if route is None:
        raise RouteSettled(f"there is no source `{route_id}`", entry=str(route_id))
    events = dict(RouteEvent.objects.filter(route=route).values_list("what", "by"))
    if RouteEvent.RETRACTED in events:
        raise RouteSettled(f"this source of `{route.item.ref}` was taken back already", entry=route.item.ref)
    return route, events[RouteEvent.ATTESTED]


def _item(ref: str) -> Item:
    return _items([ref])[0]


def _items(refs: Sequence[str]) -> list[Item]:
    """The items of these references, each once, in order. Raises ItemUnknown with the first nobody knows."""
    found = items(refs)
    for ref in refs:
        if ref not in found:
            raise ItemUnknown(f"the wall has no item `{ref}`", entry=ref, hint="W- and five symbols")
    return list({found[ref].number: found[ref] for ref in refs}.values())


def _write_parents(route: Route, parents: Sequence[Item]) -> None:
    RouteParent.objects.bulk_create(
        RouteParent(route=route, item_id=route.item_id, parent=parent) for parent in parents
    )


def _event(route: Route, what: str, *, by: Member, attester: UUID, at: datetime) -> None:
    RouteEvent.objects.create(route=route, what=what, by=by.id, attester=attester, at=at)


def _ledger(
    act: str,
    item: Item,
    detail: Mapping[str, str | int],
    *,
    by: Member,
    at: datetime,
    route: Route | None = None,
) -> None:
    about = {"item": str(item.id)} | ({"route": str(route.pk)} if route else {})
    ledger.append(act, by=by.actor, at=at, about=about, detail=detail)
