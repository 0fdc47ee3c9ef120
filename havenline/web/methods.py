"""Answers a way of asking that an address does not have with a page, never with a blank one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from havenline.web.views import not_asked_so


class MethodsMiddleware:
    """Puts the page of status 405 into an answer that only names the methods (RFC 9110, 15.5.6)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; the methods that are allowed stay named in its headers."""
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        page = not_asked_so(request)
        page.headers["Allow"] = answer.headers["Allow"]
        return page
