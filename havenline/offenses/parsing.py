"""Charge text in, one `Charge` out: what was understood, what is in doubt, what the policy lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from havenline.offenses.charge import Charge
from havenline.offenses.grade import column_level, joined, lawful_level
from havenline.offenses.listing import Verdict, listing, together
from havenline.offenses.pieces import Section
from havenline.offenses.reading import Cite, Reading, reading
from havenline.offenses.rows import begins, tables
from havenline.offenses.scanner import Scanner
from havenline.offenses.statement import Statement, is_reduction, statement
from havenline.offenses.states import STATES, is_of_another_state, read_state
from havenline.offenses.text import LONGEST, cleaned, is_spreadsheet_damage
from havenline.offenses.tokens import tokens

REMEMBERED = 65536  # distinct charges kept; a whole office's history uses a few thousand
COMMENT_HOLDS_CHARGE = "SEE COMMENT"
FILLERS = frozenset(("", "NULL", "NONE", "N/A", "NA", "UNKNOWN", "UNK", "X", "NAN"))
UNREADABLE = Charge(reason="no offense could be read")
TITLES = frozenset(str(number) for number in range(1, 55))  # of the United States Code
# Charges that hang on the unknown or graver act of another: listed objects go to a person.
HANGING = frozenset(("CONSPIRACY", "ACCESSORY", "SOLICITATION", "PRINCIPAL"))


def parse(
    raw: str,
    *,
    level_column: str = "",
    description_column: str = "",
    offense_date: str = "",
    jurisdiction: str = "CA",
) -> Charge:
    """Read one charge text as a case system, a criminal history or a person wrote it. Never raises.

    `level_column`, `description_column`: the source's own grade and literal, empty if it has none.
    `offense_date`: ISO date of the conduct, or empty; anything else counts as empty.
    `jurisdiction`: two-letter state whose codes are meant. Same input, same answer: results are remembered.
    """
    if len(raw) > LONGEST or len(description_column) > LONGEST:
        return _parse(raw, level_column, description_column, offense_date, jurisdiction)
    return _remembered(raw, level_column, description_column, offense_date, jurisdiction)


def _parse(
    raw: str, level_column: str, description_column: str, offense_date: str, jurisdiction: str
) -> Charge:
    text, remark = cleaned(raw), cleaned(description_column)
    state = jurisdiction.strip().upper() or "CA"
    if _is_filler(text) or text.upper().startswith(COMMENT_HOLDS_CHARGE):
        text, remark = remark, ""
    if len(text) > LONGEST or _is_filler(text) or is_spreadsheet_damage(text):
        return UNREADABLE
    column = column_level(level_column)
    date_read = _iso(offense_date)
    if state == "CA":
        charge = _californian(text, remark[:LONGEST], column=column, offense_date=date_read)
        if not charge.code and is_of_another_state(text):
            return Charge(reason="another state's code, read only when that state is given")
        return charge
    return _elsewhere(text, state=state, column=column)


def _elsewhere(text: str, *, state: str, column: str) -> Charge:
    """Another state's own format; federal law and NCIC codes are the same everywhere."""
    charge = read_state(text, state=state, level=column) if state in STATES else UNREADABLE
    if charge.code:
        return charge
    everywhere = _californian(text, "", column=column, offense_date="")
    return everywhere if everywhere.code == "NCIC" or everywhere.code.endswith(" USC") else charge


_remembered = lru_cache(maxsize=REMEMBERED)(_parse)


def _is_filler(text: str) -> bool:
    return text.strip(" -.*_") == "" or text.upper().strip(" -.") in FILLERS


def _iso(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return ""


def _californian(text: str, remark: str, *, column: str, offense_date: str) -> Charge:
    said = statement(Scanner(tokens(text)).pieces())
    words = frozenset((*said.words, *_words(remark)))
    line = Line(said, words, column=column, offense_date=offense_date)
    line.reduced = line.reduced or _notes_reduction(remark)
    return line.charge()


def _notes_reduction(remark: str) -> bool:
    """`POSS CNTL SUB 17(B)(4)` in the source's comment column."""
    if "17" not in remark:
        return False
    pieces = Scanner(tokens(remark)).pieces()
    return any(isinstance(piece, Section) and is_reduction(piece) for piece in pieces)


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalpha() else " " for sign in text.upper()).split()


