"""The cast, by name, and a door that nobody tried before."""

from collections.abc import Iterator

import pytest

from havenline.staff import second, signing_in
from tests.people import dana, fern, office, outsider, sol, vera
from tests.stopped import StoppedClock

__all__ = ["clock", "dana", "fern", "office", "outsider", "sol", "vera"]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[StoppedClock]:
    """Nobody tried before, and no second passes unless a test says so."""
    stopped = StoppedClock()
    for counted in (signing_in.throttle, signing_in.unnamed, second.throttle):
        monkeypatch.setattr(counted, "clock", stopped)
    yield stopped
    signing_in.throttle.forget_all()
    signing_in.unnamed.forget()
    second.throttle.forget_all()
