"""A code is read however it was typed, found wherever it is written, and guessed by nobody."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenline.vault import codes
from havenline.vault.errors import CodeMistyped, SlipMistyped, TicketExpired, TicketWrong

PEPPER, OTHER_PEPPER = b"p" * 32, b"q" * 32
NOW = datetime(2026, 11, 3, 14, 59, 59, tzinfo=UTC)
HOUR = timedelta(hours=1)

symbols = st.text(codes.ALPHABET, min_size=19, max_size=19)
made_codes = symbols.map(lambda text: codes.Code(text + codes.check_symbol(text)))

KNOWN = codes.read_code("7K3M 9QWX 2ABC 0D1E FGH" + codes.check_symbol("7K3M9QWX2ABC0D1EFGH"))


def luhn_by_hand(text: str) -> int:
    """Luhn mod N from its description: double each second value from the right, add the digits in base N."""
    values = [codes.ALPHABET.index(symbol) for symbol in text][::-1]
    doubled = [value * 2 if place % 2 else value for place, value in enumerate(values)]
    return sum(value // 32 + value % 32 for value in doubled) % 32


@given(made_codes)
def test_the_check_symbol_is_luhn_mod_32(code: codes.Code) -> None:
    assert luhn_by_hand(code.symbols) == 0


def test_fresh_codes_are_long_and_differ() -> None:
    fresh = {codes.new_code().symbols for _ in range(200)}
    assert len(fresh) == 200
    assert {len(one) for one in fresh} == {20}
    assert set("".join(fresh)) == set(codes.ALPHABET)


def test_a_code_is_shown_in_five_groups() -> None:
    shown = KNOWN.shown
    assert [len(group) for group in shown.split("-")] == [4] * 5
    assert shown.endswith(KNOWN.last_group)
    assert shown.replace("-", "") == KNOWN.symbols


def test_a_code_does_not_show_by_accident() -> None:
    for told in (repr(KNOWN), str(KNOWN), f"{KNOWN}", repr([KNOWN])):
        assert KNOWN.symbols not in told
        assert KNOWN.last_group not in told


TYPED = {
    "as shown": lambda shown: shown,
    "in small letters": str.lower,
    "without dashes": lambda shown: shown.replace("-", ""),
    "with spaces": lambda shown: shown.replace("-", " "),
    "with long dashes": lambda shown: shown.replace("-", "\u2014"),
    "with minus signs": lambda shown: shown.replace("-", "\u2212"),
    "with dots": lambda shown: shown.replace("-", "."),
    "with space around": lambda shown: f"  {shown}\n",
    "letter by letter": " ".join,
    "with O for 0": lambda shown: shown.replace("0", "O"),
    "with o for 0": lambda shown: shown.replace("0", "o"),
    "with I for 1": lambda shown: shown.replace("1", "I"),
    "with l for 1": lambda shown: shown.replace("1", "l"),
    "in full width": lambda shown: "".join(
        chr(ord(letter) + 0xFEE0) if letter.isalnum() else letter for letter in shown
    ),
    "with unseen letters": lambda shown: "\u200b".join(shown),
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
@given(code=made_codes)
def test_a_code_is_read_however_it_is_typed(typed: object, code: codes.Code) -> None:
    assert callable(typed)
    assert codes.read_code(typed(code.shown)) == code


@given(code=made_codes, at=st.integers(0, 19), symbol=st.sampled_from(codes.ALPHABET))
def test_one_wrong_symbol_is_always_noticed(code: codes.Code, at: int, symbol: str) -> None:
    wrong = code.symbols[:at] + symbol + code.symbols[at + 1 :]
    if wrong == code.symbols:
        assert codes.read_code(wrong) == code
        return
    with pytest.raises(CodeMistyped):
        codes.read_code(wrong)


def test_swapped_neighbors_are_almost_always_noticed() -> None:
    # Luhn misses one swap, that of the first and the last symbol of the alphabet.
    missed = {
        frozenset((left, right))
        for left, right in itertools.permutations(codes.ALPHABET, 2)
        if luhn_by_hand(left + right) == luhn_by_hand(right + left)
    }
    assert missed == {frozenset("0Z")}


MISTYPED = {
    "nothing": "",
    "spaces": "   ",
    "a symbol short": KNOWN.shown[:-1],
    "a symbol long": KNOWN.shown + "0",
    "the letter U": "U" + KNOWN.shown[1:],
    "a slip": "ABCD-EFGH-JKMN",
    "another alphabet": "\u0410" + KNOWN.shown[1:],
    "much": KNOWN.shown * 10_000,
    "zero bytes": "\x00" * 20,
    "a lone surrogate": KNOWN.shown[:-1] + "\ud800",
}


@pytest.mark.parametrize("typed", MISTYPED.values(), ids=MISTYPED)
def test_what_cannot_be_a_code_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(CodeMistyped) as met:
        codes.read_code(typed)
    assert KNOWN.last_group not in f"{met.value!r} {met.value.__context__!r}"


WRITTEN = {
    **TYPED,
    "in a sentence": lambda shown: f"her code is {shown}, she said",
    "after a colon": lambda shown: f"code:{shown}",
    "in quotes": lambda shown: f'"{shown}"',
    "on lines": lambda shown: shown.replace("-", "\n"),
    "with slashes": lambda shown: shown.replace("-", "/"),
    "with underscores": lambda shown: shown.replace("-", "_"),
    "in pairs": lambda shown: "/".join(shown.replace("-", "")[at : at + 2] for at in range(0, 20, 2)),
    "with a name before it": lambda shown: f"Maria Invented {shown}",
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
@given(code=made_codes)
def test_a_code_is_found_however_it_is_written(written: object, code: codes.Code) -> None:
    assert callable(written)
    assert codes.looks_like_code(written(code.shown))


@given(code=made_codes, at=st.integers(0, 19))
def test_a_mistyped_code_is_found_too(code: codes.Code, at: int) -> None:
    wrong = code.symbols[:at] + ("8" if code.symbols[at] == "7" else "7") + code.symbols[at + 1 :]
    assert codes.looks_like_code("-".join(wrong[start : start + 4] for start in range(0, 20, 4)))


with_digit = made_codes.filter(lambda code: any(symbol in "23456789" for symbol in code.symbols))
GLUED = {
    "behind a word": lambda shown: "code" + shown.replace("-", ""),
    "before a word": lambda shown: shown.replace("-", "") + "hers",
    "behind a word, in groups": lambda shown: "code" + shown,
    "before a word, in groups": lambda shown: shown + "hers",
    "between letters, in groups": lambda shown: f"x{shown}x",
    "twice": lambda shown: shown.replace("-", "") * 2,
    "twice, in groups": lambda shown: shown * 2,
    "within a sentence": lambda shown: f"Maria said code{shown.lower()} yesterday",
}


@pytest.mark.parametrize("written", GLUED.values(), ids=GLUED)
@given(code=with_digit)
def test_a_code_glued_to_a_word_or_to_itself_is_found(written: object, code: codes.Code) -> None:
    assert callable(written)
    assert codes.looks_like_code(written(code.shown))


@given(
    code=made_codes.filter(lambda code: any(symbol in "23456789" for symbol in code.symbols)),
    cuts=st.sets(st.integers(1, 19), max_size=6),
)
def test_a_code_cut_anywhere_is_found(code: codes.Code, cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), 20]
    parts = [code.symbols[left:right] for left, right in itertools.pairwise(edges)]
    assert codes.looks_like_code(" ".join(parts))


NO_CODE = [
    "",
    "Maria Invented",
    "SF-2026-001234",
    "21-CR-000123",
    "647(b) PC, 261 PC",
    "1990-04-01",
    "+1 415 555 0100",
    "maria.invented@example.org",
    "A long sentence that has many words and no code in it at all, not one.",
    "\ud800",
    "Anna Rose Mary Kate Diaz",
    "ANNA ROSE MARY KATE DIAZ",
    "0123456789abcdef0123456789abcdef",  # the number of a form
    "fedcba98765432100123456789abcdef",
    "aZ3kQ9mWx7Tb2Lp5Rv8Yc4Nd6Hf1Jg0SaZ3kQ9mWx7Tb2Lp5Rv8Yc4Nd6Hf1Jg0S",  # a form's token, 64 signs
]


@pytest.mark.parametrize("text", NO_CODE)
def test_other_writing_is_no_code(text: str) -> None:
    assert not codes.looks_like_code(text)


def test_a_name_is_never_a_code() -> None:
    # Twenty letters each; one such name in 32 has the right check symbol by chance.
    for first in ("Margaretha", "Sebastiana", "Alexandria"):
        for last in ("Castellanoz", "Fernandezzzz", "Hernandezes"):
            name = f"{first[: 20 - len(last)]} {last}"
            assert len(name.replace(" ", "")) == 20
            assert not codes.looks_like_code(name)


def test_names_in_five_groups_of_four_letters_are_almost_never_codes() -> None:
    # Letters alone count only with the right check symbol: by chance, one name in 32.
    firsts = ("Anna", "Rosa", "Cara", "Tess", "Vera", "Dana", "Gwen", "Hera")
    lasts = ("Diaz", "Vega", "Kane", "Chan", "West", "Paez", "Mora", "Reyes"[:4])
    names = [f"{one} {two} Mary Kate {last}" for one in firsts for two in firsts for last in lasts]
    taken = [name for name in names if codes.looks_like_code(name)]
    assert len(names) == 512
    assert len(taken) < 512 / 32 * 2


@given(st.text(codes.ALPHABET, min_size=12, max_size=12))
def test_a_slip_is_no_code(slip: str) -> None:
    for written in (slip, slip.lower(), f"{slip[:4]}-{slip[4:8]}-{slip[8:]}", f"slip {slip[:6]} {slip[6:]}"):
        assert not codes.looks_like_code(written)


def test_fresh_slips_are_shown_in_three_groups_and_differ() -> None:
    fresh = {codes.new_slip() for _ in range(200)}
    assert len(fresh) == 200
    assert {tuple(len(group) for group in slip.split("-")) for slip in fresh} == {(4, 4, 4)}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_a_slip_is_read_however_it_is_typed(typed: object) -> None:
    assert callable(typed)
    assert codes.read_slip(typed("A0B1-CDEF-GHJK")) == "A0B1CDEFGHJK"


@pytest.mark.parametrize("typed", ["", "A0B1-CDEF-GHJ", "A0B1-CDEF-GHJKM", "U0B1-CDEF-GHJK", KNOWN.shown])
def test_what_cannot_be_a_slip_is_refused(typed: str) -> None:
    with pytest.raises(SlipMistyped):
        codes.read_slip(typed)


@pytest.mark.parametrize("hours", [0, 1, 11, 12])
def test_a_ticket_is_good_for_twelve_hours(hours: int) -> None:
    codes.check_ticket(KNOWN, codes.ticket(KNOWN, PEPPER, NOW), PEPPER, NOW + hours * HOUR)


@pytest.mark.parametrize("later", [13 * HOUR, 24 * HOUR, timedelta(days=400), -2 * HOUR])
def test_a_ticket_ends(later: timedelta) -> None:
    with pytest.raises(TicketExpired):
        codes.check_ticket(KNOWN, codes.ticket(KNOWN, PEPPER, NOW), PEPPER, NOW + later)


def test_a_clock_set_back_a_little_costs_nobody_their_words() -> None:
    codes.check_ticket(KNOWN, codes.ticket(KNOWN, PEPPER, NOW), PEPPER, NOW - HOUR)


def _tickets() -> dict[str, str]:
    good = codes.ticket(KNOWN, PEPPER, NOW)
    hour, _, tag = good.partition(".")
    return {
        "nothing": "",
        "another code's": codes.ticket(codes.new_code(), PEPPER, NOW),
        "another office's": codes.ticket(KNOWN, OTHER_PEPPER, NOW),
        "a later hour": f"{int(hour) + 1}.{tag}",
        "the same hour written longer": f"0{good}",
        "no hour": f".{tag}",
        "no tag": f"{hour}.",
        "half a tag": good[:-2],
        "more": good + "0",
        "no digits": f"\u0661{good}",
        "many digits": "9" * 5000 + "." + tag,
        "unclean": good[:-1] + "\ud800",
    }


@pytest.mark.parametrize("ticket", _tickets().values(), ids=_tickets())
def test_a_ticket_that_was_not_issued_is_refused(ticket: str) -> None:
    with pytest.raises(TicketWrong):
        codes.check_ticket(KNOWN, ticket, PEPPER, NOW)


def test_code_and_pepper_both_decide_place_and_key() -> None:
    other = codes.new_code()
    pairs = list(itertools.product((KNOWN, other), (PEPPER, OTHER_PEPPER)))
    assert len({codes.locator(code, pepper) for code, pepper in pairs}) == 4
    assert len({codes.reporter_keyring(code, pepper).kem_public for code, pepper in pairs}) == 4
    assert codes.locator(KNOWN, PEPPER) == codes.locator(codes.read_code(KNOWN.shown.lower()), PEPPER)
    assert len(codes.locator(KNOWN, PEPPER)) == 32
