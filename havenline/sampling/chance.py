"""Draws without dice: a person or a question stands where a keyed hash puts them, the same each time.

Asking again draws nothing again. Nobody without the pepper knows where anybody stands.
"""

from __future__ import annotations

import hmac
from uuid import UUID

from havenline import config
from havenline.protection import tokens, traits
from havenline.protection.gate import PersonAsked
from havenline.vault.derivation import derive


def of(person: PersonAsked) -> float:
    """Where this person stands, from 0 to 1; two spellings with one form of the name in common often stand
    together."""
    return place(person, secret=config.read_secret("pepper"))


def place(person: PersonAsked, *, secret: bytes) -> float:
    """The same under this secret. The least of the hashes, evened out: so that each form has its share."""
    texts = sorted(tokens.asked(traits.of_asked(person)))
    key = derive(secret, use="draw a person")
    least = min((hmac.digest(key, f"{kind} {text}".encode(), "sha256") for kind, text in texts), default=b"")
    return _share(hmac.digest(key, b"evened " + least, "sha256"))


def is_reviewed(screening: UUID, *, share: float) -> bool:
    """Whether this question is among the share drawn for review."""
    key = derive(config.read_secret("pepper"), use="draw a question")
    return _share(hmac.digest(key, screening.bytes, "sha256")) < share


def _share(drawn: bytes) -> float:
    return int.from_bytes(drawn[:6]) / 2**48
