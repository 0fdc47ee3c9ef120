"""Ties what the office relies on to the case it is relied on in; an item of one case is none of another.

The items a person gave, and what is found through a report, are in no matter until somebody puts them there.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from havenline import ledger, staff
from havenline.staff.models import Member
from havenline.vault import grants
from havenline.vault.codes import ALPHABET
from havenline.vault.keys import DataKey, Unlocked
from havenline.wall import actions, queries
from havenline.wall.models import Item, Matter, MatterItem
from havenline.wall.numbers import case_hash

OBJECT = "matter"
TEAMS = ("charging", "filter")
_NUMBER, _LABEL = "matter.number", "matter.label"
_REF_SYMBOLS = 5


class NotOfThisMatter(Exception):  # noqa: N818 - named for what the reader met
    """These references name nothing in the wall, or something of another matter: it is not said which."""

    def __init__(self, refs: Sequence[str]) -> None:
        self.refs = tuple(refs)
        super().__init__("not among the items of this matter: " + ", ".join(f"`{ref}`" for ref in refs))


@dataclass(frozen=True, slots=True)
class Held:
    """One item of a matter, opened: its reference, kind, label, day obtained, file hash (hexadecimal)."""

    ref: str
    kind: str
    label: str
    obtained: date | None
    sha256: str


def find(number: str) -> Matter | None:
    """The matter of this case number."""
    return of_case(case_hash(number))


def of_case(hashed: bytes) -> Matter | None:
    """The matter whose case number has this keyed hash (`numbers.case_hash`)."""
    return Matter.objects.filter(number_hash=hashed).first()


def open_matter(number: str, *, by: Member, at: datetime) -> Matter:
    """The matter of this case number, begun where there is none. Raises KeyNotTrusted, TeamMissing."""
    with transaction.atomic():
        found = find(number)
        if found is not None:
            return found
        matter = Matter(
            ref=_free_ref(), number_hash=case_hash(number), day=timezone.localdate(at), opened_by=by.id
        )
        key = grants.new_data_key(OBJECT, matter.id, to=[staff.team_key(team) for team in TEAMS])
        matter.sealed_number = key.seal_text(number, purpose=_NUMBER, about=str(matter.id))
        matter.save(force_insert=True)
        ledger.append("matter.opened", by=by.actor, at=at, about={OBJECT: str(matter.id)})
    return matter


def key_of(matter: Matter, *, holder: Unlocked) -> DataKey:
    """What opens the matter's number and labels, for members of its teams; raises NoGrant."""
    return grants.data_key(holder, OBJECT, matter.id)


def number_of(matter: Matter, *, key: DataKey) -> str:
    """The case number."""
    return key.open_text(bytes(matter.sealed_number), purpose=_NUMBER, about=str(matter.id))


def items_of(matter: Matter, *, key: DataKey) -> list[Held]:
    """What is relied on in the matter, in the order it was put there."""
    rows = MatterItem.objects.filter(matter=matter).select_related("item").order_by("item__number")
    return [
        Held(
            ref=row.item.ref,
            kind=row.item.kind,
            label=key.open_text(bytes(row.sealed_label), purpose=_LABEL, about=str(row.id)),
            obtained=row.item.obtained,
            sha256=bytes(row.sha256).hex() if row.sha256 else "",
        )
        for row in rows
    ]


def put_in(
    matter: Matter, ref: str, *, label: str, sha256: str = "", holder: Unlocked, by: Member, at: datetime
) -> Item:
    """Put an item of the wall into the matter; in it already, it stays as it is.

    Raises NotOfThisMatter where there is none such or it is another matter's, NoGrant.
    """
    with transaction.atomic():
        check_in(matter, [ref])
        item = queries.items([ref])[ref]
        if not MatterItem.objects.filter(item=item).exists():
            _put(matter, item, label=label, sha256=sha256, holder=holder, by=by, at=at)
            _ledger(matter, item, routes=0, by=by, at=at)
    return item


def enter_in(
    matter: Matter,
    kind: str,
    *,
    through: Sequence[str] = (),
    obtained: date | None = None,
    label: str,
    sha256: str = "",
    holder: Unlocked,
    by: Member,
    at: datetime,
) -> Item:
    """Enter something new into the wall and the matter at once, found through these references together.

    Raises NotOfThisMatter for a reference that is not in the wall or of another matter, NoGrant.
    """
    with transaction.atomic():
        check_in(matter, through)
        item = actions.place_item(kind, given_by=None, obtained=obtained)
        routes = actions.place_route(item, list(queries.items(through).values()))
        _put(matter, item, label=label, sha256=sha256, holder=holder, by=by, at=at)
        _ledger(matter, item, routes=routes, by=by, at=at)
    return item


def check_in(matter: Matter | None, refs: Iterable[str]) -> None:
    """Raise NotOfThisMatter, naming them, unless each is in the wall and in this matter or in none.

    One refusal for both: whoever guesses at references does not learn which of them exist elsewhere.
    """
    asked = list(refs)
    found = queries.items(asked)
    elsewhere = set(
        MatterItem.objects.filter(item__in=found.values())
        .exclude(matter=matter)
        .values_list("item__ref", flat=True)
    )
    wrong = [ref for ref in asked if ref not in found or found[ref].ref in elsewhere]
    if wrong:
        raise NotOfThisMatter(wrong)


def _put(
    matter: Matter, item: Item, *, label: str, sha256: str, holder: Unlocked, by: Member, at: datetime
) -> None:
    row = MatterItem(matter=matter, item=item, day=timezone.localdate(at), by=by.id)
    row.sealed_label = key_of(matter, holder=holder).seal_text(label, purpose=_LABEL, about=str(row.id))
    row.sha256 = bytes.fromhex(sha256) if sha256 else None
    row.save(force_insert=True)


def _ledger(matter: Matter, item: Item, *, routes: int, by: Member, at: datetime) -> None:
    ledger.append(
        "matter.item_put",
        by=by.actor,
        at=at,
        about={OBJECT: str(matter.id), "item": str(item.id)},
        detail={"kind": item.kind, "routes": routes},
    )


def _free_ref() -> str:
    while True:
        ref = "M-" + "".join(secrets.choice(ALPHABET) for _ in range(_REF_SYMBOLS))
        if not Matter.objects.filter(ref=ref).exists():
            return ref
