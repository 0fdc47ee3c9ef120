"""How the API refuses: a closed word, the place in what was sent, and a sentence. Never what was sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from ninja import Schema

_MOST_FAULTS = 100
_LONGEST_PLACE = 120


class FaultOut(Schema):
    """One thing that is wrong: a closed word, where it stands (empty: the call as a whole), a sentence."""

    code: str
    at: str
    words: str


class ErrorsOut(Schema):
    """Why nothing was done. Of very many faults the first hundred are named."""

    errors: list[FaultOut]


@dataclass(frozen=True, slots=True)
class Fault:
    """As FaultOut."""

    code: str
    words: str
    at: str = ""


class Refused(Exception):  # noqa: N818 - named for what the reader met
    """The call was refused and nothing was written. `wait`: seconds after which it may be sent again."""

    def __init__(self, status: int, *faults: Fault, wait: int = 0) -> None:
        self.status, self.faults, self.wait = status, faults, wait
        super().__init__(status)


# The answers every operation may give besides its own, for the printed description.
REFUSALS: Mapping[int, type[Schema]] = dict.fromkeys((400, 401, 409, 413, 415, 422, 429, 503), ErrorsOut)
READ_REFUSALS: Mapping[int, type[Schema]] = dict.fromkeys((401, 404, 422, 429, 503), ErrorsOut)

NOT_LET_IN = Refused(401, Fault("not_let_in", "Send a token of this office that is in force for this."))
NOT_THERE = Refused(404, Fault("not_there", "There is nothing at this address."))
NOT_ASKED_SO = Refused(405, Fault("not_asked_so", "This address is not asked in this way."))
WENT_WRONG = Refused(
    500, Fault("went_wrong", "Something of ours failed, and nothing was kept. Send it again.")
)


def answer(refused: Refused) -> HttpResponse:
    """The refusal as JSON."""
    return _answer(refused.status, refused.faults, wait=refused.wait)


def _answer(status: int, faults: Sequence[Fault], *, wait: int = 0) -> HttpResponse:
    told = [{"code": one.code, "at": one.at[:_LONGEST_PLACE], "words": one.words} for one in faults]
    found = HttpResponse(
        json.dumps({"errors": told[:_MOST_FAULTS]}), status=status, content_type="application/json"
    )
    if status == 401:
        found.headers["WWW-Authenticate"] = "Bearer"
    if wait:
        found.headers["Retry-After"] = str(wait)
    return found


# What pydantic found wrong -> our word and sentence. Its own sentences may quote what was sent.
_KINDS: Mapping[str, tuple[str, str]] = {
    "missing": ("missing", "This is needed."),
    "extra_forbidden": ("unknown_field", "There is no such field here."),
    "string_too_long": ("too_long", "This is too long."),
    "string_too_short": ("too_short", "This is too short."),
    "too_long": ("too_many", "These are more than one call may hold."),
    "too_short": ("too_few", "At least one is needed."),
    "literal_error": ("not_a_choice", "This is none of the words allowed here."),
    "enum": ("not_a_choice", "This is none of the words allowed here."),
}


def from_schema(found: Iterable[Mapping[str, object]]) -> Refused:
    """What the schema found wrong, in our words."""
    faults = []
    for one in found:
        code, words = _KINDS.get(str(one["type"]), ("wrong_form", "This has not the form that is asked for."))
        faults.append(Fault(code, words, at=_place(one.get("loc", ()))))
    return Refused(422, *faults)


def _place(loc: object) -> str:
    # Where pydantic stands: ("body", "body", "charges", 3, "raw"); the parameter's own name says nothing.
    parts = [str(part) for part in loc] if isinstance(loc, tuple | list) else []
    return ".".join(parts[2:] if parts[:1] == ["body"] else parts[1:])


def not_there(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """The page of an address under the API that nobody made."""
    return answer(NOT_THERE)
