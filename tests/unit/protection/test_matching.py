"""A person is found however the name is written, and never by a name or a day of birth alone."""

from __future__ import annotations

import pytest

from havenline.protection import tokens
from havenline.protection.facts import Identifiers
from havenline.protection.gate import PersonAsked
from havenline.protection.keeper_keys import KeeperKeys

KEYS = KeeperKeys.from_secret(bytes(range(32)))
BORN = "1994-03-09"


def meets(stored: Identifiers, asked: PersonAsked) -> bool:
    return bool(tokens.stored(stored, KEYS) & tokens.asked(asked, KEYS))


def found(stored: str, asked: str, *, born: str = BORN, asked_born: str = BORN) -> bool:
    return meets(Identifiers(names=(stored,), born=born), PersonAsked(asked, asked_born))


# All names are invented. Each pair is one person; both directions are tried.
SAME = [
    ("Rosa Delgado", "rosa delgado"),
    ("Rosa Delgado", "DELGADO, ROSA"),
    ("Rosa Delgado", "  Rosa\tDelgado\u00a0"),
    ("Róśa Délgàdo", "Rosa Delgado"),
    ("Rosa\u0301 Delgado", "Ros\u00e1 Delgado"),
    ("Ｒｏｓａ Delgado", "Rosa Delgado"),
    ("Rosa Straße", "Rosa STRASSE"),
    ("Søren Łukasz", "Soren Lukasz"),
    ("Ana-Maria Delgado", "Ana Maria Delgado"),
    ("Ana-Maria Delgado", "Anamaria Delgado"),
    ("Rosa Delgado-Ruiz", "Ruiz Delgado Rosa"),
    ("Rosa O'Brien", "Rosa OBrien"),
    ("Rosa O’Brien", "Rosa O Brien"),
    ("Rosa McDonald", "Rosa Mc Donald"),
    ("Rosa de la Cruz", "Cruz, Rosa de la"),
    ("Rosa de la Cruz", "Rosa Delacruz"),
    ("Rosa de la Cruz", "Rosa Cruz"),
    ("Rosa van der Berg", "Rosa Vanderberg"),
    ("Rosa Maria Delgado", "Rosa Delgado"),
    ("Rosa Maria Delgado", "Maria Delgado"),
    ("Rosa M. Delgado", "Rosa Maria Delgado"),
    ("Rosa Maria de la Cruz", "Rosa Delacruz"),
    ("Rosa Delgado Ruiz", "Rosa Delgado"),
    ("Rosa Delgado Ruiz", "Rosa Ruiz"),
    ("Rosa Delgado Jr.", "Rosa Delgado"),
    ("Nguyễn Thị Mai", "Mai Nguyen"),
    ("王 小明", "小明 王"),
    ("Ро́за Дельгадо", "роза дельгадо"),
    ("Madonna", "MADONNA"),
    ("Rosa \u202eDelgado\u202c", "Rosa Delgado"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person_is_found_both_ways(one: str, other: str) -> None:
    assert found(one, other)
    assert found(other, one)


DIFFERENT = [
    ("Rosa Delgado", "Rosa Ruiz"),
    ("Rosa Delgado", "Ines Delgado"),
    ("Rosa Delgado", "Rosa"),
    ("Rosa Delgado", "Delgado"),
    ("Juan Delgado Ruiz", "Jose Delgado Ruiz"),  # twins
    ("Juan Carlos Delgado", "Juan Pedro Ruiz"),
    ("Mai Le", "Mai Van"),
    ("Rosa D", "Rosa E"),
    ("Rosa Delgado", ""),
    ("Rosa Delgado", "' - ."),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_people_stay_different(one: str, other: str) -> None:
    assert not found(one, other)
    assert not found(other, one)


@pytest.mark.parametrize("asked_born", ["1994-03-10", "1994-09-03", "1995-03-09", ""])
def test_another_day_of_birth_is_another_person(asked_born: str) -> None:
    assert not found("Rosa Delgado", "Rosa Delgado", asked_born=asked_born)
    assert not found("Rosa Delgado", "Rosa Delgado", born=asked_born)


@pytest.mark.parametrize(
    "alone",
    [
        Identifiers(names=("Rosa Delgado",)),
        Identifiers(born=BORN),
        Identifiers(names=("",), born=BORN),
        Identifiers(numbers=(("phone", "()- "), ("state_id", " "))),
    ],
)
def test_name_or_birth_alone_leaves_no_token(alone: Identifiers) -> None:
    assert tokens.stored(alone, KEYS) == set()


NUMBERS = [
    ("phone", "415-555-0134", "(415) 555 0134", True),
    ("phone", "415-555-0134", "+1 415.555.0134", True),
    ("phone", "415-555-0134", "415-555-0135", False),
    ("phone", "٤١٥٥٥٥٠١٣٤", "4155550134", True),
    ("state_id", "D 123-4987", "d1234987", True),
    ("state_id", "D1234987", "D1234978", False),
    ("local_id", "SF#0042", "sf0042", True),
]


@pytest.mark.parametrize(("kind", "stored", "asked", "same"), NUMBERS)
def test_numbers_match_exactly_within_their_kind(kind: str, stored: str, asked: str, same: bool) -> None:
    known = Identifiers(numbers=((kind, stored),))
    assert meets(known, PersonAsked(numbers=((kind, asked),))) is same
    other = "phone" if kind != "phone" else "local_id"
    assert not meets(known, PersonAsked(numbers=((other, asked),)))


def test_another_office_finds_nobody() -> None:
    elsewhere = KeeperKeys.from_secret(bytes(32))
    known = Identifiers(names=("Rosa Delgado",), born=BORN, numbers=(("phone", "4155550134"),))
    asked = PersonAsked("Rosa Delgado", BORN, (("phone", "4155550134"),))
    assert not tokens.stored(known, KEYS) & tokens.asked(asked, elsewhere)


def test_a_very_long_name_stays_small() -> None:
    long = " ".join(f"n{number}" for number in range(100))
    assert len(tokens.stored(Identifiers(names=(long,), born=BORN), KEYS)) < 12_000
    assert found(long, long)
