"""Keeps one system from taking the office's time: so many calls a second, and never all threads at once.

In the memory of the one web process; a restart forgets. The portal's people wait for no system.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from uuid import UUID

from havenline import config

A_SECOND, AT_ONCE = 20.0, 100.0


class Throttle:
    """A bucket for each token: `AT_ONCE` calls together, `A_SECOND` for ever."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock  # seconds that never run back
        self._left: dict[UUID, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def admit(self, token: UUID) -> float:
        """0 when the call may be made; else the seconds to wait."""
        now = self.clock()
        with self._lock:
            left, at = self._left.get(token, (AT_ONCE, now))
            left = min(AT_ONCE, left + (now - at) * A_SECOND)
            if left < 1:
                return (1 - left) / A_SECOND
            self._left[token] = (left - 1, now)
            return 0.0

    def forget_all(self) -> None:
        """Begin again, as after a restart."""
        with self._lock:
            self._left.clear()


class Places:
    """How many calls are answered at once: one thread fewer than there are, and at least one."""

    def __init__(self) -> None:
        self._taken = 0
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether there was a place; `leave` gives it back."""
        with self._lock:
            if self._taken >= max(1, config.load().threads - 1):
                return False
            self._taken += 1
            return True

    def leave(self) -> None:
        """Give the place back."""
        with self._lock:
            self._taken -= 1
