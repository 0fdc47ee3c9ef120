"""Lets a call in or not: by its token alone, without cookies. Who may not sees always the same bytes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja.parser import Parser
from ninja.security import HttpBearer

from havenline.systems import errors, tokens
from havenline.systems.errors import Fault, Refused
from havenline.systems.models import System, Token
from havenline.systems.throttle import Places, Throttle
from havenline.systems.tokens import Shown

PATH = "/api/"
BODY_LIMIT = 2 * 1024 * 1024
_BUSY_WAIT = 1
THROTTLE, PLACES = Throttle(), Places()


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the system, the token's row, and the token itself, which opens what it asked for."""

    system: System
    token: Token
    shown: Shown


class ApiRequest(HttpRequest):
    """A call that was let in."""

    auth: Caller


class Scoped(HttpBearer):
    """Lets in whoever shows a token in force for this scope, or for any."""

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller; None for one of another scope and one revoked alike. Raises Refused (429)."""
        given = tokens.shown(token)
        row = tokens.found(given) if given else None
        if given is None or row is None or self.scope not in ("", row.scope):
            return None
        wait = THROTTLE.admit(row.id)
        if wait:
            words = "These are more calls than are answered. Wait, then send it again."
            raise Refused(429, Fault("too_fast", words), wait=math.ceil(wait))
        return Caller(row.system, row, given)


class JsonParser(Parser):
    """Reads a body that is JSON, of our size, and nothing else. What is wrong is not quoted."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value; raises Refused."""
        if request.content_type != "application/json":
            raise Refused(415, Fault("not_json", "Send JSON, as `application/json`."))
        try:
            return json.loads(request.body.decode(), parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise Refused(400, Fault("unreadable", "The body is no JSON in UTF-8.")) from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class ApiMiddleware:
    """Answers all under `/api/` in JSON, whatever refused it, and leaves threads to the people.

    What Django refuses before an operation is reached would come as a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        if not request.path.startswith(PATH):
            return self.get_response(request)
        if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_LIMIT:
            words = f"One call holds at most {BODY_LIMIT // 1024} KiB."
            return errors.answer(Refused(413, Fault("too_large", words)))
        if not PLACES.take():
            words = "The office answers as many calls as it can. Wait, then send it again."
            return errors.answer(Refused(503, Fault("busy", words), wait=_BUSY_WAIT))
        try:
            found = self.get_response(request)
        finally:
            PLACES.leave()
        return _in_json(found)


def _in_json(found: HttpResponseBase) -> HttpResponseBase:
    if found.status_code < 400 or found.headers.get("Content-Type", "").startswith("application/json"):
        return found
    told = {404: errors.NOT_THERE, 405: errors.NOT_ASKED_SO}
    refused = errors.WENT_WRONG if found.status_code >= 500 else told.get(found.status_code)
    if refused is None:
        refused = Refused(found.status_code, Fault("refused", "This call cannot be taken."))
    answer: HttpResponse = errors.answer(refused)
    if "Allow" in found.headers:
        answer.headers["Allow"] = found.headers["Allow"]
    return answer
