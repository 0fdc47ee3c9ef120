"""The pages of what is held: the filter attorney's queue and look, the chief's queue and decision."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from havenline import protection
from havenline.charging import queries as screenings
from havenline.charging import words
from havenline.charging.actions import open_content
from havenline.charging.answer import Told
from havenline.charging.models import Screening
from havenline.deciding.forms import RECOMMENDED, SEND_BACK, Decision, Recommendation
from havenline.holds import actions, calling, outcome, queries
from havenline.holds.models import Hold
from havenline.holds.outcome import RELEASE
from havenline.holds.states import NotFromHere
from havenline.protection.gate import StandingAsked
from havenline.staff import DeskRequest, desk
from havenline.vault.errors import NoGrant
from havenline.wall import Exposed
from havenline.wall.matters import NotOfThisMatter

_LOST = (NotFromHere, actions.OwnHold, actions.NotYours, actions.NotRecommended)


@desk("hold.look")
@require_http_methods(["GET", "POST"])
def queue(request: DeskRequest) -> HttpResponse:
    """All that is held, whose time ends first before the others; sent, it makes this one called first."""
    if request.method == "POST":
        actions.take_call(by=request.member, at=timezone.now())
        return _to("queue")
    context = {
        "rows": queries.to_look_at()[: queries.SHOWN],
        "on_call": calling.on_call(),
        "now": timezone.now(),
    }
    return render(request, "deciding/queue.html", context)


@desk("hold.look")
@require_POST
def take(request: DeskRequest, reference: str) -> HttpResponse:
    """Take the hold, also from a colleague."""
    hold = _hold(reference)
    try:
        actions.take(hold, by=request.member, at=timezone.now())
    except _LOST:
        return _lost(request, hold, at="look")
    return _to("look", reference)


@desk("hold.look")
@require_http_methods(["GET", "POST"])
def look(request: DeskRequest, reference: str) -> HttpResponse:
    """What was asked and what the gate says now, for who has the hold; sent, the recommendation."""
    hold = _hold(reference)
    if hold.taken_by != request.member.id or not hold.is_open:
        if request.method == "POST":
            return _lost(request, hold, at="look")
        return render(request, "deciding/look.html", {"hold": hold, "is_mine": False})
    told = _told(request, hold)
    form = Recommendation(request.POST if request.method == "POST" else None, items=told.items)
    if form.is_valid():
        try:
            actions.recommend(
                hold,
                form.cleaned_data["what"],
                usable=form.usable(),
                note=form.cleaned_data["note"],
                holder=request.unlocked,
                by=request.member,
                at=timezone.now(),
            )
        except _LOST:
            return _lost(request, hold, at="look")
        return _to("queue")
    context = {
        "hold": hold,
        "is_mine": True,
        "told": told,
        "now_said": _now_said(told),
        "note": outcome.read_note(hold, holder=request.unlocked),
        "form": form,
        "mistakes": form.mistakes() if form.is_bound else [],
    }
    return render(request, "deciding/look.html", context, status=422 if form.is_bound else 200)


@desk("hold.decide")
@require_GET
def to_decide(request: DeskRequest) -> HttpResponse:
    """What is recommended, and what the clock has called the chief about."""
    now = timezone.now()
    context = {"rows": queries.to_decide(now=now)[: queries.SHOWN], "now": now}
    return render(request, "deciding/to_decide.html", context)


@desk("hold.decide")
@require_http_methods(["GET", "POST"])
def decide(request: DeskRequest, reference: str) -> HttpResponse:
    """What was asked and what is recommended; sent, the decision with its reason."""
    hold = _hold(reference)
    if not hold.is_open or hold.asked_by == request.member.id:
        if request.method == "POST":
            return _lost(request, hold, at="decide")
        return render(request, "deciding/decide.html", {"hold": hold, "is_open": False})
    found = outcome.read(hold, holder=request.unlocked)
    form = Decision(request.POST if request.method == "POST" else None, recommended=found.recommended)
    if form.is_valid():
        try:
            _decided(request, hold, form)
        except Exposed:
            return _lost(request, hold, at="decide", is_exposed=True)
        except _LOST:
            return _lost(request, hold, at="decide")
        return _to("to_decide")
    told = _told(request, hold)
    context = {
        "hold": hold,
        "is_open": True,
        "told": told,
        "recommended": RECOMMENDED.get(found.recommended, ""),
        "usable": [told.items[number].asked.label for number in found.usable],
        "form": form,
        "mistakes": form.mistakes() if form.is_bound else [],
    }
    return render(request, "deciding/decide.html", context, status=422 if form.is_bound else 200)


def _decided(request: DeskRequest, hold: Hold, form: Decision) -> None:
    what, by, at = form.cleaned_data["what"], request.member, timezone.now()
    if what == SEND_BACK:
        actions.send_back(hold, by=by, at=at)
    else:
        _check_unexposed(request, hold, what=what)
        actions.decide(hold, what, reason=form.cleaned_data["reason"], holder=request.unlocked, by=by, at=at)


def _check_unexposed(request: DeskRequest, hold: Hold, *, what: str) -> None:
    """Raise Exposed for who opened what a person of this case told, and for a release to somebody who did.

    No override: another decides, another asks anew. Without the keeper's word nothing is released.
    """
    told = _told(request, hold)
    query, member = told.content.query, request.member.id.hex
    people = (query.person,) if query.person else ()
    found = protection.standing(StandingAsked(people, query.case, (member,), told.content.by_slip))
    if member in found.exposed or (what == RELEASE and (told.is_exposed or member in found.perhaps)):
        raise Exposed


def _now_said(told: Told) -> list[tuple[str, object, str]]:
    """What the gate says at this moment: per charge its title, the word and its class."""
    query = told.content.query
    try:
        answer = protection.screen(query)
    except NotOfThisMatter:
        # An item went to another case since it was asked about; of the charges that says nothing.
        answer = protection.screen(replace(query, items=()))
    return [
        (charge.title, words.ANSWERS[now.answer], now.answer)
        for charge, now in zip(told.charges, answer.charges, strict=True)
    ]


def _hold(reference: str) -> Hold:
    hold = Hold.objects.filter(reference=reference).first()
    if hold is None:
        raise Http404
    return hold


def _told(request: DeskRequest, hold: Hold) -> Told:
    screening = Screening.objects.get(id=hold.screening)
    try:
        content = open_content(screening, holder=request.unlocked, role=request.member.role, purpose="hold")
    except NoGrant:
        raise Http404 from None
    return Told(screening, content, entry=screenings.entry_number(screening))


def _to(name: str, *arguments: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"deciding:{name}", args=arguments), status=303)


def _lost(request: DeskRequest, hold: Hold, *, at: str, is_exposed: bool = False) -> HttpResponse:
    """Somebody else came first, or it is not theirs to decide: nothing was written."""
    fresh = Hold.objects.get(id=hold.id)
    context = {
        "hold": fresh,
        "is_mine": False,
        "is_open": False,
        "came_late": not is_exposed,
        "is_exposed": is_exposed,
    }
    return render(request, f"deciding/{at}.html", context, status=409)