class Line:
    """One line of charges with what holds for all of them: words, grade, modifier, enhancements."""

    def __init__(self, said: Statement, words: frozenset[str], *, column: str, offense_date: str) -> None:
        self.words = words
        self.column = column
        self.offense_date = offense_date
        self.reduced = False
        self.modifier = said.modifiers[0] if said.modifiers else ""
        self.in_text = joined(said.levels)
        self.enhancements: tuple[str, ...] = ()
        self.sections = self._sorted(said.sections)

    def charge(self) -> Charge:
        """The line's answer."""
        parts = tuple(self._one(section) for section in self.sections)
        if not parts:
            return UNREADABLE
        if len(parts) == 1:
            return parts[0]
        verdicts = [Verdict(part.charge_bar_listed, part.use_bar_listed, "") for part in parts]
        charge, use = together(verdicts)
        reason = f"{len(parts)} charges on one line: " + ", ".join(
            part.normalized or part.section for part in parts
        )
        return replace(
            parts[0],
            parts=parts,
            alternatives=(),
            charge_bar_listed=charge,
            use_bar_listed=use,
            reason=reason,
        )

    # what is a charge and what only says something about one

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
        bare = [
            section for section in federal if section.number in TITLES and not section.groups + section.glued
        ]
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
            modifier, place = tables().modifiers.get(_lettered(section), ("", ""))
            fits = (
                modifier
                and section.kind in ("", "state")
                and (place == "any" or at == 0)
                and len(sections) > 1
            )
            if fits and not (at == 0 and len(sections) == 2 and is_reduction(sections[1])):
                self.modifier = self.modifier or modifier
                if not kept and at + 1 < len(sections) and not sections[at + 1].code:
                    sections[at + 1].code, sections[at + 1].kind = section.code, section.kind
            else:
                kept.append(section)
        return kept or sections

    def _without_enhancements(self, sections: list[Section]) -> list[Section]:
        kept = [section for section in sections if not _is_enhancement(section)]
        if not kept or len(kept) == len(sections):
            return sections
        raised = [
            reading(section, words=frozenset()).cite for section in sections if _is_enhancement(section)
        ]
        self.enhancements = tuple(cite.normalized or f"{cite.section}" for cite in raised)
        return kept

    @staticmethod
    def _without_definitions(sections: list[Section]) -> list[Section]:
        if len(sections) != 2:
            return sections
        first, second = sections
        charged = tables().pairs.get((first.number, second.number), "")
        if not charged or first.code not in ("", "PC") or second.code not in ("", "PC"):
            return sections
        return [section for section in sections if section.number == charged]

    # one charge

    def _one(self, section: Section) -> Charge:
        read = reading(section, words=self.words)
        level, source = self._level(read)
        verdict = self._verdict(read, level)
        return Charge(
            code=read.cite.code,
            section=read.cite.section,
            paragraphs=read.cite.paragraphs,
            modifier="" if self.modifier == "PRINCIPAL" else self.modifier,
            enhancements=self.enhancements,
            level=level,
            level_source=source,
            alternatives=tuple(cite.normalized for cite in read.others),
            charge_bar_listed=verdict.charge,
            use_bar_listed=verdict.use,
            reason=self._reason(read, verdict),
        )

    def _level(self, read: Reading) -> tuple[str, str]:
        if self.column:
            return self.column, "level column"
        if self.reduced:
            return "M", "note of reduction"
        if self.in_text or read.level:
            return self.in_text or read.level, "text"
        lawful = lawful_level(read.cite, offense_date=self.offense_date)
        if not lawful:
            return "", ""
        return (
            lawful,
            "inferred from code table and offense date" if self.offense_date else "inferred from code table",
        )

    def _verdict(self, read: Reading, level: str) -> Verdict:
        verdicts = [self._listing(cite, read, level) for cite in read.others]
        if read.doubt and not verdicts:
            return Verdict("REVIEW", "REVIEW", read.doubt)
        # A proposal is weighed together with the text as written; of two readings one is the text itself.
        if read.cite.code and read.cite not in read.others:
            verdicts.append(self._listing(read.cite, read, level))
        charge, use = together(verdicts)
        if read.doubt and read.cite not in read.others:
            charge = "REVIEW"
            use = "N" if use == "N" else "REVIEW"
        why = verdicts[0].why if not read.doubt else read.doubt
        if self.modifier in HANGING and charge != "N":
            use = use if use == "N" else "REVIEW"
            return Verdict(
                "REVIEW", use, f"{self.modifier.lower()} to a listed offense is not the listed charge itself"
            )
        return Verdict(charge, use, why)

    def _listing(self, cite: Cite, read: Reading, level: str) -> Verdict:
        kind = read.kind or "state"
        return listing(cite, kind=kind, level=level, words=self.words)

    def _reason(self, read: Reading, verdict: Verdict) -> str:
        name = read.cite.normalized or f"section {read.cite.section} without a code"
        also = " or ".join(cite.normalized for cite in read.others if cite != read.cite)
        attempt = f", {self.modifier.lower()}" if self.modifier else ""
        maybe = f", perhaps {also}" if also else ""
        return f"{name}{attempt}{maybe}: {verdict.why}"


def _lettered(section: Section) -> str:
    return section.number + (section.glued[0].lower() if section.glued else "")


def _is_enhancement(section: Section) -> bool:
    if section.code not in ("", "PC", "HS"):
        return False
    parts = tuple(text.lower() for text in (*section.glued, *section.groups))
    return any(
        not letter or begins(parts, letter) for letter in tables().enhancements.get(section.number, ())
    )
