"""A changed condition of the pack is told by a case, unless it is known that none tells it yet.

`python -m tests.mutants` is the whole run; here stands each `STEP`-th mutant, so that it takes seconds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from havenline.policy import load
from tests.mutants.changes import Mutant, mutants
from tests.mutants.killing import Killer, runs

STEP = 12
LISTS = Path(__file__).parents[1] / "mutants"


def listed(name: str) -> list[str]:
    """The mutants of `open.txt` (no case tells them) or `same.txt` (Z3 proved that there is none)."""
    lines = (LISTS / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def every() -> list[Mutant]:
    return list(mutants(load()))


def test_an_unlisted_mutant_is_killed(every: list[Mutant]) -> None:
    known = {*listed("open.txt"), *listed("same.txt")}
    killer = Killer(runs())
    sought = [each for each in every[::STEP] if each.name not in known]
    assert len(sought) > len(every) // STEP // 2
    assert [each.name for each in sought if not killer.killed_by(each)] == []


def test_every_listed_mutant_still_exists(every: list[Mutant]) -> None:
    names = {each.name for each in every}
    assert [name for name in (*listed("open.txt"), *listed("same.txt")) if name not in names] == []
    assert not set(listed("open.txt")) & set(listed("same.txt"))
