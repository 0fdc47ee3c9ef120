"""A charge can be used without reading its text again: paragraphs, alternatives, parts, dates, grades."""

from __future__ import annotations

import dataclasses

import pytest

from havenline.offenses import Charge, parse


def test_paragraphs_and_subdivisions_agree() -> None:
    read = parse("647J4A PC")
    assert read.paragraphs == ("j", "4", "a")
    assert (read.subdivisions, read.normalized) == ("j.4.a", "PC 647(j)(4)(a)")


def test_each_part_of_a_line_is_judged_by_itself() -> None:
    read = parse("647(B) PC/11550(A) HS")
    assert [part.normalized for part in read.parts] == ["PC 647(b)", "HS 11550(a)"]
    assert [part.use_bar_listed for part in read.parts] == ["Y", "N"]
    assert (read.charge_bar_listed, read.use_bar_listed) == ("Y", "REVIEW")
    assert all(part.parts == () for part in read.parts)


def test_a_single_charge_has_no_parts() -> None:
    assert parse("647(B) PC").parts == ()


def test_a_charge_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        parse("647(B) PC").code = "HS"  # type: ignore[misc]


def test_the_same_text_gives_the_same_charge() -> None:
    assert parse("647(B) PC") is parse("647(B) PC")
    assert parse("PC 647(b)") == dataclasses.replace(parse("647(B) PC"))


def test_an_empty_charge_is_review() -> None:
    assert (Charge().charge_bar_listed, Charge().use_bar_listed, Charge().normalized) == (
        "REVIEW",
        "REVIEW",
        "",
    )


@pytest.mark.parametrize(
    ("raw", "column", "day", "level", "source"),
    [
        ("11350(A) HS/M", "F", "", "F", "level column"),
        ("11350(A) HS 17(B)", "", "2010-01-01", "M", "note of reduction"),
        ("11350(A) HS 17(B)/F", "", "", "M", "note of reduction"),
        ("11350(A) HS/M", "", "2010-01-01", "M", "text"),
        ("11350(A) HS", "", "2014-11-04", "F", "inferred from code table and offense date"),
        ("11350(A) HS", "", "2014-11-05", "M", "inferred from code table and offense date"),
        ("11350(A) HS", "", "", "", ""),
        ("11350(A) HS", "?", "5 May 2016", "", ""),
        ("11364 HS", "", "", "M", "inferred from code table"),
        ("11395 HS", "", "2024-12-17", "", ""),
        ("11395 HS", "", "2024-12-18", "F", "inferred from code table and offense date"),
        ("11350(A) HS", "f/m", "", "W", "level column"),
    ],
)
def test_grade_is_taken_in_order_of_trust(raw: str, column: str, day: str, level: str, source: str) -> None:
    read = parse(raw, level_column=column, offense_date=day)
    assert (read.level, read.level_source) == (level, source)


@pytest.mark.parametrize(
    ("raw", "day", "told"),
    [
        ("653.22 PC", "2022-12-31", False),
        ("653.22 PC", "2023-01-01", True),
        ("647(b)(1) PC", "2016-12-31", True),
        ("647(b)(1) PC", "2017-01-01", False),
        ("647(b) PC", "2016-12-31", False),
        ("653.25 PC", "2025-12-31", True),
        ("653.25 PC", "2026-01-01", False),
    ],
)
def test_a_section_not_in_force_is_told(raw: str, day: str, told: bool) -> None:
    read = parse(raw, offense_date=day)
    assert ("not in force" in read.reason) == told
    assert read.charge_bar_listed == parse(raw).charge_bar_listed


def test_the_reason_is_one_plain_sentence() -> None:
    assert parse("647(B)(2) PC").reason == (
        "PC 647(b)(2): named by the policy; a buyer, to be shown to a reviewer (I-09)"
    )
    assert parse("372 HS").reason == "HS 372, perhaps PC 372: the number belongs to another code"
