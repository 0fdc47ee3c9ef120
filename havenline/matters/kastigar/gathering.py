"""Gathers what the report says from the wall, the ledger and the matter; opens the case number and labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from havenline import config, ledger, wall
from havenline.charging.content import OBJECT as SCREENING
from havenline.charging.models import Screening
from havenline.matters.kastigar.facts import (
    Event,
    ExposureTold,
    Facts,
    ItemTold,
    MemberTold,
    PartTold,
    PersonTold,
    RouteTold,
)
from havenline.staff.models import Member
from havenline.vault.keys import Unlocked
from havenline.wall import freezing, matters, proofs, recompute
from havenline.wall.models import Exposure, Item, Matter, MatterItem, Route

PROVED = "matter.proved"
_OPENED = ("object.opened", "protection.enrolled")
_STEP = 500


def gather(matter: Matter, *, holder: Unlocked, by: Member, at: datetime) -> Facts:
    """All that is known of where the matter's items came from. Raises NoGrant, BlobWrong."""
    key = matters.key_of(matter, holder=holder)
    labels = {one.ref: (one.label, one.sha256) for one in matters.items_of(matter, key=key)}
    relied_on = list(MatterItem.objects.filter(matter=matter).values_list("item", flat=True))
    rows = _rows(recompute.ancestry(relied_on).numbers)
    given = sorted(recompute.givers_of([row.number for row in rows]).items(), key=lambda one: min(one[1]))
    subjects = {subject: number for number, (subject, _) in enumerate(given, start=1)}
    persons = [_person(number, subject, rows, dict(given)[subject]) for subject, number in subjects.items()]
    items = _items(rows, labels, subjects, dict(given))
    entries = ledger.about(matters.OBJECT, str(matter.id))
    parts = _parts(matter, entries)
    # Read last: all that was gathered is among the entries it covers.
    size, root = ledger.head()
    return Facts(
        case_number=matters.number_of(matter, key=key),
        matter=matter.ref,
        office=config.load().office_name,
        made_by=by.id,
        at=at,
        items=items,
        persons=persons,
        parts=parts,
        members=_members(items, persons, parts, by),
        last_freeze=freezing.latest(before=size),
        ledger_size=size,
        ledger_root=root,
        earlier=[int(one.detail["ledger"]) for one in entries if one.act == PROVED],
    )


def _rows(numbers: Iterable[int]) -> list[Item]:
    ordered = sorted(numbers)
    steps = (ordered[first : first + _STEP] for first in range(0, len(ordered), _STEP))
    return [row for step in steps for row in Item.objects.filter(number__in=step).order_by("number")]


def _items(
    rows: Sequence[Item],
    labels: Mapping[str, tuple[str, str]],
    subjects: Mapping[UUID, int],
    given: Mapping[UUID, set[int]],
) -> list[ItemTold]:
    # As the gate says it: by the stored rows or by the routes, and in doubt barred.
    barred = {number: wall.tainted(rows, subject) for subject, number in subjects.items()}
    held = proofs.items_held([row.number for row in rows])
    files = proofs.files_held({bytes.fromhex(sha256) for _, sha256 in labels.values() if sha256})
    routes = _routes(rows)
    found = []
    for row in rows:
        label, sha256 = labels.get(row.ref, ("", ""))
        told = ItemTold(
            ref=row.ref,
            id=row.id,
            kind=row.kind,
            obtained=row.obtained,
            in_matter=row.ref in labels,
            label=label,
            sha256=sha256,
            given_by=tuple(subjects[subject] for subject in subjects if row.number in given[subject]),
            barred=tuple(number for number, ids in barred.items() if row.id in ids),
            routes=tuple(routes.get(row.number, ())),
            held=held.get(row.number),
            file_held=files.get(bytes.fromhex(sha256)) if sha256 else None,
            entries=tuple(one.number for one in ledger.about("item", str(row.id))),
        )
        found.append(told)
    return found


def _routes(rows: Sequence[Item]) -> dict[int, list[RouteTold]]:
    found: dict[int, list[RouteTold]] = {}
    for first in range(0, len(rows), _STEP):
        routes = Route.objects.filter(item__in=rows[first : first + _STEP]).order_by("pk")
        for route in routes.select_related("basis").prefetch_related("events", "parents__parent"):
            found.setdefault(route.item_id, []).append(_route(route))
    return found


def _route(route: Route) -> RouteTold:
    parents = tuple(sorted(one.parent.ref for one in route.parents.all()))
    if route.kind == Route.DERIVED:
        return RouteTold(parents, is_independent=False)
    events = sorted(route.events.all(), key=lambda one: one.at)
    return RouteTold(
        parents,
        is_independent=True,
        counts=route.approved,
        basis=route.basis.word,
        day=route.basis.day,
        finder=route.basis.finder,
        events=tuple(Event(one.what, one.by, one.at) for one in events),
    )


def _person(number: int, subject: UUID, rows: Sequence[Item], gave: set[int]) -> PersonTold:
    exposures = Exposure.objects.filter(subject=subject).order_by("at", "id")
    return PersonTold(
        number=number,
        gave=tuple(row.ref for row in rows if row.number in gave),
        exposures=tuple(
            ExposureTold(one.member, one.object_kind, one.at, _opening(one)) for one in exposures
        ),
    )


def _opening(exposure: Exposure) -> int | None:
    """The ledger's entry of the act that exposed: the member's first opening of what was opened."""
    entries = ledger.about(exposure.object_kind, str(exposure.object_id))
    actor = f"member:{exposure.member}"
    return next((one.number for one in entries if one.by == actor and one.act in _OPENED), None)


def _parts(matter: Matter, entries: Sequence[ledger.EntryView]) -> list[PartTold]:
    """Who had a part in the matter: acts on it, work on it, questions to the gate."""
    found = []
    for one in entries:
        if one.at is not None:
            about = {said.name: said.about for said in ledger.opened(one.number)}
            members = [one.by.removeprefix("member:")] if one.by.startswith("member:") else []
            # Who was assigned, or released, had a part as well as who said so.
            members += [about["member"]] if "member" in about else []
            found += [PartTold(UUID(each), one.act, one.at, one.number) for each in members]
    screenings = Screening.objects.filter(case_hash=bytes(matter.number_hash)).order_by("asked_at", "id")
    for row in screenings:
        answered = ledger.about(SCREENING, str(row.id))
        entry = next((one.number for one in answered if one.act == "screening.answered"), None)
        found.append(PartTold(row.asked_by, "screening.answered", row.asked_at, entry))
    return found


def _members(
    items: Iterable[ItemTold], persons: Iterable[PersonTold], parts: Iterable[PartTold], by: Member
) -> list[MemberTold]:
    named = {by.id} | {part.member for part in parts}
    named |= {one.member for person in persons for one in person.exposures}
    for route in (route for item in items for route in item.routes):
        named |= {event.by for event in route.events} | ({route.finder} if route.finder else set())
    rows = Member.objects.filter(id__in=named).order_by("name", "id")
    return [MemberTold(row.id, row.name, row.role) for row in rows]
