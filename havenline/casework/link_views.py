"""The pages' acts around reports that belong together."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from havenline.casework import linking
from havenline.casework.actions import Withdrawn
from havenline.casework.linking import OtherUnknown
from havenline.casework.reading import done, find_row, said_purpose
from havenline.reporting.models import Report
from havenline.staff import DeskRequest, desk
from havenline.staff.states import NotFromHere
from havenline.vault.errors import NoGrant


@desk("report.link")
@require_POST
def link(request: DeskRequest, reference: str) -> HttpResponse:
    """Say that this report belongs together with another."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    other = request.POST.get("other", "").strip().upper()
    try:
        linking.link(
            row,
            other,
            kind=request.POST.get("kind", ""),
            holder=request.unlocked,
            by=request.member,
            at=timezone.now(),
        )
    except OtherUnknown:
        return done(row, purpose, act="unlinked")
    except Withdrawn:
        return done(row, purpose, act="unmoved")
    except NoGrant:
        raise Http404 from None
    return done(row, purpose, act="linked")


@desk("report.link")
@require_POST
def change(request: DeskRequest, reference: str) -> HttpResponse:
    """Leave a duplicate to the other, take it up again, or end the link."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    try:
        _change(request, row, request.POST.get("do", ""))
    except (OtherUnknown, NotFromHere, Withdrawn, ValueError):
        return done(row, purpose, act="unmoved")
    return done(row, purpose, act="linked")


def _change(request: DeskRequest, row: Report, do: str) -> None:
    by, at = request.member, timezone.now()
    if do == "take_up":
        linking.take_up(row, by=by, at=at)
        return
    link_id = UUID(request.POST.get("link", ""))
    if do == "leave":
        linking.leave(row, link_id, holder=request.unlocked, by=by, at=at)
    elif do == "unlink":
        linking.unlink(row, link_id, holder=request.unlocked, by=by, at=at)
    else:
        raise ValueError("nothing was asked for")
