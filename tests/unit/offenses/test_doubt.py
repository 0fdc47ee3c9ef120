"""What is not certain goes to a person: doubt never becomes a Y, and text never read never becomes an N."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenline.offenses import parse

LISTED = ["647(A) PC", "647(B) PC", "PC 647(b)(1)", "653.22 PC", "653.22(A) PC", "PC 372", "372 PC"]
TEXT = st.text(max_size=60) | st.text(alphabet="0123456789().,/-&;: PCHSVABMbmn§|'=\n", max_size=40)


@given(raw=TEXT, level=st.sampled_from(["", "M", "F", "?"]), words=st.text(max_size=20))
def test_every_text_has_an_answer(raw: str, level: str, words: str) -> None:
    read = parse(raw, level_column=level, description_column=words)
    answer = read.as_dict()
    assert read.charge_bar_listed in ("Y", "N", "REVIEW")
    assert read.use_bar_listed in ("Y", "N", "REVIEW")
    assert json.loads(json.dumps(answer)) == answer
    assert all(isinstance(value, str) for value in answer.values())


@given(raw=TEXT)
def test_text_without_a_code_is_never_decided(raw: str) -> None:
    read = parse(raw)
    if not read.code:
        assert read.charge_bar_listed == "REVIEW"
        assert read.use_bar_listed != "Y"


@given(raw=TEXT)
def test_case_of_letters_never_matters(raw: str) -> None:
    lower, upper = parse(raw.lower()), parse(raw.lower().upper())
    if len(raw.lower().upper()) == len(raw):
        assert lower.charge_bar_listed == upper.charge_bar_listed or not raw.isascii()


@given(data=st.data(), listed=st.sampled_from(LISTED))
def test_stray_blanks_never_hide_a_listed_offense(data: st.DataObject, listed: str) -> None:
    places = data.draw(st.sets(st.integers(1, len(listed) - 1), max_size=3))
    text = "".join((" " if place in places else "") + sign for place, sign in enumerate(listed))
    assert parse(text).charge_bar_listed != "N", text


@given(
    left=st.sampled_from(
        ["10647(B) PC", "1647 PC", "3720 PC", "647.6 PC", "653.2 PC", "372.5 PC", "373A PC", "3 72 PC"]
    ),
    words=st.sampled_from(["", "-PROSTITUTION", "-LOITER:INT:PROSTITUTION", " PROSTITUTION"]),
)
def test_resembling_number_is_never_listed(left: str, words: str) -> None:
    assert parse(left + words).charge_bar_listed != "Y"


@pytest.mark.parametrize(
    ("raw", "proposed"),
    [
        ("372 HS", "PC 372"),
        ("647(b) HS", "PC 647(b)"),
        ("653.22 VC", "PC 653.22"),
        ("11350 PC", "HS 11350"),
        ("11550(A)", "HS 11550(a)"),
        ("647(b)", "PC 647(b)"),
        ("65322 PC", "PC 653.22"),
        ("653-22 PC", "PC 653.22"),
        ("3725 PC", "PC 372.5"),
        ("372.0 PC", "PC 372"),
        ("47(B) PC", "PC 647(b)"),
        ("647(8) PC", "PC 647(b)"),
    ],
)
def test_proposal_waits_for_a_person(raw: str, proposed: str) -> None:
    read = parse(raw)
    assert (read.ambiguous, read.charge_bar_listed) == (proposed, "REVIEW")
    assert read.alternatives == (proposed,)


@pytest.mark.parametrize(
    ("raw", "words", "normalized", "charge"),
    [
        ("647B PC", "", "PC 647b", "REVIEW"),
        ("647B PC", "PROSTITUTION", "PC 647(b)", "Y"),
        ("647B PC", "LOITR ADLT SCH", "PC 647b", "N"),
        ("647B PC", "PROSTITUTION NEAR SCHOOL", "PC 647b", "REVIEW"),
        ("647A PC", "", "PC 647a", "REVIEW"),
        ("647A PC", "SOLICIT LEWD ACT", "PC 647(a)", "Y"),
        ("647A PC", "ANNOY/MOLEST CHILD", "PC 647a", "N"),
        ("647A PC", "LEWD ACT WITH CHILD", "PC 647a", "REVIEW"),
        ("647 A PC", "", "PC 647a", "REVIEW"),
        ("647(A) PC", "ANNOY/MOLEST CHILD", "PC 647a", "REVIEW"),
        ("647(B) PC", "LOITR ADLT SCH", "PC 647b", "REVIEW"),
        ("647B2 PC", "", "PC 647(b)(2)", "Y"),
    ],
)
def test_words_settle_a_lettered_section(raw: str, words: str, normalized: str, charge: str) -> None:
    read = parse(raw, description_column=words)
    assert (read.normalized, read.charge_bar_listed) == (normalized, charge)


def test_huge_text_is_answered_at_once() -> None:
    for text in ("647(B) PC " * 100_000, "(" * 1_000_000, "6" * 1_000_000, "\u0345\u0301" * 500_000):
        assert parse(text).charge_bar_listed == "REVIEW"
    assert parse(" " * 1_000_000 + "647(B) PC").normalized == "PC 647(b)"


@pytest.mark.parametrize("sign", ["(", "647(", "1 ", "A ", "B.", "PC ", "/", "647/", "(b", "&"])
def test_longest_readable_text_ends(sign: str) -> None:
    read = parse(sign * (2000 // len(sign)))
    assert read.charge_bar_listed in ("N", "REVIEW")
