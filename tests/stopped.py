"""A clock that stands still until a test moves it: no test waits, and none depends on how fast it runs."""

from __future__ import annotations


class StoppedClock:
    """Seconds that pass only when they are told to."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now
