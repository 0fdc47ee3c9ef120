"""Guessing becomes slow; nobody is locked out."""

from havenline.staff.throttle import FORGOTTEN_AFTER, FREE_FAILURES, LONGEST_WAIT, EachMinute, Throttle


def tries_in(throttle: Throttle, seconds: int, *, name: str = "vera", browser: str = "new") -> int:
    """How many of ten tries a second are let in."""
    return sum(throttle.admit(name, browser=browser, now=tenth / 10) == 0 for tenth in range(seconds * 10))


def test_a_guesser_gets_few_tries() -> None:
    throttle = Throttle()
    assert tries_in(throttle, 3600) <= FREE_FAILURES + 5 + 3600 / LONGEST_WAIT


def test_whoever_waits_as_told_gets_in() -> None:
    throttle = Throttle()
    tries_in(throttle, 600)
    wait = throttle.admit("vera", browser="new", now=600.0)
    assert 0 < wait <= LONGEST_WAIT
    assert throttle.admit("vera", browser="new", now=600.0 + wait) == 0


def test_a_few_mistakes_cost_nothing() -> None:
    throttle = Throttle()
    assert [throttle.admit("vera", browser="new", now=0.0) for _ in range(FREE_FAILURES)] == [
        0
    ] * FREE_FAILURES


def test_strangers_do_not_slow_others() -> None:
    throttle = Throttle()
    tries_in(throttle, 600)
    assert throttle.admit("vera", browser="known", now=600.0) == 0
    assert throttle.admit("dana", browser="new", now=600.0) == 0


def test_a_right_passphrase_clears_the_count() -> None:
    throttle = Throttle()
    for _ in range(3):
        assert [throttle.admit("vera", browser="new", now=0.0) for _ in range(4)] == [0] * 4
        throttle.succeeded("vera", browser="new")


def test_failures_are_forgotten_in_time() -> None:
    throttle = Throttle()
    tries_in(throttle, 60)
    later = 60 + FORGOTTEN_AFTER + 1
    assert [throttle.admit("vera", browser="new", now=later) for _ in range(FREE_FAILURES)] == [
        0
    ] * FREE_FAILURES


def test_many_names_do_not_fill_the_memory() -> None:
    throttle = Throttle()
    for number in range(10_050):
        throttle.admit(f"name {number}", browser="new", now=0.0)
    assert len(throttle._tries) == 10_000


def test_each_minute_has_one_turn_that_tells_of_all() -> None:
    counted = EachMinute()
    # Seconds of the tries -> what each is told: how many tries its entry speaks of, or none.
    tries = {0.0: 1, 0.1: 0, 59.9: 0, 60.0: 3, 61.0: 0, 300.0: 2, 301.0: 0}
    assert {now: counted.count(now=now) for now in tries} == tries


def test_the_count_begins_again_after_a_restart() -> None:
    counted = EachMinute()
    assert [counted.count(now=0.0), counted.count(now=1.0)] == [1, 0]
    counted.forget()
    assert counted.count(now=2.0) == 1
