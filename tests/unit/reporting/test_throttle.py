"""Guessing costs the guesser: misses are counted per code, in memory, and never beyond a bound."""

from __future__ import annotations

from havenline.reporting.throttle import MISSES, REMEMBERED, Throttle


def test_only_the_code_that_misses_is_spent() -> None:
    throttle = Throttle()
    assert [throttle.is_spent(b"spent") for _ in range(MISSES + 2)] == [False] * MISSES + [True, True]
    assert not throttle.is_spent(b"other")


def test_the_oldest_misses_are_forgotten_first() -> None:
    throttle = Throttle()
    for _ in range(MISSES + 1):
        throttle.is_spent(b"first")
    for number in range(REMEMBERED):
        throttle.is_spent(number.to_bytes(4))
    assert not throttle.is_spent(b"first")
