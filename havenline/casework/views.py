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
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havenline.casework import actions, facts, purposes, queries
from havenline.casework.forms import KINDS_IN_WORDS, Answer, Completion, Found
from havenline.casework.purposes import PurposeMissing
from havenline.reporting.models import Report
from havenline.staff import DeskRequest, desk
from havenline.vault.errors import NoGrant


@desk("report.queue")
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    """The reports, without a word of what was said."""
    order = queries.OLDEST if request.GET.get("order") == queries.OLDEST else queries.NEWEST
    after = request.GET.get("after", "")
    page = queries.page(order, after=after)
    further = urlencode({"order": order, "after": page.after}) if page.after else ""
    return render(
        request, "casework/queue.html", {"page": page, "order": order, "further": further, "after": after}
    )


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
    }
    return render(request, "casework/report.html", context, status=422 if mistaken else 200)


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
