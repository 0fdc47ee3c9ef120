"""The few things a page is made of. Every word is text: nothing in it is read as markup.

`templates/house.typ` draws each by its `kind`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part, level 2 or 3: level 1 is the document's own title."""

    kind: ClassVar[str] = "heading"
    words: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break stays one."""

    kind: ClassVar[str] = "paragraph"
    words: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words, such as the policy's, and where they stand."""

    kind: ClassVar[str] = "quote"
    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list, with numbers where their order counts."""

    kind: ClassVar[str] = "points"
    points: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what is said of each: (label, words)."""

    kind: ClassVar[str] = "facts"
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head, repeated on every page. `widths` are parts of the line, equal when absent."""

    kind: ClassVar[str] = "table"
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    widths: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A panel: one word (Barred, Hold, Clear), said and colored, and what it is about.

    state: `barred`, `hold`, `clear`, or anything else for none of them.
    """

    kind: ClassVar[str] = "answer"
    state: str
    word: str
    words: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A hash or another value to compare letter by letter."""

    kind: ClassVar[str] = "hash"
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to be filled in by hand."""

    kind: ClassVar[str] = "blank"
    label: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Two lines side by side to be signed and dated."""

    kind: ClassVar[str] = "signature"
    labels: tuple[str, str]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""

    kind: ClassVar[str] = "page"


Block = (
    Heading | Paragraph | Quote | Points | Facts | Table | Answer | Fingerprint | Blank | Signature | NewPage
)
