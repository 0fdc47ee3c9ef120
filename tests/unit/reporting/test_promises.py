"""The promise is said in the policy's own words: every quote stands in the pack, letter by letter."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from havenline.reporting.promises import PROMISES, Promise

PACK = files("havenline.packs") / "us-ca-sfda-2018"


def policy_words() -> str:
    """The policy's text, its line breaks as spaces."""
    return " ".join((PACK / "policy.txt").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.clause)
def test_the_quote_is_the_policys_own_sentence(promise: Promise) -> None:
    text = policy_words()
    assert promise.quote in text
    assert promise.quote.endswith(".")
    start = text.index(promise.quote)
    assert start == 0 or re.search(r"[.:] $", text[:start]), "a quote begins where a sentence begins"


def test_every_promise_to_a_person_is_told() -> None:
    assert [promise.clause for promise in PROMISES] == ["C1", "C2", "C3", "C4", "C5", "C6"]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.clause)
def test_each_promise_begins_with_we_will_not(promise: Promise) -> None:
    assert str(promise.says).startswith("We will not ")
    assert str(promise.edge)
