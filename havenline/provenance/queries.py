"""What the pages about provenance show: reasons, sources, what waits. No content, and nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from havenline.provenance import words
from havenline.provenance.drawing import Picture, drawn
from havenline.staff.models import Member
from havenline.staff.roles import HasRole, may
from havenline.wall import alarms, explain
from havenline.wall.models import Item, Route, RouteEvent

ATTESTED, APPROVED, RETRACTED = RouteEvent.ATTESTED, RouteEvent.APPROVED, RouteEvent.RETRACTED
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """One reason: its sentences from the item to what was given, and its picture where it is small enough."""

    sentences: Sequence[str]
    picture: Picture | None
    giver_ref: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source of its own and how it stands: `state` is its last event."""

    number: int
    item: str
    basis: str
    day: date
    rests_on: Sequence[str]
    attested_by: str
    attested_on: date
    approved_by: str
    found_by: str
    state: str
    attester: UUID
    finder: UUID | None

    @property
    def waits(self) -> bool:
        """Whether a second person is still to approve it."""
        return self.state == ATTESTED

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it was not taken back yet."""
        return self.state != RETRACTED

    def may_approve(self, member: Member) -> bool:
        """Whether this member is the second person."""
        return self.waits and member.id not in (self.attester, self.finder)


def reasons(item: Item) -> list[ReasonShown]:
    """Why the item is barred, against each person once."""
    return [_shown(one) for one in explain.reasons(item)]


def _shown(reason: explain.Reason) -> ReasonShown:
    return ReasonShown(
        sentences=words.sentences(reason),
        picture=drawn(reason, words.kinds()),
        giver_ref=reason.giver_ref,
    )


def found_through(item: Item) -> list[str]:
    """The references of all this item was found through, in order of entry."""
    parents = Item.objects.filter(children__route__item=item, children__route__kind=Route.DERIVED)
    return list(parents.order_by("number").values_list("ref", flat=True))


def sources(item: Item) -> list[Source]:
    """All sources of its own that were ever attested for the item, newest first."""
    return _sources(Route.objects.filter(item=item, kind=Route.INDEPENDENT).order_by("-pk"))


def waiting() -> list[Source]:
    """The sources that wait for a second person, oldest first, a hundred at most."""
    return _sources(_waiting().order_by("pk")[:_SHOWN])


def waiting_for(member: HasRole) -> int:
    """How many sources wait for a second person, for who may approve; and alarms, for who sees them."""
    sources = _waiting()[:_SHOWN].count() if may(member, "wall.approve") else 0
    return sources + (len(alarms.open_ones()) if may(member, "wall.look") else 0)


def _waiting() -> QuerySet[Route]:
    later = RouteEvent.objects.filter(route=OuterRef("pk")).exclude(what=ATTESTED)
    return Route.objects.filter(~Exists(later), kind=Route.INDEPENDENT)


def _sources(rows: QuerySet[Route]) -> list[Source]:
    found = list(rows.select_related("item", "basis").prefetch_related("events", "parents__parent"))
    members = {event.by for route in found for event in route.events.all()}
    names = _names(members | {route.basis.finder for route in found if route.basis.finder})
    return [_source(route, names) for route in found]


def _source(route: Route, names: dict[UUID, str]) -> Source:
    events = {event.what: event for event in route.events.all()}
    approved = events.get(APPROVED)
    return Source(
        number=route.pk,
        item=route.item.ref,
        basis=str(words.BASES[route.basis.word]),
        day=route.basis.day,
        rests_on=sorted(one.parent.ref for one in route.parents.all()),
        attested_by=names.get(events[ATTESTED].by, ""),
        attested_on=timezone.localdate(events[ATTESTED].at),
        approved_by=names.get(approved.by, "") if approved else "",
        found_by=names.get(route.basis.finder, "") if route.basis.finder else "",
        state=next(what for what in (RETRACTED, APPROVED, ATTESTED) if what in events),
        attester=events[ATTESTED].by,
        finder=route.basis.finder,
    )


def _names(members: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Member.objects.filter(id__in=set(members)).values_list("id", "name"))
