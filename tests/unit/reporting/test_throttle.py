"""Guessing costs the guesser: misses are counted per code, in memory, and never beyond a bound."""

from __future__ import annotations

from havenline.reporting.throttle import MISSES, REMEMBERED, WINDOW, Throttle
from tests.stopped import StoppedClock


def test_only_the_code_that_misses_is_spent() -> None:
    throttle = Throttle(clock=StoppedClock())
    assert [throttle.is_spent(b"spent") for _ in range(MISSES + 2)] == [False] * MISSES + [True, True]
    assert not throttle.is_spent(b"other")


def test_the_oldest_misses_are_forgotten_first() -> None:
    throttle = Throttle(clock=StoppedClock())
    for _ in range(MISSES + 1):
        throttle.is_spent(b"first")
    for number in range(REMEMBERED):
        throttle.is_spent(number.to_bytes(4))
    assert not throttle.is_spent(b"first")


def test_misses_are_forgotten_after_their_minute() -> None:
    clock = StoppedClock()
    throttle = Throttle(clock=clock)
    assert [throttle.is_spent(b"code") for _ in range(MISSES + 1)][-1]
    clock.now += WINDOW - 1
    assert throttle.is_spent(b"code")
    clock.now += 1
    assert not throttle.is_spent(b"code")
