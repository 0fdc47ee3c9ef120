"""The pages of those who read reports: what a person said is only in the answer to a POST with a purpose.

Each act leads on to the page that asks for a purpose: a reload there asks again, and sends nothing twice.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havenline.casework import actions, purposes, queries
from havenline.casework.actions import Withdrawn, WrittenMeanwhile
from havenline.casework.forms import Answer, Completion, Found
from havenline.casework.purposes import PurposeMissing
from havenline.casework.reading import ask_purpose, done, find_row, open_page, said_purpose, unkept
from havenline.reporting.contact import NoOtherWay
from havenline.staff import DeskRequest, desk
from havenline.vault.errors import NoGrant

SHOWN = {
    queries.OPEN: pgettext_lazy("reports", "Open"),
    queries.LATE: pgettext_lazy("reports", "Waiting too long"),
    queries.MINE: pgettext_lazy("reports", "Mine"),
    queries.ASKED: pgettext_lazy("reports", "Asked of me"),
    queries.DONE: pgettext_lazy("reports", "Closed"),
}


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
        "asked": queries.count_asked(request.member),
        "further": further,
        "after": after,
    }
    return render(request, "casework/queue.html", context)


@desk("report.open")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: DeskRequest, reference: str) -> HttpResponse:
    """GET asks what for, and shows nothing of the report; POST with a purpose opens it."""
    row = find_row(reference)
    if request.method != "POST":
        return ask_purpose(request, row, chosen=said_purpose(request.GET.get("purpose", "")))
    try:
        purpose = purposes.read(request.POST.get("purpose", ""))
    except PurposeMissing:
        return ask_purpose(request, row, is_mistaken=True)
    return open_page(request, row, purpose)


@desk("report.answer")
@require_POST
def answer(request: DeskRequest, reference: str) -> HttpResponse:
    """Send a letter to the person; a letter that cannot be sent comes back with its words."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    form = Answer(request.POST)
    if not form.is_valid():
        return open_page(request, row, purpose, answer=form)
    try:
        actions.answer(
            row,
            form.cleaned_data["words"],
            after=form.cleaned_data["after"],
            holder=request.unlocked,
            by=request.member,
            at=timezone.now(),
        )
    except NoOtherWay:
        return open_page(request, row, purpose, answer=form)
    except WrittenMeanwhile:
        form.add_error("words", gettext("A letter came meanwhile. Read it, then send yours or change it."))
        return open_page(request, row, purpose, answer=form)
    except (Withdrawn, NoGrant) as fault:
        return unkept(request, row, fault)
    return done(row, purpose, act="answered")


@desk("report.complete")
@require_POST
def complete(request: DeskRequest, reference: str) -> HttpResponse:
    """Complete facts left open. Every fact is read again, so the form offers all that may be open."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    form = Completion(request.POST, known={})
    if not form.is_valid():
        return open_page(request, row, purpose, completion=form)
    try:
        completed = actions.complete(
            row, form.chosen(), holder=request.unlocked, by=request.member, at=timezone.now()
        )
    except Withdrawn:
        return done(row, purpose, act="withdrawn")
    except NoGrant:
        raise Http404 from None
    return done(row, purpose, act="completed" if completed else "known")


@desk("item.add")
@require_POST
def add_item(request: DeskRequest, reference: str) -> HttpResponse:
    """Enter something found through the report into the wall; its reference is shown once it stands."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    form = Found(request.POST, refs=queries.refs(row))
    if not form.is_valid():
        return open_page(request, row, purpose, found=form)
    try:
        item = actions.add_found(row, **form.cleaned_data, holder=request.unlocked, by=request.member)
    except (Withdrawn, NoGrant) as fault:
        return unkept(request, row, fault)
    return done(row, purpose, act="found", item=item.ref)
