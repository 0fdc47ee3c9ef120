"""A sister law runs as data: its cases are decided as written, and each says how far it was read."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from havenline.policy import PackUnknown, decide, load, read_case
from havenline.policy.document import strict_yaml
from havenline.policy.loading import known_packs
from tests.clauses.agreement import cases as own_cases
from tests.clauses.agreement import differences
from tests.unit.policy.schemas import VERDICT

SISTERS = [name for name in known_packs() if name != "us-ca-sfda-2018"]
READ_IN_FULL = {"us-ca-647.3", "us-ca-1162", "us-ca-1161", "us-ak"}


@cache
def cases(pack_id: str) -> list[dict[str, Any]]:
    text = files("havenline.packs").joinpath(pack_id, "cases.yaml").read_text("utf-8")
    found: list[dict[str, Any]] = strict_yaml(text, where="cases.yaml")
    return found


def decided(pack_id: str, case: Any, readings: dict[str, str] | None = None) -> dict[str, Any]:
    pack = load(pack_id)
    return decide(pack, read_case(json.dumps(case), also=pack.also), readings=readings).as_dict(trace=True)


@pytest.mark.parametrize(
    ("pack_id", "case"),
    [
        pytest.param(name, each, id=f"{name} {each['id']} {each['title']}")
        for name in SISTERS
        for each in cases(name)
    ],
)
def test_case_of_a_sister_law(pack_id: str, case: Any) -> None:
    verdict = decided(pack_id, case["case"])
    assert list(differences(case["expected"], verdict)) == []
    assert [error.message for error in VERDICT.iter_errors(verdict)] == []


def test_these_sisters_are_shipped_and_no_other() -> None:
    partial = {"ca-286.5", "us-vt", "us-co", "us-or", "us-ut", "us-nh", "us-ny-manhattan", "us-la-neworleans"}
    assert set(SISTERS) == READ_IN_FULL | partial
    for unread in ("us-wa", "us-mt", "us-ri"):
        with pytest.raises(PackUnknown):
            load(unread)


@pytest.mark.parametrize("pack_id", SISTERS)
def test_decision_says_how_far_the_law_was_read(pack_id: str) -> None:
    verdict = decided(pack_id, cases(pack_id)[0]["case"])
    mark = "full" if pack_id in READ_IN_FULL else "partial"
    assert (verdict["verified"], verdict["approval"]) == (mark, {"state": "draft"})
    for name, clause in verdict["clauses"].items():
        said = clause["because"][-1]["text"]
        assert said.startswith("Source: "), name
        assert said.endswith(f"(verified: {mark})"), name


@pytest.mark.parametrize("pack_id", SISTERS)
def test_every_answer_of_a_sister_has_its_case(pack_id: str) -> None:
    """Each ground of each clause decides in some case."""
    told = [decided(pack_id, each["case"])["trace"] for each in cases(pack_id)]
    for name, clause in load(pack_id).clauses.items():
        assert clause.question is not None
        met = {step["when"] for trace in told for step in trace.get(name, ()) if step["holds"] == "yes"}
        assert [each.condition for each in clause.question.answers if each.condition not in met] == [], name
    assert len(cases(pack_id)) >= 6


def test_worked_cases_of_the_policy_agree_on_state_law() -> None:
    """Scenarios of the policy say beside it whether PC 647.3 and EC 1162 bar: the packs say the same."""
    compared = 0
    for case in (each for each in own_cases() if "law" in each):
        facts = dict(case["case"])
        if facts["report"].get("crime") == "assault":
            facts["also"] = {"reported_crime": "none_of_these"}
        arrest = decided("us-ca-647.3", facts)["clauses"]["A"]["result"] == "barred"
        assert arrest is case["law"]["pc_647_3_arrest_bar"], case["id"]
        if "ec_1162_bar" in case["law"]:
            facts["also"] = {"separate_prosecution": True}
            if facts["report"].get("crime") == "assault":
                facts["also"]["crime_of_list"] = "none_of_these"
            bar = decided("us-ca-1162", facts)["clauses"]["A"]["result"] == "inadmissible"
            assert bar is case["law"]["ec_1162_bar"], case["id"]
        compared += 1
    assert compared >= 4


@pytest.mark.parametrize("pack_id", ["us-ca-647.3", "us-ca-1162"])
def test_readings_of_the_state_law_change_an_answer(pack_id: str) -> None:
    """I-01: dates alone do not tell "at or around the time". I-02: robbery is not yet a serious felony."""
    first = cases(pack_id)[0]["case"]
    for chosen in ({"I-01": "as-found"}, {"I-02": "section-stated"}):
        assert decided(pack_id, first, chosen)["clauses"]["A"]["result"] == "undetermined", chosen
