"""One line of charge text put together: which sections it cites, under which code, and what is only a remark."""

from __future__ import annotations

from dataclasses import dataclass, field

from havenline.offenses.pieces import Code, Level, Modifier, Piece, Section, Separator, Word
from havenline.offenses.rows import tables

SOFT = frozenset("/-|.:,")  # signs that may stand between a section and its own code
JOINS = frozenset(("/", ",", ";", "&", "+", "AND", "WITH"))  # what may bring a further charge after words
MAIN_CODES = frozenset(("PC", "HS", "VC", "BP"))


@dataclass(slots=True)
class Statement:
    """What a line says: its sections in order, each with its code; grades; modifiers; the words around them."""

    sections: list[Section] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    modifiers: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def statement(pieces: list[Piece]) -> Statement:
    """Put `pieces` together; the text after a charge's first plain word is its literal, not more charges."""
    result = Statement()
    cited = _cited(pieces, result)
    _give_codes(cited)
    result.sections = _modifiers_apart(_blanks_closed(cited))
    return result


def _cited(pieces: list[Piece], result: Statement) -> list[Piece]:
    """The sections, codes and signs of the citation itself; the rest goes to `result`."""
    cited: list[Piece] = []
    in_literal = seen = False
    for at, piece in enumerate(pieces):
        if isinstance(piece, Word):
            in_literal = in_literal or seen
            result.words.append(piece.text)
        elif isinstance(piece, Level):
            if not in_literal or _is_closing_grade(pieces, at):
                result.levels.append(piece.level)
        elif isinstance(piece, Modifier):
            if not in_literal:
                result.modifiers.append(piece.modifier)
            in_literal = in_literal or (seen and _follows_code(cited))
        elif not in_literal or _is_further_charge(pieces, at) or _is_late_code(piece, cited):
            cited.append(piece)
            seen = seen or isinstance(piece, Section)
    return cited


def _follows_code(cited: list[Piece]) -> bool:
    return any(isinstance(piece, Code) for piece in cited)


def _is_closing_grade(pieces: list[Piece], at: int) -> bool:
    return all(isinstance(piece, Level | Separator) for piece in pieces[at + 1 :])


def _is_late_code(piece: Piece, cited: list[Piece]) -> bool:
    """`647(B) PROSTITUTION PC`: the only code stands after the words."""
    late = isinstance(piece, Code) and piece.code in MAIN_CODES
    return late and not any(isinstance(other, Code) for other in cited)


def _is_further_charge(pieces: list[Piece], at: int) -> bool:
    """A section in the literal counts only with a code beside it, or as an enhancement joined by a sign."""
    piece = pieces[at]
    before = pieces[at - 1] if at else None
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if isinstance(piece, Section):
        joined = isinstance(before, Separator) and before.sign in JOINS
        enhances = piece.number in tables().enhancements and "." in piece.number
        return isinstance(before, Code) or (joined and (isinstance(after, Code) or enhances))
    if isinstance(piece, Code):
        earlier = pieces[at - 2] if at > 1 else None
        joined = isinstance(earlier, Separator) and earlier.sign in JOINS
        return isinstance(after, Section) or (isinstance(before, Section) and joined)
    return isinstance(piece, Separator) and isinstance(after, Section | Code)


def _give_codes(cited: list[Piece]) -> None:
    """Give each section its code: the one beside it, else the line's way of writing decides."""
    kinds = [piece for piece in cited if isinstance(piece, Code | Section)]
    codes_first = bool(kinds) and isinstance(kinds[0], Code)
    for at, piece in enumerate(cited):
        if not isinstance(piece, Section):
            continue
        left, right = _beside(cited, at, -1), _beside(cited, at, +1)
        own = (left or right) if codes_first else (right or left)
        found = own or _inherited(cited, at, codes_first=codes_first)
        if found is not None:
            piece.code, piece.kind, piece.code_written = found.code, found.kind, own is not None


def _beside(cited: list[Piece], at: int, step: int) -> Code | None:
    neighbor = cited[at + step] if 0 <= at + step < len(cited) else None
    if isinstance(neighbor, Code):
        return neighbor
    if isinstance(neighbor, Separator) and neighbor.sign in SOFT:
        further = cited[at + 2 * step] if 0 <= at + 2 * step < len(cited) else None
        beyond = cited[at + 3 * step] if 0 <= at + 3 * step < len(cited) else None
        # `PC 647(a)/HS 11377`: the code beyond the sign belongs to the section after it.
        if isinstance(further, Code) and not isinstance(beyond, Section):
            return further
    return None


def _inherited(cited: list[Piece], at: int, *, codes_first: bool) -> Code | None:
    before = [piece for piece in cited[:at] if isinstance(piece, Code)]
    after = [piece for piece in cited[at + 1 :] if isinstance(piece, Code)]
    if codes_first or not after:
        return before[-1] if before else (after[0] if after else None)
    return after[0]


def _blanks_closed(cited: list[Piece]) -> list[Section]:
    """`64 7(B)`: two numbers with only a blank between them are one when only the whole is a section."""
    closed: list[Section] = []
    previous: Piece | None = None
    for piece in cited:
        if isinstance(piece, Section):
            last = closed[-1] if closed else None
            if last is not None and previous is last and _is_torn(last, piece):
                piece.number = last.number + piece.number
                closed.pop()
            closed.append(piece)
            previous = piece
        else:
            previous = piece
    return closed


def _is_torn(left: Section, right: Section) -> bool:
    if left.glued or left.groups or right.kind == "federal" or left.number in tables().modifiers:
        return False
    known = tables().known
    if left.number in known and right.number in known:
        return False
    whole = left.number + right.number
    return whole in known or (f"{left.number}.{right.number}" in known and "." not in whole)


def _modifiers_apart(sections: list[Section]) -> list[Section]:
    """`664647(B)`: an attempt written without any sign before the offense's number."""
    apart: list[Section] = []
    for section in sections:
        for prefix in ("664", "182"):
            rest = section.number.removeprefix(prefix)
            if rest and rest != section.number and section.number not in tables().known and _is_section(rest):
                apart.append(Section(prefix, code=section.code, kind=section.kind))
                section.number = rest
        apart.append(section)
    return apart


def _is_section(number: str) -> bool:
    known = tables().known
    return number in known or any(f"{number[:cut]}.{number[cut:]}" in known for cut in range(1, len(number)))
