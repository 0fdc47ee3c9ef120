"""The statutory twin: what state law says beside the policy, told from the case file given alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from havenline.policy import decide, load
from havenline.policy.twin import CHECK, OPEN, SAYS, SILENT, STATUTES, twin
from tests.unit.policy.made_cases import case_files, is_accepted

ROBBED: dict[str, Any] = {
    "screening": "2024-05-20",
    "person": {"role": "victim", "sex_trade": "current", "trafficked": False},
    "report": {
        "made": True,
        "by": "self",
        "to": "police",
        "date": "2024-05-11",
        "crime": "robbery",
        "crime_date": "2024-05-10",
    },
    "offense": {"code": "PC 647(b)(1)", "date": "2024-05-10"},
}


def standings(case: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(said.section, said.effect): said.standing for said in twin(case)}


@pytest.mark.parametrize(
    ("changed", "section", "effect", "standing"),
    [
        ({}, "PC 647.3(a)", "no arrest", SAYS),
        ({"person": {"role": "none", "trafficked": False}}, "PC 647.3(a)", "no arrest", SILENT),
        ({"person": {}}, "PC 647.3(a)", "no arrest", OPEN),
        ({"report": {"made": False}}, "PC 647.3(a)", "no arrest", SILENT),
        ({"screening": "2019-12-31"}, "PC 647.3(a)", "no arrest", SILENT),
        ({"screening": "2021-06-01"}, "PC 647.3(a)", "no arrest", OPEN),
        ({"offense": {"code": "PC 459"}}, "PC 647.3(a)", "no arrest", SILENT),
        ({}, "EC 1162", "inadmissible", OPEN),
        ({"person": {"trafficked": True}}, "PC 236.23", "a defense to a charge", CHECK),
        ({"person": {}}, "PC 236.23", "a defense to a charge", CHECK),
        ({"person": {}}, "PC 236.14", "an arrest or conviction may be vacated", CHECK),
    ],
)
def test_a_statute_says_what_its_pack_says(
    changed: dict[str, Any], section: str, effect: str, standing: str
) -> None:
    assert standings({**ROBBED, **changed})[section, effect] == standing


def test_only_a_known_no_leaves_trafficking_out() -> None:
    told = {said.section for said in twin(ROBBED)}
    assert not told & {"PC 236.23", "PC 236.14"}
    unknown = {said.section for said in twin({**ROBBED, "person": {"trafficked": "unknown"}})}
    assert {"PC 236.23", "PC 236.14"} <= unknown


def test_every_law_carries_its_mark_and_source() -> None:
    for said in twin({**ROBBED, "person": {}}):
        assert said.mark.startswith("["), said
        assert said.words, said
        assert said.pack in (*STATUTES, "")
        assert not said.approved


def test_a_fact_of_another_pack_is_not_read() -> None:
    """`also` belongs to the pack applied: the same word may mean another thing in another law."""
    assert twin({**ROBBED, "also": {"at_or_around": False, "reported_crime": "none_of_these"}}) == twin(
        ROBBED
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(case=case_files())
def test_unknown_never_becomes_does_not_apply(case: dict[str, Any]) -> None:
    """A law is told as silent only where no answer still possible would apply it."""
    if not is_accepted(case):
        return
    own = {key: value for key, value in case.items() if key != "also"}
    told = [said for said in twin(case) if said.pack]
    found = [
        (
            clause.result,
            {answer.result for answer, truth in verdict.tried[name].tried if truth.value is not False},
        )
        for verdict in (decide(load(pack), own) for pack in STATUTES)
        for name, clause in verdict.clauses.items()
    ]
    assert [said.result for said in told] == [result for result, _possible in found]
    for said, (result, possible) in zip(told, found, strict=True):
        silent = possible <= {"not_applicable", "not_barred"}
        assert said.standing == (SILENT if silent else OPEN if result == "undetermined" else SAYS)
        assert (said.because == "") == (said.standing == OPEN)


def test_two_ways_not_to_apply_leave_nothing_open() -> None:
    """Whether anybody reported is not known, but burglary is no offense of the section either way."""
    case = {**ROBBED, "report": {}, "offense": {"code": "PC 459"}}
    (said,) = [each for each in twin(case) if each.section == "PC 647.3(a)"]
    assert (said.standing, said.result, said.missing) == (SILENT, "undetermined", ())
