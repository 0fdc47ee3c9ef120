"""Spends nothing on a code that keeps missing, so that guessing fills no table and slows nobody.

The counter belongs to one code alone and is asked only after a miss: no valid code meets it. Nothing waits,
and nobody is refused because of others. It is kept in memory, bounded, and forgotten with the process.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MISSES = 10
WINDOW = 60.0  # seconds
REMEMBERED = 10_000


class Throttle:
    """How often each code missed in the last minute, by its locator."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock  # seconds that never run back
        self._lock = threading.Lock()
        self._misses: OrderedDict[bytes, tuple[float, int]] = OrderedDict()

    def is_spent(self, locator: bytes) -> bool:
        """Count one miss of this code; answer whether it was one too many for this minute."""
        now = self.clock()
        with self._lock:
            since, count = self._misses.pop(locator, (now, 0))
            if now - since >= WINDOW:
                since, count = now, 0
            self._misses[locator] = (since, count + 1)
            while len(self._misses) > REMEMBERED:
                self._misses.popitem(last=False)
        return count >= MISSES
