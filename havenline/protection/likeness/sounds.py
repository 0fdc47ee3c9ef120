"""Says which parts of names may be one name: nicknames, sounds and spellings of several languages.

The keys of a part are what a person is looked up by, together with a day of birth; two parts that share one
are worth comparing. They are coarse on purpose: `score` judges.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from havenline.protection.likeness import chinese, tables

# In this order, on plain small letters: what is written in several ways and heard as one. Spanish b/v, s/z/c,
# ll/y, h; Arabic kh/h, q/k, dh/d, ou/u; Russian ya/ia/ja, y/iy/ii, zh/j, -off/-ov; Filipino jh, ph.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:abd(?:el|al|ul|ur|ar|er|oul)?)-?", "abd"),
        (r"(?:offf?|eff)$", "ov"),
        (r"(ov|ev|in)a$", r"\1"),
        (r"sk(?:aya|aia|aja|iy|ii|yi|yy|ij|yj|y|i|a)$", "sk"),
        (r"shch|sch|tch|tsch", "x"),
        (r"sh|ch|zh|dzh|dj", "x"),
        (r"ph", "f"),
        (r"kh|gh|qu|ck|q", "k"),
        (r"gu(?=[ei])", "g"),
        (r"th|dh", "t"),
        (r"ll(?=[aeiou])", "y"),
        (r"^j(?=[aou])|^y(?=[aou])|^i(?=[aou])", "j"),
        (r"^[gx](?=[ei])", "j"),
        (r"jh", "j"),
        (r"c(?=[eiy])|z|ts|tz", "s"),
        (r"[ck]", "k"),
        (r"[vw]", "b"),
        (r"d(?=$)", "t"),
        (r"g(?=$)", "k"),
        (r"(?<!^)h", ""),
        (r"(?<!^)[aeiouy]+", ""),
        (r"^[aeiouy]+", "a"),
        (r"^h", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=8192)
def skeleton(word: str) -> str:
    """The consonants of a word as they are heard; of a word in no Latin letters, itself."""
    if not word.isascii():
        return word
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


_SHORT = 3


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    """Name -> the groups of names it stands in, each by its first name."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in tables.rows("nicknames.txt"):
        for name in row:
            found[name].add(row[0])
    return {name: frozenset(groups) for name, groups in found.items()}


@cache
def _groups_by_sound() -> Mapping[str, frozenset[str]]:
    """The same for names of some length in a spelling the table does not have: Dmitriy, Yekaterina."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, groups in _groups().items():
        if len(skeleton(name)) > _SHORT:
            found[skeleton(name)] |= groups
    return {sound: frozenset(groups) for sound, groups in found.items()}


def nicknames(word: str) -> frozenset[str]:
    """The full names this may be short for, and itself where it is one."""
    return _groups().get(word) or _groups_by_sound().get(skeleton(word), frozenset())


_VIETNAMESE = re.compile(
    r"(?:ngh?|nh|ch|gi|kh|ph|th|tr|qu|[bcdghklmnprstvx])?"
    r"(?:uo|uye|ie|ye|oa|oe|ua|ue|uy|ai|ao|au|ay|eo|eu|ia|iu|oi|ui|uu|uoi|oai|[aeiouy])(?:ch|nh|ng|[cmnptuiyo])?"
)
_ARTICLE = re.compile(r"[ae]l(?=[^aeiou]?[a-z]{4})")


@lru_cache(maxsize=8192)
def is_known(word: str) -> bool:
    """Whether this is a name as it stands, and so not likely another one mistyped."""
    return (
        word in _common()
        or word in _groups()
        or chinese.is_syllable(word)
        or _VIETNAMESE.fullmatch(word) is not None
    )


def bare(word: str) -> str:
    """The word without an Arabic article that may be written with it: alkhatib, elmasry."""
    return _ARTICLE.sub("", word, count=1) if _ARTICLE.match(word) else word


@lru_cache(maxsize=8192)
def keys(word: str) -> frozenset[str]:
    """What the part is looked up by."""
    found = {f"s {skeleton(word)}", f"s {skeleton(bare(word))}"}
    found |= {f"s {skeleton(name)}" for name in nicknames(word)}
    found |= {f"c {sound}" for sound in chinese.sounds(word)}
    return frozenset(found)


@cache
def _common() -> Mapping[str, float]:
    return {name: float(row[0]) for row in reversed(tables.rows("common.txt")) for name in row[1:]}


# A name that is in no table here, and one that is but says nothing of how common it is.
RARE, UNCOMMON = 11.5, 9.0


def weight(word: str) -> float:
    """How much it says that two people share this part of a name, in bits."""
    if len(word) == 1:
        return 3.0 if word.isascii() else UNCOMMON
    return _common().get(word, UNCOMMON if is_known(word) else RARE)
