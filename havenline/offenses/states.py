"""Charges of other states, read only when an office names the state; this policy lists none of them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from havenline.offenses.charge import Charge, written

SUBDIVISIONS = r"(?P<subs>(?:\s*\([A-Za-z0-9]{1,5}\))*)"
LITERAL = r"(?:\s*[-:,]\s*(?=\D)(?P<literal>.*)|\s+[A-Z/ ]{4,})?"  # dropped


class Format(NamedTuple):
    """How one state writes a citation: its code's name in capitals, how it is shown, and its number."""

    shown: str
    name: str
    number: str
    bare: bool = False  # the state's files write the number without its code
    ending: str = ""

    def pattern(self) -> str:
        """The whole text: code, number and subdivisions, or the code after them; matched, never searched."""
        start = rf"(?P<before>(?:{self.name})\s*)?§?\s*(?P<section>{self.number}){SUBDIVISIONS}"
        end = rf"(?P<after>\s*(?:{self.name}))?{self.ending}{LITERAL}"
        return start + end


FORMATS = {
    "OR": Format("ORS", r"O\.?R\.?S\.?", r"\d+[A-Z]?\.\d+", bare=True),
    "NY": Format(
        "NY PL",
        r"(?:NY\s*)?(?:P\.?L\.?|PENAL LAW)",
        r"\d+\.\d+",
        ending=r"(?:\s+(?P<grade>[AB]M|[A-E]F|UM|V))?",
    ),
    "IL": Format("720 ILCS", r"720\s*ILCS", r"\d+/\d+[A-Z]?(?:-\d+)?(?:\.\d+)?"),
    "AZ": Format("ARS", r"A\.?R\.?S\.?", r"\d+-\d+(?:\.\d+)?"),
    "WA": Format("RCW", r"R\.?C\.?W\.?", r"\d+[A-Z]?\.\d+[A-Z]?\.\d+"),
    "MI": Format("MCL", r"M\.?C\.?L\.?A?\.?", r"\d+\.\d+[a-z]?"),
    "FL": Format("FS", r"F\.?S\.?S?\.?|FLA\.? STAT\.?", r"\d+\.\d+"),
    "LA": Format("LA RS", r"(?:LA\.?\s*)?R\.?S\.?", r"\d+:\d+(?:\.\d+)?"),
    "TX": Format("TX PC", r"(?:TX\.?\s*|TEX\.?\s*)?(?:P\.?C\.?|PENAL CODE|PENAL)", r"\d+\.\d+"),
    # The state's charge code after the section, `-001Y20204004.0`, is dropped.
    "MO": Format(
        "RSMO",
        r"R\.?S\.?\s*MO\.?",
        r"\d+\.\d{3}",
        bare=True,
        ending=r"(?:\.(?P<point>\d))?(?:-\d{3}Y\d{8}(?:\.\d*)?)?",
    ),
}
# Pennsylvania writes title, section and subsections: `18 § 5902 §§ A1`.
PENNSYLVANIA = (
    r"(?:PA\.?\s*)?(?P<title>\d+)\s*(?:PA\.?\s*)?(?:C\.?S\.?A?\.?|P\.?S\.?)?\s*§+\s*(?P<section>\d+(?:\.\d+)*(?:-\d+)?)"
    rf"(?:\s*§+\s*(?P<subs>[A-Za-z0-9().]+)|(?P<round>(?:\s*\([A-Za-z0-9]{{1,5}}\))+))?{LITERAL}"
)
STATES = frozenset(("PA", *FORMATS))
NEW_YORK_GRADES = {"AM": "M", "BM": "M", "UM": "M", "V": "I"}
NOT_LISTED = "an offense of another state, not on the lists of this policy"


@cache
def _pattern(state: str) -> re.Pattern[str]:
    """Compiled when first needed: a California office never needs them."""
    source = PENNSYLVANIA if state == "PA" else FORMATS[state].pattern()
    return re.compile(source, re.IGNORECASE | re.ASCII)


def read_state(text: str, *, state: str, level: str) -> Charge:
    """Read cleaned `text` by the one format of `state`; unreadable text is REVIEW, anything read is N.

    `level`: the grade column's level, empty when none.
    """
    if state == "PA":
        return _pennsylvanian(text, level)
    form, found = FORMATS[state], _pattern(state).fullmatch(text)
    if found is None:
        return Charge(reason=f"not written as a section of {state}")
    parts = found.groupdict()
    paragraphs = tuple(re.findall(r"[A-Za-z0-9]+", (parts.get("point") or "") + parts["subs"]))
    if not (form.bare or parts["before"] or parts["after"]):
        proposal = written(form.shown, parts["section"], paragraphs)
        return Charge(
            section=parts["section"],
            paragraphs=paragraphs,
            alternatives=(proposal,),
            reason="no code is written",
        )
    graded = (level, "level column") if level else _graded(parts.get("grade") or "")
    return _read(form.shown, parts["section"], paragraphs, graded)


def is_of_another_state(text: str) -> bool:
    """Whether `text` names another state's code, though no state was given."""
    if _pattern("PA").fullmatch(text):
        return True
    for state in FORMATS:
        found = _pattern(state).fullmatch(text) if state != "TX" else None  # PC is California's own name
        if found and (found["before"] or found["after"]):
            return True
    return False


def _pennsylvanian(text: str, level: str) -> Charge:
    found = _pattern("PA").fullmatch(text)
    if found is None:
        return Charge(reason="not written as a section of PA")
    paragraphs = tuple(re.findall(r"[A-Za-z0-9]+", found["subs"] or found["round"] or ""))
    return _read(
        f"PA {found['title']}", found["section"], paragraphs, (level, "level column") if level else ("", "")
    )


def _read(code: str, section: str, paragraphs: tuple[str, ...], graded: tuple[str, str]) -> Charge:
    return Charge(
        code=code,
        section=section,
        paragraphs=paragraphs,
        level=graded[0],
        level_source=graded[1],
        charge_bar_listed="N",
        use_bar_listed="N",
        reason=NOT_LISTED,
    )


def _graded(grade: str) -> tuple[str, str]:
    if not grade:
        return "", ""
    return NEW_YORK_GRADES.get(grade.upper(), "F"), "text"
