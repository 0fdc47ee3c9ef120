"""A process that stands still is found and replaced: the web process has to go on answering."""

from __future__ import annotations

import http.client
import threading
import time
from pathlib import Path
from typing import Protocol

# Longer than a page can wait for a database that another process holds, so that nobody's words are lost by
# impatience.
LONGEST_SILENCE = 60.0
_FIRST_LOOK, _LOOKS = 0.1, 12
PULSE = "worker.pulse"  # the file that the worker touches; named here because this side loads no Django


def answers(host: str, port: int, *, named: str, seconds: float) -> bool:
    """Whether the office answers a page in time; what it answers is its own affair."""
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        connection.request("GET", "/", headers={"Host": named})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


class HasPulse(Protocol):
    """What shows whether a process still does its work."""

    @property
    def is_lost(self) -> bool:
        """Nothing was heard of it for LONGEST_SILENCE seconds."""

    def begin(self) -> None:
        """The process was started just now: give it its time."""


class FilePulse:
    """The pulse of a process that touches a file as long as it goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._heard = 0.0
        self.begin()

    def begin(self) -> None:
        """The process was started just now: give it its time."""
        self._heard = time.monotonic()

    @property
    def is_lost(self) -> bool:
        """The file was not touched for LONGEST_SILENCE seconds, by this process's own clock."""
        try:
            touched = self._path.stat().st_mtime
        except OSError:
            touched = self._seen
        # Compared with what was seen before, never with the time of day: that may jump.
        if touched != self._seen:
            self._seen, self._heard = touched, time.monotonic()
        return time.monotonic() - self._heard > LONGEST_SILENCE


class Pulse:
    """Asks for a page again and again, in a thread of its own. `stands` once one came."""

    def __init__(self, host: str, port: int, *, named: str) -> None:
        self.stands = False
        self._where = (host, port)
        self._named = named
        self._heard = time.monotonic()
        threading.Thread(target=self._listen, daemon=True).start()

    def begin(self) -> None:
        """The process was started just now: give it its time."""
        self._heard = time.monotonic()

    @property
    def is_lost(self) -> bool:
        """No page came for LONGEST_SILENCE seconds."""
        return time.monotonic() - self._heard > LONGEST_SILENCE

    def _listen(self) -> None:
        while True:
            if answers(*self._where, named=self._named, seconds=LONGEST_SILENCE / 2):
                self._heard = time.monotonic()
                self.stands = True
            time.sleep(LONGEST_SILENCE / _LOOKS if self.stands else _FIRST_LOOK)
