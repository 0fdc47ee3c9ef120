"""A changed condition of the pack is told by a case, or Z3 proves that it changes no answer. None is left.

`python -m tests.mutants` is the whole run; here stands each `STEP`-th mutant, so that it takes seconds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from havenline.policy import load
from tests.mutants.changes import Mutant, mutants
from tests.mutants.killing import Killer, runs
from tests.mutants.proving import Prover

STEP = 12
SAME = Path(__file__).parents[1] / "mutants" / "same.txt"


def listed() -> list[str]:
    """The mutants Z3 proved to be no change."""
    lines = SAME.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def every() -> list[Mutant]:
    return list(mutants(load()))


@pytest.fixture(scope="module")
def killer() -> Killer:
    return Killer(runs())


def test_every_other_mutant_is_killed(every: list[Mutant], killer: Killer) -> None:
    same = set(listed())
    sought = [each for each in every[::STEP] if each.name not in same]
    assert len(sought) > len(every) // STEP // 2
    assert [each.name for each in sought if not killer.killed_by(each)] == []


def test_a_listed_mutant_is_no_change(every: list[Mutant]) -> None:
    named = {each.name: each for each in every}
    prover = Prover(load())
    assert [name for name in listed()[::STEP] if not prover.same(named[name])] == []


def test_a_proof_tells_a_real_change(every: list[Mutant]) -> None:
    """What a case kills is never proved the same: of words, clauses, items and taint."""
    same, prover = set(listed()), Prover(load())
    killed = [each for each in every[:: STEP * 8] if each.name not in same]
    assert {each.of_items for each in killed} == {True, False}
    assert [each.name for each in killed if prover.same(each)] == []


def test_every_listed_mutant_still_exists(every: list[Mutant]) -> None:
    names = [each.name for each in every]
    assert len(names) == len(set(names))
    assert [name for name in listed() if name not in names] == []
