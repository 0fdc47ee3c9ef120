"""The pages of those who read reports: what a person said is only in the answer to a POST with a purpose.

Each act leads on to the page that asks for a purpose: a reload there asks again, and sends nothing twice.
"""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havenline.casework import actions, facts, moving, purposes, queries
from havenline.casework.forms import KINDS_IN_WORDS, Answer, Completion, Found
from havenline.casework.moving import NotRead, NotTheirs, ReasonMissing
from havenline.casework.purposes import PurposeMissing
from havenline.reporting import states
from havenline.reporting.models import Report
from havenline.staff import DeskRequest, desk
from havenline.staff.models import Member
from havenline.staff.states import NotFromHere
from havenline.vault.errors import NoGrant

SHOWN = {
    queries.OPEN: pgettext_lazy("reports", "Open"),
    queries.LATE: pgettext_lazy("reports", "Waiting too long"),
    queries.MINE: pgettext_lazy("reports", "Mine"),
    queries.DONE: pgettext_lazy("reports", "Closed"),
}
REASONS = {
    "done": _("What could be done is done"),
    "wished": _("The person wishes it"),
    "no_answer": _("The person did not answer for a long time"),
    "elsewhere": _("Another office or organization has it"),
    "no_report": _("It is no report"),
}
assert tuple(REASONS) == states.REASONS


@desk("report.queue")
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    """The reports, without a word of what was said."""
    order = queries.OLDEST if request.GET.get("order") == queries.OLDEST else queries.NEWEST
    after = request.GET.get("after", "")
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWN else queries.OPEN
    page = queries.page(order, after=after, show=show, member=request.member)
    further = urlencode({"order": order, "show": show, "after": page.after}) if page.after else ""
    context = {
        "page": page,
        "order": order,
        "show": show,
        "shown": SHOWN.items(),
        "late": queries.count_late(),
        "further": further,
        "after": after,
    }
    return render(request, "casework/queue.html", context)


@desk("report.open")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: DeskRequest, reference: str) -> HttpResponse:
    """GET asks what for, and shows nothing of the report; POST with a purpose opens it."""
    row = _row(reference)
    if request.method != "POST":
        return _ask_purpose(request, row, chosen=_said(request.GET.get("purpose", "")))
    try:
        purpose = purposes.read(request.POST.get("purpose", ""))
    except PurposeMissing:
        return _ask_purpose(request, row, is_mistaken=True)
    return _open(request, row, purpose)


@desk("report.answer")
@require_POST
def answer(request: DeskRequest, reference: str) -> HttpResponse:
    """Send a letter to the person; a letter that cannot be sent comes back with its words."""
    row, purpose = _row(reference), _said(request.POST.get("purpose", ""))
    form = Answer(request.POST)
    if not form.is_valid():
        return _open(request, row, purpose, answer=form)
    try:
        actions.answer(
            row, form.cleaned_data["words"], holder=request.unlocked, by=request.member, at=timezone.now()
        )
    except NoGrant:
        raise Http404 from None
    return _done(row, purpose, act="answered")


@desk("report.complete")
@require_POST
def complete(request: DeskRequest, reference: str) -> HttpResponse:
    """Complete facts left open. Every fact is read again, so the form offers all that may be open."""
    row, purpose = _row(reference), _said(request.POST.get("purpose", ""))
    form = Completion(request.POST, known={})
    if not form.is_valid():
        return _open(request, row, purpose, completion=form)
    try:
        completed = actions.complete(
            row, form.chosen(), holder=request.unlocked, by=request.member, at=timezone.now()
        )
    except NoGrant:
        raise Http404 from None
    return _done(row, purpose, act="completed" if completed else "known")


@desk("item.add")
@require_POST
def add_item(request: DeskRequest, reference: str) -> HttpResponse:
    """Enter something found through the report into the wall; its reference is shown once it stands."""
    row, purpose = _row(reference), _said(request.POST.get("purpose", ""))
    form = Found(request.POST, refs=queries.refs(row))
    if not form.is_valid():
        return _open(request, row, purpose, found=form)
    try:
        item = actions.add_found(row, **form.cleaned_data, holder=request.unlocked, by=request.member)
    except NoGrant:
        raise Http404 from None
    return _done(row, purpose, act="found", item=item.ref)


@desk("report.move")
@require_POST
def move(request: DeskRequest, reference: str) -> HttpResponse:
    """Say what becomes of the report; when somebody else was faster nothing is done, and the page says so."""
    row, purpose = _row(reference), _said(request.POST.get("purpose", ""))
    name, reason = request.POST.get("move", ""), request.POST.get("reason", "")
    if name not in moving.PLAIN:
        return _done(row, purpose, act="unmoved")
    try:
        moving.move(
            row, name, reason=reason if name == moving.CLOSE else "", by=request.member, at=timezone.now()
        )
    except ReasonMissing:
        return _done(row, purpose, act="reason")
    except (NotFromHere, NotRead, NotTheirs):
        return _done(row, purpose, act="unmoved")
    return _done(row, purpose, act="moved")


