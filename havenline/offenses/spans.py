"""Citations of more sections than they name: `370-373a`, `647(e)-(h)`, `653.20 et seq.`"""

from __future__ import annotations

from typing import NamedTuple

from havenline.offenses.pieces import Piece, Section, Separator
from havenline.offenses.rows import Tables
from havenline.offenses.vocabulary import OPEN_ENDED, THROUGH

FURTHEST = 15  # sections an open end reaches; a chapter of the Penal Code is seldom longer


class Span(NamedTuple):
    """The first section of a span and its last, None where the end is left open."""

    first: Section
    last: Section | None

    def stands_among(self, sections: list[Section], tables: Tables) -> bool:
        """Whether both ends are sections of the line that name an offense of their own."""
        ends = [self.first] if self.last is None else [self.first, self.last]
        return all(end in sections and end.number not in tables.modifiers for end in ends)

    def includes(self, tables: Tables) -> list[str]:
        """What the use list says of each section strictly inside that the policy's tables speak of."""
        if self.last is not None and self.last.number == self.first.number:
            return self._subdivisions(self.last, tables)
        code = self.first.code or "PC"
        low = float(self.first.number)
        high = float(self.last.number) if self.last else _reach(self.first.number)
        listed = [
            row.use
            for (of, number), rows in tables.listed.items()
            if of == code and low < _place(number) < high
            for row in rows
        ]
        drugs = ["N" for of, number in tables.drugs if of == code and low < _place(number) < high]
        return listed + drugs

    def _subdivisions(self, last: Section, tables: Tables) -> list[str]:
        low, high = self.first.lowered()[:1], last.lowered()[:1]
        rows = tables.listed.get((self.first.code or "PC", self.first.number), ())
        return [row.use for row in rows if row.subdivision and low < (row.subdivision[0],) < high]


def spans(cited: list[Piece]) -> list[Span]:
    """Every span of a citation, read by what stands behind each section."""
    found = []
    for at, piece in enumerate(cited):
        if not isinstance(piece, Section):
            continue
        signs = _signs(cited[at + 1 :])
        after = cited[at + 1 + len(signs)] if at + 1 + len(signs) < len(cited) else None
        if OPEN_ENDED & set(signs) or (signs[:1] in (["THROUGH"], ["THRU"]) and after is None):
            found.append(Span(piece, None))
        elif len(signs) == 1 and signs[0] in THROUGH and isinstance(after, Section):
            found.append(Span(piece, after))
    return found


def _signs(following: list[Piece]) -> list[str]:
    signs: list[str] = []
    for piece in following:
        if not isinstance(piece, Separator):
            return signs
        signs.append(piece.sign)
    return signs


def _place(number: str) -> float:
    """`653f` stands at 653."""
    return float("".join(sign for sign in number if sign.isdigit() or sign == ".") or 0)


def _reach(number: str) -> float:
    return float(int(number.split(".")[0]) + (1 if "." in number else FURTHEST))
