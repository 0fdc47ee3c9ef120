"""The words of the charge grammar: sections, codes, grades, modifiers, separators and plain words."""

from __future__ import annotations

from typing import NamedTuple

# Plain classes and named tuples, no dataclasses: every start of `havenline decide` pays for building these.


class Section:
    """A number with what hangs on it: letters glued to it (`647B2`) and subdivisions set apart (`(b)`)."""

    __slots__ = ("number", "glued", "groups", "blank", "closed", "apart", "code", "kind", "code_written")

    def __init__(
        self, number: str, *, groups: list[str] | None = None, code: str = "", kind: str = ""
    ) -> None:
        self.number = number
        self.glued: list[str] = []
        self.groups: list[str] = groups or []
        self.blank = False  # nothing but a blank set the subdivision apart: `647 B`
        self.apart = False  # a blank stood before its last bracket: `602 (M)`
        self.closed = False  # a bracket closes after the glued letter: `647B)`
        self.code = code
        self.kind = kind
        self.code_written = False  # its own code stands beside it, not inherited from a neighbor

    def has_subdivisions(self) -> bool:
        """Whether anything hangs on the number."""
        return bool(self.glued or self.groups)

    def lowered(self) -> tuple[str, ...]:
        """Everything that hangs on the number, in lower case."""
        return tuple(text.lower() for text in (*self.glued, *self.groups))


class Code(NamedTuple):
    """A code's name, as `PC`, `Penal Code` or `LAMC`."""

    code: str
    kind: str


class Level(NamedTuple):
    """A grade in the text: M, F, I or W."""

    level: str


class Modifier(NamedTuple):
    """A word for attempt, conspiracy, solicitation or accessory."""

    modifier: str


class Separator(NamedTuple):
    """A sign or word between two pieces: `/`, `-`, `,`, `;`, `:`, `+`, `|`, `.`, AND, WITH."""

    sign: str


class Word(NamedTuple):
    """Any other word."""

    text: str


Piece = Section | Code | Level | Modifier | Separator | Word
