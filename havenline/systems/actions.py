"""Lets a system in and takes that back. Each act is an entry in the ledger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from havenline import ledger
from havenline.systems import tokens
from havenline.systems.models import System, Token
from havenline.systems.scopes import SCOPES
from havenline.systems.tokens import Shown

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 ._-]{0,39}")


class SystemWrong(Exception):  # noqa: N818 - named for what the reader met
    """What was said of a system cannot be; the sentence says why."""


def add(name: str, *, scopes: Sequence[str], by: str, at: datetime) -> dict[str, Shown]:
    """Give a system, new or known, a token for each scope; answers scope -> token, to be shown once.

    by: who acts, as the ledger names them; empty for whoever has the office's machine. A token the system had
    for a scope stays in force until it is revoked, so that it can change over. Raises SystemWrong.
    """
    if not _NAME.fullmatch(name):
        raise SystemWrong("a name has at most 40 letters, digits, spaces, `.`, `_`, `-`; a letter first")
    for scope in scopes:
        _check_scope(scope)
    if not scopes:
        raise SystemWrong(f"name a scope: {', '.join(SCOPES)}")
    given = {scope: tokens.new() for scope in scopes}
    with transaction.atomic():
        system, _ = System.objects.get_or_create(name=name, defaults={"added_at": at})
        for scope, token in given.items():
            Token.objects.create(system=system, scope=scope, digest=token.digest, made_at=at)
        ledger.append(
            "system.token_made",
            by=by,
            at=at,
            about={"system": str(system.id)},
            detail={"scopes": ".".join(sorted(scope.partition(":")[0] for scope in given))},
        )
    return given


def revoke(name: str, *, scope: str = "", by: str, at: datetime) -> int:
    """Take back a system's tokens, of one scope or all; answers how many were in force."""
    if scope:
        _check_scope(scope)
    system = System.objects.filter(name=name).first()
    if system is None:
        raise SystemWrong(f"no system is named `{name}`")
    with transaction.atomic():
        in_force = system.tokens.filter(revoked_at=None)
        if scope:
            in_force = in_force.filter(scope=scope)
        count = in_force.update(revoked_at=at)
        if count:
            ledger.append(
                "system.token_revoked",
                by=by,
                at=at,
                about={"system": str(system.id)},
                detail={"tokens": count},
            )
    return count


def _check_scope(scope: str) -> None:
    if scope not in SCOPES:
        raise SystemWrong(f"`{scope}` is no scope: {', '.join(SCOPES)}")
