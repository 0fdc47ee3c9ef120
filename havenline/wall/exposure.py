"""C3: who read what a protected person told does not decide whether that person is charged.

Nobody can lift an exposure, and no option turns it off: what was read cannot be unread.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from havenline.vault.models import Subject
from havenline.wall import recompute
from havenline.wall.models import Exposure, Item


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


def exposed_to(member: UUID) -> set[UUID]:
    """The ids of the persons (`Subject`) whose information this member has opened."""
    return set(Exposure.objects.filter(member=member).values_list("subject_id", flat=True))


def check_unexposed(member: UUID, subjects: Iterable[UUID]) -> None:
    """Raise Exposed when the member has opened something of one of these persons."""
    if not exposed_to(member).isdisjoint(subjects):
        raise Exposed


def givers(items: Iterable[Item]) -> set[UUID]:
    """The persons who gave these items or anything they rest on: whom an act on these items is about."""
    return set(recompute.givers_of(recompute.ancestry(item.number for item in items).numbers))
