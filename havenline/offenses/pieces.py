"""The words of the charge grammar: sections, codes, grades, modifiers, separators and plain words."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Section:
    """A number with what hangs on it: letters glued to it (`647B2`) and subdivisions set apart (`(b)`)."""

    number: str
    glued: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    blank: bool = False  # nothing but a blank set the subdivision apart: `647 B`
    closed: bool = False  # a bracket closes after the glued letter: `647B)`
    elided: bool = False  # written as a subdivision only; the number is the neighbor's
    code: str = ""
    kind: str = ""
    code_written: bool = False  # its own code stands beside it, not inherited from a neighbor


@dataclass(slots=True)
class Code:
    """A code's name, as `PC`, `Penal Code` or `LAMC`."""

    code: str
    kind: str


@dataclass(slots=True)
class Level:
    """A grade in the text: M, F, I or W."""

    level: str


@dataclass(slots=True)
class Modifier:
    """A word for attempt, conspiracy, solicitation or accessory."""

    modifier: str


@dataclass(slots=True)
class Separator:
    """A sign or word between two pieces: `/`, `-`, `,`, `;`, `:`, `+`, `|`, `.`, AND, WITH."""

    sign: str


@dataclass(slots=True)
class Word:
    """Any other word."""

    text: str


Piece = Section | Code | Level | Modifier | Separator | Word