@desk("report.assign")
@require_POST
def assign(request: DeskRequest, reference: str) -> HttpResponse:
    """Give the report to a member who may open reports."""
    row, purpose = _row(reference), _said(request.POST.get("purpose", ""))
    to = _member(request.POST.get("member", ""))
    if to is None:
        return _done(row, purpose, act="unmoved")
    try:
        moving.assign(row, to, holder=request.unlocked, by=request.member, at=timezone.now())
    except (NotFromHere, NotTheirs):
        return _done(row, purpose, act="unmoved")
    except NoGrant:
        raise Http404 from None
    return _done(row, purpose, act="moved")


def _member(text: str) -> Member | None:
    return next((one for one in queries.may_have() if str(one.id) == text), None)


def _row(reference: str) -> Report:
    row = queries.find(reference)
    if row is None:
        raise Http404
    return row


def _said(purpose: str) -> str:
    try:
        return purposes.read(purpose)
    except PurposeMissing:
        return ""


def _done(row: Report, purpose: str, *, act: str, item: str = "") -> HttpResponse:
    # Closed words and the item's reference alone: the address tells nothing that was said.
    said = urlencode({"done": act, "purpose": purpose, **({"item": item} if item else {})})
    return HttpResponseRedirect(f"{reverse('casework:report', args=[row.reference])}?{said}", status=303)


def _ask_purpose(
    request: DeskRequest, row: Report, *, chosen: str = "", is_mistaken: bool = False
) -> HttpResponse:
    item = request.GET.get("item", "")
    context = {
        "row": row,
        "written_in": queries.language_in_words(row.language),
        "size": queries.size_in_words(row.size_bucket),
        "purposes": purposes.PURPOSES.items(),
        "chosen": chosen,
        "is_mistaken": is_mistaken,
        "done": request.GET.get("done", ""),
        "item": item if queries.is_held(row, item) else "",
    }
    return render(request, "casework/purpose.html", context, status=422 if is_mistaken else 200)


def _open(
    request: DeskRequest,
    row: Report,
    purpose: str,
    *,
    answer: Answer | None = None,
    completion: Completion | None = None,
    found: Found | None = None,
) -> HttpResponse:
    """The reading page. Every time it is shown is an opening, a page with a mistake too."""
    if not purpose:
        return _ask_purpose(request, row, is_mistaken=True)
    try:
        key = actions.open_report(
            row, holder=request.unlocked, by=request.member, purpose=purpose, at=timezone.now()
        )
    except NoGrant:
        raise Http404 from None
    reading = queries.reading(row, key)
    mistaken = [form for form in (answer, completion, found) if form is not None]
    context = {
        "row": row,
        "reading": reading,
        "purpose": purpose,
        "purpose_in_words": purposes.in_words(purpose),
        "written_in": queries.language_in_words(row.language),
        "naming": naming_in_words(reading.report.naming),
        "known": [
            (question, facts.in_words(name, reading.report.facts[name]))
            for name, question in facts.QUESTIONS.items()
            if name not in facts.still_open(reading.report.facts)
        ],
        "answer": answer or Answer(),
        "questions": _questions(completion, reading.report.facts),
        "completion": completion,
        "found": found or Found(refs=[]),
        "kinds": KINDS_IN_WORDS.items(),
        "once": (found["once"].value() if found and not found.errors.get("once") else None) or uuid4(),
        "through": found["through"].value() if found else [reading.report.item],
        "mistakes": [said for form in mistaken for said in _mistakes(form)],
        "today": timezone.localdate(),
        **_moves(row, request.member),
    }
    return render(request, "casework/report.html", context, status=422 if mistaken else 200)


def _moves(row: Report, member: Member) -> dict[str, object]:
    """Where the report stands and what this member can make of it now."""
    held = queries.who_has(row)
    is_mine = held is not None and held.member == member.id
    can = {name for name in moving.PLAIN if row.state in states.MOVES[name].start}
    has_it = Member.objects.filter(id=held.member).values_list("name", flat=True).first() if held else ""
    return {
        "stands": queries.stands_in_words(row, has_it=has_it or ""),
        "is_late": queries.is_late(row),
        "can": can if is_mine else can - {"begin", "give_back"},
        "may_have": [one for one in queries.may_have() if not held or one.id != held.member],
        "can_assign": row.state in states.MOVES["assign"].start,
        "reasons": REASONS.items(),
    }


def _mistakes(form: forms.Form) -> list[str]:
    return [str(said) for errors in form.errors.values() for said in errors]


def _questions(completion: Completion | None, known: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "words": facts.QUESTIONS[name],
            "choices": facts.OFFERED.get(name, {}).items(),
            "value": (completion.data.get(name, "") if completion else ""),
            "mistakes": completion.errors.get(name, []) if completion else [],
        }
        for name in facts.still_open(known)
    ]


def naming_in_words(naming: str) -> str:
    """How the person is named, as the desk reads it."""
    return {
        "named": gettext("By name"),
        "pseudonymous": gettext("By a working name"),
        "anonymous": gettext("By no name"),
    }.get(naming, gettext("Not said"))
