"""C3: who may work on a matter. Only the keeper knows whom it is against, so only the keeper can say.

The people of a matter are those screened in it: sealed with the screenings, asked about with the case, and
never shown here. Without an answer nobody is assigned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from havenline import ledger, protection
from havenline.charging.content import OBJECT as SCREENING
from havenline.charging.content import Content, unsealed
from havenline.charging.models import Screening
from havenline.protection.gate import MEMBERS_LIMIT, PEOPLE_LIMIT, StandingAsked
from havenline.staff.models import Member
from havenline.staff.roles import TABLE, may
from havenline.vault import grants
from havenline.vault.keys import Unlocked
from havenline.wall import Exposed
from havenline.wall.matters import OBJECT
from havenline.wall.models import Assignment, Matter

# What a matter needs somebody for: to screen and charge, and to decide and confirm.
NEEDED = ("gate.ask", "gate.read_all")


class NobodyScreened(Exception):  # noqa: N818 - named for what the reader met
    """Nobody was screened in this matter: whom it is against is not known, and so not who may work on it."""


class StandingOpen(Exception):  # noqa: N818 - named for what the reader met
    """It cannot be said now who may work on the matter; until it can, nobody is assigned."""


class CannotBeAssigned(Exception):  # noqa: N818 - named for what the reader met
    """There is no such member, or their role does not work on matters."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A member, and whether they are exposed in the matter and assigned to it."""

    member: Member
    is_exposed: bool
    is_assigned: bool


def of(matter: Matter, *, holder: Unlocked, by: Member, at: datetime) -> list[Standing]:
    """How everybody stands who could work on the matter, by name; ledgered, because it is an answer of the
    keeper's. Raises NobodyScreened, StandingOpen, NoGrant, BlobWrong."""
    members = _members()
    exposed, screenings = _exposed(matter, members, holder=holder)
    with transaction.atomic():
        ledger.append(
            "matter.staffing_asked",
            by=by.actor,
            at=at,
            about={OBJECT: str(matter.id)},
            detail={"members": len(members), "screenings": screenings},
        )
    assigned = {one.member for one in assignments(matter)}
    return [Standing(one, one.id in exposed, one.id in assigned) for one in members]


def lacks(standings: list[Standing]) -> list[str]:
    """The acts a matter needs for which nobody unexposed is left: with any of them it is a conflict."""
    return [act for act in NEEDED if not any(may(one.member, act) for one in standings if not one.is_exposed)]


def assign(matter: Matter, member_id: UUID, *, holder: Unlocked, by: Member, at: datetime) -> None:
    """Have a member work on the matter; who does so already stays.

    Raises Exposed (no override), NobodyScreened, StandingOpen, CannotBeAssigned, NoGrant.
    """
    member = next((one for one in _members() if one.id == member_id), None)
    if member is None:
        raise CannotBeAssigned
    # Asked anew each time: what was right an hour ago may have been opened since.
    exposed, screenings = _exposed(matter, [member], holder=holder)
    if exposed:
        raise Exposed
    with transaction.atomic():
        Matter.objects.select_for_update().get(id=matter.id)
        if Assignment.objects.filter(matter=matter, member=member_id, ended_at=None).exists():
            return
        Assignment.objects.create(matter=matter, member=member_id, by=by.id, at=at)
        ledger.append(
            "matter.assigned",
            by=by.actor,
            at=at,
            about={OBJECT: str(matter.id), "member": str(member_id)},
            detail={"screenings": screenings},
        )


def release(matter: Matter, member_id: UUID, *, by: Member, at: datetime) -> None:
    """Have a member work on the matter no longer; who did not, does not."""
    with transaction.atomic():
        ended = Assignment.objects.filter(matter=matter, member=member_id, ended_at=None).update(ended_at=at)
        if ended:
            ledger.append(
                "matter.released",
                by=by.actor,
                at=at,
                about={OBJECT: str(matter.id), "member": str(member_id)},
            )


def assignments(matter: Matter) -> list[Assignment]:
    """Who works on the matter now, the longest first."""
    return list(Assignment.objects.filter(matter=matter, ended_at=None).order_by("at", "id"))


def _members() -> list[Member]:
    roles = [role for role, acts in TABLE.items() if "gate.ask" in acts]
    return list(Member.objects.filter(active=True, role__in=roles).order_by("name", "id")[:MEMBERS_LIMIT])


def _exposed(matter: Matter, members: list[Member], *, holder: Unlocked) -> tuple[set[UUID], int]:
    """The ids of those exposed to a person of the matter, and how many screenings say who its people are."""
    contents = _contents(matter, holder=holder)
    people = tuple(dict.fromkeys(one.query.person for one in contents if one.query.person))
    if not contents:
        raise NobodyScreened
    if len(people) > PEOPLE_LIMIT:
        raise StandingOpen
    asked = StandingAsked(
        people=people,
        case=bytes(matter.number_hash).hex(),
        members=tuple(one.id.hex for one in members),
        by_slip=any(one.by_slip for one in contents),
    )
    # INVARIANT: no transaction is open here: the keeper may take its time.
    found = protection.standing(asked)
    if not found.known:
        raise StandingOpen
    return {UUID(hex=one) for one in found.exposed}, len(contents)


def _contents(matter: Matter, *, holder: Unlocked) -> list[Content]:
    rows = Screening.objects.filter(case_hash=bytes(matter.number_hash)).order_by("asked_at")
    return [unsealed(row, key=grants.data_key(holder, SCREENING, row.id)) for row in rows]
