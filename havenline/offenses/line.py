"""One line of charges answered: each charge by itself, then all of them together."""

from __future__ import annotations

from dataclasses import replace

from havenline.offenses.charge import Charge
from havenline.offenses.cites import Cite, Reading
from havenline.offenses.grade import joined, lawful_level
from havenline.offenses.listing import Verdict, listing, together
from havenline.offenses.pieces import Section
from havenline.offenses.reading import Reader
from havenline.offenses.roles import Roles
from havenline.offenses.rows import Tables
from havenline.offenses.statement import Statement

UNREADABLE = Charge(reason="no offense could be read")
# Charges that hang on the unknown or graver act of another: listed objects go to a person.
HANGING = frozenset(("CONSPIRACY", "ACCESSORY", "SOLICITATION", "PRINCIPAL"))


class Line:
    """One line of charges with what holds for all of them: words, grade, modifier, enhancements."""

    def __init__(self, said: Statement, *, column: str, offense_date: str, tables: Tables) -> None:
        self.tables = tables
        self.words = frozenset(said.words)
        self.reader = Reader(tables, self.words)
        self.column = column
        self.offense_date = offense_date
        self.in_text = joined(said.levels)
        self.spans = said.spans
        self.roles = Roles(said, self.reader, tables)

    def charge(self) -> Charge:
        """The line's answer."""
        parts = tuple(self._one(section) for section in self.roles.charges)
        if not parts:
            return UNREADABLE
        return self._spanned(parts[0] if len(parts) == 1 else self._together(parts))

    def _spanned(self, charge: Charge) -> Charge:
        """`370-373a`, `653.20 et seq.`: what lies between is cited too, and nobody can say which is meant."""
        uses = [use for span in self.spans for use in span.includes(self.tables)]
        if not uses:
            return charge
        return replace(
            charge,
            charge_bar_listed="REVIEW",
            use_bar_listed=charge.use_bar_listed if set(uses) == {charge.use_bar_listed} else "REVIEW",
            reason=f"{charge.reason}; the citation goes on to sections the policy names or leaves open",
        )

    @staticmethod
    def _together(parts: tuple[Charge, ...]) -> Charge:
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

    def _one(self, section: Section) -> Charge:
        read = self.reader.read(section)
        level, source = self._level(read)
        verdict = self._verdict(read, level)
        return Charge(
            code=read.cite.code,
            section=read.cite.section,
            paragraphs=read.cite.paragraphs,
            modifier="" if self.roles.modifier == "PRINCIPAL" else self.roles.modifier,
            enhancements=self.roles.enhancements,
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
        if self.roles.reduced:
            return "M", "note of reduction"
        if self.in_text or read.level:
            return self.in_text or read.level, "text"
        lawful = lawful_level(read.cite, offense_date=self.offense_date, tables=self.tables)
        if not lawful:
            return "", ""
        dated = " and offense date" if self.offense_date else ""
        return lawful, f"inferred from code table{dated}"

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
        if self.roles.modifier in HANGING and charge != "N":
            use = use if use == "N" else "REVIEW"
            return Verdict(
                "REVIEW",
                use,
                f"{self.roles.modifier.lower()} to a listed offense is not the listed charge itself",
            )
        return Verdict(charge, use, why)

    def _listing(self, cite: Cite, read: Reading, level: str) -> Verdict:
        kind = read.kind if cite.code == read.cite.code and read.kind else "state"
        day = self.offense_date
        return listing(cite, kind=kind, level=level, day=day, words=self.words, tables=self.tables)

    def _reason(self, read: Reading, verdict: Verdict) -> str:
        name = read.cite.normalized or f"section {read.cite.section} without a code"
        also = " or ".join(cite.normalized for cite in read.others if cite != read.cite)
        attempt = f", {self.roles.modifier.lower()}" if self.roles.modifier else ""
        maybe = f", perhaps {also}" if also else ""
        return f"{name}{attempt}{maybe}: {verdict.why}"
