"""The way from the first question to the sent report: one address, POST only, nothing kept until it is sent.

The answers ride in hidden fields. The button pressed names the page it leads to; so going on, going back and
changing the language are the same act, and none of them can lose a word.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from havenline import config
from havenline.protection.names import is_full
from havenline.reporting import actions, telling, words
from havenline.reporting.questions import QUESTIONS
from havenline.reporting.views.start import promise_words
from havenline.unasked import found_in, in_sight, taken_out
from havenline.vault import codes
from havenline.vault.errors import CodeMistyped, TicketExpired, TicketWrong
from havenline.web.printing import Context, gap, printed
from havenline.web.same_site import portal_page

Values = dict[str, str]

PATH = ("promise", *QUESTIONS, "code", "tell", "send")
_SENDING = ("send", "send_out", "send_kept")
_SCANNED = ("words", "who", "where", "when")
_NOT_RECEIVED = gettext_lazy(
    "It was not received. The fault is ours. Your words are still here, and your code is still good. "
    "Please press Send again in a few minutes."
)
_NO_GAPS: Mapping[str, SafeString] = {}
_log = logging.getLogger("havenline.reporting")


@portal_page
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest) -> HttpResponse:
    """The page that the button pressed asks for. Opened in any other way, it is the start."""
    if request.method != "POST":
        return redirect("reporting:start")
    values = telling.values_of(request.POST)
    to = request.POST.get("to", "")
    if to in QUESTIONS:
        return _ask(to, values)
    if to in _SENDING:
        return _send(request, values, to)
    if to == "tell":
        return _tell(request, values)
    if to == "code":
        return _show_code(values)
    return _printed_page("promise", values, more=promise_words)


def _page(
    request: HttpRequest, page: str, values: Values, *, shown: tuple[str, ...], status: int, more: Context
) -> HttpResponse:
    """One page of the way, with every answer it does not show in hidden fields."""
    context = {**_place(page), "carried": _carried(values, without=shown), **more}
    return render(request, f"reporting/{page}.html", context, status=status)


def _printed_page(
    page: str,
    values: Values,
    *,
    more: Callable[[], Context],
    words: tuple[str, ...] = (),
    shown: tuple[str, ...] = (),
    gaps: Mapping[str, SafeString] = _NO_GAPS,
) -> HttpResponse:
    """`_page` for one that shows closed words alone, told by `words`, and the person's own only in gaps."""
    return printed(
        f"reporting/{'question' if page in QUESTIONS else page}.html",
        lambda: {**_place(page), "carried": gap("carried"), **more()},
        words=(page, *words),
        gaps={"carried": _carried(values, without=shown), **gaps},
    )


def _place(page: str) -> Context:
    """Where the page stands on the way."""
    place = PATH.index(page)
    return {
        "page": page,
        "on": PATH[min(place + 1, len(PATH) - 1)],
        "back": PATH[max(place - 1, 0)],
        "is_step": True,
    }


def _carried(values: Values, *, without: tuple[str, ...]) -> SafeString:
    """The hidden fields of all that was answered, except what stands on the page to be seen."""
    rest = ((field, value) for field, value in values.items() if value and field not in without)
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', rest)


def _ask(field: str, values: Values) -> HttpResponse:
    question = QUESTIONS[field]
    chosen = values[field] if values[field] in {one.value for one in question.choices} else ""
    return _printed_page(
        field,
        values,
        more=lambda: {"question": question, "chosen": chosen},
        words=(chosen,),
        shown=(field,),
    )


def _issued(values: Mapping[str, str]) -> codes.Code:
    """The code of a form; raises TicketWrong or TicketExpired unless issued here within twelve hours."""
    try:
        code = codes.read_code(values["code"])
    except CodeMistyped:
        raise TicketWrong("the form was not issued here") from None
    codes.check_ticket(code, values["ticket"], config.read_secret("pepper"), timezone.now())
    return code


def _show_code(values: Values) -> HttpResponse:
    """The code, before anything is written. Who comes back to this page sees the same one."""
    try:
        code = _issued(values)
    except (TicketWrong, TicketExpired):
        code = codes.new_code()
        values["code"] = code.symbols
        values["ticket"] = codes.ticket(code, config.read_secret("pepper"), timezone.now())
        values["typed"] = ""
    groups = format_html_join("", "<span>{}</span>", ((group,) for group in code.shown.split("-")))
    return _printed_page("code", values, more=lambda: {"groups": gap("groups")}, gaps={"groups": groups})


def _tell(
    request: HttpRequest,
    values: Values,
    *,
    mistakes: list[telling.Mistake] | None = None,
    notice: object = "",
    status: int = 200,
) -> HttpResponse:
    if not values["code"]:
        return _show_code(values)
    if not notice and not mistakes and not any(values[field] for field in telling.TYPED):
        return _printed_page("tell", values, more=lambda: {"born": _born_fields(values)})
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


def _send(request: HttpRequest, values: Values, how: str) -> HttpResponse:
    """Take the report, or show every word again with what stands in the way.

    how: `send` asks first where words may tell immigration status, `send_out` takes them out, `send_kept`
    sends them as they stand (policy C5, C6: what is not kept here cannot be told).
    """
    try:
        code = _issued(values)
    except (TicketWrong, TicketExpired):
        return _keep_words(request, "expired", values, status=403)
    today = timezone.localdate()
    found = telling.mistakes(values, code=code, today=today)
    if found:
        return _tell(request, values, mistakes=found, status=422)
    if how == "send" and any(found_in(values[field]) for field in _SCANNED):
        return _unasked(request, values)
    if how == "send_out":
        values = {field: taken_out(text) if field in _SCANNED else text for field, text in values.items()}
    told = telling.telling_of(values, today=today)
    try:
        actions.send(code, told, answers=values, language=get_language() or "en", day=today)
    except actions.SentDifferently:
        return _keep_words(request, "sent_before", values, status=409)
    except Exception:  # noqa: BLE001 - whatever the fault is, her words must come back to her
        _log.exception("a report was not received")
        return _tell(request, values, notice=_NOT_RECEIVED, status=503)
    replaced = any(words.has_replaced(values[field]) for field in ("words", "who", "where", "when", "name"))
    by_name = _found_by_name(told)
    return printed(
        "reporting/sent.html",
        lambda: {"replaced": replaced, "found": by_name},
        words=(str(replaced), by_name),
    )


def _unasked(request: HttpRequest, values: Values) -> HttpResponse:
    """Before anything is sent: the words that may tell immigration status, and three ways on."""
    sights = [sight for field in _SCANNED for sight in in_sight(values[field], found_in(values[field]))]
    context = {**_place("tell"), "carried": _carried(values, without=()), "sights": sights}
    return render(request, "reporting/unasked.html", context)


def _found_by_name(told: telling.Telling) -> str:
    """Whether the gate can find the person by the name and the day of birth: surely, perhaps, never."""
    if told.naming == telling.ANONYMOUS or not (told.name and told.born):
        return "never"
    # One part of a name only ever holds; a working name is not what a police report calls her.
    return "surely" if told.naming != telling.PSEUDONYMOUS and is_full(told.name) else "perhaps"


def _keep_words(request: HttpRequest, page: str, values: Values, *, status: int) -> HttpResponse:
    """A page that cannot send, but shows what was written and carries it to a fresh code."""
    lines = [words.visible(values[field]) for field in ("words", "who", "where", "when") if values[field]]
    carried = _carried(values, without=("code", "ticket", "typed"))
    return render(request, f"reporting/{page}.html", {"lines": lines, "carried": carried}, status=status)
