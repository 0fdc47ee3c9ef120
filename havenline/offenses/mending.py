"""Numbers torn apart by blanks or signs put together again, where only the whole is a section."""

from __future__ import annotations

from havenline.offenses.pieces import Piece, Section, Separator
from havenline.offenses.repair import FIGURES
from havenline.offenses.rows import Tables

LONGEST_TEAR = 5  # pieces a number is looked for in
PASSES = 3  # closing blanks may bring a number and its period together, and the other way round


def mended(cited: list[Piece], tables: Tables) -> list[Section]:
    """The sections of `cited`, torn ones whole: `64 7(B)`, `653 . 22`; `653-22` only proposes its period."""
    pieces = cited
    for _ in range(PASSES):
        pieces = _periods_closed(_blanks_closed(pieces, tables), tables)
    return [piece for piece in pieces if isinstance(piece, Section)]


def _blanks_closed(pieces: list[Piece], tables: Tables) -> list[Piece]:
    closed: list[Piece] = []
    run: list[Section] = []
    for piece in pieces:
        if isinstance(piece, Section):
            run.append(piece)
        else:
            closed += [*_run_closed(run, tables), piece]
            run = []
    return [*closed, *_run_closed(run, tables)]


def _run_closed(run: list[Section], tables: Tables) -> list[Section]:
    """A run of numbers set apart by blanks alone: the longest torn number in it is put together first."""
    for length in range(min(len(run), LONGEST_TEAR), 1, -1):
        for start in range(len(run) - length + 1):
            torn = run[start : start + length]
            if _is_torn(torn, tables):
                torn[-1].number = "".join(section.number for section in torn)
                return [*run[:start], torn[-1], *_run_closed(run[start + length :], tables)]
    return run


def _periods_closed(pieces: list[Piece], tables: Tables) -> list[Piece]:
    """A sign between two numbers where only a period makes sections of them."""
    closed: list[Piece] = []
    for piece in pieces:
        left, sign = closed[-2:] if len(closed) > 1 else (None, None)
        if isinstance(left, Section) and isinstance(sign, Separator) and isinstance(piece, Section):
            dotted = f"{left.number}.{piece.number}"
            if not left.has_subdivisions() and piece.number not in tables.known and dotted in tables.known:
                # A period is what was written; for another sign the period is proposed, not decided.
                piece.number = dotted if sign.sign == "." else left.number + piece.number
                closed[-2:] = [piece]
                continue
        closed.append(piece)
    return closed


def _is_torn(parts: list[Section], tables: Tables) -> bool:
    known = tables.known
    *left, last = parts
    if any(section.has_subdivisions() for section in left) or last.kind == "federal":
        return False
    # `647 1`: the number before the blank is in doubt by itself. `647 8`: brackets are lost.
    if ("PC", left[0].number) in tables.listed and last.number not in FIGURES:
        return False
    if left[0].number in tables.modifiers or _stands_alone(last, tables):
        return False
    whole = "".join(section.number for section in parts)
    return whole in known or (
        len(parts) == 2 and f"{left[0].number}.{last.number}" in known and "." not in whole
    )


def _stands_alone(last: Section, tables: Tables) -> bool:
    """`3 72 PC` may be a third count of PC 72: a number that is a section by itself is left so."""
    codes = tables.known.get(last.number, ())
    return last.code in codes or bool(codes and not last.code)


def modifiers_apart(sections: list[Section], tables: Tables) -> list[Section]:
    """`664647(B)`: an attempt written without any sign before the offense's number."""
    apart: list[Section] = []
    for section in sections:
        for prefix in ("664", "182"):
            rest = section.number.removeprefix(prefix)
            if (
                rest
                and rest != section.number
                and section.number not in tables.known
                and _is_section(rest, tables)
            ):
                apart.append(Section(prefix, code=section.code, kind=section.kind))
                section.number = rest
        apart.append(section)
    return apart


def _is_section(number: str, tables: Tables) -> bool:
    known = tables.known
    return number in known or any(f"{number[:cut]}.{number[cut:]}" in known for cut in range(1, len(number)))
