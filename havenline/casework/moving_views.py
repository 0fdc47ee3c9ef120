"""The pages' acts around a report: it is told, given, closed, taken up again, and noted about."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from havenline.casework import contacting, moving, notes, queries
from havenline.casework.actions import Withdrawn
from havenline.casework.forms import WrittenNote
from havenline.casework.moving import NotRead, NotTheirs, ReasonMissing
from havenline.casework.reading import done, find_row, open_page, said_purpose, unkept
from havenline.reporting import own
from havenline.reporting.contact import NoOtherWay, NotNow
from havenline.reporting.models import Report, Transition
from havenline.reporting.transitions import ASSIGNMENT
from havenline.staff import DeskRequest, desk
from havenline.staff.models import Member
from havenline.staff.states import NotFromHere
from havenline.vault.errors import NoGrant


@desk("report.move")
@require_POST
def move(request: DeskRequest, reference: str) -> HttpResponse:
    """Say what becomes of the report; when somebody else was faster nothing is done, and the page says so."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    name, reason = request.POST.get("move", ""), request.POST.get("reason", "")
    if name not in moving.PLAIN:
        return done(row, purpose, act="unmoved")
    try:
        moving.move(
            row, name, reason=reason if name == moving.CLOSE else "", by=request.member, at=timezone.now()
        )
    except ReasonMissing:
        return done(row, purpose, act="reason")
    except (NotFromHere, NotRead, NotTheirs):
        return done(row, purpose, act="unmoved")
    return done(row, purpose, act="moved")


@desk("report.assign")
@require_POST
def assign(request: DeskRequest, reference: str) -> HttpResponse:
    """Give the report to a member who may open reports."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    to = _member(request.POST.get("member", ""))
    if to is None:
        return done(row, purpose, act="unmoved")
    try:
        moving.assign(row, to, holder=request.unlocked, by=request.member, at=timezone.now())
    except (NotFromHere, NotTheirs):
        return done(row, purpose, act="unmoved")
    except NoGrant:
        raise Http404 from None
    return done(row, purpose, act="moved" if to.id == request.member.id else "asked")


@desk("transition.answer")
@require_POST
def take_on(request: DeskRequest, reference: str) -> HttpResponse:
    """Take on the report that one was asked to, or refuse it with a reason."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    asked = _asked(row, request.POST.get("asked", ""))
    reason = request.POST.get("reason", "")
    try:
        if request.POST.get("do") == "accept":
            moving.take_on(asked, holder=request.unlocked, by=request.member, at=timezone.now())
        else:
            moving.refuse(asked, reason=reason, by=request.member, at=timezone.now())
    except ReasonMissing:
        return done(row, purpose, act="refusal")
    except (NotFromHere, NotTheirs):
        return done(row, purpose, act="unmoved")
    except NoGrant:
        raise Http404 from None
    return done(row, purpose, act="moved" if request.POST.get("do") == "accept" else "refused")


@desk("transition.ask")
@require_POST
def call_back(request: DeskRequest, reference: str) -> HttpResponse:
    """Ask a colleague no more."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    try:
        moving.call_back(_asked(row, request.POST.get("asked", "")), by=request.member, at=timezone.now())
    except (NotFromHere, NotTheirs):
        return done(row, purpose, act="unmoved")
    return done(row, purpose, act="called_back")


def _asked(row: Report, ref: str) -> Transition:
    """What was asked of this report by this reference; the page of what is not there for any other."""
    found = Transition.objects.filter(report=row, ref=ref, kind=ASSIGNMENT).select_related("report").first()
    if found is None:
        raise Http404
    return found


@desk("report.note")
@require_POST
def add_note(request: DeskRequest, reference: str) -> HttpResponse:
    """Keep a note; one that cannot be kept comes back with its words."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    form = WrittenNote(request.POST)
    if not form.is_valid():
        return open_page(request, row, purpose, note=form)
    try:
        notes.add(row, **form.cleaned_data, holder=request.unlocked, by=request.member, at=timezone.now())
    except (Withdrawn, NoGrant) as fault:
        return unkept(request, row, fault)
    return done(row, purpose, act="noted")


@desk("report.contact")
@require_POST
def reach(request: DeskRequest, reference: str) -> HttpResponse:
    """Show how to reach the person, once it is noted; outside of what they said nothing is shown."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    try:
        plan = contacting.reach(row, holder=request.unlocked, by=request.member, at=timezone.now())
    except (NotRead, NoOtherWay, NotNow):
        return done(row, purpose, act="unreached")
    except NoGrant:
        raise Http404 from None
    shown = {"row": row, "plan": own.visible(plan), "how": queries.channel_in_words(plan.channel)}
    return render(request, "casework/reach.html", shown)


@desk("report.contact")
@require_POST
def narrow(request: DeskRequest, reference: str) -> HttpResponse:
    """Take away every way but letters, as the person said."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    try:
        contacting.narrow(row, holder=request.unlocked, by=request.member, at=timezone.now())
    except NoGrant:
        raise Http404 from None
    return done(row, purpose, act="narrowed")


def _member(text: str) -> Member | None:
    return next((one for one in queries.may_have() if str(one.id) == text), None)
