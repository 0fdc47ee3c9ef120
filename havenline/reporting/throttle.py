"""Answers a code that keeps missing from memory, so that guessing costs the guesser and nobody else.

The counter belongs to one code alone, and a valid code does not miss. Nothing waits, and nobody is refused
because of others. It is kept in memory, bounded, and forgotten with the process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from time import monotonic

MISSES = 10
WINDOW = 60.0  # seconds
REMEMBERED = 10_000


class Throttle:
    """How often each code missed in the last minute, by its locator."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._misses: OrderedDict[bytes, tuple[float, int]] = OrderedDict()

    def is_spent(self, locator: bytes) -> bool:
        """Whether this code missed so often that its next minute needs no look-up."""
        with self._lock:
            since, count = self._misses.get(locator, (0.0, 0))
            return count >= MISSES and monotonic() - since < WINDOW

    def missed(self, locator: bytes) -> None:
        """Count one miss."""
        with self._lock:
            since, count = self._misses.pop(locator, (monotonic(), 0))
            if monotonic() - since >= WINDOW:
                since, count = monotonic(), 0
            self._misses[locator] = (since, count + 1)
            while len(self._misses) > REMEMBERED:
                self._misses.popitem(last=False)

    def forget(self, locator: bytes) -> None:
        """A report now answers to this code: its earlier misses no longer count."""
        with self._lock:
            self._misses.pop(locator, None)
