"""Gives a person the one thing that opens their report: a code no one can guess, typed as people type.

A code is 19 random symbols of Crockford's base 32 (95 bits) and a check symbol (Luhn mod 32 over the same
symbols), which finds any one wrong symbol and almost every swap of neighbors before any look-up. It is
long enough that no slow derivation is needed: HKDF over code and pepper gives where the report is found and
the key that opens it, each useless for the other. Both are derived on every try, hit or miss.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from havenline.vault.derivation import derive
from havenline.vault.errors import CodeMistyped, SlipMistyped, TicketExpired, TicketWrong
from havenline.vault.keys import Keyring, Seed

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SYMBOLS = 20
SLIP_SYMBOLS = 12
TICKET_HOURS = 12

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_READ_AS = {"O": "0", "I": "1", "L": "1"}
_TYPED_LIMIT = 200  # nobody types more around twenty symbols
_TICKET_BYTES = 16
_GROUP, _GROUPS = 4, 5
_GLUED_LIMIT = 2 * CODE_SYMBOLS  # twice in a row; what is longer is no code with a word at it


@dataclass(frozen=True, slots=True)
class Code:
    """A reporter code, checked. It opens a report: it is never logged, stored or put into a URL or cookie."""

    symbols: str

    def __repr__(self) -> str:
        return "<Code, hidden>"

    __str__ = __repr__

    @property
    def shown(self) -> str:
        """As the person sees it: five groups of four."""
        return _grouped(self.symbols)

    @property
    def last_group(self) -> str:
        """The four symbols the person types back before sending."""
        return self.symbols[-4:]


def new_code() -> Code:
    """A fresh code, 95 bits from the operating system."""
    symbols = _random(CODE_SYMBOLS - 1)
    return Code(symbols + check_symbol(symbols))


def check_symbol(symbols: str) -> str:
    """Luhn mod N with N = 32: the symbol that makes the sum over the whole code a multiple of 32."""
    return ALPHABET[-_luhn(symbols + ALPHABET[0]) % 32]


def _luhn(symbols: str) -> int:
    """The Luhn sum: from the right, each second symbol counts double, a double's two digits added up."""
    total = 0
    for position, symbol in enumerate(reversed(symbols)):
        value = _VALUES[symbol] * (1 + position % 2)
        total += value // 32 + value % 32
    return total % 32


def read_code(text: str) -> Code:
    """The code a person typed: any case, any spaces and dashes, O for 0, I or L for 1.

    Raises CodeMistyped when it cannot be a code. Says nothing of whether there is a report.
    """
    symbols = _symbols(text)
    if symbols is None or len(symbols) != CODE_SYMBOLS or _luhn(symbols):
        raise CodeMistyped("this cannot be a code", hint="look for a wrong or missing symbol")
    return Code(symbols)


def looks_like_code(text: str) -> bool:
    """Whether a reporter code may stand anywhere in `text`, however it is written: such a text is refused.

    Every stretch of whole words with twenty symbols is looked at. It counts when its check symbol is right,
    when it comes in five groups of four, or when it is one word of letters and digits (a mistyped code is
    still most of a code). Letters alone are people's names: they count in words of one length with the right
    check symbol only, as one such name in 32 has by chance. A code without a digit, written otherwise, is
    missed: under one in 300. Missed too are one glued to digits, and one glued to a word and mistyped.
    """
    words = _words(text)
    return any(_may_be_code(stretch) for stretch in _stretches(words)) or any(
        _is_surely_code(symbols) for symbols in _glued(words)
    )


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()


def _stretches(words: list[str]) -> list[list[str]]:
    """Every run of neighboring words that holds exactly twenty symbols."""
    found = []
    for start in range(len(words)):
        length = 0
        for end in range(start, len(words)):
            length += len(words[end])
            if length >= CODE_SYMBOLS:
                if length == CODE_SYMBOLS:
                    found.append(words[start : end + 1])
                break
    return found


def _may_be_code(words: list[str]) -> bool:
    symbols = _symbols("".join(words))
    if symbols is None:
        return False
    lengths = {len(word) for word in words}
    has_digit = any(letter.isdigit() for word in words for letter in word)
    if not has_digit:
        return len(lengths) == 1 and _luhn(symbols) == 0
    is_mixed_word = len(words) == 1 and has_digit and not words[0].isdigit()
    return _luhn(symbols) == 0 or lengths == {4} or is_mixed_word


