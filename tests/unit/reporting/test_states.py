"""What may become of a report, and by when its person hears: as the table and the clock say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from havenline.reporting import clocks, standing, states
from havenline.staff.roles import ACTS
from havenline.staff.states import NotFromHere


def test_every_move_ends_in_a_state_and_needs_an_act() -> None:
    for name, move in states.MOVES.items():
        assert move.end in states.STATES, name
        assert move.start <= set(states.STATES), name
        assert move.act in ACTS or not move.act, name


@pytest.mark.parametrize("state", states.STATES)
@pytest.mark.parametrize("name", states.MOVES)
def test_a_move_starts_only_where_the_table_says(state: str, name: str) -> None:
    move = states.MOVES[name]
    if state in move.start:
        assert states.check_move(state, name) == move.end
    else:
        with pytest.raises(NotFromHere):
            states.check_move(state, name)


def test_nothing_is_closed_before_its_person_was_told() -> None:
    assert states.RECEIVED not in states.MOVES["close"].start
    assert states.RECEIVED not in states.MOVES["assign"].start


def test_every_state_is_reached_and_left() -> None:
    reached = {states.RECEIVED, *(move.end for move in states.MOVES.values())}
    left = set().union(*(move.start for move in states.MOVES.values()))
    assert reached == left == set(states.STATES)


def test_a_closed_report_is_opened_by_its_person() -> None:
    assert states.MOVES["write"].act == ""
    assert states.check_move(states.CLOSED, "write") in states.OPEN


def test_every_reason_has_words_for_the_person() -> None:
    assert set(standing.REASONS_IN_WORDS) == set(states.REASONS)


# Received -> the last day of two working days. 2026-11-23 is a Monday.
ACKNOWLEDGED_BY = {
    "2026-11-23": "2026-11-25",
    "2026-11-26": "2026-11-30",
    "2026-11-27": "2026-12-01",
    "2026-11-28": "2026-12-01",
    "2026-11-29": "2026-12-01",
}


@pytest.mark.parametrize("received", ACKNOWLEDGED_BY)
def test_a_weekend_does_not_count(received: str) -> None:
    found = clocks.acknowledge_by(date.fromisoformat(received))
    assert found == date.fromisoformat(ACKNOWLEDGED_BY[received])


@pytest.mark.parametrize("ahead", range(14))
def test_late_is_what_was_due_before_today(ahead: int) -> None:
    today = date(2026, 11, 23) + timedelta(days=ahead)
    bound = clocks.late_before(today)
    for back in range(12):
        received = today - timedelta(days=back)
        assert (received < bound) == (clocks.acknowledge_by(received) < today), received
