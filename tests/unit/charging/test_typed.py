"""What a deputy typed is kept as meant: days, numbers and names, and never a person's code."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from havenline.charging import typed
from havenline.charging.rows import read_ref
from havenline.vault import codes


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  Ana \t María\n", "Ana María"),
        ("Jose\u0301", "José"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\x00b\x1bc", "abc"),
        ("a\ud800b", "ab"),
        ("李\u00a0小\u3000龍", "李 小 龍"),
        ("", ""),
    ],
)
def test_a_line_is_cleaned_and_nothing_else(text: str, line: str) -> None:
    assert typed.clean(text) == line


@given(st.text())
def test_a_clean_line_stays_as_it_is(text: str) -> None:
    line = typed.clean(text)
    assert typed.clean(line) == line
    line.encode("utf-8")


@pytest.mark.parametrize("text", ["05/14/1994", "5/14/1994", "1994-05-14", "05-14-1994", "05.14.1994"])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert typed.read_date(text) == date(1994, 5, 14)


@pytest.mark.parametrize(
    "text", ["14/05/1994", "05/14/94", "02/30/2020", "May 1994", "", "1994", "05/14/1994 x"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no day"):
        typed.read_date(text)


@pytest.mark.parametrize("text", ["24-018832", "24 018832", "24018832", " 24.018832 ", "２４-018832"])
def test_a_case_number_is_compared_without_its_dress(text: str) -> None:
    assert typed.case_number(text) == "24018832"


@pytest.mark.parametrize(
    "dress",
    [
        lambda code: code.shown,
        lambda code: code.symbols,
        lambda code: code.shown.lower().replace("-", " "),
        lambda code: f"she said {code.shown} is hers",
        lambda code: code.shown.replace("-", "\u200b"),
        lambda code: "\u202e".join(code.symbols[at : at + 3] for at in range(0, 20, 3)),
    ],
)
def test_a_code_is_emptied_however_it_is_dressed(dress: object) -> None:
    assert callable(dress)
    for _ in range(20):
        code = codes.new_code()
        data = QueryDict(mutable=True)
        data.update({"name": "Ana Vane", "slip": dress(code)})
        kept, refused = typed.without_codes(data)
        assert refused == {"slip"}
        assert (kept["slip"], kept["name"]) == ("", "Ana Vane")


def test_slips_numbers_and_names_are_no_codes() -> None:
    sent = {
        "slip": codes.new_slip(),
        "number": "0123456789abcdef0123456789abcdef",
        "case_number": "24-018832",
        "name": "Maria de la Concepcion Lopez Hernandez",
        "phone": "+1 415 555 0134",
        "charge-1-raw": "PC 647(b)(1), misdemeanor",
    }
    data = QueryDict(mutable=True)
    data.update(sent)
    kept, refused = typed.without_codes(data)
    assert refused == frozenset()
    assert kept.dict() == sent


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        (" w-7k2qd ", "W-7K2QD"),
        ("W7K2QD", "W-7K2QD"),
        ("7k2qo", "W-7K2Q0"),
        ("W-WXYZ1", "W-WXYZ1"),
        ("WWXYZ1", "W-WXYZ1"),
        ("WXYZ1", "W-WXYZ1"),
    ],
)
def test_a_wall_number_is_read_as_people_write_it(text: str, ref: str) -> None:
    assert read_ref(text) == ref


@pytest.mark.parametrize("text", ["W-7K2Q", "W-7K2QDD", "X7K2QD", "box 123", "W-", "W-7K2QU"])
def test_what_is_no_wall_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read_ref(text)
