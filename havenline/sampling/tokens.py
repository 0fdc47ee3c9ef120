"""Names persons asked about by keyed hashes: who has the database alone can test no name against them.

*What remains:* who has database and pepper can test any name, as with the keeper's key.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from havenline import config
from havenline.protection import tokens, traits
from havenline.protection.gate import PersonAsked
from havenline.vault.derivation import derive

BYTES = 16


def parts(person: PersonAsked) -> list[bytes]:
    """Each part of the name with the day of birth, and each number: what spellings of one person share."""
    known = traits.of_asked(person)
    numbers = {(kind, tokens.number(kind, value)) for kind, value in known.numbers}
    return _hashed({*tokens.hinting(known), *numbers})


def spelling(person: PersonAsked) -> bytes:
    """Equal for the same person written the same way."""
    text = f"{person.name.casefold()} {person.born} {sorted(person.numbers)}"
    return _hashed([("spelling", text)])[0]


def _hashed(texts: Iterable[tuple[str, str]]) -> list[bytes]:
    key = derive(config.read_secret("pepper"), use="person asked about")
    return sorted(hmac.digest(key, f"{kind} {text}".encode(), "sha256")[:BYTES] for kind, text in texts)
