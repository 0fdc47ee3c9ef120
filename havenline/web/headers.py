"""Headers of every answer: nothing from third parties, nothing kept by the browser, nothing told."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# An observer of the line learns sizes: pages grow to the next step, so a short letter looks like a long one.
STEP = 4096

DESK_PATHS = ("/desk/", "/es/desk/")


class HeadersMiddleware:
    """Sets the headers and pads every page to a multiple of 4 KiB (security.md, "network observer")."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            answer.headers["X-Content-Type-Options"] = "nosniff"
            return answer
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Cache-Control"] = "no-store"
        # The desks keep the referrer inside the office, which the form check needs; the portal tells nobody.
        at_desk = request.path.startswith(DESK_PATHS)
        answer.headers["Referrer-Policy"] = "same-origin" if at_desk else "no-referrer"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Frame-Options"] = "DENY"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        answer.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        answer.headers["X-Robots-Tag"] = "noindex"
        # JSON may end in spaces too (RFC 8259): a hold is shorter than a bar.
        if isinstance(answer, HttpResponse) and answer.headers.get("Content-Type", "").startswith(
            ("text/html", "application/json")
        ):
            answer.content += b" " * (-len(answer.content) % STEP)
            # The inner layers counted before the page grew; a server cuts off what stands beyond the count.
            answer.headers["Content-Length"] = str(len(answer.content))
        return answer
