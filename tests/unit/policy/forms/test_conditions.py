"""Every condition of the pack, in every state of what stands in it, means the same in every form.

A condition here is the meaning of a word, the ground of one answer, or one thing a clause finds lacking. The
facts it looks at take every value its atoms can distinguish, known, unknown and left out; the words and the
other clauses it leans on are tried as true, false and unknown, and with each answer, whether or not a case
could make them so. The readings in it are tried in every combination, which holds the defaults, each other
reading by itself, and every pair. What a word means below is compared where that word is compared; that
conditions joined in order give the clause's answer, in `test_chains`; the joined whole, in `test_whole`.
"""

from __future__ import annotations

import duckdb
import pytest

from havenline.policy import load
from havenline.policy.forms.reduction import reduced
from tests.unit.policy.forms.every_form import Told, told
from tests.unit.policy.forms.probes import PROBE, Unit, interpreted, probe, readings_of, units
from tests.unit.policy.forms.states import States, atoms_of

PACK = load()
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_a_condition_means_the_same_in_every_form(part: int) -> None:
    with duckdb.connect() as connection:
        for unit in list(units(PACK))[part::PARTS]:
            _compare(unit, connection)


def _compare(unit: Unit, connection: duckdb.DuckDBPyConnection) -> None:
    pack = probe(PACK, unit.node)
    states = States(pack)
    seen: dict[object, Told] = {}
    for readings in readings_of(PACK, unit.node):
        form = reduced(pack, readings, questions=[PROBE])
        nodes = [unit.node, *(when for each in form.questions.values() for when in each.nodes())]
        atoms = frozenset(atoms_of(pack.words, nodes))
        cases = list(states.of(atoms))
        # Readings between which nothing is left to tell apart have one form.
        same = (form.questions[PROBE], tuple(form.questions), atoms)
        if same not in seen:
            seen[same] = told(pack, readings, cases, questions=[PROBE], connection=connection)
        found = seen[same]
        expected = [interpreted(pack, case, pack.in_effect(readings)) for case in cases]
        for form_name, answers in found.answers.items():
            for case, (answer, _), got in zip(cases, expected, answers[PROBE], strict=True):
                assert got == answer, (unit.place, readings, form_name, case)
        for case, (_, missing), got_missing in zip(cases, expected, found.missing[PROBE], strict=True):
            assert got_missing == missing, (unit.place, readings, case)
