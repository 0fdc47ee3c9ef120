"""The reasons of a decision drawn as a tree, without scripts: shapes and lines, and beside each the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from havenline.policy.justifying import Ground, Why

WIDTH = 480
_STEP = 22  # how far a ground stands in from what it settles
_LINE = 18
_GAP = 8
_LETTER = 7.4  # a wide guess at the width of a letter of 14 px: a line may end early, never be cut off


@dataclass(frozen=True, slots=True)
class Row:
    """One ground in the picture: where its shape stands, its truth as a class name, its lines of text."""

    x: int
    y: int
    truth: str
    lines: tuple[tuple[int, str], ...]

    @property
    def text_x(self) -> int:
        """Where the words begin."""
        return self.x + 14


@dataclass(frozen=True, slots=True)
class Picture:
    """A tree ready to draw. lines: the elbows between shapes, as SVG paths."""

    height: int
    rows: tuple[Row, ...]
    lines: tuple[str, ...]
    width: int = WIDTH


TRUTHS = {True: "yes", False: "no", None: "open"}


def drawn(why: Why) -> Picture:
    """The tree of one question, from top to bottom what holds or may hold first."""
    rows: list[Row] = []
    lines: list[str] = []
    bottom = 6
    for ground in why.tried:
        bottom = _place(ground, 0, bottom, rows, lines)
    return Picture(bottom, tuple(rows), tuple(lines))


def _place(ground: Ground, depth: int, top: int, rows: list[Row], lines: list[str]) -> int:
    """Put a ground and all under it; answers where the next one begins."""
    x, y = 8 + depth * _STEP, top + 10
    letters = max(16, int((WIDTH - x - 18) / _LETTER))
    told = wrap(said(ground), letters) or [""]
    row = Row(x, y, TRUTHS[ground.holds], tuple((y + 5 + _LINE * n, line) for n, line in enumerate(told)))
    rows.append(row)
    bottom = top + _LINE * len(told) + _GAP
    for child in ground.grounds:
        lines.append(f"M{x} {y + 7}V{bottom + 10}H{x + _STEP - 7}")
        bottom = _place(child, depth + 1, bottom, rows, lines)
    return bottom


def said(ground: Ground) -> str:
    """The truth in a word, then the ground: color and shape are never alone."""
    return f"{ {True: 'Yes', False: 'No', None: 'Not known'}[ground.holds] }: {ground.text}"


def told(grounds: tuple[Ground, ...], depth: int = 0) -> Iterator[tuple[int, str, str]]:
    """The same as lines of text: how deep each stands, its truth, its words."""
    for ground in grounds:
        yield depth, TRUTHS[ground.holds], said(ground)
        yield from told(ground.grounds, depth + 1)
