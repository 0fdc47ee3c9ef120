"""Lets a person in with the session their code began, and asks for the code again where there is none."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from havenline.reporting import words
from havenline.vault import sessions
from havenline.vault.errors import NoGrant, SessionEnded
from havenline.vault.keys import Keyring

# `__Host-`: sent to this host alone and never in clear; no name that tells what it opens.
COOKIE = "__Host-page"
COOKIE_BYTES = 48

_log = logging.getLogger("havenline.reporting")

Page = Callable[[HttpRequest, UUID, Keyring], HttpResponse]


def inside(request: HttpRequest, page: Page, *, letter: str = "") -> HttpResponse:
    """The page, for whom the session opens a report; `letter` is what must come back whatever happens."""
    try:
        report_id, keyring = sessions.reporter(request.COOKIES.get(COOKIE, ""), now=timezone.now())
        return page(request, report_id, keyring)
    except SessionEnded:
        wrong = gettext("Please type your code. After ten quiet minutes we ask again.")
        return without_cookie(request, ask(request, wrong=wrong, letter=letter))
    except NoGrant:
        end(request)
        wrong = gettext("Nothing opens with this code.")
        return without_cookie(request, ask(request, wrong=wrong, letter=letter))
    except Exception:  # noqa: BLE001 - whatever the fault is, her words must come back to her
        _log.exception("a thread could not be opened or written")
        return not_received(request, letter)


def ask(request: HttpRequest, *, wrong: str = "", letter: str = "", status: int = 200) -> HttpResponse:
    """The page that asks for the code; a letter comes along."""
    lines = [words.visible(letter)] if letter else []
    context = {"page_path": "open/", "wrong": wrong, "letter": letter, "lines": lines}
    return render(request, "reporting/come_back.html", context, status=status)


def with_cookie(answer: HttpResponse, value: str) -> HttpResponse:
    """Give the session's cookie."""
    # No lifetime of its own: it ends with the browser, and the row behind it after ten idle minutes.
    answer.set_cookie(COOKIE, value, secure=True, httponly=True, samesite="Strict", path="/")
    return answer


def without_cookie(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Take the session's cookie back."""
    if COOKIE in request.COOKIES:
        answer.set_cookie(COOKIE, "", max_age=0, secure=True, httponly=True, samesite="Strict", path="/")
    return answer


def not_received(request: HttpRequest, letter: str) -> HttpResponse:
    """A fault of ours, with the words that were typed."""
    lines = [words.visible(letter)] if letter else []
    return render(request, "reporting/not_received.html", {"lines": lines}, status=503)


def end(request: HttpRequest) -> None:
    """End the session of this browser."""
    try:
        sessions.end_reporter(request.COOKIES[COOKIE])
    except DatabaseError:
        # Whoever closes must be able to go: the cookie goes, and an idle session ends by itself.
        _log.exception("a session could not be ended")
