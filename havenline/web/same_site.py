"""Who may post to the portal: its own pages only, without a cookie that would tell of a visit."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from havenline.web.origin import is_foreign
from havenline.web.views import expired_form

View = Callable[..., HttpResponse]


def portal_page(view: View) -> View:
    """A page of the portal: no form cookie, but a form sent by another site gets the expired-form page."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD") and is_foreign(request):
            return expired_form(request)
        return view(request, *args, **kwargs)

    return checked
