"""C3: whatever is done in whatever order, the wall says what an oracle says that shares nothing with it.

The long run is a command of its own: `python -m tests.wall_oracle`.
"""

from __future__ import annotations

from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from havenline.wall import rebuild, upkeep
from tests.people import Office
from tests.unit.wall.world import World, alarms


@pytest.mark.parametrize("seed", range(6))
def test_thousands_of_answers_are_the_oracle_s(office: Office, seed: int) -> None:
    chance = Random(seed)
    world = World([office.sol, office.fern, office.cho])
    for _ in range(60):
        world.act_by_chance(chance)
        world.check()
    world.check_rows()
    assert world.checks > 1_000
    assert world.refusals > 5
    assert (world.false_usable, world.differences, alarms()) == (0, 0, 0)
    assert rebuild.check().is_equal


@pytest.mark.parametrize("seed", range(3))
def test_what_is_unfinished_is_never_usable(
    office: Office, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "MOST", 1)
    chance, was_behind = Random(seed), False
    world = World([office.sol, office.fern, office.cho])
    for _ in range(160):
        world.act_by_chance(chance)
        was_behind = was_behind or upkeep.is_behind()
        world.check()
    assert was_behind
    world.finish()
    world.check()
    world.check_rows()
    assert (world.false_usable, world.differences, alarms()) == (0, 0, 0)


class Walls(RuleBasedStateMachine):
    """Every act in every order; a step that goes wrong is made small."""

    items = Bundle("items")
    sources = Bundle("sources")
    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.world = World([self.office.sol, self.office.fern], people=2)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(
        target=items,
        parents=st.lists(items, max_size=3, unique=True),
        giver=st.sampled_from(["", "p0", "p1"]),
    )
    def add(self, parents: list[str], giver: str) -> str:
        return self.world.add(parents, giver or None)

    @rule(item=items, parents=st.lists(items, min_size=1, max_size=2, unique=True))
    def derive(self, item: str, parents: list[str]) -> None:
        self.world.derive(item, parents)

    @rule(item=items, like=items)
    def say_given(self, item: str, like: str) -> None:
        self.world.say_given(item, like)

    @rule(target=sources, item=items, parents=st.lists(items, max_size=2, unique=True), by=st.integers(0, 1))
    def attest(self, item: str, parents: list[str], by: int) -> object:
        before = set(self.world.oracle.sources)
        self.world.attest(item, parents, by)
        return multiple(*(set(self.world.oracle.sources) - before))

    @rule(source=sources, by=st.integers(0, 1))
    def approve(self, source: int, by: int) -> None:
        self.world.approve(source, by)

    @rule(source=sources)
    def retract(self, source: int) -> None:
        self.world.retract(source)

    @precondition(lambda self: self.world.oracle.items)
    @invariant()
    def the_gate_says_what_the_oracle_says(self) -> None:
        self.world.check()
        self.world.check_rows()
        assert (self.world.false_usable, self.world.differences, alarms()) == (0, 0, 0)


def test_no_order_of_acts_lets_anything_through(office: Office) -> None:
    Walls.office = office
    run_state_machine_as_test(
        Walls,
        settings=settings(
            max_examples=30,
            stateful_step_count=18,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
