"""A table of cases is one situation; each row lays its change over it and is a case of its own."""

from __future__ import annotations

from typing import Any

import pytest

from havenline.policy.errors import PackRefused
from havenline.policy.tabled import rows
from havenline.policy.worked import worked

TABLE: dict[str, Any] = {
    "id": "T1",
    "title": "Who asks",
    "why": "The policy's words",
    "case": {"screening": "2024-06-10", "request": {"from": "police", "wants": ["report"]}},
    "readings": {"I-30": "criminal-only"},
    "expected": {"clauses": {"C3": {"result": "use_barred"}}, "check": ["PC 11166"]},
    "rows": [
        {"title": "police"},
        {
            "title": "nobody",
            "with": {"request": {"from": None}},
            "readings": {},
            "expected": {"clauses": {"C6": {"result": "not_applicable"}}, "check": None},
        },
        {"title": "no request", "with": {"request": None}},
    ],
}


def read(**changes: Any) -> list[dict[str, Any]]:
    return list(rows([{**TABLE, **changes}], where="tables.yaml"))


def test_a_row_is_a_case_of_its_own() -> None:
    first, second, third = read()
    assert [each["id"] for each in (first, second, third)] == ["T1.1", "T1.2", "T1.3"]
    assert first["title"] == "Who asks: police"
    assert first["case"] == TABLE["case"]
    assert first["readings"] == TABLE["readings"]


def test_null_takes_a_fact_out() -> None:
    _, second, third = read()
    assert second["case"] == {"screening": "2024-06-10", "request": {"wants": ["report"]}}
    assert third["case"] == {"screening": "2024-06-10"}
    assert second["readings"] == {}


def test_null_is_expected_where_nothing_is_said() -> None:
    _, second, _ = read()
    assert second["expected"]["check"] is None
    assert second["expected"]["clauses"] == {
        "C3": {"result": "use_barred"},
        "C6": {"result": "not_applicable"},
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"whys": "?"}, "`whys` is no key of a table"),
        ({"rows": [{"expected": {}}]}, "`T1`, row 1: `?` has no `title`"),
        ({"rows": [{"title": "police", "case": {}}]}, "`T1`, row 1: `case` is no key of a table"),
    ],
)
def test_a_wrong_table_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(PackRefused) as refused:
        read(**changes)
    assert str(refused.value).startswith("tables.yaml: ")
    assert said in str(refused.value)


def test_a_table_without_a_ground_is_refused() -> None:
    without = {key: value for key, value in TABLE.items() if key != "why"}
    with pytest.raises(PackRefused, match="`T1` has no `why`"):
        list(rows([without], where="tables.yaml"))


def test_readings_of_a_row_stand_in_its_title() -> None:
    shown = {case.id: case for case in worked("us-ca-sfda-2018")}
    assert shown["T16.1"].told.endswith("(I-30 criminal-only)")
    assert shown["S01"].told == shown["S01"].title
