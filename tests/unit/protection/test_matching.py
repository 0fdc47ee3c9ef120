"""A person is found however the name is written, and never by a name or a day of birth alone."""

from __future__ import annotations

import pytest

from havenline.protection import tokens
from havenline.protection.facts import Identifiers
from havenline.protection.gate import PersonAsked
from havenline.protection.traits import Traits, of_asked, of_said

BORN = "1994-03-09"


def meets(stored: Identifiers, asked: PersonAsked) -> bool:
    return bool(tokens.stored(of_said([stored])) & tokens.asked(of_asked(asked)))


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


# Stored with one part of a name, asked about by a name: whether it may be the same person.
PERHAPS = [
    ("Marisol", "Marisol Quiroga", True),
    ("Marisol", "QUIROGA RUIZ, Marisol", True),
    ("Marisol", "Ana Marisol Quiroga", True),
    ("Márisol", "marisol quiroga", True),
    ("Marisol", "MARISOL", True),
    ("Marisol", "Mari Sol Quiroga", True),
    ("Mari Sol", "Marisol", True),
    ("Marisol Q.", "Marisol Quiroga", True),
    ("La Marisol", "Marisol Quiroga", True),
    ("O'Marisol", "OMarisol Quiroga", True),
    ("Marisol", "Mari Quiroga", False),
    ("Marisol", "Quiroga", False),
    ("Marisol", "", False),
    ("", "Marisol Quiroga", False),
    ("Q.", "Marisol Q. Quiroga", False),
    ("Marisol Quiroga", "Marisol Ruiz", False),
    ("Marisol Quiroga", "Marisol", False),
]


def hinted(stored: str, asked: str, *, born: str = BORN, asked_born: str = BORN) -> bool:
    known = tokens.stored(Traits((stored,), (born,) if born else ()))
    return bool(known & tokens.hinting(of_asked(PersonAsked(asked, asked_born))))


@pytest.mark.parametrize(("stored", "asked", "perhaps"), PERHAPS)
def test_one_part_of_a_name_and_a_day_of_birth_hint_at_a_person(
    stored: str, asked: str, perhaps: bool
) -> None:
    assert hinted(stored, asked) is perhaps
    assert not hinted(stored, asked, asked_born="1994-03-10")
    assert not hinted(stored, asked, born="", asked_born="")


@pytest.mark.parametrize(("stored", "asked"), [row[:2] for row in PERHAPS if row[2]])
def test_one_part_of_a_name_never_finds_anybody_for_certain(stored: str, asked: str) -> None:
    assert not found(stored, asked)


@pytest.mark.parametrize(
    ("name", "can"),
    [
        ("Rosa Delgado", True),
        ("Mai Le", True),
        ("王 明", True),
        ("Rosa", False),
        ("Rosa D.", False),
        ("R. D. Delgado", False),
        ("' - .", False),
        ("", False),
    ],
)
def test_a_miss_means_something_with_two_parts_of_a_name_alone(name: str, can: bool) -> None:
    assert tokens.can_find(PersonAsked(name, BORN)) is can
    assert not tokens.can_find(PersonAsked(name, ""))


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
    assert tokens.stored(of_said([alone])) == set()


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


def test_a_very_long_name_stays_small() -> None:
    long = " ".join(f"n{number}" for number in range(100))
    assert len(tokens.stored(Traits((long,), (BORN,)))) < 12_000
    assert found(long, long)
