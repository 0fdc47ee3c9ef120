"""Columns from Arrow say what the cases say, unknown rows among them, wherever a slice begins."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa
import pytest

from havenline.policy import load
from havenline.policy.conditions import Either, Listing, Membership, Nearness, Order
from havenline.policy.forms.arrow import from_arrow
from havenline.policy.forms.columns import Column, statutes
from havenline.policy.forms.masks import masks
from tests.unit.policy.forms.probes import PROBE, interpreted, probe

PACK = load()
DAYS = ["2024-05-09", "2024-05-10", "2024-05-12", None]
CONDITION = Either(
    (
        Membership("person.trafficked", frozenset({True})),
        Membership("person.role", frozenset({"victim"})),
        Nearness("offense.date", "report.crime_date", 1),
        Order("offense.date", "<", "2024-05-10", right_is_fact=False),
        Listing("offense.code", "drug"),
    )
)
ASKS = probe(PACK, CONDITION)


def _cases(rows: int) -> list[dict[str, Any]]:
    draw = random.Random(5)
    return [
        {
            "person.trafficked": draw.choice([True, False, False, None]),
            "person.role": draw.choice(["victim", "none", "none", None]),
            "offense.date": draw.choice(DAYS),
            "report.crime_date": draw.choice(DAYS),
            "offense.code": draw.choice(["PC 242", "HS 11377", "PC 647", None]),
        }
        for _ in range(rows)
    ]


def _case_file(facts: dict[str, Any]) -> dict[str, Any]:
    case: dict[str, Any] = {"screening": "2024-06-01"}
    for path, value in facts.items():
        section, _, key = path.partition(".")
        case.setdefault(section, {}).update({key: value} if value is not None else {})
    return case


@pytest.mark.parametrize("start", [0, 3, 8])
def test_columns_from_arrow_say_what_the_cases_say(start: int) -> None:
    form = masks(ASKS, questions=[PROBE])
    cases = _cases(200)
    columns = {path: from_arrow(pa.array([case[path] for case in cases])[start:]) for path in cases[0]}
    texts, days = columns["offense.code"], columns["offense.date"]
    assert isinstance(texts, Column)
    assert isinstance(days, Column)
    columns["offense.code"] = statutes(form.records.settling, "offense.code", texts, days)
    answers = form(columns)[PROBE]
    told = [form.results[PROBE][place] for place in answers]
    expected = [interpreted(ASKS, _case_file(case), ASKS.in_effect({}))[0] for case in cases[start:]]
    assert told == expected
    assert set(told) == {"yes", "no", "unknown"}


def test_an_array_of_another_type_is_refused() -> None:
    with pytest.raises(TypeError):
        from_arrow(pa.array([1.5]))


def test_more_cases_than_one_stretch_keep_their_order() -> None:
    asks = probe(PACK, Membership("person.trafficked", frozenset({True})))
    form = masks(asks, questions=[PROBE])
    told = [True, None, False, True, False] * 11
    answers = form({"person.trafficked": from_arrow(pa.array(told))}, stride=16)[PROBE]
    expected = {True: "yes", False: "no", None: "unknown"}
    assert [form.results[PROBE][place] for place in answers] == [expected[each] for each in told]
