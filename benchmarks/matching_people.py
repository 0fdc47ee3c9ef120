"""Invented people by origin of their name, and the ways another clerk writes the same person.

    protected, asked = people(protected=20_000, asked=200_000, seed=7)

Each protected person is asked about once, with one kind of error; everybody else asked about is a stranger of
the same origins, or (one in a thousand) the twin of a protected person. Nobody here exists.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks import matching_names as pools

ORIGINS = {
    "vietnamese": 18,
    "spanish": 24,
    "chinese": 24,
    "filipino": 12,
    "arabic": 8,
    "russian": 6,
    "english": 8,
}
STRANGER, TWIN = "stranger", "twin"


@dataclass(frozen=True, slots=True)
class Person:
    """One record: given names, family names, day of birth; `spelled` are other spellings of each part."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    born: str
    origin: str
    spelled: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """The name as this record has it."""
        return " ".join((*self.given, *self.family))


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked about: `of` is the number of the protected person it is, or -1."""

    person: Person
    of: int
    kind: str


Change = Callable[[random.Random, Person], Person | None]


def people(*, protected: int, asked: int, seed: int) -> tuple[list[Person], list[Asked]]:
    """The protected, and those asked about in random order."""
    dice = random.Random(seed)
    stored = [somebody(dice) for _ in range(protected)]
    found = [_same_again(dice, person, number) for number, person in enumerate(stored)]
    twins = [Asked(_twin(dice, dice.choice(stored)), -1, TWIN) for _ in range(asked // 1000)]
    strangers = [Asked(somebody(dice), -1, STRANGER) for _ in range(asked - protected - len(twins))]
    everybody = [*found, *twins, *strangers]
    dice.shuffle(everybody)
    return stored, everybody


def somebody(dice: random.Random) -> Person:
    """A person of some origin."""
    origin = dice.choices(list(ORIGINS), weights=list(ORIGINS.values()))[0]
    return _MAKERS[origin](dice)


def _zipf(dice: random.Random, pool: list[str], *, steep: float = 0.8) -> str:
    """A name, common ones more often."""
    return dice.choices(pool, weights=_weights(len(pool), steep))[0]


_kept: dict[tuple[int, float], list[float]] = {}


def _weights(count: int, steep: float) -> list[float]:
    if (count, steep) not in _kept:
        _kept[count, steep] = [1 / (at + 1) ** steep for at in range(count)]
    return _kept[count, steep]


def _born(dice: random.Random, *, new_year: float = 0.01) -> str:
    day = date(1955, 1, 1) + timedelta(days=int(dice.betavariate(2.2, 1.6) * 19_000))
    return f"{day.year}-01-01" if dice.random() < new_year else day.isoformat()


def _vietnamese(dice: random.Random) -> Person:
    middle = dice.choices(["thi", "van", "", _zipf(dice, pools.VIETNAMESE_GIVEN)], weights=[30, 20, 20, 30])[
        0
    ]
    given = tuple(part for part in (middle, _zipf(dice, pools.VIETNAMESE_GIVEN, steep=0.5)) if part)
    family = (_zipf(dice, pools.VIETNAMESE_FAMILY, steep=1.3),)
    return Person(given, family, _born(dice, new_year=0.04), "vietnamese")


def _spanish(dice: random.Random) -> Person:
    given = [_zipf(dice, pools.SPANISH_GIVEN)]
    if dice.random() < 0.45:
        given.append(_zipf(dice, pools.SPANISH_GIVEN))
    family = [_zipf(dice, pools.SPANISH_FAMILY)]
    if dice.random() < 0.65:
        family.append(_zipf(dice, pools.SPANISH_FAMILY))
    return Person(tuple(dict.fromkeys(given)), tuple(dict.fromkeys(family)), _born(dice), "spanish")


def _chinese(dice: random.Random) -> Person:
    family = _zipf(dice, pools.CHINESE_FAMILY, steep=0.9).split("/")
    count = 1 if dice.random() < 0.3 else 2
    given = [_zipf(dice, pools.CHINESE_GIVEN, steep=0.5).split("/") for _ in range(count)]
    way = dice.choices([0, 1, 2], weights=[60, 10, 30])[0]
    spelled = tuple(tuple(part) for part in (family, *given))
    return _chinese_in(way, spelled, _born(dice))


def _chinese_in(way: int, spelled: tuple[tuple[str, ...], ...], born: str) -> Person:
    family, *given = (part[way] for part in spelled)
    # In Pinyin the given name is one word, elsewhere two.
    told = ("".join(given),) if way == 0 else tuple(given)
    return Person(told, (family,), born, "chinese", spelled)


def _filipino(dice: random.Random) -> Person:
    given = [_zipf(dice, pools.FILIPINO_GIVEN, steep=0.6)]
    if dice.random() < 0.4:
        given.append(_zipf(dice, pools.FILIPINO_GIVEN, steep=0.6))
    family = [_zipf(dice, pools.FILIPINO_FAMILY)]
    if dice.random() < 0.5:
        family.insert(0, _zipf(dice, pools.FILIPINO_FAMILY))
    return Person(tuple(dict.fromkeys(given)), tuple(dict.fromkeys(family)), _born(dice), "filipino")


def _spelled_ways(
    dice: random.Random, given: list[str], family: list[str], origin: str, **more: float
) -> Person:
    parts = [_zipf(dice, given, steep=0.7), _zipf(dice, family, steep=0.7)]
    spelled = tuple(tuple(part.split("/")) for part in parts)
    told = [dice.choice(ways) if dice.random() < 0.3 else ways[0] for ways in spelled]
    return Person((told[0],), (told[1],), _born(dice, **more), origin, spelled)


def _arabic(dice: random.Random) -> Person:
    return _spelled_ways(dice, pools.ARABIC_GIVEN, pools.ARABIC_FAMILY, "arabic", new_year=0.12)


def _russian(dice: random.Random) -> Person:
    return _spelled_ways(dice, pools.RUSSIAN_GIVEN, pools.RUSSIAN_FAMILY, "russian")


def _english(dice: random.Random) -> Person:
    given = [_zipf(dice, pools.ENGLISH_GIVEN, steep=0.6)]
    if dice.random() < 0.5:
        given.append(_zipf(dice, pools.ENGLISH_GIVEN, steep=0.6))
    family = (_zipf(dice, pools.ENGLISH_FAMILY, steep=0.7),)
    return Person(tuple(dict.fromkeys(given)), family, _born(dice), "english")


_MAKERS = {
    "vietnamese": _vietnamese,
    "spanish": _spanish,
    "chinese": _chinese,
    "filipino": _filipino,
    "arabic": _arabic,
    "russian": _russian,
    "english": _english,
}


def _with(person: Person, **changes: object) -> Person:
    kept = {name: getattr(person, name) for name in ("given", "family", "born", "origin", "spelled")}
    return Person(**{**kept, **changes})  # type: ignore[arg-type]


def _same_again(dice: random.Random, person: Person, number: int) -> Asked:
    """The person with one kind of error, the kinds in turn; the next one where it cannot be."""
    kinds = list(KINDS)
    for step in range(len(kinds)):
        kind = kinds[(number + step) % len(kinds)]
        changed = KINDS[kind](dice, person)
        if changed is not None:
            return Asked(changed, number, kind)
    raise ValueError("no kind of error fits")


def _twin(dice: random.Random, person: Person) -> Person:
    while True:
        other = _MAKERS[person.origin](dice)
        if not set(other.given) & set(person.given):
            return _with(person, given=other.given, spelled=())


_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _mistyped(dice: random.Random, word: str) -> str:
    at = dice.randrange(len(word))
    way = dice.randrange(4) if len(word) > 2 else 1
    if way == 0:
        return word[:at] + word[at + 1 :]
    if way == 1:
        return word[:at] + dice.choice(_LETTERS) + word[at + 1 :]
    if way == 2:
        return word[:at] + dice.choice(_LETTERS) + word[at:]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _mistype(dice: random.Random, person: Person, *, parts: int) -> Person | None:
    given, family = list(person.given), list(person.family)
    sides = [given, family] if parts == 2 else [dice.choice([given, family])]
    for side in sides:
        at = dice.randrange(len(side))
        side[at] = _mistyped(dice, side[at])
    changed = _with(person, given=tuple(given), family=tuple(family))
    return changed if changed.name != person.name else None


def _one_typo(dice: random.Random, person: Person) -> Person | None:
    return _mistype(dice, person, parts=1)


def _two_typos(dice: random.Random, person: Person) -> Person | None:
    return _mistype(dice, person, parts=2)


def _as_it_is(dice: random.Random, person: Person) -> Person:
    return person


def _order(dice: random.Random, person: Person) -> Person:
    return _with(person, given=person.family, family=person.given)


def _nickname(dice: random.Random, person: Person) -> Person | None:
    for at, name in enumerate(person.given):
        if name in pools.CALLED and (person.origin == "russian") == (pools.CALLED[name] in _RUSSIAN):
            called = (*person.given[:at], pools.CALLED[name], *person.given[at + 1 :])
            return _with(person, given=called[at:] if dice.random() < 0.5 else called)
    return None


_RUSSIAN = {
    name
    for full, name in pools.CALLED.items()
    if full in {way for row in pools.RUSSIAN_GIVEN for way in row.split("/")} and full != "alexander"
}


def _left_out(dice: random.Random, person: Person) -> Person | None:
    """A middle name, or one of two family names, is missing."""
    if len(person.given) > 1 and (len(person.family) == 1 or dice.random() < 0.5):
        # In Vietnamese the last of the given names is the one used.
        kept = person.given[-1:] if person.origin == "vietnamese" else person.given[:1]
        return _with(person, given=kept)
    if len(person.family) > 1:
        return _with(person, family=(dice.choice(person.family),))
    return None


def _joined(dice: random.Random, person: Person) -> Person | None:
    """Two family or given names written as one, or with a hyphen."""
    for field in ("family", "given"):
        names = getattr(person, field)
        if len(names) > 1:
            return _with(person, **{field: (dice.choice(["", "-"]).join(names),)})
    return None


def _other_spelling(dice: random.Random, person: Person) -> Person | None:
    if person.origin == "chinese":
        ways = [_chinese_in(way, person.spelled, person.born) for way in range(3)]
    else:
        ways = [_respelled(dice, person) for _ in range(4)] if person.spelled else []
    others = [way for way in ways if way.name != person.name]
    return dice.choice(others) if others else None


def _respelled(dice: random.Random, person: Person) -> Person:
    given, family = (dice.choice(ways) for ways in person.spelled)
    return _with(person, given=(given,), family=(family,))


def _day_swapped(dice: random.Random, person: Person) -> Person | None:
    year, month, day = person.born.split("-")
    return _with(person, born=f"{year}-{day}-{month}") if int(day) <= 12 and day != month else None


def _day_one_figure(dice: random.Random, person: Person) -> Person | None:
    for _ in range(50):
        at = dice.choice([2, 3, 5, 6, 8, 9])
        born = person.born[:at] + dice.choice("0123456789") + person.born[at + 1 :]
        try:
            if born != person.born and 1930 < date.fromisoformat(born).year < 2012:
                return _with(person, born=born)
        except ValueError:
            continue
    return None


def _year_off(dice: random.Random, person: Person) -> Person | None:
    born = f"{int(person.born[:4]) + dice.choice([-1, 1])}{person.born[4:]}"
    return None if born.endswith("02-29") else _with(person, born=born)


def _typo_and_day(dice: random.Random, person: Person) -> Person | None:
    mistyped = _one_typo(dice, person)
    return mistyped and _day_one_figure(dice, mistyped)


KINDS: dict[str, Change] = {
    "as it is": _as_it_is,
    "order": _order,
    "one typo": _one_typo,
    "two typos": _two_typos,
    "nickname": _nickname,
    "part left out": _left_out,
    "joined or hyphen": _joined,
    "other spelling": _other_spelling,
    "day and month swapped": _day_swapped,
    "one figure of birth": _day_one_figure,
    "year of birth off by 1": _year_off,
    "typo and figure of birth": _typo_and_day,
}
