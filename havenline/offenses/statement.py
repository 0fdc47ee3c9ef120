"""One line put together: which sections it cites, under which code, and what is only a remark."""

from __future__ import annotations

from havenline.offenses.mending import mended, modifiers_apart
from havenline.offenses.pieces import Code, Level, Modifier, Piece, Section, Separator, Word
from havenline.offenses.rows import MAIN_CODES, Tables
from havenline.offenses.spans import Span, spans

SOFT = frozenset("/-|.:,")  # signs that may stand between a section and its own code
JOINS = frozenset(
    ("/", ",", ";", "&", "+", "AND", "OR", "WITH")
)  # what may bring a further charge after words


class Statement:
    """What a line says: its sections in order, each with its code; grades; modifiers; words.

    `reduced`: a remark beside the line notes a reduction to a misdemeanor. `spans`: citations of more
    sections than they name.
    """

    __slots__ = ("sections", "levels", "modifiers", "words", "reduced", "spans")

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.levels: list[str] = []
        self.modifiers: list[str] = []
        self.words: list[str] = []
        self.reduced = False
        self.spans: list[Span] = []


def statement(pieces: list[Piece], *, tables: Tables) -> Statement:
    """Put `pieces` together; the text after a charge's first plain word is its literal, not more charges."""
    result = Statement()
    cited = _cited(pieces, result, tables)
    _give_codes(cited)
    found = spans(cited)
    result.sections = modifiers_apart(mended(cited, tables), tables)
    # Two halves of one number, or an attempt and its offense, are the ends of nothing.
    result.spans = [span for span in found if span.stands_among(result.sections, tables)]
    return result


def _cited(pieces: list[Piece], result: Statement, tables: Tables) -> list[Piece]:
    """The sections, codes and signs of the citation itself; the rest goes to `result`."""
    cited: list[Piece] = []
    in_literal = seen = False
    for at, piece in enumerate(pieces):
        if isinstance(piece, Word):
            in_literal = in_literal or seen
            result.words.append(piece.text)
            cited.append(Separator(piece.text))  # a word ends what stands beside each other
        elif isinstance(piece, Level):
            if not in_literal or _is_closing_grade(pieces, at):
                result.levels.append(piece.level)
        elif isinstance(piece, Modifier):
            if not in_literal:
                result.modifiers.append(piece.modifier)
            in_literal = in_literal or (seen and _has_code(cited))
        elif not in_literal or _is_further_charge(pieces, at, cited, tables) or _is_late_code(piece, cited):
            if in_literal and isinstance(piece, Section) and not _has_code(cited):
                cited[:] = [other for other in cited if not _is_quantity(other, tables)]
            cited.append(piece)
            seen = seen or isinstance(piece, Section)
    return cited


def _has_code(cited: list[Piece]) -> bool:
    return any(isinstance(piece, Code) for piece in cited)


def _is_closing_grade(pieces: list[Piece], at: int) -> bool:
    return all(isinstance(piece, Level | Separator) for piece in pieces[at + 1 :])


def _is_late_code(piece: Piece, cited: list[Piece]) -> bool:
    """`647(B) PROSTITUTION PC`: the only code stands after the words."""
    late = isinstance(piece, Code) and piece.code in MAIN_CODES
    return late and not _has_code(cited)


def _is_quantity(piece: Piece, tables: Tables) -> bool:
    """`POSS 28.5 GRAMS 11357(B) HS`: a number among words, while another stands beside the code."""
    if not isinstance(piece, Section) or piece.has_subdivisions():
        return False
    return piece.number not in tables.known or len(piece.number) <= 2


def _is_further_charge(pieces: list[Piece], at: int, cited: list[Piece], tables: Tables) -> bool:
    """A section in the literal counts only with a code beside it, or as an enhancement joined by a sign."""
    piece = pieces[at]
    before = pieces[at - 1] if at else None
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    if isinstance(piece, Section):
        if is_reduction(piece):
            return True
        joined = isinstance(before, Separator) and before.sign in JOINS
        joined = joined or (isinstance(before, Word) and before.text.startswith("ENH"))
        enhances = piece.number in tables.enhancements and "." in piece.number
        coded = isinstance(after, Code) and (joined or not _has_code(cited))
        return isinstance(before, Code) or coded or (joined and enhances)
    if isinstance(piece, Code):
        earlier = pieces[at - 2] if at > 1 else None
        joined = isinstance(earlier, Separator) and earlier.sign in JOINS
        return isinstance(after, Section) or (isinstance(before, Section) and joined)
    return isinstance(piece, Separator) and isinstance(after, Section | Code)


def is_reduction(section: Section) -> bool:
    """PC 17(b) and 1170.18 only say that the charge beside them was reduced to a misdemeanor."""
    return section.number == "1170.18" or (section.number == "17" and section.lowered()[:1] == ("b",))


def _give_codes(cited: list[Piece]) -> None:
    """Give each section its code: the one beside it, else the line's way of writing decides."""
    cited[:] = [piece for at, piece in enumerate(cited) if not _is_stray(cited, at)]
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


def _is_stray(cited: list[Piece], at: int) -> bool:
    """Letters that could be a code, as UI or US, but stand beside no section: a word."""
    piece = cited[at]
    if not isinstance(piece, Code) or piece.code in MAIN_CODES:
        return False
    return not any(_is_near_section(cited, at, step) for step in (-1, 1))


def _is_near_section(cited: list[Piece], at: int, step: int) -> bool:
    for further in (at + step, at + 2 * step):
        if not 0 <= further < len(cited):
            return False
        piece = cited[further]
        if isinstance(piece, Section):
            return True
        if not (isinstance(piece, Separator) and piece.sign in SOFT):
            return False
    return False


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
