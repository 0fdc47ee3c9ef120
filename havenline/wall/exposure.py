"""C3: who read what a protected person told does not decide whether that person is charged.

Nobody can lift an exposure, and no option turns it off: what was read cannot be unread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from havenline.vault.models import Subject
from havenline.wall import recompute
from havenline.wall.models import Exposure, Item

_NOBODY = UUID(int=0)
_STEP = 400  # SQLite takes a bounded number of parameters in one statement


class Exposed(Exception):  # noqa: N818 - named for what the reader met
    """This member read what a person of the matter told: they take no part in it. No override."""

    def __init__(self) -> None:
        super().__init__("this member opened what a person of this matter told, and takes no part in it")


def expose(member: UUID, subject: Subject, *, through: str, opened: UUID, at: datetime) -> None:
    """Note that a member opens something of a person's: call it in the transaction of the opening.

    through: one of `kinds.THROUGH`. opened: the object's id, under which the ledger has the opening. The
    first time stays. INVARIANT: nothing of a protected person is shown before this has committed.
    """
    # Of two openings at once the database keeps the first. (Not `ignore_conflicts`: on SQLite it would pass
    # over a broken check in silence, and nobody would be exposed.)
    Exposure.objects.get_or_create(
        member=member,
        subject=subject,
        defaults={"object_kind": through, "object_id": opened, "at": at},
    )


def exposed_among(members: Collection[UUID], subjects: Iterable[UUID]) -> set[UUID]:
    """Those of these members who have opened something of one of these persons (`Subject` ids).

    What it costs does not grow with all a member ever opened. INVARIANT: with nobody to ask about it asks the
    database all the same: how long the gate takes does not tell whether somebody was found.
    """
    asked = sorted({*subjects, _NOBODY})
    return {
        member
        for persons in _steps(asked)
        for some in _steps(sorted(members))
        for member in Exposure.objects.filter(member__in=some, subject__in=persons).values_list(
            "member", flat=True
        )
    }


def check_unexposed(member: UUID, subjects: Iterable[UUID]) -> None:
    """Raise Exposed when the member has opened something of one of these persons."""
    if exposed_among([member], subjects):
        raise Exposed


def _steps(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[at : at + _STEP] for at in range(0, len(ids), _STEP))


def givers(items: Iterable[Item]) -> set[UUID]:
    """The persons who gave these items or anything they rest on: whom an act on these items is about."""
    return set(recompute.givers_of(recompute.ancestry(item.number for item in items).numbers))
