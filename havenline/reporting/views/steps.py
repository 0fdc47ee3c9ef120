"""The way from the first question to the sent report: one address, POST only, nothing kept until it is sent.

The answers ride in hidden fields. The button pressed names the page it leads to; so going on, going back and
changing the language are the same act, and none of them can lose a word.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy

from havenline import config
from havenline.reporting import actions, telling, words
from havenline.reporting.questions import QUESTIONS
from havenline.reporting.views.start import promise_words
from havenline.vault import codes
from havenline.vault.errors import CodeMistyped, TicketExpired, TicketWrong
from havenline.web.same_site import portal_page

Values = dict[str, str]

PATH = ("promise", *QUESTIONS, "code", "tell", "send")
_NOT_RECEIVED = gettext_lazy(
    "It was not received. The fault is ours. Your words are still here, and your code is still good. "
    "Please press Send again in a few minutes."
)
_NOTHING: Mapping[str, object] = {}
_log = logging.getLogger("havenline.reporting")


@portal_page
def step(request: HttpRequest) -> HttpResponse:
    """The page that the button pressed asks for. Opened in any other way, it is the start."""
    if request.method != "POST":
        return redirect("reporting:start")
    values = telling.values_of(request.POST)
    to = request.POST.get("to", "")
    if to in QUESTIONS:
        return _ask(request, to, values)
    if to == "send":
        return _send(request, values)
    if to == "tell":
        return _tell(request, values)
    if to == "code":
        return _show_code(request, values)
    return _page(request, "promise", values, shown=(), more=promise_words())


def _page(
    request: HttpRequest,
    page: str,
    values: Values,
    *,
    shown: tuple[str, ...],
    status: int = 200,
    more: Mapping[str, object] = _NOTHING,
) -> HttpResponse:
    """One page of the way, with every answer it does not show in hidden fields."""
    place = PATH.index(page)
    context = {
        "page": page,
        "on": PATH[min(place + 1, len(PATH) - 1)],
        "back": PATH[max(place - 1, 0)],
        "rest": [(field, value) for field, value in values.items() if value and field not in shown],
        "is_step": True,
        **more,
    }
    template = "question" if page in QUESTIONS else page
    return render(request, f"reporting/{template}.html", context, status=status)


def _ask(request: HttpRequest, field: str, values: Values) -> HttpResponse:
    more = {"question": QUESTIONS[field], "chosen": values[field]}
    return _page(request, field, values, shown=(field,), more=more)


def _issued(values: Mapping[str, str]) -> codes.Code:
    """The code of a form; raises TicketWrong or TicketExpired unless issued here within twelve hours."""
    try:
        code = codes.read_code(values["code"])
    except CodeMistyped:
        raise TicketWrong("the form was not issued here") from None
    codes.check_ticket(code, values["ticket"], config.read_secret("pepper"), timezone.now())
    return code


def _show_code(request: HttpRequest, values: Values) -> HttpResponse:
    """The code, before anything is written. Who comes back to this page sees the same one."""
    try:
        code = _issued(values)
    except (TicketWrong, TicketExpired):
        code = codes.new_code()
        values["code"] = code.symbols
        values["ticket"] = codes.ticket(code, config.read_secret("pepper"), timezone.now())
        values["typed"] = ""
    return _page(request, "code", values, shown=(), more={"groups": code.shown.split("-")})


def _tell(
    request: HttpRequest,
    values: Values,
    *,
    mistakes: list[telling.Mistake] | None = None,
    notice: object = "",
    status: int = 200,
) -> HttpResponse:
    if not values["code"]:
        return _show_code(request, values)
    more = {
        "filled": values,
        "born": _born_fields(values),
        "mistakes": mistakes,
        "wrong": {one.field: one.words for one in mistakes or ()},
        "notice": notice,
    }
    return _page(request, "tell", values, shown=telling.TYPED, status=status, more=more)


def _born_fields(values: Values) -> list[tuple[str, str, str]]:
    # Three labelled fields: month and day stand the other way round in half of the world.
    labels = {"month": gettext("Month"), "day": gettext("Day"), "year": gettext("Year")}
    return [(field, label, values[field]) for field, label in labels.items()]


def _send(request: HttpRequest, values: Values) -> HttpResponse:
    """Take the report, or show every word again with what stands in the way."""
    try:
        code = _issued(values)
    except (TicketWrong, TicketExpired):
        return _keep_words(request, "expired", values, status=403)
    today = timezone.localdate()
    found = telling.mistakes(values, code=code, today=today)
    if found:
        return _tell(request, values, mistakes=found, status=422)
    told = telling.telling_of(values, today=today)
    try:
        actions.send(code, told, answers=values, language=get_language() or "en", day=today)
    except actions.SentDifferently:
        return _keep_words(request, "sent_before", values, status=409)
    except Exception:  # noqa: BLE001 - whatever the fault is, her words must come back to her
        _log.exception("a report was not received")
        return _tell(request, values, notice=_NOT_RECEIVED, status=503)
    replaced = any(words.has_replaced(values[field]) for field in ("words", "who", "where", "when", "name"))
    nameless = told.naming == telling.ANONYMOUS or not (told.name and told.born)
    return render(request, "reporting/sent.html", {"replaced": replaced, "nameless": nameless})


def _keep_words(request: HttpRequest, page: str, values: Values, *, status: int) -> HttpResponse:
    """A page that cannot send, but shows what was written and carries it to a fresh code."""
    lines = [words.visible(values[field]) for field in ("words", "who", "where", "when") if values[field]]
    rest = [
        (field, value)
        for field, value in values.items()
        if value and field not in ("code", "ticket", "typed")
    ]
    return render(request, f"reporting/{page}.html", {"lines": lines, "rest": rest}, status=status)
