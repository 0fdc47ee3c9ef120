"""A case file that could not be one is refused in one line naming file, key and the legal values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from havenline.policy import CaseRefused, read_case
from tests.clauses.agreement import cases
from tests.unit.policy.made_cases import case_files
from tests.unit.policy.schemas import CASE_FILE

HEAD = "screening: 2024-05-20\n"

REFUSED = [
    ("", "is not a set of keys"),
    ("- a\n- b\n", "is not a set of keys"),
    ("just words", "is not a set of keys"),
    ("person: {role: victim}", "`screening` is missing"),
    ("screening: 2024-02-30", "`screening` may not be `2024-02-30`; a calendar date, YYYY-MM-DD"),
    ("screening: 20240220", "`screening` may not be `20240220`"),
    ("screening: 2024-5-20", "`screening` may not be `2024-5-20`"),
    ("screening: 2024-05-20T10:00:00Z", "`screening` may not be"),
    ("screening: null", "`screening` may not be `null`"),
    ("screening: '２０２４-05-20'", "`screening` may not be"),
    (HEAD + "persona: {}", "`persona` is not a key of a case file; its keys are screening, person"),
    (HEAD + "person: {nationality: x}", "`person.nationality` is not a key"),
    (
        HEAD + "person: {role: suspect}",
        "`person.role` may not be `suspect`; one of victim, witness, none, unknown",
    ),
    (
        HEAD + "person: {trafficked: maybe}",
        "`person.trafficked` may not be `maybe`; one of true, false, unknown",
    ),
    (HEAD + "person: {trafficked: 1}", "`person.trafficked` may not be `1`"),
    (HEAD + "person: {age: -1}", "`person.age` may not be `-1`; a whole number from 0 to 130"),
    (HEAD + "person: {age: 131}", "`person.age` may not be `131`"),
    (HEAD + "person: {age: 29.5}", "`person.age` may not be `29.5`"),
    (HEAD + "person: {age: true}", "`person.age` may not be `true`"),
    (HEAD + "person: {age: '29'}", "`person.age` may not be `29`"),
    (HEAD + "person: victim", "`person` is not a set of keys"),
    (HEAD + "report: {crime_note: 7}", "`report.crime_note` is not text"),
    (HEAD + f"report: {{crime_note: {'a' * 501}}}", "`report.crime_note` has 501 characters"),
    (HEAD + "report: {finding: {by: judge}}", "`report.finding.by` may not be `judge`"),
    (HEAD + "offense: {level: felony}", "`offense.code` is missing"),
    (HEAD + "offense: {code: ''}", "`offense.code` has 0 characters"),
    (HEAD + "offense: {code: 647}", "`offense.code` is not text"),
    (
        HEAD + "offense: {code: PC 372, charged_date: 2024-05-01}",
        "`offense.charged_date` stands without `offense.charged: true`",
    ),
    (
        HEAD + "offense: {code: PC 372, charged: unknown, charged_date: 2024-05-01}",
        "`offense.charged_date` stands without `offense.charged: true`",
    ),
    (
        HEAD + "offense: {code: PC 372, date: 2024-05-21}",
        "`offense.date` 2024-05-21 is later than `screening`",
    ),
    (
        HEAD + "offense: {code: PC 372, date: 2024-05-10, charged: true, charged_date: 2024-05-09}",
        "`offense.date` 2024-05-10 is later than `offense.charged_date` 2024-05-09",
    ),
    (HEAD + "report: {date: 2024-06-01}", "`report.date` 2024-06-01 is later than `screening` 2024-05-20"),
    (
        HEAD + "report: {date: 2024-05-02, withdrawn_date: 2024-05-01}",
        "is later than `report.withdrawn_date`",
    ),
    (HEAD + "request: {received: 2024-05-21}", "`request.received` 2024-05-21 is later than `screening`"),
    (HEAD + "request: {wants: [name, name]}", "`request.wants` names `name` twice"),
    (HEAD + "request: {wants: name}", "`request.wants` is not a list"),
    (HEAD + "request: {wants: [passport]}", "`request.wants[0]` may not be `passport`"),
    (HEAD + "action: {by: police}", "`action.kind` is missing; one of pressure_with_immigration_status"),
    (HEAD + "evidence: {id: E1}", "`evidence` is not a list"),
    (HEAD + "evidence: [{kind: video}]", "`evidence[0].id` is missing"),
    (HEAD + "evidence: [{id: e1}]", "`evidence[0].id` may not be `e1`"),
    (HEAD + "evidence: [{id: report}]", "`evidence[0].id` may not be `report`"),
    (HEAD + "evidence: [{id: E1}, {id: E1}]", "`evidence[1].id` `E1` stands twice"),
    (
        HEAD + "evidence: [{id: E1, derived_from: [E2]}]",
        "`evidence[0].derived_from` names `E2`, which is no item",
    ),
    (HEAD + "evidence: [{id: E1, derived_from: [E1]}]", "`evidence[0].derived_from` names the item itself"),
    (
        HEAD + "evidence: [{id: E1, routes: [{kind: derived, parents: [E9]}]}]",
        "`evidence[0].routes[0].parents` names `E9`, which is no item",
    ),
    (HEAD + "evidence: [{id: E1, routes: [{kind: derived}]}]", "`evidence[0].routes[0].parents` is missing"),
    (HEAD + "evidence: [{id: E1, obtained: 2024-05-21}]", "`evidence[0].obtained` 2024-05-21 is later than"),
    (HEAD + "training: {developed_with: ['']}", "`training.developed_with[0]` has 0 characters"),
    (HEAD + "also: {good_faith: true}", "`also.good_faith` is not declared by the pack"),
    (HEAD + "screening: 2024-05-21", "the key `screening` stands twice"),
    (HEAD + "person: &p {role: victim}\nreport: *p", "alias or anchor"),
    (HEAD + "person: !!python/object:os.system {}", "holds a tag"),
    (HEAD + "person: !!map {role: victim}", "holds a tag"),
    (HEAD + "person: {<<: {role: victim}}", "a key must be a plain word"),
    (HEAD + "person: {[1, 2]: victim}", "a key must be a plain word"),
    (HEAD + "---\nscreening: 2024-05-20", "more than one document"),
    (HEAD + "person: {role: victim", "is not a case file at line"),
    (HEAD + "also: " + "[" * 4000, "is nested more than"),
    (HEAD + "also: {a: " + "{a: " * 12 + "1" + "}" * 13, "is nested more than"),
    ("screening: 2024-05-20\0", "holds a NUL character"),
    ('{"screening": "2024-05-20", "screening": "2024-05-21"}', "the key `screening` stands twice"),
    ('{"screening": "2024-05-20", "person": {"age": NaN}}', "`NaN` is not a value"),
    ('{"screening": ' + "[" * 100_000 + "}", "is nested more than"),
    ("# " + "a" * 1_000_001, "has more than 1000000 characters"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_impossible_case_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        read_case(text, name="case.yaml")
    message = str(refused.value)
    assert message.startswith("case.yaml: ")
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        "screening: '2024-05-20'",
        '{"screening": "2024-05-20"}',
        "{screening: 2024-05-20, person: {role: victim}}",
        "\ufeffscreening: 2024-05-20",
        HEAD + "report: {date: 2024-05-09, crime_date: 2024-05-10}",
        HEAD + "report: {date: 2024-05-09}\noffense: {code: PC 372, date: 2024-05-10}",
        HEAD + "report: {finding: {by: deputy}}",
        HEAD + "evidence: []",
        HEAD + "also: {}",
        HEAD + "person: {role: unknown, trafficked: unknown}",
    ],
)
def test_possible_case_is_read(text: str) -> None:
    assert read_case(text)["screening"] == "2024-05-20"


def test_file_is_named_in_the_refusal(tmp_path: Path) -> None:
    path = tmp_path / "sample.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    for each in (path, tmp_path / "absent.yaml", tmp_path):
        with pytest.raises(CaseRefused, match=each.name):
            read_case(each)


def test_no_story_stands_in_a_refusal() -> None:
    """What a person told stands in `crime_note`; no error may carry it."""
    with pytest.raises(CaseRefused) as refused:
        read_case(HEAD + f"report: {{crime_note: '{'he followed me home ' * 30}'}}")
    assert "followed" not in str(refused.value)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    case=case_files(("person", "report", "offense", "evidence", "request", "action", "training")),
    spoil=st.one_of(
        st.none(), st.tuples(st.integers(0, 60), st.sampled_from(["x", 3, None, [], {}, "2024-02-30"]))
    ),
)
def test_reader_and_schema_agree(case: dict[str, Any], spoil: tuple[int, Any] | None) -> None:
    """What the schema refuses the reader refuses; beyond it the reader refuses only facts that cannot be
    together."""
    if spoil is not None:
        _spoiled(case, *spoil)
    legal = CASE_FILE.is_valid(case)
    said = _refusal(case)
    assert said or legal
    assert not said or not legal or any(each in said for each in IMPOSSIBLE_TOGETHER), said


IMPOSSIBLE_TOGETHER = (
    "later than",
    "stands without",
    "not declared",
    "which is no item",
    "the item itself",
    "twice",
)


def _refusal(case: dict[str, Any]) -> str:
    try:
        read_case(json.dumps(case))
    except CaseRefused as refused:
        return refused.message
    return ""


def _spoiled(case: dict[str, Any], number: int, value: Any) -> None:
    places = [(case, key) for key in case]
    for place, key in places:
        inner = place[key]
        if isinstance(inner, dict):
            places += [(inner, each) for each in inner]
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            places += [(each, name) for each in inner for name in each]
    place, key = places[number % len(places)]
    place[key] = value


def test_every_case_of_the_pack_fits_the_schema() -> None:
    for case in cases():
        assert [error.message for error in CASE_FILE.iter_errors(case["case"])] == [], case["id"]
        read_case(json.dumps(case["case"]))
