"""The next question says why it is put and what each answer would mean; asking on leads to an answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from havenline import policy
from havenline.cli import main
from havenline.policy.asking import Question, ask, costs, row_of
from havenline.policy.planning import FEW
from havenline.policy.supposing import with_value
from havenline.policy.vocabulary import vocabulary

BARE = '{"screening": "2024-05-20", "offense": {"code": "PC 647(b)(1)", "date": "2024-05-10"}}'
NEARLY = """
screening: 2024-05-20
person: {role: victim, age: 29, suspect_of_reported_crime: false}
report: {made: true, by: self, date: 2024-05-11, crime: robbery, crime_date: 2024-05-10, truthful: presumed}
offense: {code: "PC 647(b)(1)", date: 2024-05-10, same_incident: true}
"""


def asked_until_settled(case: dict[str, Any], answers: dict[str, Any]) -> list[str]:
    """The facts asked, each answered from `answers`, until nothing can change the answer."""
    pack, asked = policy.load(), []
    while question := ask(pack, case):
        asked.append(question.fact)
        case = with_value(case, question.fact, answers[question.fact])
        assert len(asked) < 20
    assert policy.decide(pack, case).disposition == "do_not_charge"
    return asked


def test_asking_leads_to_the_answer_in_few_questions() -> None:
    truth = {
        "person.role": "victim",
        "person.age": 29,
        "person.sex_trade": "current",
        "person.trafficked": False,
        "person.suspect_of_reported_crime": False,
        "report.made": True,
        "report.by": "self",
        "report.consent": True,
        "report.crime": "robbery",
        "report.date": "2024-05-11",
        "report.crime_date": "2024-05-10",
        "offense.charged": False,
        "offense.same_incident": True,
    }
    asked = asked_until_settled(dict(policy.read_case(BARE)), truth)
    assert len(asked) <= 7
    assert len(set(asked)) == len(asked)


def test_settled_case_has_no_question_left() -> None:
    pack = policy.load()
    assert ask(pack, policy.read_case('{"screening": "2024-05-20"}')) is None
    other = policy.read_case(
        '{"screening": "2017-01-01", "person": {"trafficked": false},'
        ' "offense": {"code": "PC 487", "date": "2016-05-05"}}'
    )
    assert policy.decide(pack, other).disposition == "may_charge"
    assert ask(pack, other) is None


def test_each_outcome_is_what_the_decision_would_say() -> None:
    pack = policy.load()
    case = policy.read_case(NEARLY)
    question = ask(pack, case)
    assert question is not None
    for outcome in question.outcomes:
        value: Any = {"yes": True, "no": False}.get(outcome.value, outcome.value)
        learned = with_value(case, question.fact, value)
        assert policy.decide(pack, learned).disposition == outcome.answers["disposition"], outcome.value
        assert outcome.settled is (ask(pack, learned) is None), outcome.value


def test_days_with_one_meaning_are_one_answer() -> None:
    pack = policy.load()
    case = policy.read_case(
        '{"screening": "2024-05-20", "person": {"role": "victim", "suspect_of_reported_crime": false},'
        ' "report": {"made": true, "date": "2024-05-11", "crime": "robbery"},'
        ' "offense": {"code": "PC 647(b)(1)", "charged": false}}'
    )
    question = ask(pack, case, about=("C1",))
    assert question is not None
    assert question.fact == "offense.date"
    assert [(each.value, each.answers["C1"]) for each in question.outcomes] == [
        ("2024-05-11 or earlier", "barred"),
        ("2024-05-12 or later", "not_applicable"),
    ]


def costed(about: str) -> Question | None:
    pack = policy.load("us-ca-1161")
    text = (
        '{"screening": "2024-05-20", "offense": {"code": "PC 647(b)(1)", "date": "2024-05-10"},'
        ' "also": {"commercial_sexual_act": true, "proves_liability": true}}'
    )
    return ask(pack, policy.read_case(text, also=pack.also), about=(about,))


def test_painful_question_comes_last_and_says_so() -> None:
    """Whether the person was trafficked, and the act a result of it: both cost."""
    question = costed("A")
    assert question is not None
    assert (question.cost, bool(question.why_costly)) == (3, True)
    assert set(question.open_facts) == {"person.trafficked", "also.result_of_trafficking"}
    assert question.expected == 4.5  # 3 for the first, and in half of the cases 3 for the second


def test_costs_are_declared_for_facts_that_exist() -> None:
    known = set(vocabulary())
    for name in policy.known_packs():
        known |= set(policy.load(name).also)
    assert set(costs()) <= known
    assert row_of("evidence.E1.kind") == {}
    assert row_of("person.trafficked")["cost"] == 3


def test_next_question_is_the_cheapest_way_to_the_answer() -> None:
    """Two facts decide together; the one that settles more on its own is put first."""
    pack = policy.load("us-ak")
    text = (
        '{"screening": "2024-05-20", "person": {"role": "victim"},'
        ' "report": {"made": true, "by": "self", "crime": "robbery"},'
        ' "also": {"charge": "prostitution_as_seller", "good_faith": true}}'
    )
    question = ask(pack, policy.read_case(text, also=pack.also))
    assert question is not None
    assert len(question.open_facts) <= FEW
    # Either alone can end the matter; cooperation costs 2, the origin of the evidence 1.
    assert question.fact == "also.evidence_from_report"
    assert question.expected is not None


def test_command_prints_the_question(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(NEARLY)
    told = CliRunner().invoke(main, ["ask", str(path), "--format", "json"])
    assert told.exit_code == 0
    question = json.loads(told.stdout)
    assert {"fact", "question", "why", "outcomes", "open_facts", "now"} <= set(question)
    text = CliRunner().invoke(main, ["ask", str(path)]).stdout
    assert question["fact"] in text
    assert "As things stand:" in text


def test_command_refuses_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(NEARLY)
    refused = CliRunner().invoke(main, ["ask", str(path), "--about", "C9"])
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert "`C9` is no clause of us-ca-sfda-2018" in refused.stderr
    path.write_text("screening: 2024-05-20\n")
    assert CliRunner().invoke(main, ["ask", str(path)]).stdout.startswith("Nothing left to ask")
