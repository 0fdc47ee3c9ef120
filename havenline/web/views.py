"""Pages that belong to no room: the way out, and the pages for what went wrong."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from havenline.vault import sessions
from havenline.web.headers import DESK_PATHS
from havenline.web.printing import gap, printed
from havenline.web.written import NOTHING, written


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
    """A form that can no longer be taken: nothing was sent, what was typed stands below, and what to do."""
    return _page(request, "expired", status=403, lines=written(request))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one answer for what is not there and for what is not for this reader: the same bytes."""
    return _page(request, "404", status=404)


def not_asked_so(request: HttpRequest) -> HttpResponse:
    """An address that is there, asked in a way it does not answer."""
    return _page(request, "405", status=405)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """A fault of ours: what was sent was not received, and saying so is the first duty."""
    return _page(request, "500", status=500)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request no page of ours makes: malformed, too large, or with too many fields."""
    return _page(request, "400", status=400)


def _page(request: HttpRequest, name: str, *, status: int, lines: SafeString = NOTHING) -> HttpResponse:
    """The page `name`, worded for the portal or for a desk; it needs no database and knows no reader."""
    at_desk = request.path.startswith(DESK_PATHS)
    answer = printed(
        f"web/{name}.html",
        lambda: {
            "shape": "web/desk.html" if at_desk else "web/portal.html",
            "at_desk": at_desk,
            "written": gap("written") if lines else "",
        },
        words=(str(at_desk), str(bool(lines))),
        gaps={"written": lines},
    )
    answer.status_code = status
    return answer
