"""Lets one Chinese name be met in Pinyin, Wade-Giles and Cantonese spelling.

All are brought to Wade-Giles without its marks, the coarsest of the three: Zhang and Chang become `chang`. So
different names may become one, which costs a look and never a bar.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from havenline.protection.likeness import tables

_INITIALS = (
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c",
    "s", "y", "w", "",
)  # fmt: skip
_FINALS = frozenset(
    (
        *("a", "ai", "an", "ang", "ao", "e", "ei", "en", "eng", "er", "i", "ia", "ian", "iang", "iao", "ie"),
        *("in", "ing", "iong", "iu", "o", "ong", "ou", "u", "ua", "uai", "uan", "uang", "ue", "ui", "un"),
        *("uo", "v"),
    )
)
# Pinyin -> Wade-Giles without marks; the longest initial first (Giles, "A Chinese-English Dictionary", 1892,
# and its table in the Library of Congress' conversion rules [unverified]).
_TO_INITIAL = {
    "zh": "ch", "ch": "ch", "sh": "sh", "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs",
    "r": "j", "z": "ts", "c": "ts",
}  # fmt: skip
_TO_FINAL = {
    "ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ue": "ueh", "ui": "ui", "e": "e", "er": "erh",
}  # fmt: skip
_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "szu",
    "yan": "yen", "ye": "yeh", "yi": "i", "you": "yu", "yong": "yung", "guo": "kuo", "kuo": "kuo",
    "huo": "huo", "luo": "lo", "duo": "to", "tuo": "to", "nuo": "no", "zuo": "tso", "cuo": "tso", "suo": "so",
    "ruo": "jo", "zhuo": "cho", "chuo": "cho", "shuo": "shuo", "ge": "ko", "ke": "ko", "he": "ho",
    "gui": "kuei", "kui": "kuei", "xiong": "hsiung", "jiong": "chiung", "qiong": "chiung", "yuan": "yuan",
    "xue": "hsueh", "yue": "yueh", "lue": "lueh", "nue": "nueh", "er": "erh",
}  # fmt: skip


def wade_giles(syllable: str) -> str:
    """A Pinyin syllable in Wade-Giles without marks."""
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    initial = next(each for each in _INITIALS if syllable.startswith(each))
    final = syllable[len(initial) :]
    return _TO_INITIAL.get(initial, initial) + _TO_FINAL.get(final, final)


@cache
def _cantonese() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for spelled, *readings in tables.rows("cantonese.txt"):
        found[spelled] = (*found.get(spelled, ()), *readings)
    return found


@lru_cache(maxsize=4096)
def sounds(word: str) -> frozenset[str]:
    """The Chinese names a word may spell, each by its Wade-Giles syllables; empty where it spells none."""
    found = set()
    for syllables in _split(word):
        found.add("".join(map(wade_giles, syllables)))
    for canton in _cantonese_of(word):
        found.add("".join(map(wade_giles, canton)))
    if _is_wade_giles(word):
        found.add(word)
    return frozenset(found)


def _split(word: str) -> Iterator[tuple[str, ...]]:
    """The word as one or two Pinyin syllables, in every way that it can be read so."""
    if _is_syllable(word):
        yield (word,)
    for at in range(1, len(word)):
        if _is_syllable(word[:at]) and _is_syllable(word[at:]):
            yield (word[:at], word[at:])


def _cantonese_of(word: str) -> Iterator[tuple[str, ...]]:
    for reading in _cantonese().get(word, ()):
        yield (reading,)
    for at in range(2, len(word) - 1):
        for first in _readings(word[:at]):
            for second in _readings(word[at:]):
                yield (first, second)


def _readings(syllable: str) -> tuple[str, ...]:
    """A syllable in Pinyin; Ming is spelled so in Hong Kong too."""
    same = (syllable,) if _is_syllable(syllable) else ()
    return (*_cantonese().get(syllable, ()), *same)


def is_syllable(word: str) -> bool:
    """Whether it is a name of one syllable, in any of the spellings."""
    return _is_syllable(word) or word in _cantonese() or word in _known_wade_giles()


def _is_syllable(word: str) -> bool:
    if not 0 < len(word) < 7:
        return False
    initial = next(each for each in _INITIALS if word.startswith(each))
    return word[len(initial) :] in _FINALS or word == "er"


@cache
def _known_wade_giles() -> frozenset[str]:
    spelled = {initial + final for initial in _INITIALS for final in _FINALS}
    return frozenset(wade_giles(each) for each in spelled)


def _is_wade_giles(word: str) -> bool:
    known = _known_wade_giles()
    return word in known or any(word[:at] in known and word[at:] in known for at in range(1, len(word)))
