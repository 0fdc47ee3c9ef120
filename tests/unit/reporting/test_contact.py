"""A person is reached as they said, in the hours they said, and in no other way at no other time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from havenline.reporting import contact
from havenline.reporting.contact import CHANNELS, ELSEWHERE, WINDOWS, NoOtherWay, NotNow, Plan

# 2026-11-23 is a Monday, in the office's own time.
MONDAY = datetime(2026, 11, 23)  # noqa: DTZ001 - made aware below


def at(hours: float) -> datetime:
    return timezone.make_aware(MONDAY + timedelta(hours=hours))


# Window -> hours after Monday, 0:00, that lie in it and that do not.
HOURS = {
    "morning": ((8, 11.99, 4 * 24 + 8), (0, 7.99, 12, 20, 5 * 24 + 9)),
    "afternoon": ((12, 16.99), (11.99, 17, 5 * 24 + 13)),
    "evening": ((17, 19.99), (16.99, 20, 23, 6 * 24 + 18)),
    "weekend": ((5 * 24 + 10, 6 * 24 + 16.99), (10, 5 * 24 + 9.99, 6 * 24 + 17, 4 * 24 + 12)),
}


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("channel", ["call", "text", "through"])
def test_what_rings_rings_in_its_hours(window: str, channel: str) -> None:
    plan = Plan(channel, "415 555 0100", (window,))
    inside, outside = HOURS[window]
    for hours in inside:
        contact.check_reach(plan, at(hours))
    for hours in outside:
        with pytest.raises(NotNow):
            contact.check_reach(plan, at(hours))


@pytest.mark.parametrize("channel", [one for one in CHANNELS if one not in ELSEWHERE])
def test_letters_and_nothing_allow_no_other_way(channel: str) -> None:
    for hours in range(0, 168, 5):
        with pytest.raises(NoOtherWay):
            contact.check_reach(Plan(channel, "415 555 0100", tuple(WINDOWS)), at(hours))


def test_without_hours_nothing_rings() -> None:
    for hours in range(168):
        with pytest.raises(NotNow):
            contact.check_reach(Plan("call", "415 555 0100"), at(hours))


def test_nothing_means_no_letters_either() -> None:
    with pytest.raises(NoOtherWay):
        contact.check_letter(Plan("nothing"))
    for channel in CHANNELS:
        if channel != "nothing":
            contact.check_letter(Plan(channel))


def test_a_person_who_said_nothing_gets_letters_alone() -> None:
    assert Plan().channel == "letters"


def test_a_plan_is_sealed_and_read_whole() -> None:
    plan = Plan("call", "415 555 0100", ("morning", "weekend"), "heron \u202e\0", 'say "pizza"')
    assert Plan.of(plan.text()) == plan
    assert "415" not in repr(plan)
