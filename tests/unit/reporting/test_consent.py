"""What is a consent and what is none: every grade, way and part there is, against the promise in words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest

from havenline.reporting import consent
from havenline.reporting.consent import (
    ENDS,
    FIELDS,
    GRADES,
    NAME,
    OUTSIDE,
    SHARING,
    WAYS,
    Terms,
    TermsWrong,
    check_end,
    check_terms,
)
from havenline.staff.roles import ACTS
from havenline.staff.states import NotFromHere

TODAY = date(2026, 11, 26)
PARTS = [chosen for size in range(len(FIELDS) + 1) for chosen in combinations(FIELDS, size)]


def is_consent(terms: Terms) -> bool:
    try:
        check_terms(terms, today=TODAY)
    except TermsWrong:
        return False
    return True


def test_without_the_name_no_name_goes() -> None:
    found = [Terms("unnamed", way, parts, "x") for way in WAYS for parts in PARTS]
    assert not any(is_consent(terms) for terms in found if NAME in terms.fields)
    assert any(is_consent(terms) for terms in found)


def test_what_shares_nothing_names_nothing() -> None:
    for grade in sorted(set(GRADES) - SHARING):
        assert is_consent(Terms(grade))
        others = [Terms(grade, way, parts) for way in ("", *WAYS) for parts in PARTS if way or parts]
        assert not any(is_consent(terms) for terms in others)
        others = [Terms(grade, to="x"), Terms(grade, until=TODAY)]
        assert not any(is_consent(terms) for terms in others)


@pytest.mark.parametrize("grade", sorted(SHARING))
def test_a_consent_names_way_and_parts(grade: str) -> None:
    for way in ("", *WAYS, "press"):
        for parts in ((), *PARTS, ("birthplace",)):
            to = "A group" if way in OUTSIDE else ""
            right = way in consent.ways_of(grade) and parts != () and set(parts) <= set(FIELDS)
            right = right and (NAME in parts if grade == "named" else True)
            right = right and (NAME not in parts if grade == "unnamed" else True)
            assert is_consent(Terms(grade, way, tuple(parts), to)) == right, (way, parts)


def test_a_warning_never_names_the_person() -> None:
    assert "warn" in consent.ways_of("unnamed")
    assert "warn" not in consent.ways_of("named")


# Way -> whether somebody outside has to be named.
@pytest.mark.parametrize("way", ["case", "agency", "help", "warn"])
def test_who_is_outside_is_named(way: str) -> None:
    assert is_consent(Terms("unnamed", way, ("words",), "A group")) == (way in OUTSIDE)
    assert is_consent(Terms("unnamed", way, ("words",), " ")) == (way not in OUTSIDE)


def test_a_day_that_has_passed_is_no_end() -> None:
    given = Terms("unnamed", "case", ("words",), until=TODAY)
    assert is_consent(given)
    assert not is_consent(Terms("unnamed", "case", ("words",), until=TODAY - timedelta(days=1)))


@pytest.mark.parametrize(("time", "day"), [("month", date(2026, 12, 26)), ("open", None)])
def test_how_long_is_a_day_or_none(time: str, day: date | None) -> None:
    assert consent.last_day(time, today=TODAY) == day


def test_no_other_time_is_offered() -> None:
    with pytest.raises(TermsWrong):
        consent.last_day("for ever", today=TODAY)


def test_terms_do_not_show_themselves() -> None:
    assert "Canary" not in repr(Terms("unnamed", "help", ("words",), "Canary"))


@pytest.mark.parametrize("why", ENDS)
def test_what_is_over_ends_no_more(why: str) -> None:
    check_end("", why, by_staff=False)
    for ended in ENDS:
        with pytest.raises(NotFromHere):
            check_end(ended, why, by_staff=False)


def test_every_move_names_an_act_there_is() -> None:
    assert all(move.act in ("", *ACTS) for move in consent.MOVES.values())
