"""Slows whoever guesses a passphrase, locks nobody out, and lets no flood of guesses fill the ledger.

In the memory of the one web process: a restart forgets. Five failures are free; then a name takes one try at
a time, with a wait between tries that doubles up to sixteen seconds. A browser that has signed in before is
counted apart (`signing_in.known_browser`), so strangers who hammer at a name do not slow its owner at the
usual desk.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FREE_FAILURES = 5
LONGEST_WAIT = 16.0
FORGOTTEN_AFTER = 15 * 60.0
_NAMES = 10_000


@dataclass(slots=True)
class _Tries:
    failures: int = 0
    next_at: float = 0.0
    last_at: float = 0.0


class Throttle:
    """Counts tries by who is tried and from which kind of browser."""

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, longest_wait: float = LONGEST_WAIT
    ) -> None:
        self.clock = clock  # seconds that never run back
        self._longest = longest_wait
        self._tries: OrderedDict[tuple[str, str], _Tries] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, name: str, *, browser: str) -> float:
        """0 when a try may be made now, which takes the turn; else the seconds until the next turn.

        A refused try does not move the turn away: whoever waits as told gets in.
        """
        now = self.clock()
        with self._lock:
            tries = self._kept(name, browser, now)
            if now < tries.next_at:
                return tries.next_at - now
            if tries.failures >= FREE_FAILURES:
                tries.next_at = now + min(2.0 ** min(tries.failures - FREE_FAILURES, 60), self._longest)
            # Counted when it begins, so that many tries at once are not many free ones.
            tries.failures += 1
            tries.last_at = now
            return 0.0

    def untried(self, name: str, *, browser: str) -> None:
        """Give a turn back that was admitted and not used: no passphrase was compared."""
        with self._lock:
            if tries := self._tries.get((name, browser)):
                tries.failures = max(tries.failures - 1, 0)
                tries.next_at = 0.0

    def succeeded(self, name: str, *, browser: str) -> None:
        """Forget the failures of this name from this kind of browser."""
        with self._lock:
            self._tries.pop((name, browser), None)

    def forget_all(self) -> None:
        """Begin again, as after a restart."""
        with self._lock:
            self._tries.clear()

    def _kept(self, name: str, browser: str, now: float) -> _Tries:
        tries = self._tries.pop((name, browser), None)
        if tries is None or now - tries.last_at > FORGOTTEN_AFTER:
            tries = _Tries(last_at=now)
        self._tries[name, browser] = tries
        while len(self._tries) > _NAMES:
            self._tries.popitem(last=False)
        return tries


class EachMinute:
    """Gives one turn a minute, which speaks for everything counted since the last one."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock  # seconds that never run back
        self._lock = threading.Lock()
        self._counted = 0
        self._next_at = float("-inf")

    def count(self) -> int:
        """Count one; how many this turn speaks for, or 0 when the minute has had its turn."""
        now = self.clock()
        with self._lock:
            self._counted += 1
            if now < self._next_at:
                return 0
            counted, self._counted = self._counted, 0
            self._next_at = now + 60.0
            return counted

    def forget(self) -> None:
        """Begin again, as after a restart: what no turn spoke for is gone."""
        self._counted, self._next_at = 0, float("-inf")
