"""The pages of who may work on a matter: asked of the keeper, given out by supervisors, or referred away."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havenline import config, ledger, paper
from havenline.matters import staffing
from havenline.matters.exposures import page
from havenline.matters.forms import ReferralForm
from havenline.matters.letter import letter as printed
from havenline.matters.views import matter_of
from havenline.policy.errors import PolicyRefused
from havenline.policy.loading import load
from havenline.policy.pack import Pack
from havenline.policy.signing import SignedReadings, read_signed
from havenline.staff import DeskRequest, desk
from havenline.vault.errors import NoGrant
from havenline.wall import Exposed, matters
from havenline.wall.matters import OBJECT
from havenline.wall.models import Exposure, Matter


@desk("exposure.read")
@require_safe
def exposures(request: DeskRequest) -> HttpResponse:
    """Who is exposed, since when and through what."""
    after = Exposure.objects.filter(id=_uuid(request.GET.get("after", ""))).first()
    return render(request, "matters/exposures.html", {"page": page(after)})


@desk("matter.staff")
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: DeskRequest, reference: str) -> HttpResponse:
    """GET asks nothing yet; POST asks the keeper who may work on the matter."""
    row = matter_of(reference)
    return _staff(request, row) if request.method == "POST" else _page(request, row)


@desk("matter.staff")
@require_POST
def assign(request: DeskRequest, reference: str) -> HttpResponse:
    """Have a member work on the matter, if they are not exposed in it."""
    row, now = matter_of(reference), timezone.now()
    member = _uuid(request.POST.get("member", ""))
    try:
        staffing.assign(row, member, holder=request.unlocked, by=request.member, at=now)
    except Exposed:
        words = gettext(
            "This member is exposed in this matter: they opened what a person in it told the office, or "
            "wrote it down. They cannot be assigned, and nobody can lift this."
        )
        return _staff(request, row, mistake=words)
    except staffing.CannotBeAssigned:
        return _staff(request, row, mistake=gettext("Choose a member from the list."))
    except (staffing.NobodyScreened, staffing.StandingOpen) as fault:
        return _page(request, row, mistake=_words(fault), status=422)
    except NoGrant:
        raise Http404 from None
    return HttpResponseRedirect(reverse("matters:matter", args=[row.ref]), status=303)


@desk("matter.staff")
@require_POST
def release(request: DeskRequest, reference: str) -> HttpResponse:
    """Have a member work on the matter no longer."""
    row = matter_of(reference)
    member = _uuid(request.POST.get("member", ""))
    staffing.release(row, member, by=request.member, at=timezone.now())
    return HttpResponseRedirect(reverse("matters:matter", args=[row.ref]), status=303)


@desk("matter.staff")
@require_POST
def letter(request: DeskRequest, reference: str) -> HttpResponse:
    """The letter that refers the matter, where nobody unexposed is left; its hash stands in the ledger."""
    row, now, form = matter_of(reference), timezone.now(), ReferralForm(request.POST)
    if not form.is_valid():
        return _staff(request, row, form=form)
    try:
        lacking = staffing.lacks(staffing.of(row, holder=request.unlocked, by=request.member, at=now))
        if not lacking:
            words = gettext("Somebody who is not exposed is left: this matter is no conflict.")
            return _staff(request, row, mistake=words)
        number = matters.number_of(row, key=matters.key_of(row, holder=request.unlocked))
        content = printed(
            number=number,
            lacking=lacking,
            office=config.load().office_name,
            pack=(pack := load(config.load().pack)),
            signed=_signed_readings(pack),
            at=now,
            **form.cleaned_data,
        )
    except (staffing.NobodyScreened, staffing.StandingOpen) as fault:
        return _page(request, row, mistake=_words(fault), status=422)
    except paper.GlyphMissing as fault:
        words = gettext("The letter “%(letter)s” cannot be printed.") % {"letter": fault.letter}
        return _staff(request, row, mistake=words)
    except PolicyRefused as fault:
        words = gettext("The readings this office signed cannot be used: %(fault)s") % {"fault": fault}
        return _staff(request, row, mistake=words)
    except NoGrant:
        raise Http404 from None
    with transaction.atomic():
        ledger.append(
            "matter.referred",
            by=request.member.actor,
            at=now,
            about={OBJECT: str(row.id)},
            detail={"to": form.cleaned_data["to"], "letter": hashlib.sha256(content).hexdigest()},
        )
    name = f'attachment; filename="referral-{row.ref}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _signed_readings(pack: Pack) -> SignedReadings | None:
    """The readings this office signed, in the file it named; raises PolicyRefused."""
    name = config.load().signed_readings
    return read_signed(config.load().data / name, pack) if name else None


def _staff(
    request: DeskRequest, row: Matter, *, mistake: str = "", form: ReferralForm | None = None
) -> HttpResponse:
    try:
        found = staffing.of(row, holder=request.unlocked, by=request.member, at=timezone.now())
    except (staffing.NobodyScreened, staffing.StandingOpen) as fault:
        return _page(request, row, mistake=_words(fault), status=422)
    except NoGrant:
        raise Http404 from None
    status = 422 if mistake or form else 200
    return _page(request, row, standings=found, mistake=mistake, form=form, status=status)


def _page(
    request: DeskRequest,
    row: Matter,
    *,
    standings: list[staffing.Standing] | None = None,
    mistake: str = "",
    form: ReferralForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "standings": standings,
        "lacking": staffing.lacks(standings) if standings else [],
        "mistake": mistake,
        "form": form or ReferralForm(),
    }
    return render(request, "matters/staff.html", context, status=status)


def _words(fault: Exception) -> str:
    if isinstance(fault, staffing.NobodyScreened):
        return gettext(
            "Nobody was screened in this matter yet. Ask the gate first: it decides who may work on it."
        )
    return gettext("It cannot be said now who may work on it. Until it can, nobody is assigned.")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
