"""What the keeper keeps instead of names and numbers, and which of it finds a person: one table.

No kind is a name alone or a day of birth alone: how often a token comes up would tell which name it is.
A strong kind finds a person and bars at once. A weak one only hints that it may be somebody: it holds.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from havenline.protection import names
from havenline.protection.facts import Identifiers
from havenline.protection.gate import PersonAsked
from havenline.protection.keeper_keys import KeeperKeys

_TOKENS_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of token. `domain` separates the meaning of equal texts; `meets` are the stored kinds that a
    question's token of this kind is compared with; `texts` makes the texts out of identifiers."""

    name: str
    domain: str
    meets: tuple[str, ...]
    texts: Callable[[Identifiers], Iterator[str]]


def _whole_with_birth(known: Identifiers) -> Iterator[str]:
    return (f"{known.born} {text}" for name in known.names for text in names.whole(name) if known.born)


def _within_with_birth(known: Identifiers) -> Iterator[str]:
    return (f"{known.born} {text}" for name in known.names for text in names.within(name) if known.born)


def _single_with_birth(known: Identifiers) -> Iterator[str]:
    return (f"{known.born} {text}" for name in known.names for text in names.single(name) if known.born)


def _each_with_birth(known: Identifiers) -> Iterator[str]:
    return (f"{known.born} {text}" for name in known.names for text in names.each(name) if known.born)


def _numbers(kind: str) -> Callable[[Identifiers], Iterator[str]]:
    def texts(known: Identifiers) -> Iterator[str]:
        found = (number(kind, value) for named, value in known.numbers if named == kind)
        return (text for text in found if text)

    return texts


KINDS: tuple[Kind, ...] = (
    Kind("whole", "name and birth", ("whole", "within"), _whole_with_birth),
    Kind("within", "name and birth", ("whole",), _within_with_birth),
    Kind("state_id", "state_id", ("state_id",), _numbers("state_id")),
    Kind("phone", "phone", ("phone",), _numbers("phone")),
    Kind("local_id", "local_id", ("local_id",), _numbers("local_id")),
)
# The weak ones: a stored name of one part, and all parts of the name asked about.
HINT = Kind("single", "part and birth", (), _single_with_birth)
HINTED = Kind("each", "part and birth", ("single",), _each_with_birth)


def number(kind: str, value: str) -> str:
    """A number without the signs people put into it; a telephone number without the country's 1."""
    plain = unicodedata.normalize("NFKC", value).upper()
    if kind != "phone":
        return "".join(sign for sign in plain if sign.isalnum())
    digits = "".join(str(unicodedata.decimal(sign)) for sign in plain if sign.isdecimal())
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def stored(known: Identifiers, keys: KeeperKeys) -> set[tuple[str, bytes]]:
    """The tokens (kind, token) under which a protection is found or hinted at."""
    return {
        (kind.name, keys.token(kind.domain, text))
        for kind in (*KINDS, HINT)
        for text in _bounded(kind, known)
    }


def asked(person: PersonAsked, keys: KeeperKeys) -> set[tuple[str, bytes]]:
    """The tokens (stored kind, token) any one of which finds the person asked about."""
    return _asked(person, keys, KINDS)


def hinting(person: PersonAsked, keys: KeeperKeys) -> set[tuple[str, bytes]]:
    """The tokens (stored kind, token) any one of which says that it may be the person asked about."""
    return _asked(person, keys, (HINTED,))


def _asked(person: PersonAsked, keys: KeeperKeys, kinds: tuple[Kind, ...]) -> set[tuple[str, bytes]]:
    known = Identifiers(names=(person.name,), born=person.born, numbers=person.numbers)
    return {
        (met, keys.token(kind.domain, text))
        for kind in kinds
        for text in _bounded(kind, known)
        for met in kind.meets
    }


def can_find(person: PersonAsked) -> bool:
    """Whether a miss means something: two parts of a name with the full day of birth. One part may be all the
    deputy has of somebody stored with two; a number alone proves a hit only."""
    return bool(person.born and names.is_full(person.name))


def _bounded(kind: Kind, known: Identifiers) -> Iterator[str]:
    for count, text in enumerate(kind.texts(known)):
        if count >= _TOKENS_LIMIT:
            return
        yield text
