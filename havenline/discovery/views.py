"""The pages of requests from outside: what waits, one entered, one decided, agreed to and answered."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havenline.discovery import actions, facts, judging, queries
from havenline.discovery.forms import RequestForm
from havenline.discovery.models import Request
from havenline.discovery.states import NotFromHere
from havenline.staff import DeskRequest, desk, may

_DISPOSITIONS = {
    judging.REFUSE: _("Refuse it. Nothing is given."),
    judging.MINIMUM: _("Give the least that the law compels."),
    judging.ASSIST: _("Give the person what is theirs."),
    "hold_and_refer": _("Give nothing. Counsel decides what is answered."),
}

_RESULTS = {
    "use_barred": _("Bars the use."),
    "derivative_barred": _("Bars the use, also of what was found through it."),
    "disclosure_barred": _("Bars telling it."),
    "undetermined": _("May bar the use: nothing about a person is known here."),
    "discovery_applies": _("Does not stand against what the law compels."),
}


@desk("request.look")
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    """What nobody has answered, and what was answered last."""
    context = {
        "rows": [
            (row, *_said(row), queries.is_late(row)) for row in queries.open_requests()[: queries.SHOWN]
        ],
        "done": [(row, *_said(row)) for row in queries.answered()[: queries.SHOWN]],
        "may_enter": may(request.member, "request.enter"),
    }
    return render(request, "discovery/queue.html", context)


@desk("request.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: DeskRequest) -> HttpResponse:
    """Enter a request; the policy decides it at once."""
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        row = actions.enter(
            form.case(),
            received=form.cleaned_data["received"],
            on_paper=form.cleaned_data["on_paper"],
            by=request.member,
            at=timezone.now(),
        )
        return _to(row)
    status = 422 if form.is_bound else 200
    return render(request, "discovery/enter.html", {"form": form}, status=status)


@desk("request.look")
@require_safe
def request_page(request: DeskRequest, reference: str) -> HttpResponse:
    """One request: what was asked, what the policy says and why, and what is to be done."""
    return _page(request, _row(reference))


@desk("request.agree")
@require_POST
def agree(request: DeskRequest, reference: str) -> HttpResponse:
    """Agree as the second person."""
    row = _row(reference)
    try:
        actions.agree(row, by=request.member, at=timezone.now())
    except (NotFromHere, actions.SamePerson, actions.PackChanged) as fault:
        return _page(request, row, mistake=_words(fault))
    return _to(row)


@desk("request.answer")
@require_safe
def letter(request: DeskRequest, reference: str) -> HttpResponse:
    """The letter as it would go out now, to be read before it does."""
    row = _row(reference)
    judged = judging.judge(row.facts, day=timezone.localdate())
    content = actions.printed_for(row, judged, at=timezone.now())
    return _pdf(content, f"draft-{row.reference}.pdf")


@desk("request.answer")
@require_POST
def answer(request: DeskRequest, reference: str) -> HttpResponse:
    """Send it: the letter comes down, its hash stands in the ledger."""
    row = _row(reference)
    try:
        content = actions.answer(row, by=request.member, at=timezone.now())
    except (NotFromHere, actions.SamePerson, actions.PackChanged) as fault:
        return _page(request, row, mistake=_words(fault))
    return _pdf(content, f"{row.reference}.pdf")


@desk("request.answer")
@require_POST
def anew(request: DeskRequest, reference: str) -> HttpResponse:
    """Have the policy decide it again."""
    row = _row(reference)
    try:
        actions.decide_anew(row, by=request.member, at=timezone.now())
    except NotFromHere as fault:
        return _page(request, row, mistake=_words(fault))
    return _to(row)


def _page(request: DeskRequest, row: Request, *, mistake: str = "") -> HttpResponse:
    fresh = Request.objects.get(id=row.id)
    judged = judging.judge(fresh.facts, day=timezone.localdate(fresh.entered_at))
    asks, instrument = _said(fresh)
    context = {
        "row": fresh,
        "asks": asks,
        "instrument": instrument,
        "purpose": facts.PURPOSES.get(str(fresh.facts.get("purpose", "unknown")), ""),
        "wants": [facts.WANTS[name] for name in fresh.facts.get("wants", [])],
        "to_do": _DISPOSITIONS.get(fresh.disposition, _DISPOSITIONS["hold_and_refer"]),
        "clauses": [
            (name, judged.pack.quote(name), _RESULTS.get(judged.verdict.clauses[name].result, ""))
            for name in judged.quoted
        ],
        "checks": judged.checks,
        "lets_out": fresh.disposition in judging.LETS_OUT,
        "is_late": queries.is_late(fresh),
        "is_changed": fresh.is_open and judged.pack.hash != fresh.pack,
        "may_agree": may(request.member, "request.agree") and fresh.entered_by != request.member.id,
        "may_answer": may(request.member, "request.answer") and fresh.agreed_by != request.member.id,
        "mistake": mistake,
    }
    return render(request, "discovery/request.html", context, status=422 if mistake else 200)


def _said(row: Request) -> tuple[object, object]:
    return (
        facts.ASKS.get(str(row.facts.get("from", "unknown")), ""),
        facts.INSTRUMENTS.get(str(row.facts.get("instrument", "unknown")), ""),
    )


def _words(fault: Exception) -> str:
    if isinstance(fault, actions.SamePerson):
        return gettext("Two people are needed here. Somebody else has to do this.")
    if isinstance(fault, actions.PackChanged):
        return gettext("The policy has changed since. Have it decided anew first.")
    return gettext("Somebody else has moved this request on. Its state stands below.")


def _row(reference: str) -> Request:
    row = Request.objects.filter(reference=reference).first()
    if row is None:
        raise Http404
    return row


def _to(row: Request) -> HttpResponse:
    return HttpResponseRedirect(reverse("discovery:request", args=[row.reference]), status=303)


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
