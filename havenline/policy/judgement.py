"""Three-valued truth that remembers why: what decided, what was leaned on, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Judgement(NamedTuple):
    """The truth of one condition on one case.

    value: True, False, or None when unknown. facts: paths of the facts that decided. readings: ids of the
    interpretations consulted on the way. missing: paths of the unknown facts that could still decide; empty
    unless value is None.
    """

    value: bool | None
    facts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


TRUE = Judgement(value=True)
FALSE = Judgement(value=False)


def union(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """All members once, in the order first met."""
    return tuple(dict.fromkeys(member for members in lists for member in members))


def merged(parts: Iterable[Judgement], *, value: bool | None) -> Judgement:
    """One judgement resting on all `parts`."""
    kept = tuple(parts)
    return Judgement(
        value,
        union(part.facts for part in kept),
        union(part.readings for part in kept),
        union(part.missing for part in kept) if value is None else (),
    )


def every(parts: Iterable[Judgement]) -> Judgement:
    """Kleene `and`. One false part decides alone: the first, so that packs write facts before readings."""
    return _joined(parts, decisive=False)


def some(parts: Iterable[Judgement]) -> Judgement:
    """Kleene `or`. One true part decides alone: the first."""
    return _joined(parts, decisive=True)


def _joined(parts: Iterable[Judgement], *, decisive: bool) -> Judgement:
    seen: list[Judgement] = []
    doubt = False
    for part in parts:
        if part.value is decisive:
            return part
        doubt = doubt or part.value is None
        seen.append(part)
    return merged(seen, value=None if doubt else not decisive)


def negated(part: Judgement) -> Judgement:
    """Kleene `not`: the same reasons for the opposite answer."""
    return part if part.value is None else part._replace(value=not part.value)
