"""What is the person's to see and to decide: who opened it, how to be reached, a copy, and stopping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from havenline.reporting import contact, exporting, leaving, own, planning, queries, words
from havenline.reporting.contact import Plan
from havenline.reporting.leaving import AnotherCode
from havenline.reporting.views import consent as sharing
from havenline.reporting.views.inside import end, inside, without_cookie
from havenline.staff.states import NotFromHere
from havenline.vault import codes
from havenline.vault.errors import CodeMistyped
from havenline.vault.keys import Keyring
from havenline.web.same_site import portal_page

Act = Callable[[HttpRequest, UUID, Keyring], HttpResponse]


@portal_page
@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: HttpRequest) -> HttpResponse:
    """The page of what is theirs; a button leads to each thing to decide."""
    return inside(request, _page)


def _page(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    act = _ACTS.get(request.POST.get("do", "")) if request.method == "POST" else None
    try:
        return act(request, report_id, keyring) if act else _show(request, report_id, keyring)
    except NotFromHere:
        # Withdrawn, on another page or twice: the page says that it is, and nothing was done.
        return _show(request, report_id, keyring)


def _show(request: HttpRequest, report_id: UUID, keyring: Keyring, *, done: str = "") -> HttpResponse:
    context = {"page_path": "page/more/", "own": own.of(report_id, keyring), "done": done}
    return render(request, "reporting/own.html", context)


def _ask_reach(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    row, key = queries.opened(report_id, keyring)
    return _reach_form(request, planning.plan_of(row.id, key))


def _reach_form(request: HttpRequest, plan: Plan, *, wrong: Mapping[str, str] | None = None) -> HttpResponse:
    context = {
        "page_path": "page/more/",
        "plan": plan,
        "channels": own.CHANNELS.items(),
        "windows": own.WINDOWS.items(),
        "wrong": wrong or {},
    }
    return render(request, "reporting/reach.html", context, status=422 if wrong else 200)


def _reach(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    plan = _plan(request.POST)
    if wrong := _mistakes(plan):
        return _reach_form(request, plan, wrong=wrong)
    elsewhere = plan.channel in contact.ELSEWHERE
    # What no longer serves is not kept: a number nobody may call is a danger and nothing else.
    planning.plan(report_id, keyring, plan if elsewhere else Plan(plan.channel), day=timezone.localdate())
    return _show(request, report_id, keyring, done="reach")


def _plan(post: QueryDict) -> Plan:
    lines = {name: words.storable(post.get(name, "")) for name in ("to", "word", "other")}
    chosen = tuple(name for name in contact.WINDOWS if name in post.getlist("when"))
    return Plan(channel=post.get("how", ""), windows=chosen, **lines)


def _mistakes(plan: Plan) -> dict[str, str]:
    """What has to be mended, by field."""
    if plan.channel not in contact.CHANNELS:
        return {"how": gettext("Choose one answer.")}
    if plan.channel not in contact.ELSEWHERE:
        return {}
    found = {}
    if words.is_empty(plan.to):
        found["to"] = gettext("Write the number or address. Or choose letters here only.")
    if contact.needs_hours(plan.channel) and not plan.windows:
        found["when"] = gettext("Choose when it is safe for you.")
    for name in ("to", "word", "other"):
        if len(getattr(plan, name)) > words.LINE_LIMIT:
            found[name] = gettext("This is too long. A few words are enough.")
    return found


def _grade(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    return sharing.choose_grade(request, report_id, keyring) or _said(request, report_id, keyring)


def _allow(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    return sharing.allow(request, report_id, keyring) or _said(request, report_id, keyring)


def _said(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    return _show(request, report_id, keyring, done="allow")


def _take_back(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    sharing.take_back(request, report_id, keyring)
    return _show(request, report_id, keyring, done="take_back")


def _ask_withdraw(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    return render(request, "reporting/withdraw.html", {"page_path": "page/more/"})


def _withdraw(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    leaving.withdraw(report_id, keyring, day=timezone.localdate())
    return _show(request, report_id, keyring, done="withdraw")


def _ask_burn(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    return render(request, "reporting/burn.html", {"page_path": "page/more/"})


def _burn(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    try:
        code = codes.read_code(request.POST.get("code", ""))
        leaving.burn(report_id, keyring, code, day=timezone.localdate())
    except (CodeMistyped, AnotherCode):
        wrong = gettext("This is not your code. Nothing was changed. Type all five groups.")
        context = {"page_path": "page/more/", "wrong": wrong}
        return render(request, "reporting/burn.html", context, status=422)
    end(request)
    return without_cookie(request, render(request, "reporting/burned.html", {"page_path": ""}))


def _export(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    """A file that any browser opens without us: no script, no picture, no address."""
    context = {
        "thread": queries.thread(report_id, keyring),
        "own": own.of(report_id, keyring),
        "proofs": exporting.proofs(report_id),
        "day": timezone.localdate(),
    }
    answer = render(request, "reporting/export.html", context)
    # A name that tells nothing in a list of downloads.
    answer.headers["Content-Disposition"] = 'attachment; filename="information.html"'
    return answer


_ACTS: Mapping[str, Act] = {
    "ask_reach": _ask_reach,
    "reach": _reach,
    "ask_grade": sharing.ask_grade,
    "grade": _grade,
    "allow": _allow,
    "take_back": _take_back,
    "ask_withdraw": _ask_withdraw,
    "withdraw": _withdraw,
    "ask_burn": _ask_burn,
    "burn": _burn,
    "export": _export,
}
