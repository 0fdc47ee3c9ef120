"""Six digits that a member's phone reckons from a shared secret and the time (TOTP, RFC 6238).

Thirty seconds a code, HMAC-SHA-1 as every authenticator app has it. A code is good in its own thirty seconds
and in those before and after, for clocks that differ; once used, it and all before it are used up.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

SECRET_BYTES = 20
SECONDS, DIGITS = 30, 6
_APART = 1


def new_secret() -> bytes:
    """A fresh secret, 20 bytes (RFC 4226 section 4, R6)."""
    return secrets.token_bytes(SECRET_BYTES)


def step_of(now: datetime) -> int:
    """The number of the thirty seconds that `now` lies in, counted from 1970."""
    return int(now.timestamp()) // SECONDS


def code(secret: bytes, step: int) -> str:
    """The six digits of this step (RFC 4226 section 5.3)."""
    mac = hmac.digest(secret, step.to_bytes(8), "sha1")
    at = mac[-1] & 15
    number = int.from_bytes(mac[at : at + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matched(secret: bytes, typed: str, *, now: datetime, after: int) -> int | None:
    """The step whose code was typed, if it is one of now and later than `after`; every step is compared."""
    digits = "".join(typed.split())
    asked = digits.encode() if digits.isascii() else b""
    found = None
    for step in range(step_of(now) - _APART, step_of(now) + _APART + 1):
        if hmac.compare_digest(code(secret, step).encode(), asked) and step > after:
            found = step
    return found


def shown(secret: bytes) -> str:
    """The secret as an app takes it when typed: base 32 in groups of four."""
    text = base64.b32encode(secret).decode("ascii")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, *, office: str, name: str) -> str:
    """What the square picture holds that an app reads with its camera."""
    label = f"{quote(office, safe='')}:{quote(name, safe='')}"
    held = base64.b32encode(secret).decode("ascii")
    return f"otpauth://totp/{label}?secret={held}&issuer={quote(office, safe='')}"
