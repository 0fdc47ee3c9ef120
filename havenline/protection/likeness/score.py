"""Judges how likely two people are one, in bits of evidence: what they share, less what speaks against it.

After Fellegi and Sunter, "A Theory for Record Linkage" (1969): a rare name that agrees says more than a
common one, a day of birth more than both. The weights were fitted to invented people
(`benchmarks/matching_people.py`, `docs/decisions/matching-measured.md`) and rounded; nothing is learned
from the people who are stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from havenline.protection import names
from havenline.protection.likeness import births, chinese, letters, sounds
from havenline.protection.traits import Traits

THRESHOLD = 15.5
# What a part says beyond its weight, by how it agrees; then what a whole comparison adds or takes away.
_SAME, _SPELLED, _NICKNAME = 5.0, 1.0, 2.0
_ONE_OFF, _ANOTHER, _SOUND, _TWO_OFF = 3.0, -2.0, -4.5, -7.0
_INITIAL = -2.0
_FURTHER, _LEFT_OUT, _CONFLICT = -6.5, -6.0, -17.0
_SURE, _LONG = 3, 5
_NOBODY = -100.0  # no part agrees
_FORMS_LIMIT = 8


def likeness(one: Traits, other: Traits) -> float:
    """The most that speaks for one person, over every name and day of birth of both, in either order."""
    days = max(
        (births.agreement(a, b) for a, b in product(one.births, other.births)), default=births.CONFLICT
    )
    if days <= births.CONFLICT:
        return days
    return days + max((_name_likeness(a, b) for a, b in product(one.names, other.names)), default=_NOBODY)


def may_be_one(one: Traits, other: Traits) -> bool:
    """Whether somebody has to look if both are one person."""
    return likeness(one, other) >= THRESHOLD


@lru_cache(maxsize=4096)
def forms(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to divide the name into parts: as written in Latin letters, without particles and signs of
    rank, and with each two neighbors as one."""
    words = tuple(word for word in names.parts(letters.latin(name)) if word not in _RANKS)
    plain = tuple(word for word in words if word not in names.PARTICLES)
    ways = {words} | ({plain} if len(plain) > 1 else set())
    for way in tuple(ways):
        ways |= {(*way[:at], way[at] + way[at + 1], *way[at + 2 :]) for at in range(len(way) - 1)}
    return tuple(sorted((way for way in ways if way), key=len, reverse=True))[:_FORMS_LIMIT]


_RANKS = frozenset(("jr", "sr", "ii", "iii", "iv", "mr", "mrs", "ms", "dr"))


@lru_cache(maxsize=4096)
def _name_likeness(one: str, other: str) -> float:
    return max((_parts_likeness(a, b) for a, b in product(forms(one), forms(other))), default=_NOBODY)


def _parts_likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The parts of both, each with the one it agrees with most; what is left on both sides conflicts."""
    pairs = sorted(_agreements(one, other), reverse=True)
    mine, theirs = set(range(len(one))), set(range(len(other)))
    total = 0.0
    agreed = 0
    for bits, a, b in pairs:
        if a in mine and b in theirs:
            total += bits
            agreed += 1
            mine.remove(a)
            theirs.remove(b)
    if not agreed:
        return _NOBODY
    conflicts = min(len(mine), len(theirs))
    left_out = max(len(mine), len(theirs)) - conflicts
    # The second part of one language says less: whoever is named Nguyen is likely named Linh.
    return total + (agreed - 1) * _FURTHER + left_out * _LEFT_OUT + conflicts * _CONFLICT


def _agreements(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[tuple[float, int, int]]:
    for (a, mine), (b, theirs) in product(enumerate(one), enumerate(other)):
        bits = part_likeness(*sorted((mine, theirs)))
        if bits > 0:
            yield bits, a, b


@lru_cache(maxsize=16384)
def part_likeness(one: str, other: str) -> float:
    """How much it says that these two parts agree, in bits; 0 where they do not."""
    weight = min(sounds.weight(one), sounds.weight(other))
    if one == other:
        return weight + _SAME
    if len(one) == 1 or len(other) == 1:
        return sounds.UNCOMMON + _INITIAL if one[0] == other[0] and (one + other).isascii() else 0.0
    if sounds.nicknames(one) & sounds.nicknames(other):
        return weight + _NICKNAME
    if chinese.sounds(one) & chinese.sounds(other) or sounds.bare(one) == sounds.bare(other):
        return weight + _SPELLED
    return max(0.0, weight + _spelled_apart(one, other))


def _spelled_apart(one: str, other: str) -> float:
    """What a spelling that differs adds or takes away; all of it where it is another name."""
    apart, length = distance(one, other), min(len(one), len(other))
    both_known = sounds.is_known(one) and sounds.is_known(other)
    if apart == 1 and length >= _SURE:
        # Lan and Lam are two names; Lan and Lqn are one.
        return _ANOTHER if both_known else _ONE_OFF
    if not both_known and sounds.skeleton(one) == sounds.skeleton(other) and len(sounds.skeleton(one)) > 1:
        return _SOUND
    if apart <= 2 and length >= _LONG:
        return _TWO_OFF
    return -sounds.RARE


def distance(one: str, other: str) -> int:
    """How many letters were added, lost, changed or swapped with the next (Damerau, 1964); 3 for more."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for a, letter in enumerate(one, start=1):
        before_that, before, row = before, row, [a]
        for b, theirs in enumerate(other, start=1):
            step = min(before[b] + 1, row[b - 1] + 1, before[b - 1] + (letter != theirs))
            if a > 1 and b > 1 and letter == other[b - 2] and one[a - 2] == theirs:
                step = min(step, before_that[b - 2] + 1)
            row.append(step)
    return min(row[-1], 3)
