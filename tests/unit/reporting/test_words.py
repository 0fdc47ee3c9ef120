"""What a person wrote stays as it was written; what cannot be stored is replaced where it can be seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from havenline.reporting import words


@given(st.text())
def test_text_is_kept_to_the_letter(text: str) -> None:
    assert words.storable(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_anything_can_be_stored_and_keeps_its_length(text: str) -> None:
    stored = words.storable(text)
    assert len(stored) == len(text)
    assert stored.encode().decode() == stored
    assert words.has_replaced(stored) or stored == text


@given(st.text())
def test_nothing_shown_is_unseen(text: str) -> None:
    assert "\0" not in words.visible(text)


# Length -> step.
STEPS = {0: "short", 500: "short", 501: "medium", 5_000: "medium", 50_000: "long", 200_000: "longest"}


def test_lengths_are_told_in_four_steps() -> None:
    assert {length: words.bucket("x" * length) for length in STEPS} == STEPS
    assert set(STEPS.values()) == set(words.BUCKETS)


def test_spaces_are_no_words() -> None:
    assert [words.is_empty(text) for text in ("", " \r\n\t", "\0", "a", ".")] == [
        True,
        True,
        True,
        False,
        False,
    ]
