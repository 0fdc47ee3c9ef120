"""A system's token: shown once, stored as a keyed hash, the seed of the keys that open its answers."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from functools import cached_property

from havenline import config
from havenline.systems.models import Token
from havenline.vault.derivation import derive
from havenline.vault.keys import DataKey, Keyring, Seed

_FORM = re.compile(r"hvl_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Shown:
    """A token as the system holds it: 256 bits from the operating system."""

    text: str

    def __repr__(self) -> str:
        return "<Shown, hidden>"

    __str__ = __repr__

    @property
    def digest(self) -> bytes:
        """What it is found by: HMAC-SHA-256 under a key drawn from the pepper, 32 bytes."""
        return hmac.digest(
            derive(config.read_secret("pepper"), use="system token"), self.text.encode(), "sha256"
        )

    @cached_property
    def keyring(self) -> Keyring:
        """The keys that open what this token asked for. They exist while it is shown, no longer."""
        return Keyring.from_seed(Seed(self._derived("system token keys")))

    def call_key(self, name: str) -> DataKey:
        """The key of one call's answer. `name` says which call, and may be known to anybody."""
        return DataKey(self._derived(f"system call {name}"))

    def mac(self, content: bytes, *, use: str) -> bytes:
        """A keyed hash that only the token's holder could have anybody compute, 32 bytes."""
        return hmac.digest(self._derived(f"system {use}"), content, "sha256")

    def _derived(self, use: str) -> bytes:
        return derive(self.text.encode(), use=use, salt=config.read_secret("pepper"))


def new() -> Shown:
    """A fresh token."""
    return Shown("hvl_" + secrets.token_urlsafe(32))


def shown(text: str) -> Shown | None:
    """The token in `text`, if it has the form of one."""
    return Shown(text) if _FORM.fullmatch(text) else None


def found(given: Shown) -> Token | None:
    """The row of a token that is in force."""
    return Token.objects.select_related("system").filter(digest=given.digest, revoked_at=None).first()
