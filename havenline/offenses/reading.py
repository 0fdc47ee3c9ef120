"""From a section as written to the offense it names, with every competing reading kept."""

from __future__ import annotations

from havenline.offenses.cites import Cite, Reading, is_told
from havenline.offenses.pieces import Section
from havenline.offenses.repair import Repair
from havenline.offenses.rows import MAIN_CODES, Tables

CHILD_OFFENSE = "647a"  # a false match here is serious: a blank alone does not make it 647(a)
NUMBERED_IN_647B = frozenset("12345")  # paragraphs of 647(b); the section 647b has none


class Reader:
    """Reads sections by `tables`; `words` (capitals) come from literal and description and settle doubts."""

    def __init__(self, tables: Tables, words: frozenset[str]) -> None:
        self.tables = tables
        self.words = words
        self.repair = Repair(tables, words)

    def read(self, section: Section) -> Reading:
        """The reading of one section, by its code's own habits."""
        if section.kind == "municipal":
            return self._municipal(section)
        if section.kind == "ncic":
            return Reading(Cite("NCIC", section.number.zfill(4)), section.kind)
        if section.kind == "federal":
            return self._federal(section)
        self._read_zeros(section)
        self._drop_wrong_inheritance(section)
        return self._state(section) if section.code else self._without_code(section)

    def _municipal(self, section: Section) -> Reading:
        """Kept as written; the number of one of the four listed sections may stand under the wrong code."""
        cite = Cite(section.code, section.number, section.lowered())
        rows = self.tables.listed.get(("PC", section.number), ())
        if not any(row.use == "Y" for row in rows):
            return Reading(cite, section.kind)
        others = self._cites("PC", section)[0]
        return Reading(cite, section.kind, others, doubt="the number belongs to another code")

    def _federal(self, section: Section) -> Reading:
        if section.code == "US":
            cite = Cite("", section.number, section.lowered())
            return Reading(cite, section.kind, doubt="the title is missing")
        rest = (*section.glued[1:], *section.groups)
        for letter in (section.glued[0].upper(), section.glued[0].lower()) if section.glued else ():
            if (section.code, section.number + letter) in self.tables.letters:
                paragraphs = tuple(text.lower() for text in rest)
                return Reading(Cite(section.code, section.number + letter, paragraphs), section.kind)
        return Reading(Cite(section.code, section.number, section.lowered()), section.kind)

    def _state(self, section: Section) -> Reading:
        cites, level = self._cites(section.code, section)
        shown = _as_written(section.code, section, cites)
        if len(cites) > 1:
            return Reading(
                shown, "state", cites, level, "without brackets, or by its words, it has two readings"
            )
        elsewhere = self._under_other_codes(section, shown)
        if elsewhere:
            return Reading(shown, "state", elsewhere, level, "the number belongs to another code")
        repaired = self.repair.misread(section) or self.repair.proposals(section.code, shown)
        return Reading(shown, "state", repaired, level, "it looks damaged" if repaired else "")

    def _without_code(self, section: Section) -> Reading:
        found: list[Cite] = []
        level, shown = "", Cite("", section.number, section.lowered())
        for code in self.tables.known.get(section.number, ("",)):
            cites, level = self._cites(code, section)
            shown = _as_written(code, section, cites)
            found.extend(self.repair.proposals(code, shown) or (cites if code else ()))
        cite = Cite("", shown.section, shown.paragraphs)
        return Reading(cite, "", tuple(dict.fromkeys(found)), level, "no code is written")

    def _read_zeros(self, section: Section) -> None:
        """`1135O(A)`: the letter O at the end of a number that only with a zero is a section."""
        number = section.number + "0"
        with_letter_o = section.glued and section.glued[0].upper() == "O"
        if with_letter_o and number in self.tables.known and section.number not in self.tables.known:
            section.number, section.glued = number, section.glued[1:]

    def _drop_wrong_inheritance(self, section: Section) -> None:
        """`11550(A)/647(B) PC`: a number that only another code has does not take its neighbor's."""
        codes = self.tables.known.get(section.number, ())
        if not section.code_written and section.code in MAIN_CODES and codes and section.code not in codes:
            section.code = ""

    # letters

    def _cites(self, code: str, section: Section) -> tuple[tuple[Cite, ...], str]:
        """Every reading of number, glued letters and brackets under `code`, and a grade found in brackets."""
        parts, level = self._without_grade(code, section)
        plain = Cite(code, section.number, parts)
        if not parts or not parts[0].isalpha():
            return (plain,), level
        lettered = Cite(code, section.number + parts[0], parts[1:])
        rival = self.tables.letters.get((code, lettered.section))
        if rival is None:
            return (plain,), level
        if not rival:
            return ((lettered if section.glued else plain),), level
        set_apart = section.blank and lettered.section == CHILD_OFFENSE
        if (not section.glued or section.closed) and not set_apart:
            return self._contradicted(plain, lettered), level
        return self._told_apart(plain, lettered), level

    def _without_grade(self, code: str, section: Section) -> tuple[tuple[str, ...], str]:
        """The subdivisions, and the grade when the last of them is one: `11377(M)`, `647(B)(M)`."""
        parts = section.lowered()
        last = parts[-1] if parts else ""
        if last not in ("m", "f", "i", "w"):
            return parts, ""
        if last == "i":  # a small roman figure, or a grade behind a single letter
            is_grade = len(parts) == 2 and parts[0].isalpha()
        elif len(parts) > 1:
            is_grade = parts[-2].isalpha() or last in ("m", "w")
        else:
            ends = self.tables.last_letters.get((code, section.number))
            is_grade = (
                last > ends if ends is not None else last in ("m", "w") and self._may_be_graded(code, section)
            )
        return (parts[:-1], last.upper()) if is_grade else (parts, "")

    @staticmethod
    def _may_be_graded(code: str, section: Section) -> bool:
        """`602(m)` and `602 (m)` are trespass; `602 (M)` and `11375 (m)` misdemeanors."""
        return section.apart and (code == "HS" or section.groups[-1].isupper())

    def _contradicted(self, plain: Cite, lettered: Cite) -> tuple[Cite, ...]:
        """Brackets are clear unless the words tell only of the other section."""
        if self._told(plain):
            return (plain,)
        if self._told(lettered):
            return (plain, lettered)
        of_a_child = plain.section == "647" and self._told(Cite(plain.code, CHILD_OFFENSE))
        return (plain, Cite(plain.code, "647.6")) if of_a_child else (plain,)

    def _told_apart(self, plain: Cite, lettered: Cite) -> tuple[Cite, ...]:
        """`647B`: figures after the letter, or the words, may settle which of the two is meant."""
        rest = lettered.paragraphs
        if lettered.section == "647b" and rest and rest[0] in NUMBERED_IN_647B:
            return (plain,)
        if lettered.section not in ("647a", "647b") and rest and rest[0].isalpha():
            return (lettered,)  # a letter follows a letter only where the first belongs to the section
        by_plain, by_letter = self._told(plain), self._told(lettered)
        if by_plain != by_letter:
            return (plain,) if by_plain else (lettered,)
        return (plain, lettered)

    def _told(self, cite: Cite) -> bool:
        letter = cite.paragraphs[:1] if cite.section == "647" else ()
        return is_told(Cite(cite.code, cite.section, letter).normalized, self.words, self.tables)

    # codes

    def _under_other_codes(self, section: Section, shown: Cite) -> tuple[Cite, ...]:
        """The readings under the code that has this number, when the written one has not and it matters."""
        codes = self.tables.known.get(section.number, ())
        if not codes or shown.code in codes:
            return ()
        cites = [cite for code in codes for cite in self._cites(code, section)[0]]
        return tuple(cite for cite in cites if self._matters(cite))

    def _matters(self, cite: Cite) -> bool:
        """Whether any table of the policy speaks of this section."""
        return cite[:2] in self.tables.listed or cite[:2] in self.tables.drugs


def _as_written(code: str, section: Section, cites: tuple[Cite, ...]) -> Cite:
    if len(cites) == 1:
        return cites[0]
    lettered = [cite for cite in cites if cite.section[len(section.number) :].isalpha()]
    return lettered[0] if lettered else Cite(code, section.number, section.lowered())
