"""What a person is recognized by: names, days of birth, numbers; of somebody stored or asked about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from havenline.protection.facts import Identifiers
from havenline.protection.gate import PersonAsked


@dataclass(frozen=True, slots=True)
class Traits:
    """Every name, every day of birth (YYYY-MM-DD) and every number (kind, value), each once; none empty."""

    names: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return "<Traits, hidden>"


def of_said(said: Iterable[Identifiers]) -> Traits:
    """Of a protection, from everything that was said of it."""
    told = list(said)
    return Traits(
        names=_once(name for one in told for name in one.names),
        births=_once(one.born for one in told),
        numbers=tuple(dict.fromkeys(number for one in told for number in one.numbers)),
    )


def of_asked(person: PersonAsked) -> Traits:
    """Of the person a deputy asks about."""
    return Traits(_once((person.name, *person.other_names)), _once((person.born,)), person.numbers)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
