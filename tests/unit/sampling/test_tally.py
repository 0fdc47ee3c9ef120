"""How often holds are drawn follows how often they are real, within bounds, and stands sealed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random

import pytest

from havenline.sampling import tally
from havenline.sampling.models import Tally
from havenline.sampling.tally import LEAST, MOST, Counts

DAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("counts", "rate"),
    [
        (Counts(), 2 / 40),
        (Counts(month="2026-11", asked=1000), LEAST),
        (Counts(month="2026-11", asked=100, held=4), 2 * 5 / 136),
        (Counts(month="2026-11", asked=100, held=60), MOST),
        (Counts(month="2026-11", earlier_asked=100, earlier_held=9), 2 * 10 / 131),
    ],
)
def test_the_rate_follows_what_was_held(counts: Counts, rate: float) -> None:
    assert counts.rate == pytest.approx(max(LEAST, min(MOST, rate)))


def test_a_new_month_remembers_half() -> None:
    counts = Counts(month="2026-10", asked=40, held=6, earlier_asked=20, earlier_held=2)
    assert counts.in_month(DAY) == Counts(month="2026-11", earlier_asked=30, earlier_held=4)
    assert counts.in_month(date(2026, 10, 31)) == counts


@pytest.mark.django_db
def test_the_row_tells_nothing_of_a_question() -> None:
    lengths = set()
    for is_held, is_drawn in ((True, False), (False, True), (False, False)):
        before = bytes(row.sealed) if (row := Tally.objects.first()) else b""
        tally.count(is_held=is_held, is_drawn=is_drawn, day=DAY)
        after = bytes(Tally.objects.get().sealed)
        assert after != before
        assert b"held" not in after
        lengths.add(len(after))
    assert len(lengths) == 1
    assert json.loads(json.dumps([tally.read().asked, tally.read().held, tally.read().drawn])) == [3, 1, 1]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.03, 0.1, 0.2])
@pytest.mark.parametrize("seed", range(20))
def test_half_of_a_months_holds_are_nobodys(share: float, seed: int) -> None:
    # A month of an office with 30 questions a day that a stranger would be cleared of, after one of the same.
    chance = Random(seed)
    counts = Counts()
    for day in range(60):
        for _ in range(30):
            is_held = chance.random() < share
            is_drawn = not is_held and chance.random() < counts.in_month(DAY + timedelta(day)).rate
            counts = counts.counted(is_held=is_held, is_drawn=is_drawn, day=DAY + timedelta(day))
        if (DAY + timedelta(day)).month == 11 and (DAY + timedelta(day + 1)).month == 12:
            assert counts.drawn >= counts.held
    assert counts.drawn >= counts.held
