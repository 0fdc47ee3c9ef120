"""Coming back with the code: the letters, who opened them, slips, and the way out.

A code that opens nothing takes the same way as one that does: the same derivations, a session of its own on a
report that is not there, the same answer with a cookie of the same shape. Only inside do the two part.
"""

from __future__ import annotations

import base64
import logging
import secrets
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from havenline import config
from havenline.reporting import actions, queries, words
from havenline.reporting.throttle import Throttle
from havenline.reporting.views.inside import (
    COOKIE,
    COOKIE_BYTES,
    ask,
    end,
    inside,
    not_received,
    with_cookie,
    without_cookie,
)
from havenline.unasked import found_in, in_sight, taken_out
from havenline.vault import codes, sessions
from havenline.vault.errors import CodeMistyped, NoGrant
from havenline.vault.keys import Keyring
from havenline.web.same_site import portal_page

throttle = Throttle()
_WRITING = ("write", "write_out", "write_kept")
_log = logging.getLogger("havenline.reporting")


@portal_page
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """The page that asks for the code. A letter that was being written when the session ended comes along."""
    if request.method != "POST":
        return ask(request)
    letter = words.storable(request.POST.get("letter", ""))
    try:
        return _let_in(request, codes.read_code(request.POST.get("code", "")), letter)
    except CodeMistyped:
        # Said before any look-up: it speaks of the typing, never of a report.
        wrong = gettext("This is not a whole code yet. Look at each group of four.")
        return ask(request, wrong=wrong, letter=letter, status=422)
    except Exception:  # noqa: BLE001 - whatever the fault is, her words must come back to her
        _log.exception("a thread could not be opened")
        return not_received(request, letter)


def _let_in(request: HttpRequest, code: codes.Code, letter: str) -> HttpResponse:
    cookie, report_id, keyring = _begin(code)
    if not letter:
        return with_cookie(redirect("reporting:thread"), cookie)
    try:
        notice = gettext("Your letter is still here. It was not sent yet.")
        return with_cookie(_letters(request, report_id, keyring, draft=letter, notice=notice), cookie)
    except NoGrant:
        return ask(request, wrong=gettext("Nothing opens with this code."), letter=letter)


def _begin(code: codes.Code) -> tuple[str, UUID, Keyring]:
    """A cookie, the report it opens, and the keys: all of the same shape where there is no report."""
    pepper = config.read_secret("pepper")
    locator, keyring = codes.locator(code, pepper), codes.reporter_keyring(code, pepper)
    found = queries.find(locator)
    report_id = found or uuid4()
    if found is None and throttle.is_spent(locator):
        shape = base64.urlsafe_b64encode(secrets.token_bytes(COOKIE_BYTES)).decode("ascii")
        return shape, report_id, keyring
    return sessions.begin_reporter(report_id, keyring, now=timezone.now()), report_id, keyring


@portal_page
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest) -> HttpResponse:
    """The letters of the report that the session opens, and what can be done there."""
    letter = words.storable(request.POST.get("letter", ""))
    if request.POST.get("do", "") == "close" and COOKIE in request.COOKIES:
        return _close(request)
    return inside(request, _opened, letter=letter)


def _close(request: HttpRequest) -> HttpResponse:
    end(request)
    return without_cookie(request, redirect("reporting:start"))


def _opened(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    if request.method == "POST":
        return _act(request, report_id, keyring)
    return _letters(request, report_id, keyring)


def _letters(
    request: HttpRequest, report_id: UUID, keyring: Keyring, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"page_path": "page/", "thread": queries.thread(report_id, keyring), "form_id": uuid4(), **more}
    return render(request, "reporting/thread.html", context, status=status)


def _act(request: HttpRequest, report_id: UUID, keyring: Keyring) -> HttpResponse:
    act = request.POST.get("do", "")
    if act in _WRITING:
        return _write(request, report_id, keyring, act)
    if act == "again":
        draft = words.storable(request.POST.get("letter", ""))
        return _letters(request, report_id, keyring, draft=draft)
    if act == "slip":
        slip = actions.give_slip(report_id, keyring, day=timezone.localdate())
        return _letters(request, report_id, keyring, slip=slip.split("-"))
    if act == "revoke":
        actions.revoke_slips(report_id, keyring, day=timezone.localdate())
        return _letters(request, report_id, keyring, revoked=True)
    return redirect("reporting:thread")


def _write(request: HttpRequest, report_id: UUID, keyring: Keyring, how: str) -> HttpResponse:
    """how: as for a report, `write` asks first where words may tell immigration status (policy C5, C6)."""
    text = words.storable(request.POST.get("letter", ""))
    wrong = ""
    if words.is_empty(text):
        wrong = gettext("There is nothing to send yet. A few words are enough.")
    elif len(text) > words.WORDS_LIMIT:
        wrong = gettext("This is too long to send at once. Nothing is lost. Send it in parts.")
    if wrong:
        return _letters(request, report_id, keyring, status=422, draft=text, wrong=wrong)
    try:
        letter_id = UUID(request.POST.get("form", ""))
    except ValueError:
        letter_id = uuid4()
    if how == "write" and (places := found_in(text)):
        context = {"letter": text, "form_id": letter_id, "sights": in_sight(text, places)}
        return render(request, "reporting/unasked_letter.html", context)
    text = taken_out(text) if how == "write_out" else text
    actions.write_again(report_id, keyring, text, letter_id=letter_id, day=timezone.localdate())
    return redirect("reporting:thread")
