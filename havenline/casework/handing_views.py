"""The pages' acts of those who hand parts of a report over: asked, noted for somebody outside, taken out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from havenline import config
from havenline.casework import handed, handing, passed, queries, undertaking
from havenline.casework.actions import Withdrawn
from havenline.casework.handing_forms import Handing
from havenline.casework.moving import NotRead, NotTheirs, ReasonMissing
from havenline.casework.reading import done, find_row, said_purpose
from havenline.casework.undertaking import UNDERTAKING
from havenline.reporting.consent import NoConsent
from havenline.reporting.extracts import Content
from havenline.reporting.models import Extract, Report, Transition
from havenline.staff import DeskRequest, desk
from havenline.staff.states import NotFromHere
from havenline.vault.errors import NoGrant


@desk("transition.ask")
@require_POST
def hand(request: DeskRequest, reference: str) -> HttpResponse:
    """Ask somebody to take on the parts that a consent names."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    form = Handing(request.POST, members=queries.on_the_case())
    if not form.is_valid():
        return done(row, purpose, act="unhanded")
    chosen = form.cleaned_data
    try:
        handing.hand(
            row,
            chosen["consent"],
            kind=chosen["kind"],
            to=chosen["to"],
            named=chosen["named"],
            holder=request.unlocked,
            by=request.member,
            at=timezone.now(),
        )
    except NoConsent:
        return done(row, purpose, act="unallowed")
    except NotFromHere:
        return done(row, purpose, act="untold")
    except (NotTheirs, NotRead):
        return done(row, purpose, act="unhanded")
    except Withdrawn:
        return done(row, purpose, act="withdrawn")
    except NoGrant:
        raise Http404 from None
    return done(row, purpose, act="handed")


@desk("transition.ask")
@require_POST
def move(request: DeskRequest, reference: str) -> HttpResponse:
    """Take a hand-over back; or note what somebody outside said: undertaken, refused, done, become of."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    asked = find_handed(row, request.POST.get("asked", ""))
    act = _MOVES.get(request.POST.get("do", ""))
    if act is None:
        return done(row, purpose, act="unmoved")
    try:
        act(request, asked)
    except NoConsent:
        return done(row, purpose, act="unallowed")
    except ReasonMissing:
        return done(row, purpose, act="refusal")
    except (NotFromHere, NotTheirs, handed.OutcomeUnknown):
        return done(row, purpose, act="unmoved")
    return done(row, purpose, act="passed")


def _end(name: str) -> Callable[[DeskRequest, Transition], None]:
    def act(request: DeskRequest, asked: Transition) -> None:
        reason = request.POST.get("reason", "") if name == "reject" else ""
        handing.end(asked, name, reason=reason, by=request.member, at=timezone.now())

    return act


def _undertake(request: DeskRequest, asked: Transition) -> None:
    if asked.member is not None or request.POST.get("undertaken") != "yes":
        raise NotTheirs("only who was asked undertakes, and outside in writing")
    handing.undertake(asked, by=request.member, at=timezone.now())


def _tell(request: DeskRequest, asked: Transition) -> None:
    handed.tell(asked, request.POST.get("outcome", ""), by=request.member, at=timezone.now())


_MOVES: dict[str, Callable[[DeskRequest, Transition], None]] = {
    "undertake": _undertake,
    "reject": _end("reject"),
    "finish": _end("finish"),
    "revoke": _end("revoke"),
    "tell": _tell,
}


@desk("handover.export")
@require_POST
def export(request: DeskRequest, reference: str) -> HttpResponse:
    """The file for somebody outside; when the consent ended meanwhile, no file, and what that means."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    asked, now = find_handed(row, request.POST.get("asked", "")), timezone.now()
    try:
        made = handed.export(
            asked, lambda found: _file(asked, found), holder=request.unlocked, by=request.member, at=now
        )
    except NoConsent:
        return render(request, "casework/unallowed.html", {"row": row, "asked": asked}, status=409)
    except (NotFromHere, NotTheirs, NotRead, Withdrawn):
        return done(row, purpose, act="unmoved")
    except NoGrant:
        raise Http404 from None
    name = f'attachment; filename="{asked.ref}.html"'
    return HttpResponse(made, headers={"Content-Disposition": name})


@desk("transition.ask")
@require_POST
def paper_to_sign(request: DeskRequest, reference: str) -> HttpResponse:
    """The undertaking to be signed outside, before anything goes there."""
    asked = find_handed(find_row(reference), request.POST.get("asked", ""))
    office = config.load().office_name
    printed = undertaking.paper_to_sign(asked.ref, office=office, at=timezone.now())
    name = f'attachment; filename="undertaking-{asked.ref}.pdf"'
    return HttpResponse(printed, content_type="application/pdf", headers={"Content-Disposition": name})


def _file(asked: Transition, found: Content) -> bytes:
    extract = Extract.objects.select_related("item", "consent").get(transition=asked)
    context = {
        "asked": asked,
        "office": config.load().office_name,
        "day": timezone.localdate(),
        "named": found.named,
        "parts": passed.in_words(found),
        "until": extract.consent.until,
        "item": extract.item.ref,
        "undertaking": UNDERTAKING,
    }
    return render_to_string("casework/handed_file.html", context).encode()


def find_handed(row: Report, ref: str) -> Transition:
    """What was handed over of this report by this reference; the page of what is not there for any other."""
    found = Transition.objects.filter(report=row, ref=ref).exclude(kind="assignment").first()
    if found is None:
        raise Http404
    return found
