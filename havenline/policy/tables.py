"""Dated tables beside the clauses: which offense is of which kind, when it was law, how grave it was;
which crime counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from havenline.offenses import Charge, parse
from havenline.policy.errors import PackRefused

_STATUTE = re.compile(r"(?P<code>\w+) (?P<section>[\w.]+)(?P<paragraphs>(\(\w+\))*)( to (?P<last>[\d.]+))?")
_GRADES = {"M": "misdemeanor", "F": "felony", "I": "infraction", "W": "wobbler"}
MARKS = ("verified text", "secondary source", "unverified")


@dataclass(frozen=True, slots=True)
class Row:
    """One statute of the offense table.

    last: end of a range of sections, with that section. classes: the kinds it belongs to. enacted,
    repealed: first day it was law, first day it no longer was (ISO). read_from: before that day the
    paragraph did not exist and the citation is read as the section above it. levels: (first day, grade), in
    order of days.
    """

    statute: str
    code: str
    section: str
    paragraphs: tuple[str, ...]
    last: str
    classes: frozenset[str]
    enacted: str
    repealed: str
    read_from: str
    levels: tuple[tuple[str, str], ...]
    source: str
    mark: str

    @property
    def span(self) -> float:
        """How many sections the row covers; the narrowest row counts."""
        return _number(self.last) - _number(self.section) if self.last else 0.0

    def holds(self, charge: Charge) -> bool:
        """Whether the charge names this statute or a part of it."""
        if charge.code != self.code:
            return False
        if self.last:
            return _number(self.section) <= _number(charge.section) <= _number(self.last)
        cited = tuple(filter(None, charge.subdivisions.split(".")))
        return charge.section == self.section and cited[: len(self.paragraphs)] == self.paragraphs

    def lies_within(self, charge: Charge) -> bool:
        """Whether the charge names only a larger part of the law, of which this statute is one paragraph."""
        cited = tuple(filter(None, charge.subdivisions.split(".")))
        same = charge.code == self.code and charge.section == self.section and not self.last
        return same and len(cited) < len(self.paragraphs) and self.paragraphs[: len(cited)] == cited


def _number(section: str) -> float:
    digits = re.match(r"\d+(\.\d+)?", section)
    return float(digits[0]) if digits else -1.0


@dataclass(frozen=True, slots=True)
class Offenses:
    """The offense table of a pack."""

    rows: tuple[Row, ...]

    @property
    def classes(self) -> frozenset[str]:
        """Every kind some row belongs to."""
        return frozenset(kind for row in self.rows for kind in row.classes)

    def row(self, charge: Charge, day: str | None) -> Row | None:
        """The narrowest row that holds the charge and existed on that day; None when no row does."""
        found = [
            row
            for row in self.rows
            if row.holds(charge) and not (day and row.read_from and day < row.read_from)
        ]
        return max(found, key=lambda row: (-row.span, len(row.paragraphs)), default=None)

    def kinds(self, charge: Charge, day: str | None) -> frozenset[str] | None:
        """The kinds of the offense; None when the text does not settle which offense it is."""
        if not is_settled(charge):
            return None
        row = self.row(charge, day)
        if row is not None:
            return row.classes
        return None if any(other.lies_within(charge) for other in self.rows) else frozenset()

    def standing(self, charge: Charge, day: str | None, screening: str) -> str | None:
        """Whether the offense was law: in_force, not_yet, repealed_since (conduct before) or no_longer."""
        kinds = self.kinds(charge, day)
        if kinds is None:
            return None
        row = self.row(charge, day)
        if row is None or not (row.enacted or row.repealed):
            return "in_force"
        if row.repealed and screening >= row.repealed:
            if day is None:
                return None
            return "no_longer" if day >= row.repealed else "repealed_since"
        if row.enacted and (day is None or day < row.enacted):
            return "not_yet" if day else None
        return "in_force"

    def grade(self, charge: Charge, day: str | None) -> str | None:
        """The grade the text itself carries, else the one the law gave the offense on that day."""
        if charge.level in _GRADES:
            return _GRADES[charge.level]
        row = self.row(charge, day) if is_settled(charge) else None
        if row is None or not row.levels:
            return None
        if day is None:
            grades = {grade for _, grade in row.levels}
            return grades.pop() if len(grades) == 1 else None
        held = [grade for first, grade in row.levels if first <= day]
        # Before the first day told: as first graded, so that learning the day overturns nothing.
        return held[-1] if held else row.levels[0][1]


def is_settled(charge: Charge) -> bool:
    """Whether the text names one offense for certain. An attempt is read as the offense attempted."""
    return bool(charge.code) and not charge.ambiguous and charge.modifier in ("", "ATTEMPT")


def read_charge(raw: str, day: str | None, screening_jurisdiction: str = "CA") -> Charge:
    """The charge as `havenline.offenses` reads it."""
    return parse(raw, offense_date=day or "", jurisdiction=screening_jurisdiction)


def offenses(rows: Sequence[Mapping[str, Any]], *, file: str) -> Offenses:
    """The offense table from its YAML rows. Raises PackRefused for a bad row, naming it, or for two that
    collide."""
    made = tuple(_row(row, file) for row in rows)
    seen: dict[str, Row] = {}
    for row in made:
        if row.statute in seen:
            raise PackRefused(
                f"{file}: `{row.statute}` stands twice, as {_told(seen[row.statute])} and as {_told(row)}"
            )
        seen[row.statute] = row
    return Offenses(made)


def _told(row: Row) -> str:
    return "/".join(sorted(row.classes)) or "no kind"


def _row(row: Mapping[str, Any], file: str) -> Row:
    statute = str(row.get("statute", ""))
    match = _STATUTE.fullmatch(statute)
    legal = {"statute", "classes", "enacted", "repealed", "read_from", "levels", "source", "mark", "note"}
    if not match or set(row) - legal:
        raise PackRefused(
            f"{file}: `{statute}` is not a row", hint="its keys are " + ", ".join(sorted(legal))
        )
    if not row.get("source") or row.get("mark") not in MARKS:
        raise PackRefused(f"{file}: `{statute}` has no source or no mark", hint="one of " + ", ".join(MARKS))
    levels = tuple((str(level["from"]), str(level["grade"])) for level in row.get("levels", ()))
    days = [day for day, _ in levels]
    if days != sorted(set(days)) or any(grade not in _GRADES.values() for _, grade in levels):
        raise PackRefused(f"{file}: the grades of `{statute}` overlap or are no grades")
    enacted, repealed = str(row.get("enacted", "")), str(row.get("repealed", ""))
    if repealed and repealed <= max(enacted, str(row.get("read_from", ""))):
        raise PackRefused(f"{file}: `{statute}` is repealed on {repealed}, before it was law")
    return Row(
        statute=statute,
        code=match["code"],
        section=match["section"],
        paragraphs=tuple(re.findall(r"\((\w+)\)", match["paragraphs"])),
        last=match["last"] or "",
        classes=frozenset(row.get("classes", ())),
        enacted=enacted,
        repealed=repealed,
        read_from=str(row.get("read_from", "")),
        levels=levels,
        source=str(row["source"]),
        mark=str(row["mark"]),
    )


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days on which nobody must answer: fixed days and nth weekdays (0 = Monday; nth -1 = last), each
    from a year on."""

    rules: tuple[Mapping[str, Any], ...]

    def on(self, day: date) -> bool:
        """Whether the day is a holiday, or the weekday on which one of a weekend is kept."""
        kept = [day]
        if day.weekday() == 0:
            kept.append(day - timedelta(days=1))
        if day.weekday() == 4:
            kept.append(day + timedelta(days=1))
        return any(self._falls(rule, each) for rule in self.rules for each in kept)

    def _falls(self, rule: Mapping[str, Any], day: date) -> bool:
        if day.year < rule.get("since", 0) or day.month != rule["month"]:
            return False
        if "day" in rule:
            return day.day == int(rule["day"])
        if day.weekday() != rule["weekday"]:
            return False
        last = (day + timedelta(days=7)).month != day.month
        return last if rule["nth"] == -1 else (day.day - 1) // 7 + 1 == rule["nth"]

    def first_business_day_after(self, day: date) -> date:
        """The next day that is no Saturday, Sunday or holiday."""
        following = day + timedelta(days=1)
        while following.weekday() > 4 or self.on(following):
            following += timedelta(days=1)
        return following
