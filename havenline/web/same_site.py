"""Who may post to the portal: its own pages only, without a cookie that would tell of a visit."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from havenline.web.views import expired_form

View = Callable[..., HttpResponse]


def is_foreign(request: HttpRequest) -> bool:
    """Whether a browser says that another site sent this form (Fetch Metadata; else the Origin header).

    The portal's pages send `Referrer-Policy: no-referrer`, so their own forms carry `Origin: null`; an Origin
    that names a host is therefore judged, a null one is left to `Sec-Fetch-Site` and to the ticket.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin not in (None, "null") and origin != f"{request.scheme}://{request.get_host()}"


def portal_page(view: View) -> View:
    """A page of the portal: no form cookie, but a form sent by another site gets the expired-form page."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD") and is_foreign(request):
            return expired_form(request)
        return view(request, *args, **kwargs)

    return checked
