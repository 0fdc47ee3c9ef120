"""A process that stands still is found and replaced: the web process has to go on answering."""

from __future__ import annotations

import http.client
import threading
import time

# Longer than a page can wait for a database that another process holds, so that nobody's words are lost by
# impatience.
LONGEST_SILENCE = 60.0
_FIRST_LOOK, _LOOKS = 0.1, 12


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
