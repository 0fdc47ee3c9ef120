"""The office's case system in tests: its tokens, and how it calls."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from havenline.systems import actions
from havenline.systems.models import Token
from havenline.systems.scopes import SCOPES

NAME = "Case system"


class CaseSystem:
    """A system with a token; `key` is the next call's own, a fresh one unless it is set."""

    def __init__(self, scope: str, *, name: str = NAME) -> None:
        self.token = actions.add(name, scopes=[scope], by="", at=timezone.now())[scope].text
        self.scope = scope

    @property
    def row(self) -> Token:
        """The row of its token."""
        return Token.objects.filter(scope=self.scope).latest("made_at")

    def headers(self, key: str = "") -> dict[str, str]:
        """What a call carries."""
        return {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or uuid4().hex}

    def post(self, path: str, body: Any, *, key: str = "", **headers: str) -> HttpResponse:
        """Call with JSON."""
        found: HttpResponse = Client(raise_request_exception=False).post(
            f"/api/v1/{path}",
            body if isinstance(body, bytes) else json.dumps(body),
            content_type=headers.pop("content_type", "application/json"),
            headers={**self.headers(key), **headers},
        )
        return found

    def get(self, path: str) -> HttpResponse:
        """Fetch."""
        found: HttpResponse = Client(raise_request_exception=False).get(
            f"/api/v1/{path}", headers={"Authorization": f"Bearer {self.token}"}
        )
        return found


def a_token_of_every_scope() -> dict[str, CaseSystem]:
    """One system for each scope."""
    return {scope: CaseSystem(scope, name=f"System {number}") for number, scope in enumerate(SCOPES)}


def codes_of(answer: HttpResponse) -> list[tuple[str, str]]:
    """What an answer found wrong, and where."""
    return [(one["code"], one["at"]) for one in json.loads(answer.content)["errors"]]
