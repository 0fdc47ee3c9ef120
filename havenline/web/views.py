"""Pages that belong to no room: the way out, and the pages for what went wrong."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from havenline.vault import sessions


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: end the session here, forget the visit in the browser, and go to a neutral site."""
    answer = HttpResponse(status=303, headers={"Location": settings.OFFICE.exit_site})
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    for cookie, value in request.COOKIES.items():
        # A database that does not answer must not hold anybody here: an idle session ends by itself.
        with suppress(DatabaseError):
            sessions.end_reporter(value)
            sessions.end_staff(value)
        answer.set_cookie(cookie, "", max_age=0, path="/", secure=True, httponly=True, samesite="Strict")
    return answer


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that can no longer be taken: nothing was sent, and what to do next."""
    return render(request, "web/expired.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one answer for what is not there and for what is not for this reader: the same bytes."""
    return render(request, "web/404.html", status=404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """A fault of ours: what was sent was not received, and saying so is the first duty."""
    return render(request, "web/500.html", status=500)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request no page of ours makes: malformed, too large, or with too many fields."""
    return render(request, "web/400.html", status=400)
