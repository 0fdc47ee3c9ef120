"""Cases and conditions drawn at random mean the same in every form, under readings drawn at random."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from havenline.policy import Pack, decide, load, read_case
from havenline.policy.conditions import (
    Both,
    Contains,
    Either,
    Listing,
    Membership,
    Modality,
    Nearness,
    Negation,
    Node,
    Order,
    Presence,
    Reading,
    Unsettled,
)
from havenline.policy.forms.many import decide_many
from havenline.policy.forms.reduction import DISPOSITION
from havenline.policy.pack import Answer, Question, spoken
from tests.unit.policy.forms.every_form import told
from tests.unit.policy.forms.probes import ALWAYS, PROBE, interpreted
from tests.unit.policy.made_cases import case_files, is_accepted

PACK = load()
MODEST = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
SECTIONS = ("person", "report", "offense", "request", "action", "training")
READINGS = st.fixed_dictionaries(
    {}, optional={which: st.sampled_from(list(reading.texts)) for which, reading in PACK.readings.items()}
)


@settings(MODEST, max_examples=14)
@given(cases=st.lists(case_files(SECTIONS), min_size=4, max_size=12), readings=READINGS, draw=st.data())
def test_drawn_cases_are_decided_the_same(
    cases: list[dict[str, Any]], readings: dict[str, str], draw: st.DataObject
) -> None:
    read = [_read(case, draw.draw(st.sets(st.sampled_from(SECTIONS)))) for case in cases]
    accepted = [case for case in read if case is not None]
    assume(accepted)
    found = told(PACK, readings, accepted)
    for row, case in enumerate(accepted):
        verdict = decide(PACK, case, readings=readings)
        expected = {name: clause.result for name, clause in verdict.clauses.items()}
        expected |= {DISPOSITION: spoken(verdict.disposition)}
        for form_name, answers in found.answers.items():
            assert {name: each[row] for name, each in answers.items()} == expected, (form_name, case)
        for name, clause in verdict.clauses.items():
            assert found.missing[name][row] == clause.missing, (name, case)


def _read(case: dict[str, Any], sections: set[str]) -> Mapping[str, Any] | None:
    kept = {key: value for key, value in case.items() if key in sections or key == "screening"}
    return read_case(json.dumps(kept)) if is_accepted(kept) else None


@MODEST
@given(cases=st.lists(case_files(), max_size=4))
def test_rows_with_evidence_are_answered_by_the_interpreter(cases: list[dict[str, Any]]) -> None:
    read = [read_case(json.dumps(case)) for case in cases if is_accepted(case)]
    for case, answers in zip(read, decide_many(PACK, read), strict=True):
        verdict = decide(PACK, case)
        expected = [clause.result for clause in verdict.clauses.values()]
        assert list(answers) == [*expected, spoken(verdict.disposition)]


ATOMS: list[Node] = [
    Membership("person.role", frozenset({"victim", "witness"})),
    Membership("person.trafficked", frozenset({True})),
    Membership("report.truthful", frozenset({"presumed"})),
    Membership("offense.grade", frozenset({"misdemeanor"})),
    Membership("offense.standing", frozenset({"in_force"})),
    Order("offense.date", "<=", "report.date", right_is_fact=True),
    Order("person.age", "<", 18, right_is_fact=False),
    Order("screening", ">=", "2024-05-11", right_is_fact=False),
    Nearness("offense.date", "report.crime_date", 1),
    Contains("request.wants", "address"),
    Contains("request.refusal_reasons", None),
    Contains("training.developed_with", None),
    Listing("offense.code", "listed"),
    Listing("offense.code", "drug"),
    Listing("person.supervision_for", "former_loitering"),
    Listing("report.crime", "without_force"),
    Presence("offense", known=False),
    Presence("report.truthful", known=True),
    Presence("request.refusal_reasons", known=False),
    Unsettled("report.crime"),
    Reading("I-09", frozenset({"sellers-only"})),
]
NODES = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: Both(tuple(parts))),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: Either(tuple(parts))),
        inner.map(Negation),
        st.builds(Modality, inner, in_doubt=st.booleans()),
    ),
    max_leaves=12,
)
RESULTS = st.sampled_from(["barred", "not_barred", "undetermined", None, True])


@st.composite
def drawn_packs(draw: st.DrawFn) -> Pack:
    """A pack of one clause of random conditions."""
    conditions = draw(st.lists(NODES, min_size=1, max_size=5))
    answers = [Answer(draw(RESULTS), when, "", "") for when in conditions]
    lacks = draw(st.lists(NODES, max_size=2))
    asks = Question(
        PROBE,
        (*answers, Answer(draw(RESULTS), ALWAYS, "", "")),
        draw(RESULTS),
        lacks=tuple((f"lack.{number}", when) for number, when in enumerate(lacks)),
    )
    return replace(PACK, clauses={}, questions={PROBE: asks}, words={})


@settings(MODEST, max_examples=100)
@given(pack=drawn_packs(), case=case_files((*SECTIONS, "offense")), readings=READINGS)
def test_a_drawn_clause_is_answered_the_same(
    pack: Pack, case: dict[str, Any], readings: dict[str, str]
) -> None:
    assume(is_accepted(case))
    read = read_case(json.dumps(case))
    answer, missing = interpreted(pack, read, pack.in_effect(readings))
    found = told(pack, readings, [read], questions=[PROBE])
    assert {form_name: answers[PROBE] for form_name, answers in found.answers.items()} == dict.fromkeys(
        found.answers, [answer]
    )
    assert found.missing[PROBE] == [missing]
