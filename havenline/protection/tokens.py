"""What the keeper keeps instead of names and numbers, and which of it finds a person: one table.

No kind is a name alone or a day of birth alone: whoever came by the keeper's secret could try every name in
a telephone book. A strong kind finds a person and bars at once. A weak one only hints that it may be
somebody, or that the two are worth comparing: it holds.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from havenline.protection import names, traits
from havenline.protection.gate import PersonAsked
from havenline.protection.likeness import blocks
from havenline.protection.traits import Traits

_TOKENS_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of token: `meets` are the stored kinds that a question's text of this kind is compared with;
    `texts` makes the texts out of what a person is recognized by."""

    name: str
    meets: tuple[str, ...]
    texts: Callable[[Traits], Iterator[str]]


def _with_birth(forms: Callable[[str], frozenset[str]]) -> Callable[[Traits], Iterator[str]]:
    def texts(known: Traits) -> Iterator[str]:
        return (f"{born} {text}" for name in known.names for text in forms(name) for born in known.births)

    return texts


def _numbers(kind: str) -> Callable[[Traits], Iterator[str]]:
    def texts(known: Traits) -> Iterator[str]:
        found = (number(kind, value) for named, value in known.numbers if named == kind)
        return (text for text in found if text)

    return texts


KINDS: tuple[Kind, ...] = (
    Kind("whole", ("whole", "within"), _with_birth(names.whole)),
    Kind("within", ("whole",), _with_birth(names.within)),
    Kind("state_id", ("state_id",), _numbers("state_id")),
    Kind("phone", ("phone",), _numbers("phone")),
    Kind("local_id", ("local_id",), _numbers("local_id")),
)
# The weak ones: a stored name of one part, and all parts of the name asked about.
HINT = Kind("single", (), _with_birth(names.single))
HINTED = Kind("each", ("single",), _with_birth(names.each))
# Who shares one of these is compared (`likeness.score`), and held for a look where it may be the person.
NEAR = Kind("near", ("near",), blocks.texts)


def number(kind: str, value: str) -> str:
    """A number without the signs people put into it; a telephone number without the country's 1."""
    plain = unicodedata.normalize("NFKC", value).upper()
    if kind != "phone":
        return "".join(sign for sign in plain if sign.isalnum())
    digits = "".join(str(unicodedata.decimal(sign)) for sign in plain if sign.isdecimal())
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def stored(known: Traits) -> set[tuple[str, str]]:
    """The texts (kind, text) under which a protection is found, hinted at or compared."""
    return {(kind.name, text) for kind in (*KINDS, HINT, NEAR) for text in _bounded(kind, known)}


def asked(known: Traits) -> set[tuple[str, str]]:
    """The texts (stored kind, text) any one of which finds the person asked about."""
    return _met(known, KINDS)


def hinting(known: Traits) -> set[tuple[str, str]]:
    """The texts (stored kind, text) any one of which says that it may be the person asked about."""
    return _met(known, (HINTED,))


def compared(known: Traits) -> set[tuple[str, str]]:
    """The texts (stored kind, text) any one of which makes a protection worth comparing."""
    return _met(known, (NEAR,))


def met(known: Traits) -> set[tuple[str, str]]:
    """The texts (stored kind, text) any one of which makes a difference for the person asked about."""
    return asked(known) | hinting(known) | compared(known)


def _met(known: Traits, kinds: tuple[Kind, ...]) -> set[tuple[str, str]]:
    return {(met, text) for kind in kinds for text in _bounded(kind, known) for met in kind.meets}


def can_find(person: PersonAsked) -> bool:
    """Whether a miss means something: two parts of a name with the full day of birth. One part may be all the
    deputy has of somebody stored with two; a number alone proves a hit only."""
    known = traits.of_asked(person)
    return bool(known.births) and any(names.is_full(name) for name in known.names)


def _bounded(kind: Kind, known: Traits) -> Iterator[str]:
    for count, text in enumerate(kind.texts(known)):
        if count >= _TOKENS_LIMIT:
            return
        yield text
