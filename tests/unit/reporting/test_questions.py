"""The closed questions stand for facts of the case file and for nothing else; doubt is always an answer."""

from __future__ import annotations

import pytest

from havenline.protection.facts import LEGAL
from havenline.reporting.questions import KIND, QUESTIONS, TRADE, UNSAID, Question, facts_of


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_every_answer_is_a_legal_fact(question: Question) -> None:
    for choice in question.choices:
        assert all(value in LEGAL[fact] for fact, value in choice.facts.items()), choice.value


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_rather_not_say_stands_beside_the_others(question: Question) -> None:
    assert question.choices[-1].value == UNSAID
    assert question.choices[-1].facts == {}


def test_every_crime_of_the_policy_can_be_chosen() -> None:
    offered = {choice.facts.get("crime", "unknown") for choice in KIND.choices}
    assert offered == set(LEGAL["crime"]) - {"not_violent"}


def test_no_answer_takes_the_promise_away() -> None:
    """A fact that ends a clause (`none`, `not_violent`, `third_party`) is never recorded by the portal."""
    given = {
        value for question in QUESTIONS.values() for one in question.choices for value in one.facts.values()
    }
    assert given & {"none", "not_violent", "third_party", "false"} == set()
    assert TRADE.choice("no").facts == {}


# Answers -> the facts they stand for.
CASES = (
    ({}, ("unknown", "unknown", "unknown", "unknown")),
    ({"kind": "stalking"}, ("stalking", "unknown", "unknown", "unknown")),
    ({"part": "both", "trade": "made"}, ("unknown", "victim", "current", "true")),
    ({"kind": "nonsense", "part": "", "trade": "none"}, ("unknown", "unknown", "unknown", "unknown")),
)


@pytest.mark.parametrize(("answers", "facts"), CASES)
def test_what_is_not_said_is_unknown(answers: dict[str, str], facts: tuple[str, ...]) -> None:
    found = facts_of(answers)
    assert (found["crime"], found["role"], found["sex_trade"], found["trafficked"]) == facts
