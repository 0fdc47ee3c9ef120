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
_NUMBER_LIMIT = 2**53
_KINDS = {"n": int, "act": str, "by": str, "about": dict, "detail": dict, "at": str, "on": str}
_PARTS = _KINDS.keys() - {"at", "on"}


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
    try:
        text = body.decode("ascii")
        entry = _READER.decode(text)
        is_canonical = _WRITER.encode(entry) == text
    except (ValueError, RecursionError):
        raise BodyWrong("the body is no JSON text of an entry") from None
    if not is_canonical:
        raise BodyWrong("the body is not in canonical form")
    if not _is_entry(entry):
        raise BodyWrong("the body has other parts than an entry")
    return entry  # type: ignore[no-any-return]  # `_is_entry` looked


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or entry.keys() not in (_PARTS | {"at"}, _PARTS | {"on"}):
        return False
    return all(type(entry[part]) is kind for part, kind in _KINDS.items() if part in entry)
