"""Unknown stays unknown: it never becomes "not barred", and learning more never overturns a definite
answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings

from havenline.policy import Verdict, decide, load, read_case
from tests.unit.policy.made_cases import case_files, is_accepted, with_one_fact_less
from tests.unit.policy.schemas import VERDICT

MODEST = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
KEPT_OUT = {"use_barred": "kept out", "derivative_barred": "kept out"}
EVERYTHING = ("person", "report", "offense", "evidence", "request", "action", "training")


def decided(case: dict[str, Any]) -> Verdict:
    return decide(load(), read_case(json.dumps(case)))


@MODEST
@given(case=case_files())
def test_learning_a_fact_overturns_no_definite_answer(case: dict[str, Any]) -> None:
    assume(is_accepted(case))
    more = decided(case)
    for path, less_case in with_one_fact_less(case):
        less = decided(less_case)
        for clause in ("C1", "C2", "C3", "C4"):
            before, after = less.clauses[clause].result, more.clauses[clause].result
            before, after = KEPT_OUT.get(before, before), KEPT_OUT.get(after, after)
            if clause in ("C3", "C4") and case["evidence"] and "undetermined" in _of_items(less, clause):
                continue  # an item still open may move the clause up its rank
            assert before in ("undetermined", after), (path, clause, before, after)


def _of_items(verdict: Verdict, clause: str) -> set[str]:
    return {answers[clause] for answers in (verdict.evidence or {}).values()}


@MODEST
@given(case=case_files())
def test_learning_a_fact_overturns_no_items_answer(case: dict[str, Any]) -> None:
    assume(is_accepted(case))
    more = decided(case)
    for path, less_case in with_one_fact_less(case):
        for item, answers in (decided(less_case).evidence or {}).items():
            for clause, before in answers.items():
                after = (more.evidence or {})[item][clause]
                before, after = KEPT_OUT.get(before, before), KEPT_OUT.get(after, after)
                assert before in ("undetermined", after), (path, item, clause, before, after)


TAKEN_BACK = {
    "screening": "2024-05-20",
    "person": {"role": "victim"},
    "report": {"made": True, "crime": "robbery"},
    "request": {"from": "victim", "purpose": "immigration_relief", "consent": False},
}


@MODEST
@given(case=case_files(("person", "report", "request")))
@example(case=TAKEN_BACK)
def test_status_clauses_move_only_from_barred(case: dict[str, Any]) -> None:
    assume(is_accepted(case))
    more = decided(case)
    for path, less_case in with_one_fact_less(case):
        less = decided(less_case)
        for clause in ("C5", "C6"):
            before, after = less.clauses[clause].result, more.clauses[clause].result
            assert before == after or before.endswith("barred"), (path, clause, before, after)


@pytest.mark.parametrize("sender", ["victim", "victims_attorney", "victims_family", "cbo", "uscis"])
@pytest.mark.parametrize(
    ("consent", "told"),
    [({}, "disclosure_barred"), ({"consent": "unknown"}, "disclosure_barred")]
    + [({"consent": True}, "allowed_exception"), ({"consent": False}, "disclosure_barred")],
)
def test_help_with_relief_waits_for_her_word(sender: str, consent: dict[str, Any], told: str) -> None:
    request = {"from": sender, "purpose": "immigration_relief", **consent}
    assert decided({**TAKEN_BACK, "request": request}).clauses["C6"].result == told


@MODEST
@given(case=case_files())
def test_missing_names_only_facts_not_known(case: dict[str, Any]) -> None:
    assume(is_accepted(case))
    verdict = decided(case)
    for clause in verdict.clauses.values():
        if clause.result == "undetermined":
            continue
        assert not clause.missing or case["evidence"] or clause.result.endswith("barred")
    for path in verdict.missing:
        assert not _is_known(case, path), path


def _is_known(case: dict[str, Any], path: str) -> bool:
    keys = path.split(".")
    # A code that cannot be read, and a crime that may be an attempt, are there and do not settle the
    # question.
    if path in ("offense.code", "report.crime") or keys[-1] == "gathered_by":
        return False
    place: Any = case
    if keys[0] == "evidence":
        place = next(item for item in case["evidence"] if item["id"] == keys[1])
        keys = keys[2:]
    for key in keys:
        place = place.get(key) if isinstance(place, dict) else None
    return place not in (None, "unknown")


@MODEST
@given(case=case_files(EVERYTHING))
def test_every_verdict_fits_the_schema(case: dict[str, Any]) -> None:
    assume(is_accepted(case))
    verdict = decided(case).as_dict(trace=True)
    assert [error.message for error in VERDICT.iter_errors(verdict)] == []


@MODEST
@given(case=case_files())
def test_undetermined_always_holds_or_bars(case: dict[str, Any]) -> None:
    """An open clause never lets a charge through: design, "`undetermined` blocks charging"."""
    assume(is_accepted(case))
    verdict = decided(case)
    if "undetermined" in (verdict.clauses["C1"].result, verdict.clauses["C2"].result):
        assert verdict.disposition in ("hold_and_refer", "do_not_charge", "dismiss_review", "no_such_offense")
