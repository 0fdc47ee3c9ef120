"""By when a request has to be answered: by its own paper, by the law, else by the office's own rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

OFFICE_DAYS = 5


@dataclass(frozen=True, slots=True)
class Due:
    """The day, and what sets it, with how far that law was read."""

    day: date
    source: str


# Instrument -> days from receipt and the source.
_BY_LAW = {
    "cpra": (10, "California Public Records Act, 10 days [unverified]"),
    "criminal_discovery": (15, "Penal Code 1054.5, 15 days [unverified]"),
    "brady": (15, "Penal Code 1054.5, 15 days [unverified]; the duty itself waits for no request"),
}


def due(received: date, *, instrument: str, on_paper: date | None) -> Due:
    """When it is due. on_paper: the day the request itself names; the earlier of it and the law's counts."""
    days, source = _BY_LAW.get(instrument, (OFFICE_DAYS, f"the office's own rule, {OFFICE_DAYS} days"))
    by_law = Due(received + timedelta(days=days), source)
    if on_paper is None or on_paper > by_law.day and instrument in _BY_LAW:
        return by_law
    return Due(on_paper, "the day named in the request")
