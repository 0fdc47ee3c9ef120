"""The coverage check: one address, POST only, up to five closed questions, and nothing kept of any of them.

The answers ride in hidden fields, in the order they were given; Back takes the last one away. No page is
printed into memory here: which answers were given must not stand even there.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from havenline import config
from havenline.policy import load
from havenline.reporting.coverage import (
    QUESTIONS,
    Coverage,
    answers_of,
    coverage,
    next_field,
)
from havenline.reporting.promises import PROMISES
from havenline.reporting.questions import UNSAID
from havenline.web.same_site import portal_page


@portal_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The page the button pressed asks for: the limits, the next question, or the answer."""
    if request.method != "POST":
        return redirect("reporting:start")
    answers, to, at = answers_of(request.POST.dict()), request.POST.get("to", ""), request.POST.get("at", "")
    if to == "back" and answers:
        answers.pop(at, None)
        return _back(request, answers)
    if to == "stay":
        return _stay(request, answers, at)
    if to != "on":
        return render(request, "reporting/check.html")
    if at in QUESTIONS:
        # A page sent without a choice says "I would rather not": it is asked once and never pressed.
        answers.setdefault(at, UNSAID)
    return _next(request, answers)


def _next(request: HttpRequest, answers: dict[str, str]) -> HttpResponse:
    field = next_field(load(config.load().pack), answers, day=timezone.localdate())
    return _ask(request, answers, field) if field else _answer(request, answers)


def _back(request: HttpRequest, answers: dict[str, str]) -> HttpResponse:
    """The question before, with what was chosen; before the first one, the limits."""
    if not answers:
        return render(request, "reporting/check.html")
    field = next(reversed(answers))
    return _ask(request, answers, field)


def _stay(request: HttpRequest, answers: dict[str, str], at: str) -> HttpResponse:
    """The same page in another language."""
    return _ask(request, answers, at) if at in QUESTIONS else _answer(request, answers)


def _ask(request: HttpRequest, answers: dict[str, str], field: str) -> HttpResponse:
    context = {
        "question": QUESTIONS[field],
        "chosen": answers.get(field, ""),
        "carried": _carried({name: value for name, value in answers.items() if name != field}),
        "at": field,
    }
    return render(request, "reporting/check_question.html", context)


def _answer(request: HttpRequest, answers: dict[str, str]) -> HttpResponse:
    pack = load(config.load().pack)
    found = coverage(pack, answers, day=timezone.localdate())
    context = {
        "found": found,
        "because": [
            (QUESTIONS[field].words, QUESTIONS[field].choice(answers[field]).words) for field in found.because
        ],
        "promises": _promises(found),
        "would_decide": [QUESTIONS[field].words for field in found.open],
        # Kept as unknown, like in a report: said in fear it must not cost the promise.
        "denied": answers.get("trade") == "no" and "trade" in found.open,
        "is_draft": pack.approval.get("state") != "approved",
        "carried": _carried(answers),
    }
    return render(request, "reporting/check_answer.html", context)


def _promises(found: Coverage) -> list[tuple[object, str]]:
    """The clauses that protect, each with its quote translated where the reader's language is another."""
    is_original = get_language() == "en"
    kept = (one for one in PROMISES if one.clause in found.kept)
    return [(one, "" if is_original else gettext(one.quote)) for one in kept]


def _carried(answers: dict[str, str]) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', answers.items())
