"""Every case of the pack is decided as it says, under the default readings and under its alternative."""

from __future__ import annotations

import json
from typing import Any

import pytest

from havenline.policy import decide, load, read_case
from tests.clauses.agreement import cases, differences
from tests.unit.policy.schemas import VERDICT


def runs() -> list[Any]:
    found = []
    for case in cases():
        label = f"{case['id']} {case['title']}"
        found.append(pytest.param(case["case"], case.get("readings", {}), case["expected"], id=label))
        if "alternative" in case:
            other = case["alternative"]
            label = f"{case['id']} {case['title']} ({', '.join(other['interpretations'].values())})"
            found.append(pytest.param(case["case"], other["interpretations"], other["expected"], id=label))
    return found


@pytest.mark.parametrize(("case", "readings", "expected"), runs())
def test_case_is_decided_as_written(case: Any, readings: Any, expected: Any) -> None:
    verdict = decide(load(), read_case(json.dumps(case)), readings=readings).as_dict(trace=True)
    assert list(differences(expected, verdict)) == []
    assert [error.message for error in VERDICT.iter_errors(verdict)] == []


def test_case_ids_are_unique() -> None:
    ids = [case["id"] for case in cases()]
    assert len(ids) == len(set(ids))


def test_clear_cases_hold_under_every_reading() -> None:
    """`clear` promises it, except for a crime that must be substantiated (I-08)."""
    pack, broken = load(), []
    for case in (each for each in cases() if each.get("clarity") == "clear"):
        for which, reading in pack.readings.items():
            for other in set(reading.texts) - {"substantiated"}:
                verdict = decide(pack, read_case(json.dumps(case["case"])), readings={which: other})
                found = list(differences(case["expected"], verdict.as_dict()))
                broken += [f"{case['id']} {which}={other}: {each}" for each in found]
    assert broken == []


def test_every_reading_changes_some_answer() -> None:
    """A reading nobody can tell from the default is no choice; I-19 offers a single reading."""
    pack = load()
    read = [read_case(json.dumps(case["case"])) for case in cases()]
    defaults = [_answers(decide(pack, case)) for case in read]
    idle = []
    for which, reading in pack.readings.items():
        for other in set(reading.texts) - {reading.default}:
            told = [_answers(decide(pack, case, readings={which: other})) for case in read]
            if told == defaults:
                idle.append(f"{which}={other}")
    assert idle == []


def _answers(verdict: Any) -> Any:
    return (
        {name: clause.result for name, clause in verdict.clauses.items()},
        verdict.disposition,
        verdict.answers,
        verdict.evidence,
    )


def test_every_clause_gives_every_answer() -> None:
    """Each result the schema allows a clause is reached by a case."""
    told: dict[str, set[str]] = {}
    for case in cases():
        for readings in ({}, case.get("alternative", {}).get("interpretations", {})):
            verdict = decide(load(), read_case(json.dumps(case["case"])), readings=readings)
            for name, clause in verdict.clauses.items():
                told.setdefault(name, set()).add(clause.result)
    legal = VERDICT.schema["properties"]["clauses"]["properties"]
    for name, node in legal.items():
        assert told[name] == set(node["properties"]["result"]["enum"]), name
