"""A frightened person reads these words: short sentences, no word that judges, no question of why."""

from __future__ import annotations

import re

import pytest

from havenline.reporting.promises import PROMISES
from tests.house.catalogue import strings

QUOTES = {promise.quote for promise in PROMISES}
WORDS = sorted(
    {
        said.text
        for said in strings()
        if said.place.startswith(("havenline/reporting/", "havenline/web/")) and said.text not in QUOTES
    }
)
LONGEST = 15
AVOIDED = re.compile(
    r"\b(prostitut\w*|hooker\w*|rescue\w*|victimized|high-risk|johns?|pimps?|illegal\w*|alien\w*|alleged\w*"
    r"|invalid|real name|real victim|why)\b",
    re.I,
)


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?!:])\s+", text) if one]


@pytest.mark.parametrize("text", WORDS)
def test_sentences_are_short(text: str) -> None:
    assert [one for one in sentences(text) if len(one.split()) > LONGEST] == []


def test_the_mean_sentence_is_below_ten_words() -> None:
    every = [one for text in WORDS for one in sentences(text)]
    assert len(every) > 150
    assert sum(len(one.split()) for one in every) / len(every) < 10


@pytest.mark.parametrize("text", WORDS)
def test_no_word_judges_and_nothing_asks_why(text: str) -> None:
    assert AVOIDED.findall(text) == []


def test_immigration_status_is_never_asked() -> None:
    asked = [one for text in WORDS for one in sentences(text) if "immigration" in one.lower()]
    assert asked
    assert [one for one in asked if one.endswith("?")] == []


def test_the_rule_finds_what_it_looks_for() -> None:
    assert AVOIDED.findall("Invalid: why?") == ["Invalid", "why"]
