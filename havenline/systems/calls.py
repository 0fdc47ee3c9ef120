"""One call, one act: the same key with the same body is answered with the same bytes, however often it comes.

A case system that heard no answer sends again. What it did stays done once, and what it was told stays told.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, get_type_hints
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.http import HttpResponse
from django.utils import timezone

from havenline.systems.door import ApiRequest, Caller
from havenline.systems.errors import Fault, Refused
from havenline.systems.models import KEPT_DAYS, Call
from havenline.vault.keys import DataKey

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[!-~]{16,80}")
_PURPOSE = "systems.answer"

# For the printed description of an operation.
ONCE: Mapping[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": True,
            "schema": {"type": "string", "pattern": "^[!-~]{16,80}$", "minLength": 16, "maxLength": 80},
            "description": (
                "A random text of the system's own for this call. Sent again with the same body, the call is "
                f"answered as before, for {KEPT_DAYS} days; with another body it is refused (409)."
            ),
        }
    ]
}

_waiting: set[bytes] = set()
_turn = threading.Condition()


@dataclass(slots=True)
class OneCall:
    """A call being answered. The room calls `keep` once, inside its transaction, before the ledger."""

    caller: Caller
    key_hash: bytes
    body_mac: bytes
    key: DataKey
    id: UUID = field(default_factory=uuid4)
    kept: HttpResponse | None = None

    def __repr__(self) -> str:
        return "<OneCall, hidden>"

    def keep(self, status: int, told: Any) -> None:
        """Keep the answer, sealed, in the transaction of the act: both are there or neither is.

        Raises IntegrityError when the same call was answered meanwhile.
        """
        text = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
        Call(
            id=self.id,
            token=self.caller.token,
            key_hash=self.key_hash,
            body_mac=self.body_mac,
            status=status,
            sealed=self.key.seal_text(text, purpose=_PURPOSE, about=str(self.id)),
            day=timezone.localdate(),
        ).save(force_insert=True)
        self.kept = _response(status, text)


Act = Callable[[ApiRequest, Any, OneCall], None]


def once(act: Act) -> Callable[[ApiRequest, Any], HttpResponse]:
    """Make an operation of `act(request, body, call)`, which does it and calls `call.keep(status, answer)`.

    Raises Refused: 422 without a fit key, 409 for a key that came with another body.
    """

    @wraps(act)
    def operation(request: ApiRequest, body: Any) -> HttpResponse:
        call = _call(request)
        with _alone(call.key_hash):
            if earlier := _earlier(call):
                return earlier
            try:
                act(request, body, call)
            except IntegrityError:
                # Another process answered the same call at the same time: its answer stands.
                if earlier := _earlier(call):
                    return earlier
                raise
        if call.kept is None:
            raise RuntimeError("an operation kept no answer")
        return call.kept

    # What asks for the signature gets this one, with the room's own type of the body.
    operation.__annotations__ = {"body": get_type_hints(act)["body"]}
    del operation.__wrapped__
    return operation


def _call(request: ApiRequest) -> OneCall:
    key = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        words = f"Send the header `{HEADER}`: 16 to 80 signs, random, of your own."
        raise Refused(422, Fault("no_idempotency_key", words, at=HEADER))
    caller = request.auth
    name = f"{request.method} {request.path} {key}"
    # The same value in another order or spacing is the same call.
    content = json.dumps(json.loads(request.body), sort_keys=True, separators=(",", ":"))
    return OneCall(
        caller=caller,
        key_hash=caller.shown.mac(name.encode(), use="call"),
        body_mac=caller.shown.mac(f"{name}\n{content}".encode(), use="body"),
        key=caller.shown.call_key(name),
    )


def _earlier(call: OneCall) -> HttpResponse | None:
    row = Call.objects.filter(key_hash=call.key_hash).first()
    if row is None:
        return None
    if bytes(row.body_mac) != call.body_mac:
        words = f"This `{HEADER}` came with another body before. Use a new one for a new call."
        raise Refused(409, Fault("key_used", words, at=HEADER))
    return _response(row.status, call.key.open_text(bytes(row.sealed), purpose=_PURPOSE, about=str(row.id)))


def _response(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="application/json")


@contextmanager
def _alone(key_hash: bytes) -> Iterator[None]:
    """Wait until no other thread of this process answers the same call."""
    with _turn:
        _turn.wait_for(lambda: key_hash not in _waiting)
        _waiting.add(key_hash)
    try:
        yield
    finally:
        with _turn:
            _waiting.remove(key_hash)
            _turn.notify_all()
