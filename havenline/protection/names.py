"""Lets a person be found however the name is written: case, accents, order, hyphens, particles, middle names.

A name is a set of parts. Two names agree when every part of the shorter is in the longer (at least two), so
a middle name on one side does not hide a person, and twins with the same family names stay two people.
Nothing here is enough by itself: a name counts only together with the full day of birth (`tokens`).
"""

import unicodedata
from collections.abc import Iterator
from itertools import combinations, pairwise

# Letters that do not fall apart into a letter and a mark.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)
# Signs within a word, which people leave out: O'Brien, Ka\u02bbala.
_INSIDE = frozenset("'’‘ʼʻ`´.·")
# Small words before a family name, which people drop, keep or write together with it.
PARTICLES = frozenset(
    (
        *("da", "das", "de", "del", "di", "do", "dos", "du", "e", "el", "la", "las", "le", "los", "y"),
        *("den", "der", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur"),
        *("al", "bin", "bint", "ibn"),
    )
)
# With more parts only sets of two and of all but one are made: their number doubles with each part.
_ALL_SUBSETS = 7
_PARTS_LIMIT = 24


def parts(name: str) -> tuple[str, ...]:
    """The words of a name in plain small letters, in the order written."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold()).translate(_PLAIN)
    kept = [_letter(letter) for letter in folded if letter not in _INSIDE]
    return tuple("".join(kept).split()[:_PARTS_LIMIT])


def _letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Mn" or kind == "Cf":
        return ""
    return letter if kind[0] in "LNM" else " "


def whole(name: str) -> frozenset[str]:
    """Every way the whole name is written as a set of at least two parts; empty for a name of one."""
    return frozenset(_written(form) for form in _forms(name) if len(form) > 1)


def within(name: str) -> frozenset[str]:
    """Every set of at least two parts, not all, of each way the name is written."""
    return frozenset(_written(chosen) for form in _forms(name) for chosen in _subsets(form))


def single(name: str) -> frozenset[str]:
    """The name as one part: where it has but one beside initials and particles, or two that may be written
    together.

    It may be anybody's first name: a hint, never a person (`tokens`).
    """
    words = tuple(dict.fromkeys(parts(name)))
    ways = {words, _particles_joined(words), _without_initials(_without_particles(words))}
    ways |= {_joined_at(words, 0)} if len(words) == 2 else set()
    return frozenset(way[0] for way in ways if len(way) == 1 and not _is_initial(way[0]))


def each(name: str) -> frozenset[str]:
    """Every part of the name, and each two neighbors as one: what a name of one part may be found in."""
    words = parts(name)
    joined = (left + right for left, right in pairwise(words))
    return frozenset((*words, *joined, *_particles_joined(words)))


def is_full(name: str) -> bool:
    """Whether it has two parts that are no initials, so that not finding it means something."""
    return len(set(_without_initials(parts(name)))) > 1


def _written(form: frozenset[str]) -> str:
    return " ".join(sorted(form))


def _forms(name: str) -> set[frozenset[str]]:
    words = parts(name)
    ways = {words, _particles_joined(words), *(_joined_at(words, at) for at in range(len(words) - 1))}
    # Le and Van are family names too: what is left out may not leave one name and a day of birth.
    ways |= {left for left in (_without_particles(words), _without_initials(words)) if len(left) > 1}
    return {frozenset(way) for way in ways if way}


def _without_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in PARTICLES)


def _without_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if not _is_initial(word))


def _is_initial(word: str) -> bool:
    # A letter that has a capital: in Chinese or Korean one sign is a whole name.
    return len(word) == 1 and word.upper() != word


def _particles_joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """`de la cruz` as `delacruz`."""
    joined: list[str] = []
    before = ""
    for word in words:
        if word in PARTICLES:
            before += word
        else:
            joined.append(before + word)
            before = ""
    return (*joined, before) if before else tuple(joined)


def _joined_at(words: tuple[str, ...], at: int) -> tuple[str, ...]:
    """`ana maria` as `anamaria`, `mc donald` as `mcdonald`."""
    return (*words[:at], words[at] + words[at + 1], *words[at + 2 :])


def _subsets(form: frozenset[str]) -> Iterator[frozenset[str]]:
    members = sorted(form)
    sizes = range(2, len(members)) if len(members) <= _ALL_SUBSETS else {2, len(members) - 1}
    for size in sizes:
        yield from map(frozenset, combinations(members, size))
