"""Tells a form of our own pages from one that another site sent."""

from __future__ import annotations

from django.http import HttpRequest


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
