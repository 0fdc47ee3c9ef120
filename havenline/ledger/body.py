"""Writes what an entry says, in one form only, and hides what it is about behind salted commitments.

The form is canonical JSON (RFC 8785): an entry has one sequence of bytes and cannot be read two ways.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import rfc8785

SALT_BYTES = 32
_NUMBER_LIMIT = 2**53
_SHAPES = {
    ("about", "act", "at", "by", "detail", "n", dict, str, str, str, dict, int),
    ("about", "act", "by", "detail", "n", "on", dict, str, str, dict, int, str),
}


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


def _refuse(number: str) -> int:
    raise ValueError(f"`{number}` is no whole number")


def _whole(number: str) -> int:
    return int(number) if len(number) < 16 or int(number) < _NUMBER_LIMIT else _refuse(number)


# The standard library's reader and writer, ten times faster than one for all of RFC 8785. Over ASCII text and
# whole numbers below 2**53, all that an entry may hold, both write the same; the reader refuses the rest.
_READER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse, parse_int=_whole)
_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read(body: bytes) -> dict[str, Any]:
    """The entry in `body`; raises BodyWrong unless it is an entry, written canonically."""
    return read_many([body])[0]


def read_many(bodies: Sequence[bytes]) -> list[dict[str, Any]]:
    """The entries in `bodies`; raises BodyWrong when one of them is no entry, written canonically."""
    try:
        texts = [body.decode("ascii") for body in bodies]
        entries = [_entry(text) for text in texts]
        # Each text is one whole value, so the joined texts are equal only if each is. Written once for all:
        # most of what the writer costs is being called.
        is_canonical = _WRITER.encode(entries) == f"[{','.join(texts)}]"
    except (ValueError, RecursionError):
        raise BodyWrong("the body is no JSON text of an entry") from None
    if not is_canonical:
        raise BodyWrong("the body is not in canonical form")
    return entries


def _entry(text: str) -> dict[str, Any]:
    entry, end = _READER.raw_decode(text)
    # Canonical order makes the parts of an entry come one way.
    if end != len(text) or type(entry) is not dict or _shape(entry) not in _SHAPES:
        raise ValueError("no entry")
    return entry


def _shape(entry: dict[str, Any]) -> tuple[object, ...]:
    return (*entry, *map(type, entry.values()))
