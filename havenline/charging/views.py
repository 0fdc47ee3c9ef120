"""The pages of the gate's desk: ask, read the answer, print the memo, find it again."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from havenline.charging import actions, queries
from havenline.charging.answer import Told
from havenline.charging.forms import Question
from havenline.charging.held import hold_told
from havenline.charging.models import Screening
from havenline.charging.preview import Preview
from havenline.holds import queries as holds
from havenline.staff import DeskRequest, desk, may
from havenline.vault.errors import NoGrant, VaultError
from havenline.wall.matters import NotOfThisMatter

_log = logging.getLogger(__name__)


@desk("gate.ask")
@require_GET
def screenings(request: DeskRequest) -> HttpResponse:
    """The screenings this member may see."""
    after = request.GET.get("after", "")
    if _sees_all(request):
        page = queries.held_first(_visible(request), after=after)
    else:
        page = queries.newest(_visible(request), after=after)
    context = {
        "rows": page.screenings,
        "next": page.after,
        "after": after,
        "sees_all": _sees_all(request),
    }
    return render(request, "charging/screenings.html", context)


@desk("gate.ask")
@require_http_methods(["GET", "POST"])
def ask(request: DeskRequest) -> HttpResponse:
    """The question as a form: sound, it comes back with what was understood; sent so, it is asked."""
    if request.method == "GET":
        return _form(request, Question())
    question = Question(request.POST)
    if "add" in request.POST:
        (question.items if request.POST["add"] == "item" else question.charges).grow()
        question.leave_unjudged()
        return _form(request, question)
    if not question.is_sound():
        return _form(request, question, status=422)
    shown = Preview(question)
    if request.POST.get("seen", "") != shown.seen:
        return _form(request, question, preview=shown)
    try:
        actions.check_quotas(question.asked(), by=request.member, at=timezone.now())
        screening = actions.ask(question.asked(), by=request.member, at=timezone.now())
    except NotOfThisMatter as refused:
        # Put into another case since the form was looked at.
        question.refuse_items(refused.refs)
        return _form(request, question, status=422)
    except actions.TooMany as refused:
        return render(request, "charging/too_many.html", {"reason": refused.reason}, status=429)
    except (DatabaseError, VaultError):
        _log.exception("an answer could not be kept")
        return _form(request, question, status=503, is_lost=True)
    return HttpResponseRedirect(reverse("charging:answer", args=[screening.reference]), status=303)


@desk("gate.ask")
@require_GET
def answer(request: DeskRequest, reference: str) -> HttpResponse:
    """The gate's answer, one panel per charge."""
    told = _told(request, reference, purpose="answer")
    hold = hold_told(
        told.content,
        holds.of_screening(told.screening.id),
        holder=request.unlocked,
        now=timezone.now(),
    )
    return render(request, "charging/answer.html", {"told": told, "hold": hold})


@desk("gate.ask")
@require_GET
def memo(request: DeskRequest, reference: str) -> HttpResponse:
    """The answer as a memo for the file: black on white, letter size."""
    return render(request, "charging/memo.html", {"told": _told(request, reference, purpose="memo")})


def _sees_all(request: DeskRequest) -> bool:
    return may(request.member, "gate.read_all")


def _visible(request: DeskRequest) -> QuerySet[Screening]:
    return Screening.objects.all() if _sees_all(request) else queries.own(request.member.id)


def _told(request: DeskRequest, reference: str, *, purpose: str) -> Told:
    screening = _visible(request).filter(reference=reference).first()
    if screening is None:
        raise Http404
    try:
        content = actions.open_content(
            screening, holder=request.unlocked, role=request.member.role, purpose=purpose
        )
    except NoGrant:
        raise Http404 from None
    return Told(screening, content, entry=queries.entry_number(screening))


def _form(
    request: DeskRequest,
    question: Question,
    *,
    status: int = 200,
    is_lost: bool = False,
    preview: Preview | None = None,
) -> HttpResponse:
    context = {
        "question": question,
        "mistakes": question.mistakes(),
        "is_lost": is_lost,
        "preview": preview,
    }
    return render(request, "charging/ask.html", context, status=status)
