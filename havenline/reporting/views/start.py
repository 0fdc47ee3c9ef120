"""The first two pages: in danger now, what leaving does not erase, what is promised, and its limits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from havenline.reporting.promises import LIMITS, PROMISES
from havenline.web.printing import printed
from havenline.web.same_site import portal_page


@portal_page
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where everybody begins: help now, what quick exit does, and two ways on."""
    return printed("reporting/start.html", lambda: {"page_path": ""})


@portal_page
@require_safe
def promise(request: HttpRequest) -> HttpResponse:
    """What is promised and what not: said before anything is asked (policy N1)."""
    return printed(
        "reporting/promise.html", lambda: {"page_path": "read/", **promise_words()}, words=("read",)
    )


def promise_words() -> dict[str, object]:
    """The promise page's own context: with the quotes translated where the reader's language is another."""
    is_original = get_language() == "en"
    return {
        "promises": [(one, "" if is_original else gettext(one.quote)) for one in PROMISES],
        "limits": LIMITS,
    }
