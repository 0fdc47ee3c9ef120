"""Answers tried in order give the same answer in every form, whatever is open before one is certain.

Each condition of a question is a fact of its own here. Tried is every place at which an answer is the first
certain one, with nothing open before it, with every one answer open, and with every two. More than two open
ones add nothing: the answer is the doubt as soon as one of them says something else than the certain one,
and the missing facts are those of each.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from havenline.policy import Pack, load
from tests.unit.policy.forms.every_form import told
from tests.unit.policy.forms.probes import ALWAYS, PROBE, asked_questions, chain, interpreted

PACK = load()
DAY = "2024-05-10"


@pytest.mark.parametrize("name", asked_questions(PACK))
def test_answers_in_order_give_the_same_answer(name: str) -> None:
    pack = chain(PACK, name)
    cases = list(_sequences(pack))
    expected = [interpreted(pack, case, pack.in_effect({})) for case in cases]
    with duckdb.connect() as connection:
        found = told(pack, {}, cases, questions=[PROBE], connection=connection)
    for form_name, answers in found.answers.items():
        for case, (answer, _), got in zip(cases, expected, answers[PROBE], strict=True):
            assert got == answer, (form_name, case)
    assert found.missing[PROBE] == [missing for _, missing in expected]


def _sequences(pack: Pack) -> Iterator[dict[str, Any]]:
    answers = pack.questions[PROBE].answers
    for first in range(len(answers)):
        for size in (0, 1, 2):
            for opened in itertools.combinations(range(first), size):
                facts: dict[str, Any] = {f"a{number}": number == first for number in range(first + 1)}
                facts |= {f"a{number}": "unknown" for number in opened}
                given = {key: value for key, value in facts.items() if f"also.{key}" in pack.also}
                if answers[first].when == ALWAYS:
                    given.pop(f"a{first}", None)
                yield {"screening": DAY, "also": given}
