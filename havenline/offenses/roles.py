"""Which sections of a line are charges, and which only say something about one, as an attempt."""

from __future__ import annotations

from havenline.offenses.pieces import Section
from havenline.offenses.reading import Reader
from havenline.offenses.rows import Tables, begins
from havenline.offenses.statement import Statement, is_reduction

TITLES = frozenset(str(number) for number in range(1, 55))  # of the United States Code


class Roles:
    """Sorts the sections of `said`: `charges` remain; `modifier`, `enhancements`, `reduced` hold for all."""

    def __init__(self, said: Statement, reader: Reader, tables: Tables) -> None:
        self.tables = tables
        self.reader = reader
        self.reduced = said.reduced
        self.modifier = said.modifiers[0] if said.modifiers else ""
        self.enhancements: tuple[str, ...] = ()
        self.charges = self._sorted(said.sections)

    def _sorted(self, sections: list[Section]) -> list[Section]:
        sections = self._without_titles(sections)
        sections = self._without_reductions(sections)
        sections = self._without_modifiers(sections)
        sections = self._without_enhancements(sections)
        return self._without_definitions(sections)

    @staticmethod
    def _without_titles(sections: list[Section]) -> list[Section]:
        """`18 1591(A) US`, `18 USC 1591`: the first number is the title."""
        federal = [section for section in sections if section.kind == "federal"]
        bare = [section for section in federal if section.number in TITLES and not section.has_subdivisions()]
        if len(federal) < 2 or not bare:
            return sections
        title = bare[0]
        for section in federal:
            section.code = f"{title.number} USC"
        return [section for section in sections if section is not title]

    def _without_reductions(self, sections: list[Section]) -> list[Section]:
        kept = [section for section in sections if not is_reduction(section)]
        if not kept or len(kept) == len(sections):
            return sections
        self.reduced = True
        return kept

    def _without_modifiers(self, sections: list[Section]) -> list[Section]:
        kept: list[Section] = []
        for at, section in enumerate(sections):
            modifier, place = self.tables.modifiers.get(_lettered(section), ("", ""))
            stands_well = place == "any" or at == 0
            if modifier and stands_well and section.kind in ("", "state") and len(sections) > 1:
                self.modifier = self.modifier or modifier
                if not kept and at + 1 < len(sections) and not sections[at + 1].code:
                    sections[at + 1].code, sections[at + 1].kind = section.code, section.kind
            else:
                kept.append(section)
        return kept or sections

    def _without_enhancements(self, sections: list[Section]) -> list[Section]:
        kept = [section for section in sections if not self._is_enhancement(section)]
        if not kept or len(kept) == len(sections):
            return sections
        raised = [self.reader.read(section).cite for section in sections if self._is_enhancement(section)]
        self.enhancements = tuple(cite.normalized or f"{cite.section}" for cite in raised)
        return kept

    def _is_enhancement(self, section: Section) -> bool:
        if section.code not in ("", "PC", "HS"):
            return False
        parts = section.lowered()
        return any(
            not letter or begins(parts, letter) for letter in self.tables.enhancements.get(section.number, ())
        )

    def _without_definitions(self, sections: list[Section]) -> list[Section]:
        if len(sections) != 2:
            return sections
        first, second = sections
        charged = self.tables.pairs.get((first.number, second.number), "")
        if not charged or first.code not in ("", "PC") or second.code not in ("", "PC"):
            return sections
        return [section for section in sections if section.number == charged]


def _lettered(section: Section) -> str:
    return section.number + (section.glued[0].lower() if section.glued else "")
