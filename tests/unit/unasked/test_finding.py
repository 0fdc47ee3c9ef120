"""Words that may tell immigration status are found, and a story of violence is not stopped for nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenline.unasked import Found, found_in, in_sight, taken_out

TELLING = [
    ("I have no papers", "paper"),
    ("i dont have papers", "paper"),
    ("She is undocumented.", "paper"),
    ("I overstayed my visa", "paper"),
    ("my visa ran out", "paper"),
    ("I lost my green card", "paper"),
    ("I asked for asylum", "paper"),
    ("I am not a citizen", "paper"),
    ("I have TPS", "paper"),
    ("he took my passport", "paper"),
    ("my immigration status", "paper"),
    ("my A-number", "number"),
    ("A 123 456 789", "number"),
    ("A123456789", "number"),
    ("a#12345678", "number"),
    ("receipt EAC1234567890", "number"),
    ("he said he will call ICE", "agency"),
    ("they will deport me", "agency"),
    ("the consulate helped me", "agency"),
    ("I crossed the border in 2019", "agency"),
    ("I am from Honduras", "origin"),
    ("I'm originally from El Salvador", "origin"),
    ("I’m Mexican", "origin"),
    ("we came here from China", "origin"),
    ("I was born in Manila", "origin"),
    ("my nationality", "origin"),
    ("soy de Guatemala", "origin"),
    ("Soy hondureña", "origin"),
    ("nací en Puebla", "origin"),
    ("naci en Puebla", "origin"),
    ("no tengo papeles", "paper"),
    ("estoy sin documentos", "paper"),
    ("soy indocumentada", "paper"),
    ("me dijo que llamaría a la migra", "agency"),
    ("me van a deportar", "agency"),
    ("el consulado", "agency"),
    ("他拿了我的护照", "paper"),
    ("他说要叫移民局来", "agency"),
    ("tôi không có giấy tờ", "paper"),
    ("họ sẽ trục xuất tôi", "agency"),
    ("ako ay TNT, tago nang tago", "paper"),
    ("у меня нет визы", "paper"),
    ("أخذ جواز سفري جواز سفر", "paper"),
]


@pytest.mark.parametrize(("text", "kind"), TELLING)
def test_what_tells_is_found(text: str, kind: str) -> None:
    assert kind in {one.kind for one in found_in(text)}
    assert kind in {one.kind for one in found_in(text.upper())}, "in capitals too"


# What people write about violence, strangers and the city: none of it tells the status of who writes.
NOT_TELLING = [
    "He took my money and held my arm.",
    "A Mexican man in a grey car robbed me.",
    "The man spoke Russian and had a tattoo.",
    "He paid with a Visa card.",
    "my visa debit card was stolen",
    "I want ice on my arm. It was icy.",
    "We met at the Chinese restaurant on Turk Street.",
    "I was born in 1990.",
    "Call me at 415 555 0100.",
    "My name is Alien Rose on the street.",
    "He is a regular. I saw him twice at 16th and Mission.",
    "status: I am safe now",
    "He made a citizen's arrest",
    "The case number is 24123456.",
    "He said he works for customs and tattoo shop",
    "lo he visto dos veces, me pegó y me robó",
    "un mexicano me siguió hasta la calle",
    "Me amenazó con un cuchillo en la calle Misión.",
    "他打了我，抢了我的钱",
    "anh ta đánh tôi và lấy tiền",
    "Il m'a frappée et volé mon sac.",
    "I am Rosa. I'm in the Tenderloin. I am scared.",
    "I'm from the Mission, I am from Oakland",
    "Vitamin A 12345",
]


@pytest.mark.parametrize("text", NOT_TELLING)
def test_a_story_is_not_stopped_for_nothing(text: str) -> None:
    assert [text[one.start : one.end] for one in found_in(text)] == []


def test_the_words_are_taken_out_and_nothing_else() -> None:
    text = "He hit me.\r\nHe said: I call ICE, you have no papers!\nThen he left."
    assert taken_out(text) == "He hit me.\r\nHe said: I [...], you [...]!\nThen he left."


def test_what_was_found_is_shown_in_its_place() -> None:
    text = "x" * 100 + " no papers " + "y" * 100
    [(before, words, after)] = in_sight(text, found_in(text))
    assert (before, words, after) == ("x" * 39 + " ", "no papers", " " + "y" * 39)


@given(st.text(max_size=300))
def test_any_text_is_read_and_its_places_stand_apart(text: str) -> None:
    end = 0
    for one in found_in(text):
        assert isinstance(one, Found)
        assert end <= one.start < one.end <= len(text)
        end = one.end
    assert taken_out(text) == text or found_in(text)


@given(st.lists(st.sampled_from([text for text, _ in TELLING] + NOT_TELLING), max_size=6))
def test_what_is_left_tells_nothing(sentences: list[str]) -> None:
    assert found_in(taken_out(". ".join(sentences))) == []
