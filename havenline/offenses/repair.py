"""Damage that leaves more than one reading: proposed for a person to confirm, never decided."""

from __future__ import annotations

from havenline.offenses.cites import Cite, is_told
from havenline.offenses.pieces import Section
from havenline.offenses.rows import MAIN_CODES, Tables, begins

# What a scanner or a finger makes of a letter in brackets after 647, and what it may have been.
FIGURES = {
    "8": (Cite("PC", "647", ("b",)),),
    "13": (Cite("PC", "647", ("b",)),),
    "6": (Cite("PC", "647", ("b",)), Cite("PC", "647.6")),
}
# Letters nobody writes behind a number, and the figure they are by their shape.
LETTERS_MISREAD = {"Z": "2", "S": "5"}
RUN_TOGETHER = {
    "647" + figure: cites for figure, cites in FIGURES.items()
}  # `6478`: the brackets are lost too


class Repair:
    """Proposes what a damaged citation may have been, by the sections the tables know."""

    def __init__(self, tables: Tables, words: frozenset[str]) -> None:
        self.tables = tables
        self.words = words

    def proposals(self, code: str, shown: Cite) -> tuple[Cite, ...]:
        """Readings for `shown` under `code` (empty: none written); empty when nothing suggests damage."""
        if code and code not in MAIN_CODES:
            return ()
        if shown.section == "647" and shown.paragraphs:
            found = self._subdivision_of_647(shown)
        elif shown.section in self.tables.known or not shown.section.replace(".", "").isdigit():
            found = []
        elif "." in shown.section:
            found = self._with_period_elsewhere(shown)
        else:
            found = self._with_more(code, shown)
        fitting = [cite for cite in found if not code or cite.code == code]
        return tuple(dict.fromkeys(fitting)) or self._told_otherwise(shown)

    def misread(self, section: Section) -> tuple[Cite, ...]:
        """`653.2Z`, `37Z`: a figure read as a letter, where the figure makes a section of the tables."""
        figure = LETTERS_MISREAD.get(section.glued[0].upper(), "") if section.glued else ""
        number = section.number + figure
        if not figure or (section.code, number) not in (*self.tables.listed, *self.tables.drugs):
            return ()
        rest = tuple(text.lower() for text in (*section.glued[1:], *section.groups))
        return (Cite(section.code, number, rest),)

    def _subdivision_of_647(self, shown: Cite) -> list[Cite]:
        first, *rest = shown.paragraphs
        if first in FIGURES:
            return [cite._replace(paragraphs=(*cite.paragraphs, *rest)) for cite in FIGURES[first]]
        if first.isalpha() and rest and rest[0].isalpha():  # `647(A)(B)`: two subdivisions, no sign between
            return [Cite("PC", "647", (first,)), Cite("PC", "647", tuple(rest))]
        return []

    def _with_period_elsewhere(self, shown: Cite) -> list[Cite]:
        """`372.0`, `653.220`: a spreadsheet's number; `6.47`, `65.322`: the period misplaced."""
        whole = shown.section.rstrip("0").rstrip(".")
        found = self._known(whole, shown) if whole != shown.section else []
        for section in self._spoken_of():
            if section.replace(".", "") == shown.section.replace(".", ""):
                found.extend(self._known(section, shown))
        return found

    def _with_more(self, code: str, shown: Cite) -> list[Cite]:
        """`65322`: a period lost; `1350` under a code: a digit lost; `6478`: brackets lost."""
        number = shown.section
        found = list(RUN_TOGETHER.get(number, ())) if not shown.paragraphs else []
        for cut in range(1, len(number)):
            found.extend(self._known(f"{number[:cut]}.{number[cut:]}", shown))
        for section in self._a_digit_longer(number) if code else ():
            found.extend(self._known(section, shown))
        return found

    def _known(self, section: str, shown: Cite) -> list[Cite]:
        return [Cite(code, section, shown.paragraphs) for code in self.tables.known.get(section, ())]

    def _a_digit_longer(self, number: str) -> list[str]:
        """The sections the policy speaks of that become `number` when one digit is dropped."""
        longer = sorted(section for section in self._spoken_of() if len(section) == len(number) + 1)
        return [
            section
            for section in longer
            if any(section[:cut] + section[cut + 1 :] == number for cut in range(len(section)))
        ]

    def _spoken_of(self) -> set[str]:
        """The numbers of every section the policy's tables speak of."""
        return {section for _, section in (*self.tables.drugs, *self.tables.listed)}

    def _told_otherwise(self, shown: Cite) -> tuple[Cite, ...]:
        """A neighbor of a listed section whose words tell of prostitution: `653.2 PC-LOITER:PROSTITUTION`."""
        if shown.code not in ("", "PC") or not is_told("PC 647(b)", self.words, self.tables):
            return ()
        if shown.section == "653.2":
            return (Cite("PC", "653.22", shown.paragraphs),)
        if shown.section == "647.6" or (shown.section == "647" and not self._is_listed(shown)):
            return (Cite("PC", "647", ("b",)),)
        return ()

    def _is_listed(self, shown: Cite) -> bool:
        rows = self.tables.listed.get(("PC", shown.section), ())
        return any(
            row.subdivision and begins(shown.paragraphs, row.subdivision) for row in rows if row.charge == "Y"
        )
