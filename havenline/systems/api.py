"""The API that all rooms' routers are put into: JSON, tokens, and a description of itself without a page."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from havenline.systems import errors
from havenline.systems.door import ApiRequest, JsonParser, Scoped
from havenline.systems.errors import READ_REFUSALS, Fault, Refused

_log = logging.getLogger(__name__)
_DESCRIPTION = """\
How systems of the office ask the gate and tell what they know. One token does one kind of thing. Every
call that writes has an `Idempotency-Key`: sent again, it is answered as before. Nothing is half-written: a
call that is refused, with whatever status, has done nothing."""


ROUTER = Router(auth=Scoped(), tags=["token"])


class TokenOut(Schema):
    """A system and the one kind of thing that its token is for."""

    system: str
    scope: str


@ROUTER.get("", response={200: TokenOut, **READ_REFUSALS})
def token(request: ApiRequest) -> TokenOut:
    """What the token is for that the call shows: to try a connection."""
    return TokenOut(system=request.auth.system.name, scope=request.auth.token.scope)


def new_api(routers: Mapping[str, Router]) -> NinjaAPI:
    """The API under `/api/v1/`; prefix -> router. It describes itself at `openapi.json` (OpenAPI 3.1)."""
    api = NinjaAPI(
        title="Havenline",
        version="1",
        description=_DESCRIPTION,
        urls_namespace="api",
        docs_url=None,  # the page would load its parts from a third party
        openapi_url="/openapi.json",
        parser=JsonParser(),
    )
    for prefix, router in {"/token": ROUTER, **routers}.items():
        api.add_router(prefix, router)
    api.add_exception_handler(Exception, _went_wrong)
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(AuthenticationError, _not_let_in)
    api.add_exception_handler(HttpError, _unread)
    api.add_exception_handler(ValidationError, _not_of_the_schema)
    return api


def _went_wrong(_request: HttpRequest, _fault: Exception | type[Exception]) -> HttpResponse:
    _log.exception("a call failed")
    return errors.answer(errors.WENT_WRONG)


def _refused(_request: HttpRequest, fault: Refused | type[Refused]) -> HttpResponse:
    assert isinstance(fault, Refused)
    return errors.answer(fault)


def _not_let_in(
    _request: HttpRequest, _fault: AuthenticationError | type[AuthenticationError]
) -> HttpResponse:
    return errors.answer(errors.NOT_LET_IN)


def _unread(_request: HttpRequest, fault: HttpError | type[HttpError]) -> HttpResponse:
    """A body that the parser refused: the library wraps our refusal into its own."""
    cause = fault.__cause__
    if isinstance(cause, Refused):
        return errors.answer(cause)
    return errors.answer(Refused(400, Fault("unreadable", "The body is no JSON in UTF-8.")))


def _not_of_the_schema(_request: HttpRequest, fault: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(fault, ValidationError)
    return errors.answer(errors.from_schema(fault.errors))
