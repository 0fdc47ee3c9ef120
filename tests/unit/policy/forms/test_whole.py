"""The whole pack means the same in every form: Z3 finds a case for every way to come to an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import duckdb
import pytest
import z3

from havenline.policy import Pack, decide, load
from havenline.policy.conditions import Constant, Node, Word, walk
from havenline.policy.forms.formulas import Formulas, formulas
from havenline.policy.forms.reduction import DISPOSITION, Reduced, reduced
from havenline.policy.pack import spoken
from tests.unit.policy.forms.every_form import told

PACK = load()
SISTERS = sorted(
    folder.name
    for folder in files("havenline.packs").iterdir()
    if folder.joinpath("policy.md").is_file() and folder.name != PACK.id
)
EACH_OTHER_READING = [
    {which: other}
    for which, reading in PACK.readings.items()
    for other in reading.texts
    if other != reading.default
]


def _ways(made: Formulas, name: str) -> Iterator[Any]:
    """Per answer of a question: it is the first certain one and nothing is open before it; it is, and another
    one before it is open; it stays open itself."""
    refuted: list[Any] = []
    uncertain: list[Any] = []
    for _, when in made.pack.questions[name].answers:
        rails = made.rails(when)
        yield z3.And(*refuted, rails.certain)
        if refuted:
            yield z3.And(*uncertain, z3.Not(z3.And(*refuted)), rails.certain)
        if not isinstance(when, Constant):
            yield z3.And(*refuted, z3.Not(rails.certain), z3.Not(rails.refuted))
        refuted.append(rails.refuted)
        uncertain.append(z3.Not(rails.certain))


def _meaning(form: Reduced, name: str) -> object:
    """The conditions of a question with what their words mean, so that two readings of it can be compared."""
    nodes = list(form.questions[name].nodes())
    words: dict[str, Node] = {}
    while nodes:
        for part in walk(nodes.pop()):
            if isinstance(part, Word) and part.name not in words:
                words[part.name] = form.words[part.name]
                nodes.append(form.words[part.name])
    return form.questions[name], words


def _changed(form: Reduced) -> list[str]:
    """The questions that mean something else than under the default readings."""
    usual = reduced(PACK)
    return [name for name in form.wanted if _meaning(form, name) != _meaning(usual, name)]


def _cases(pack: Pack, readings: Mapping[str, str]) -> list[Mapping[str, Any]]:
    made = formulas(pack, readings)
    solver = z3.Solver()
    solver.add(made.legal)
    cases = []
    for name in _changed(made.pack) if readings else made.pack.wanted:
        for way in _ways(made, name):
            if solver.check(way) == z3.sat:
                cases.append(made.case(solver.model()))
    return cases


def _agree(pack: Pack, readings: Mapping[str, str], connection: duckdb.DuckDBPyConnection | None) -> int:
    cases = _cases(pack, readings)
    if not cases:
        return 0
    found = told(pack, readings, cases, connection=connection)
    for row, case in enumerate(cases):
        verdict = decide(pack, case, readings=readings)
        results = {name: clause.result for name, clause in verdict.clauses.items()}
        missing = {name: clause.missing for name, clause in verdict.clauses.items()}
        results[DISPOSITION], missing[DISPOSITION] = verdict.disposition, verdict.tried[DISPOSITION].missing
        for name, result in results.items():
            for form_name, answers in found.answers.items():
                assert answers[name][row] == spoken(result), (readings, form_name, name, case)
            assert found.missing[name][row] == missing[name], (readings, name, case)
    return len(cases)


def test_every_way_to_an_answer_is_the_same_in_every_form() -> None:
    with duckdb.connect() as connection:
        assert _agree(PACK, {}, connection) > 150


@pytest.mark.parametrize("readings", EACH_OTHER_READING, ids=lambda chosen: " ".join(*chosen.items()))
def test_every_way_is_the_same_under_each_other_reading(readings: dict[str, str]) -> None:
    """Of the questions this reading changes; a reading may matter to evidence items alone."""
    changed = _changed(reduced(PACK, readings))
    assert (_agree(PACK, readings, None) > 0) == bool(changed)


@pytest.mark.parametrize("sister", SISTERS)
def test_every_way_is_the_same_in_a_sister_pack(sister: str) -> None:
    with duckdb.connect() as connection:
        assert _agree(load(sister), {}, connection) >= len(load(sister).clauses)
