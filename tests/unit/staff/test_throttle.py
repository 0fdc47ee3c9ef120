"""Guessing becomes slow; nobody is locked out."""

import pytest

from havenline.staff.throttle import FORGOTTEN_AFTER, FREE_FAILURES, LONGEST_WAIT, EachMinute, Throttle
from tests.stopped import StoppedClock


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(0.0)


@pytest.fixture
def throttle(clock: StoppedClock) -> Throttle:
    return Throttle(clock=clock)


def tries_in(throttle: Throttle, clock: StoppedClock, seconds: int) -> int:
    """How many of ten tries a second are let in, until `seconds` have passed."""
    taken = 0
    for tenth in range(seconds * 10):
        clock.now = tenth / 10
        taken += throttle.admit("vera", browser="new") == 0
    clock.now = float(seconds)
    return taken


def test_a_guesser_gets_few_tries(throttle: Throttle, clock: StoppedClock) -> None:
    assert tries_in(throttle, clock, 3600) <= FREE_FAILURES + 5 + 3600 / LONGEST_WAIT


def test_whoever_waits_as_told_gets_in(throttle: Throttle, clock: StoppedClock) -> None:
    tries_in(throttle, clock, 600)
    wait = throttle.admit("vera", browser="new")
    assert 0 < wait <= LONGEST_WAIT
    clock.now += wait
    assert throttle.admit("vera", browser="new") == 0


def test_a_few_mistakes_cost_nothing(throttle: Throttle) -> None:
    assert [throttle.admit("vera", browser="new") for _ in range(FREE_FAILURES)] == [0] * FREE_FAILURES


def test_strangers_do_not_slow_others(throttle: Throttle, clock: StoppedClock) -> None:
    tries_in(throttle, clock, 600)
    assert throttle.admit("vera", browser="known") == 0
    assert throttle.admit("dana", browser="new") == 0


def test_a_right_passphrase_clears_the_count(throttle: Throttle) -> None:
    for _ in range(3):
        assert [throttle.admit("vera", browser="new") for _ in range(4)] == [0] * 4
        throttle.succeeded("vera", browser="new")


def test_failures_are_forgotten_in_time(throttle: Throttle, clock: StoppedClock) -> None:
    tries_in(throttle, clock, 60)
    clock.now += FORGOTTEN_AFTER + 1
    assert [throttle.admit("vera", browser="new") for _ in range(FREE_FAILURES)] == [0] * FREE_FAILURES


def test_many_names_do_not_fill_the_memory(throttle: Throttle) -> None:
    for number in range(10_050):
        throttle.admit(f"name {number}", browser="new")
    assert len(throttle._tries) == 10_000


def test_each_minute_has_one_turn_that_tells_of_all(clock: StoppedClock) -> None:
    counted = EachMinute(clock=clock)
    # Seconds of the tries -> what each is told: how many tries its entry speaks of, or none.
    tries = {0.0: 1, 0.1: 0, 59.9: 0, 60.0: 3, 61.0: 0, 300.0: 2, 301.0: 0}
    told = {}
    for clock.now in tries:
        told[clock.now] = counted.count()
    assert told == tries


def test_the_count_begins_again_after_a_restart(clock: StoppedClock) -> None:
    counted = EachMinute(clock=clock)
    assert [counted.count(), counted.count()] == [1, 0]
    counted.forget()
    assert counted.count() == 1
