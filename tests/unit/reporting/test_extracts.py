"""C6: what goes to others tells no immigration status, whatever the person wrote; all else goes unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenline.reporting.extracts import LEFT_OUT, without_status
from havenline.unasked import found_in

# What was written -> what goes.
WRITTEN = {
    "He hit me. I am undocumented. He ran.": f"He hit me. {LEFT_OUT}He ran.",
    "I am undocumented": LEFT_OUT,
    "Soy indocumentada.\nMe pegó.": f"{LEFT_OUT}Me pegó.",
    "He hit me.\nHe ran!": "He hit me.\nHe ran!",
    "": "",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_sentence_of_status_is_left_out(text: str) -> None:
    assert without_status(text) == WRITTEN[text]


@given(st.text(alphabet=st.sampled_from("ab .!?\n\u202eé"), max_size=60))
def test_all_else_goes_unchanged(text: str) -> None:
    assert without_status(text) == text


@given(
    st.lists(
        st.sampled_from(["He ran. ", "my visa expired", "no papers\n", "a green card? ", "ICE "]), max_size=9
    )
)
def test_no_status_is_ever_left(pieces: list[str]) -> None:
    assert not found_in(without_status("".join(pieces)))
