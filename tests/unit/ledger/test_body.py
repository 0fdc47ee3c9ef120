"""An entry has one sequence of bytes, and tells nothing of what it is about."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from havenline.ledger import body

WORDS = st.text("abcdefghijklmnopqrstuvwxyz_.-", min_size=1, max_size=12)
DETAILS = st.dictionaries(WORDS, st.one_of(WORDS, st.integers(0, 2**53 - 1)), max_size=4)


def written(number: int = 3, **changes: Any) -> bytes:
    parts: dict[str, Any] = {
        "act": "report.received",
        "by": "",
        "when": date(2026, 11, 3),
        "commitments": {"report": "ab" * 32},
        "detail": {"messages": 1},
    }
    return body.write(number, **(parts | changes))


@given(number=st.integers(0, 2**53 - 1), act=WORDS, detail=DETAILS, commitments=st.dictionaries(WORDS, WORDS))
def test_what_is_written_reads_the_same(
    number: int, act: str, detail: dict[str, str | int], commitments: dict[str, str]
) -> None:
    entry = body.read(written(number, act=act, detail=detail, commitments=commitments))
    assert (entry["n"], entry["act"], entry["detail"], entry["about"]) == (number, act, detail, commitments)


@given(number=st.integers(0, 2**53 - 1), text=st.text(st.characters(codec="ascii")), detail=DETAILS)
def test_the_quick_reader_takes_the_canonical_form_alone(
    number: int, text: str, detail: dict[str, str | int]
) -> None:
    entry = {"n": number, "act": text, "by": "", "about": {text: text}, "detail": detail, "on": "2026-11-03"}
    assert body.read(rfc8785.dumps(entry)) == entry


NOT_CANONICAL = {
    "a space": written().replace(b":", b": ", 1),
    "another order": b'{"by":"",' + written()[1:].replace(b'"by":"",', b""),
    "a number with a point": written().replace(b'"n":3', b'"n":3.0'),
    "a number past exactness": written().replace(b'"n":3', b'"n":9007199254740993'),
    "not a number": written().replace(b'"n":3', b'"n":NaN'),
    "letters beyond ASCII": written().replace(b"report.received", "informe.recibió".encode()),
    "a text for a number": written().replace(b'"n":3', b'"n":"3"'),
    "a list for what it is about": written().replace(b'{"report":"' + b"ab" * 32 + b'"}', b"[]"),
    "an exponent": written().replace(b'"n":3', b'"n":3e0'),
    "an escape nobody needs": written().replace(b"report.received", b"report.rec\\u0065ived"),
    "a key twice": written().replace(b'"by":"",', b'"by":"","by":"",'),
    "a line end": written() + b"\n",
    "another part": written().replace(b'"by":"",', b'"by":"","c":1,'),
    "a part missing": written().replace(b'"by":"",', b""),
    "both times": written().replace(b'"by"', b'"at":"2026-11-03T00:00:00Z","by"'),
    "no JSON": b"report received",
    "no object": b"[]",
    "nothing": b"",
    "no text": b"\xff\xfe",
    "much nesting": b"[" * 100_000,
}


@pytest.mark.parametrize("changed", NOT_CANONICAL.values(), ids=NOT_CANONICAL)
def test_any_other_form_is_refused(changed: bytes) -> None:
    with pytest.raises(body.BodyWrong):
        body.read(changed)


def test_a_moment_is_kept_in_universal_time() -> None:
    pacific = datetime(2026, 11, 3, 6, 5, 6, 999_999, tzinfo=timezone(timedelta(hours=-8)))
    assert body.read(written(when=pacific))["at"] == "2026-11-03T14:05:06Z"
    with pytest.raises(ValueError, match="zone"):
        body.moment(datetime(2026, 11, 3))  # noqa: DTZ001 - the refused one


def test_a_day_tells_no_hour() -> None:
    assert body.read(written())["on"] == "2026-11-03"
    assert "at" not in body.read(written())
    assert "on" not in body.read(written(when=datetime(2026, 11, 3, tzinfo=UTC)))


def test_a_commitment_depends_on_name_object_and_salt() -> None:
    made = {
        body.commitment(name, about, salt=bytes([salt]) * 32)
        for name in ("report", "reports")
        for about in ("1", "s1")
        for salt in (0, 1)
    }
    assert len(made) == 8
