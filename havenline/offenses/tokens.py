"""A charge text cut into numbers, letters and signs, each knowing whether a blank stood before it."""

from __future__ import annotations

import re
from typing import NamedTuple

PIECE = re.compile(r"[0-9]+|[A-Za-z]+|[^\sA-Za-z0-9]")
OPENING = "([{<"
CLOSING = ")]}>"
SIGNS = "./,;:&+|§#-"
DIGITS = "0123456789"


class Token(NamedTuple):
    """`kind`: `N` number, `L` letters, `(`, `)`, or the sign itself; `glued`: nothing stood before it."""

    kind: str
    text: str
    glued: bool


END = Token("", "", glued=False)


def tokens(text: str) -> list[Token]:
    """Cut cleaned `text`; signs without meaning in a citation count as blanks."""
    found: list[Token] = []
    reached = 0
    for match in PIECE.finditer(text):
        piece = match.group()
        kind = _kind(piece)
        if kind:
            found.append(Token(kind, piece, match.start() == reached and bool(found)))
            reached = match.end()
    return found


def _kind(piece: str) -> str:
    first = piece[0]
    if first in DIGITS:
        return "N"
    if first.isalpha() and first.isascii():
        return "L"
    if first in OPENING:
        return "("
    if first in CLOSING:
        return ")"
    return first if first in SIGNS else ""
