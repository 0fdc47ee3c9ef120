"""Says that reports belong together, to those alone who have read both.

INVARIANT: a link shows itself to nobody who has not opened both reports, not even as a number; to neither
person; and to nobody who has the database without keys. Nothing of one report becomes readable through the
other: no key is wrapped, no word copied.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline import ledger
from havenline.casework import notes
from havenline.casework.actions import check_not_withdrawn
from havenline.casework.models import Link
from havenline.casework.moving import has_read
from havenline.reporting.models import Report
from havenline.reporting.states import RECEIVED
from havenline.staff.models import Member
from havenline.staff.roles import check_may
from havenline.staff.states import NotFromHere
from havenline.vault.keys import DataKey, Unlocked

SAME_PERSON = "same_person"
KINDS: Mapping[str, str | Promise] = {
    SAME_PERSON: _("One person told both"),
    "same_event": _("Both tell of one event"),
    "same_attacker": _("One and the same did it in both"),
}
NO_LONGER = "no_longer"
_TOKEN, _SIDE = "link.token", "link.side"


class OtherUnknown(Exception):  # noqa: N818 - named for what the reader met
    """There is no such other report, or the member has not opened both: the two are not told apart."""


@dataclass(frozen=True, slots=True)
class LinkShown:
    """One link as who has read both reports sees it."""

    id: UUID
    reference: str
    kind: str
    is_same_person: bool
    is_left: bool


def link(report: Report, reference: str, *, kind: str, holder: Unlocked, by: Member, at: datetime) -> None:
    """Say that two reports belong together, and how; the last word on it stands.

    Raises OtherUnknown, Withdrawn, NoGrant, NotAllowed.
    """
    check_may(by, "report.link")
    other = Report.objects.filter(reference=reference).exclude(id=report.id).first()
    if kind not in KINDS or other is None or not (has_read(report, by) and has_read(other, by)):
        raise OtherUnknown("there is no such other report that this member has read")
    with transaction.atomic():
        for one in _locked(report.id, other.id):
            check_not_withdrawn(one)
        row = _write(report, other, kind, holder=holder)
        # About the link alone: an entry about both reports would tell for ever that they are one.
        ledger.append("report.linked", by=by.actor, at=at, about={"link": str(row.id)}, detail={"kind": kind})


def _write(report: Report, other: Report, kind: str, *, holder: Unlocked) -> Link:
    """The one row of this pair, written anew; which side stands first is left to chance."""
    keys = {one: notes.internal_key(one, holder=holder) for one in (report, other)}
    tokens = {one: _token(key, one) for one, key in keys.items()}
    both = list(tokens.values())
    row = Link.objects.filter(token_1__in=both, token_2__in=both).first() or Link()
    sides = [(report, other), (other, report)]
    if secrets.randbelow(2):
        sides.reverse()
    for number, (near, far) in enumerate(sides, 1):
        said = json.dumps({"report": str(far.id), "kind": kind})
        setattr(row, f"token_{number}", tokens[near])
        setattr(row, f"sealed_{number}", keys[near].seal_text(said, purpose=_SIDE, about=str(row.id)))
    row.save()
    return row


def unlink(report: Report, link_id: UUID, *, holder: Unlocked, by: Member, at: datetime) -> None:
    """Say that they do not belong together after all; a duplicate stands in the list again.

    Raises OtherUnknown, NotAllowed.
    """
    check_may(by, "report.link")
    row, other, _kind = _found(report, link_id, holder=holder, by=by)
    with transaction.atomic():
        _locked(report.id, other.id)
        Report.objects.filter(id__in=[report.id, other.id]).update(is_left=False)
        Link.objects.filter(id=row.id).delete()
        ledger.append(
            "report.linked", by=by.actor, at=at, about={"link": str(row.id)}, detail={"kind": NO_LONGER}
        )


def leave(report: Report, link_id: UUID, *, holder: Unlocked, by: Member, at: datetime) -> None:
    """Leave a duplicate to the other report of the same person: it goes from the list until they write in it.

    Nothing changes for the person: both threads stay as they are. Raises OtherUnknown, Withdrawn, NotFromHere
    for one whose person was not told yet that it was read, and where the other was left itself.
    """
    check_may(by, "report.link")
    _row, other, kind = _found(report, link_id, holder=holder, by=by)
    if kind != SAME_PERSON:
        raise OtherUnknown("only one person's two reports are duplicates")
    with transaction.atomic():
        rows = {row.id: row for row in _locked(report.id, other.id)}
        mine = rows[report.id]
        check_not_withdrawn(mine)
        if mine.state == RECEIVED or rows[other.id].is_left:
            raise NotFromHere("the person was not told yet that it was read, or nothing would be left")
        _leave(mine, is_left=True, by=by, at=at)


def take_up(report: Report, *, by: Member, at: datetime) -> None:
    """Put a report that was left back into the list; one that is there stays there. Raises NotAllowed."""
    check_may(by, "report.link")
    with transaction.atomic():
        row = Report.objects.select_for_update().get(id=report.id)
        if row.is_left:
            _leave(row, is_left=False, by=by, at=at)


def _leave(row: Report, *, is_left: bool, by: Member, at: datetime) -> None:
    row.is_left = is_left
    row.save(update_fields=["is_left"])
    ledger.append(
        "report.left",
        by=by.actor,
        at=at,
        about={"report": str(row.id)},
        detail={"move": "leave" if is_left else "take_up"},
    )


def of(report: Report, *, holder: Unlocked, by: Member) -> list[LinkShown]:
    """The links of a report whose other side this member has opened as well, in the order of references."""
    key = notes.opening_key(report, holder)
    if key is None:
        return []
    shown = [(row, *_side(row, report, key)) for row in _rows(report, key)]
    others = {one.id: one for one in Report.objects.filter(id__in=[far for _, far, _kind in shown])}
    return sorted(
        (
            LinkShown(
                row.id, others[far].reference, str(KINDS[kind]), kind == SAME_PERSON, others[far].is_left
            )
            for row, far, kind in shown
            if far in others and has_read(others[far], by)
        ),
        key=lambda one: one.reference,
    )


def _found(report: Report, link_id: UUID, *, holder: Unlocked, by: Member) -> tuple[Link, Report, str]:
    """One link of this report, the other report, and its kind; raises OtherUnknown."""
    key = notes.opening_key(report, holder)
    row = next((one for one in _rows(report, key) if one.id == link_id), None) if key else None
    if row is None or key is None:
        raise OtherUnknown("this report has no such link")
    far, kind = _side(row, report, key)
    other = Report.objects.filter(id=far).first()
    if other is None or not (has_read(report, by) and has_read(other, by)):
        raise OtherUnknown("this member has not read both")
    return row, other, kind


def _rows(report: Report, key: DataKey) -> list[Link]:
    token = _token(key, report)
    return list(Link.objects.filter(Q(token_1=token) | Q(token_2=token)))


def _side(row: Link, report: Report, key: DataKey) -> tuple[UUID, str]:
    """The other report's id and the kind, as this side says it."""
    sealed = row.sealed_1 if bytes(row.token_1) == _token(key, report) else row.sealed_2
    said = json.loads(key.open_text(bytes(sealed), purpose=_SIDE, about=str(row.id)))
    return UUID(said["report"]), said["kind"]


def _token(key: DataKey, report: Report) -> bytes:
    return key.token(purpose=_TOKEN, about=str(report.id))


def _locked(*reports: UUID) -> list[Report]:
    """The rows, locked always in one order: two who link at once wait for one another, and not for ever."""
    return list(Report.objects.select_for_update().filter(id__in=reports).order_by("id"))
