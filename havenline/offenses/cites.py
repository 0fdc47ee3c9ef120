"""One code, section and paragraphs, and whether the words around it tell of it."""

from __future__ import annotations

from typing import NamedTuple

from havenline.offenses.charge import written
from havenline.offenses.rows import Tables


class Cite(NamedTuple):
    """A citation as the tables know it: `PC`, `647`, `("b",)`."""

    code: str
    section: str
    paragraphs: tuple[str, ...] = ()

    @property
    def normalized(self) -> str:
        """`PC 647(b)`, or empty without a code."""
        return written(self.code, self.section, self.paragraphs)


class Reading(NamedTuple):
    """What a section was read as: `cite` as written, `others` competing or proposed, `level` in its brackets.

    `doubt` says in words why `others` are not empty, or why the code is missing; empty when certain.
    """

    cite: Cite
    kind: str
    others: tuple[Cite, ...] = ()
    level: str = ""
    doubt: str = ""


def is_told(name: str, words: frozenset[str], tables: Tables) -> bool:
    """Whether `words` (capitals) contain one that the table gives for the reading `name`."""
    for wanted in tables.words.get(name, ()):
        stem = wanted.removesuffix("*")
        if any(word == stem or (stem != wanted and word.startswith(stem)) for word in words):
            return True
    return False
