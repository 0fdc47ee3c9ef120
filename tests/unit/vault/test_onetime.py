"""A phone's code is that of RFC 6238, good for a minute and a half at most, and good once."""

from datetime import UTC, datetime

import pytest

from havenline.vault import onetime

# RFC 6238 appendix B, SHA-1: seconds since 1970 -> the last six of its eight digits.
SECRET = b"12345678901234567890"
RFC = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
STEP = onetime.step_of(NOW)


@pytest.mark.parametrize("seconds", RFC)
def test_codes_are_those_of_the_rfc(seconds: int) -> None:
    assert onetime.code(SECRET, onetime.step_of(datetime.fromtimestamp(seconds, UTC))) == RFC[seconds]


@pytest.mark.parametrize(
    ("apart", "after", "taken"),
    [
        (0, 0, True),
        (-1, 0, True),
        (1, 0, True),
        (-2, 0, False),
        (2, 0, False),
        (0, STEP, False),
        (-1, STEP, False),
        (1, STEP, True),
    ],
)
def test_a_code_is_good_for_a_little(apart: int, after: int, taken: bool) -> None:
    typed = onetime.code(SECRET, STEP + apart)
    found = onetime.matched(SECRET, typed, now=NOW, after=after)
    assert found == (STEP + apart if taken else None)


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "\u0661\u0662\u0663\u0664\u0665\u0666", "abcdef", "-1", "\ud800"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert onetime.matched(SECRET, typed, now=NOW, after=0) is None


def test_a_code_may_be_typed_in_two_groups() -> None:
    code = onetime.code(SECRET, STEP)
    assert onetime.matched(SECRET, f" {code[:3]} {code[3:]} ", now=NOW, after=0) == STEP


def test_an_app_reads_what_the_picture_holds() -> None:
    address = onetime.address(SECRET, office="D.A. of Harbor: County & City", name="vera@x")
    assert address.startswith("otpauth://totp/D.A.%20of%20Harbor%3A%20County%20%26%20City:vera%40x?")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&" in address
    assert onetime.shown(SECRET).split()[0] == "GEZD"
