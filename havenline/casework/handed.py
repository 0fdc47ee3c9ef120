"""C3: what who got parts of a report may do with them: read, say what became of it, enter what was found.

Each looks at the consent on the report's locked row: whoever ends it locks the same row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from havenline import ledger, wall
from havenline.casework.actions import check_not_withdrawn
from havenline.casework.handing import about, check_answers, own_key, standing
from havenline.casework.models import FoundByRecipient
from havenline.casework.moving import NotRead, NotTheirs, has_read
from havenline.reporting import extracts, passing
from havenline.reporting.extracts import Content
from havenline.reporting.handed import HANDOVER as OBJECT
from havenline.reporting.handed import OUTCOMES
from havenline.reporting.models import Extract, Outcome, Transition
from havenline.reporting.transitions import ACCEPTED, HANDOVER
from havenline.staff.models import Member
from havenline.staff.roles import check_may
from havenline.staff.states import NotFromHere
from havenline.vault import grants
from havenline.vault.keys import Unlocked
from havenline.wall.models import Item

PURPOSE = "allowed"


class OutcomeUnknown(Exception):  # noqa: N818 - named for what the reader met
    """What became of a hand-over is one of three words."""


def read(asked: Transition, *, holder: Unlocked, by: Member, at: datetime) -> Content:
    """What was handed to this member, once the opening stands where its person sees it.

    INVARIANT: from here on the reader is exposed to the person (C3). Raises NotTheirs, NotFromHere,
    NoConsent, NoGrant.
    """
    check_may(by, "handover.read")
    wall.freeze(by=by.actor, at=at)
    with transaction.atomic():
        row, extract = _taken_on(asked, by=by, at=at)
        wall.expose(by.id, row.report.subject, through=OBJECT, opened=row.id, at=at)
        key = grants.open_for(holder, OBJECT, row.id, purpose=PURPOSE, role=by.role, at=at)
    return extracts.opened(extract, key=key)


def _taken_on(asked: Transition, *, by: Member, at: datetime) -> tuple[Transition, Extract]:
    """The transition with its report locked, if it is this member's, taken on, and still allowed."""
    row = passing.locked(asked)
    check_answers(row, by)
    if row.state != ACCEPTED:
        raise NotFromHere("it was not taken on, or is over")
    extract = Extract.objects.select_related("transition", "consent", "item").get(transition=row)
    standing(row.report, extract.consent.id, at=at)
    return row, extract


def export(
    asked: Transition, write: Callable[[Content], bytes], *, holder: Unlocked, by: Member, at: datetime
) -> bytes:
    """The file for somebody outside, made and ledgered while the consent is held.

    INVARIANT: it is whole and noted before a consent that is taken back meanwhile ends, or it is not made.
    Raises NotRead for who has not opened the report, and as `read`.
    """
    check_may(by, "handover.export")
    if not has_read(asked.report, by):
        raise NotRead("only who has opened the report takes parts of it out")
    with transaction.atomic():
        row, extract = _taken_on(asked, by=by, at=at)
        check_not_withdrawn(row.report)
        if row.member is not None:
            raise NotTheirs("a member reads it here")
        made = write(extracts.opened_own(extract, own=own_key(holder, row.report)))
        ledger.append(
            "handover.exported",
            by=by.actor,
            at=at,
            about=about(row),
            detail={"kind": row.kind, "file": hashlib.sha256(made).hexdigest()},
        )
    return made


def tell(asked: Transition, outcome: str, *, by: Member, at: datetime) -> None:
    """Say what became of it; the person reads it as a letter. The same word again is said once.

    Raises OutcomeUnknown, NotTheirs, NotFromHere, NoConsent.
    """
    check_may(by, "handover.tell")
    if outcome not in OUTCOMES:
        raise OutcomeUnknown("what became of it is one of three words")
    with transaction.atomic():
        row, _ = _taken_on(asked, by=by, at=at)
        if row.kind != HANDOVER:
            raise OutcomeUnknown("a group that helps files no charges")
        last = Outcome.objects.filter(transition=row).order_by("number").last()
        if last and last.word == outcome:
            return
        Outcome.objects.create(transition=row, word=outcome, by=by.id, role=by.role, at=at)
        ledger.append("handover.told", by=by.actor, at=at, about=about(row), detail={"outcome": outcome})


def add_found(
    asked: Transition, *, kind: str, obtained: date | None, once: UUID, by: Member, at: datetime
) -> Item:
    """Enter into the wall what was found through it: barred against the person like what it rests on.

    `once` comes with the form: the same form twice is one item. Raises NotTheirs, NotFromHere, NoConsent.
    """
    check_may(by, "handover.found")
    with transaction.atomic():
        row, extract = _taken_on(asked, by=by, at=at)
        entered = FoundByRecipient.objects.filter(id=once, transition=row).select_related("item").first()
        if entered:
            return entered.item
        item = wall.add_item(kind, derived_from=[extract.item], obtained=obtained, by=by.actor)
        FoundByRecipient.objects.create(id=once, transition=row, item=item, by=by.id)
    return item


def found_ref(asked: Transition, ref: str) -> str:
    """The reference, if it is that of something found through this hand-over; else nothing."""
    return ref if FoundByRecipient.objects.filter(transition=asked, item__ref=ref).exists() else ""
