"""Writes what an entry says, in one form only, and hides what it is about behind salted commitments.

The form is canonical JSON (RFC 8785): an entry has one sequence of bytes and cannot be read two ways.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import rfc8785

SALT_BYTES = 32
_PARTS = {"n", "act", "by", "about", "detail"}


class BodyWrong(Exception):  # noqa: N818 - named for what the reader met
    """The bytes of an entry are not an entry in canonical form."""


def commitment(name: str, about: str, *, salt: bytes) -> str:
    """The hexadecimal commitment to `about` under `name`: SHA-256, hiding while the salt is unknown or gone.

    `name` cannot hold the zero byte that ends it, so no two pairs give the same input.
    """
    return hashlib.sha256(
        b"havenline about\x00" + salt + name.encode() + b"\x00" + about.encode()
    ).hexdigest()


def moment(at: datetime) -> str:
    """RFC 3339 in UTC, whole seconds; raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("the time has no zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def write(
    number: int,
    *,
    act: str,
    by: str,
    when: date | datetime,
    commitments: Mapping[str, str],
    detail: Mapping[str, str | int],
) -> bytes:
    """The canonical body of entry `number`. A datetime is kept as `at`, a bare date as `on`."""
    entry: dict[str, Any] = {
        "n": number,
        "act": act,
        "by": by,
        "about": dict(commitments),
        "detail": dict(detail),
    }
    if isinstance(when, datetime):
        entry["at"] = moment(when)
    else:
        entry["on"] = when.isoformat()
    return rfc8785.dumps(entry)


def read(body: bytes) -> dict[str, Any]:
    """The entry in `body`; raises BodyWrong unless it is an entry, written canonically.

    The standard encoder is used to compare, being ten times faster: over the ASCII text and whole numbers
    that an entry holds it writes what RFC 8785 demands (the tests compare the two).
    """
    try:
        entry = json.loads(body)
        canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BodyWrong("the body is no JSON text") from None
    if canonical != body or not isinstance(entry, dict):
        raise BodyWrong("the body is not in canonical form")
    if entry.keys() - _PARTS not in ({"at"}, {"on"}) or not entry.keys() >= _PARTS:
        raise BodyWrong("the body has other parts than an entry")
    return entry