def _glued(words: list[str]) -> Iterator[str]:
    """What stands before or behind a word without a space, or twice: `codeABCD...`, `xABCD-...-EFGHx`.

    Only what hangs on letters is looked at: windows of long numbers would pass the check by chance.
    """
    for word in words:
        if CODE_SYMBOLS < len(word) <= _GLUED_LIMIT:
            first, last = word[:CODE_SYMBOLS], word[-CODE_SYMBOLS:]
            if first == last or word[CODE_SYMBOLS:].isalpha():
                yield first
            if word[:-CODE_SYMBOLS].isalpha():
                yield last
    for first, *inner, last in zip(*(words[at:] for at in range(_GROUPS)), strict=False):
        head, tail = first[:-_GROUP], last[_GROUP:]
        if all(len(word) == _GROUP for word in inner) and (head + tail).isalpha():
            yield "".join((first[-_GROUP:], *inner, last[:_GROUP]))


def _is_surely_code(text: str) -> bool:
    symbols = _symbols(text)
    has_both = any(letter.isdigit() for letter in text) and not text.isdigit()
    return has_both and symbols is not None and len(symbols) == CODE_SYMBOLS and _luhn(symbols) == 0


def ticket(code: Code, pepper: bytes, now: datetime) -> str:
    """What a form carries beside a code so that only issued codes come back: HMAC(pepper, code, hour)."""
    return _ticket(code, pepper, int(now.timestamp()) // 3600)


def check_ticket(code: Code, ticket: str, pepper: bytes, now: datetime) -> None:
    """Raise TicketExpired more than 12 hours after the hour it was made in, TicketWrong when it is not ours.

    A ticket from the coming hour is taken: a clock set back must not cost a person what they wrote.
    """
    hour, _, _ = ticket.partition(".")
    if not (hour.isascii() and hour.isdigit() and len(hour) < 10):
        raise TicketWrong("the form was not issued here")
    if not hmac.compare_digest(_ticket(code, pepper, int(hour)).encode(), ticket.encode(errors="replace")):
        raise TicketWrong("the form was not issued here")
    age = int(now.timestamp()) // 3600 - int(hour)
    if not -1 <= age <= TICKET_HOURS:
        raise TicketExpired("the form was open for too long", hint="send it again")


def _ticket(code: Code, pepper: bytes, hour: int) -> str:
    key = derive(pepper, use="ticket")
    tag = hmac.digest(key, f"{code.symbols} {hour}".encode(), "sha256")[:_TICKET_BYTES]
    return f"{hour}.{tag.hex()}"


def locator(code: Code, pepper: bytes) -> bytes:
    """Where the report of this code is found: 32 bytes, hashed already, stored and looked up as they are."""
    return hashlib.sha256(derive(code.symbols.encode(), use="code locator", salt=pepper)).digest()


def reporter_keyring(code: Code, pepper: bytes) -> Keyring:
    """The keys of the person who has this code. Derive them whether or not there is a report."""
    return Keyring.from_seed(Seed(derive(code.symbols.encode(), use="code seed", salt=pepper)))


def new_slip() -> str:
    """A fresh slip, 60 bits, shown 4-4-4: it proves a protection in one case and opens nothing."""
    return _grouped(_random(SLIP_SYMBOLS))


def read_slip(text: str) -> str:
    """The twelve symbols of a slip, read as forgivingly as a code; raises SlipMistyped."""
    symbols = _symbols(text)
    if symbols is None or len(symbols) != SLIP_SYMBOLS:
        raise SlipMistyped("this cannot be a slip", hint="a slip has twelve symbols")
    return symbols


def _random(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def _grouped(symbols: str) -> str:
    return "-".join(symbols[at : at + 4] for at in range(0, len(symbols), 4))


def _symbols(text: str) -> str | None:
    """The symbols in what was typed, or None where something is no symbol. Spaces and dashes do not count."""
    if len(text) > _TYPED_LIMIT:
        return None
    plain = unicodedata.normalize("NFKC", text).upper()
    kept = "".join(
        _READ_AS.get(letter, letter)
        for letter in plain
        if unicodedata.category(letter) not in ("Zs", "Pd", "Cf", "Cc") and letter not in "._\u2212"
    )
    return kept if all(letter in _VALUES for letter in kept) else None
