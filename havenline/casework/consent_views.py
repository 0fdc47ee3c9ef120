"""The pages' acts around what a person allows: written down as it was said, taken back as it was said."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from havenline.casework import consenting
from havenline.casework.consent_forms import SaidConsent
from havenline.casework.moving import NotRead
from havenline.casework.reading import done, find_row, open_page, said_purpose, unkept
from havenline.reporting.consents import NotWidened
from havenline.staff import DeskRequest, desk
from havenline.staff.states import NotFromHere
from havenline.vault.errors import NoGrant


@desk("report.consent")
@require_POST
def write_down(request: DeskRequest, reference: str) -> HttpResponse:
    """Keep what the person said; what the person decided with the code is not gone beyond."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    form = SaidConsent(request.POST)
    if not form.is_valid():
        return open_page(request, row, purpose, said=form)
    try:
        consenting.write_down(
            row,
            form.cleaned_data["terms"],
            how=form.cleaned_data["how"],
            holder=request.unlocked,
            by=request.member,
            at=timezone.now(),
        )
    except NotWidened:
        return done(row, purpose, act="unwidened")
    except (NotRead, NotFromHere):
        return done(row, purpose, act="unmoved")
    except NoGrant as fault:
        return unkept(request, row, fault)
    return done(row, purpose, act="allowed")


@desk("report.consent")
@require_POST
def take_back(request: DeskRequest, reference: str) -> HttpResponse:
    """End a consent because the person said so."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    try:
        consent_id = UUID(request.POST.get("consent", ""))
    except ValueError:
        return done(row, purpose, act="unmoved")
    stood = consenting.take_back(row, consent_id, by=request.member, at=timezone.now())
    return done(row, purpose, act="taken_back" if stood else "unmoved")
