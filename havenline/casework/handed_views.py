"""The pages of who works on the case against who did it: what was handed over, after an undertaking.

They show a hand-over by its own reference, never the report's: who reads here cannot find the report.
"""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havenline.casework import handed, handing, passed
from havenline.casework.asking import REFUSALS_IN_WORDS
from havenline.casework.forms import KINDS_IN_WORDS
from havenline.casework.handing_forms import OUTCOMES_IN_WORDS, FoundThrough
from havenline.casework.models import BenefitNote
from havenline.casework.moving import NotTheirs, ReasonMissing
from havenline.casework.undertaking import UNDERTAKING
from havenline.reporting.consent import NoConsent
from havenline.reporting.extracts import LEFT_OUT
from havenline.reporting.models import Transition
from havenline.staff import DeskRequest, desk
from havenline.staff.states import NotFromHere
from havenline.vault.errors import NoGrant


@desk("handover.read")
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    """What was handed to this member, without a word of it."""
    return render(request, "casework/handed_queue.html", {"rows": passed.to(request.member)})


@desk("handover.read")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: DeskRequest, reference: str) -> HttpResponse:
    """GET shows the undertaking and where it stands; POST opens what was taken on."""
    asked = _find(request, reference)
    return _open(request, asked) if request.method == "POST" else _page(request, asked)


def _open(
    request: DeskRequest, asked: Transition, *, found: FoundThrough | None = None, item: str = ""
) -> HttpResponse:
    try:
        content = handed.read(asked, holder=request.unlocked, by=request.member, at=timezone.now())
    except (NoConsent, NotFromHere, NoGrant):
        return _over(request, asked)
    context = {
        "one": passed.one(asked),
        "parts": passed.in_words(content),
        "is_cut": any(LEFT_OUT in piece for pieces in content.parts.values() for piece in pieces),
        "outcomes": OUTCOMES_IN_WORDS.items(),
        "kinds": KINDS_IN_WORDS.items(),
        "found": found,
        "mistakes": [said for errors in found.errors.values() for said in errors] if found else [],
        "once": uuid4(),
    }
    return render(request, "casework/handed.html", context, status=422 if found else 200)


def _over(request: DeskRequest, asked: Transition) -> HttpResponse:
    """It is open no more: said in words, with nothing of it."""
    return _page(request, asked, is_over=True)


def _page(request: DeskRequest, asked: Transition, *, is_over: bool = False) -> HttpResponse:
    asked.refresh_from_db()
    context = {
        "one": passed.one(asked),
        "undertaking": UNDERTAKING,
        "refusals": REFUSALS_IN_WORDS.items(),
        "is_over": is_over,
        "done": request.GET.get("done", ""),
        "item": handed.found_ref(asked, request.GET.get("item", "")),
    }
    return render(request, "casework/handed_asked.html", context, status=409 if is_over else 200)


@desk("transition.answer")
@require_POST
def answer(request: DeskRequest, reference: str) -> HttpResponse:
    """Undertake and take it on, refuse it, or say that it is done."""
    asked, name, now = _find(request, reference), request.POST.get("do", ""), timezone.now()
    reason = request.POST.get("reason", "") if name == "reject" else ""
    try:
        if name == "accept" and request.POST.get("undertaken") != "yes":
            return _to(asked, "unsigned")
        if name == "accept":
            handing.undertake(asked, by=request.member, at=now)
        elif name in ("reject", "finish"):
            handing.end(asked, name, reason=reason, by=request.member, at=now)
    except ReasonMissing:
        return _to(asked, "refusal")
    except (NoConsent, NotFromHere, NotTheirs):
        return _over(request, asked)
    return _to(asked, "accepted" if name == "accept" else "")


@desk("handover.tell")
@require_POST
def tell(request: DeskRequest, reference: str) -> HttpResponse:
    """Say what became of it; the person reads it."""
    asked = _find(request, reference)
    try:
        handed.tell(asked, request.POST.get("outcome", ""), by=request.member, at=timezone.now())
    except handed.OutcomeUnknown:
        return _to(asked, "outcome")
    except (NoConsent, NotFromHere):
        return _over(request, asked)
    return _to(asked, "told")


@desk("handover.found")
@require_POST
def found(request: DeskRequest, reference: str) -> HttpResponse:
    """Enter into the wall what was found through it; its reference is shown once it stands."""
    asked, form = _find(request, reference), FoundThrough(request.POST)
    if not form.is_valid():
        return _open(request, asked, found=form)
    try:
        item = handed.add_found(asked, **form.cleaned_data, by=request.member, at=timezone.now())
    except (NoConsent, NotFromHere):
        return _over(request, asked)
    return _to(asked, "found", item=item.ref)


@desk("benefit.read")
@require_safe
def benefits(request: DeskRequest) -> HttpResponse:
    """N1: for which hand-overs the promise is a benefit to a witness; references and days alone."""
    notes = BenefitNote.objects.select_related("transition").order_by("-at")
    rows = [(note.at, passed.one(note.transition)) for note in notes]
    return render(request, "casework/benefits.html", {"rows": rows})


def _find(request: DeskRequest, reference: str) -> Transition:
    """What was handed to this member; the page of what is not there for anybody else's."""
    found = (
        Transition.objects.filter(ref=reference, member=request.member.id).exclude(kind="assignment").first()
    )
    if found is None:
        raise Http404
    return found


def _to(asked: Transition, act: str, *, item: str = "") -> HttpResponse:
    said = f"?done={act}" + (f"&item={item}" if item else "") if act else ""
    return HttpResponseRedirect(reverse("casework:handed", args=[asked.ref]) + said, status=303)
