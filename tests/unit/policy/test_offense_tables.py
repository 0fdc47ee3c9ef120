"""Offenses are read by structure and by date, never by resemblance."""

from __future__ import annotations

from datetime import date

import pytest

from havenline.offenses import parse
from havenline.policy import load
from havenline.policy.decision import last_day

TABLE = load().offenses


@pytest.mark.parametrize(
    ("text", "day", "kinds"),
    [
        (
            "PC 647(b)(1)",
            "2024-01-01",
            {"listed", "statement_listed", "presumed_own", "sells", "not_for_minors", "trade"},
        ),
        (
            "PC 647(b)(1)",
            "2016-12-31",
            {"listed", "statement_listed", "presumed_own", "not_for_minors", "trade"},
        ),
        (
            "PC 647(b)(3)",
            "2016-12-31",
            {"listed", "statement_listed", "presumed_own", "not_for_minors", "trade"},
        ),
        ("PC 647(b)(3)", None, {"listed", "statement_listed", "buys", "buys_from_minor", "trade"}),
        ("HS 11377(a)", "2024-01-01", {"drug", "possession"}),
        ("HS 11379(a)", "2024-01-01", {"drug", "sale"}),
        ("HS 11359(b)", "2024-01-01", {"drug", "sale"}),
        ("PC 647.6(a)(1)", "2024-01-01", {"another_kind", "against_person"}),
        ("PC 653.23(a)(1)", "2024-01-01", {"profits", "trade"}),
        ("PC 602(k)", "2024-01-01", set()),
        ("PC 372.5", "2024-01-01", set()),
    ],
)
def test_offense_has_its_kinds(text: str, day: str | None, kinds: set[str]) -> None:
    assert TABLE.kinds(parse(text), day) == kinds


@pytest.mark.parametrize(
    "text", ["PC 647", "647B PC", "no charge at all", "PC 182(a)(1)/647(b)", "PC 647(a)/647(b)"]
)
def test_unsettled_text_is_of_no_known_kind(text: str) -> None:
    assert TABLE.kinds(parse(text), "2024-01-01") is None


@pytest.mark.parametrize(
    ("text", "day", "screening", "standing"),
    [
        ("PC 653.22", "2022-12-31", "2022-12-31", "in_force"),
        ("PC 653.22", "2022-12-31", "2023-01-01", "repealed_since"),
        ("PC 653.22", "2023-01-01", "2023-01-01", "no_longer"),
        ("PC 653.22", None, "2024-01-01", None),
        ("PC 653.25", "2025-12-31", "2026-01-02", "not_yet"),
        ("PC 653.25", "2026-01-01", "2026-01-02", "in_force"),
        ("PC 653.25", None, "2026-01-02", None),
        ("HS 11395", "2024-12-17", "2025-01-02", "not_yet"),
        ("HS 11395", "2024-12-18", "2025-01-02", "in_force"),
        ("PC 647(b)", None, "2024-01-01", "in_force"),
        ("PC 602(k)", None, "2024-01-01", "in_force"),
        ("no charge at all", "2024-01-01", "2024-01-01", None),
    ],
)
def test_standing_follows_the_days(text: str, day: str | None, screening: str, standing: str | None) -> None:
    assert TABLE.standing(parse(text), day, screening) == standing


@pytest.mark.parametrize(
    ("text", "day", "grade"),
    [
        ("HS 11377(a)", "2014-11-04", "wobbler"),
        ("HS 11377(a)", "2014-11-05", "misdemeanor"),
        ("HS 11550(a)", None, "misdemeanor"),
        ("PC 602(k)", "2024-01-01", None),
    ],
)
def test_grade_follows_the_day(text: str, day: str | None, grade: str | None) -> None:
    assert TABLE.grade(parse(text), day) == grade


@pytest.mark.parametrize(
    ("rule", "received", "last"),
    [
        ("30 days", "2024-06-03", "2024-07-03"),
        ("30 days", "2023-12-31", "2024-01-30"),
        ("7 days after the first business day", "2024-06-03", "2024-06-11"),
        ("7 days after the first business day", "2024-06-14", "2024-06-24"),
        ("7 days after the first business day", "2021-12-30", "2022-01-10"),
        ("7 days after the first business day", "2026-07-02", "2026-07-13"),
        ("7 days after the first business day", "2024-11-28", "2024-12-06"),
        ("7 days after the first business day", "2024-02-16", "2024-02-27"),
    ],
)
def test_last_day_counts_from_the_next_business_day(rule: str, received: str, last: str) -> None:
    assert last_day(rule, date.fromisoformat(received), load().holidays) == date.fromisoformat(last)
