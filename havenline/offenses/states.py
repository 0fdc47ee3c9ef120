"""Charges of other states, read only when an office names the state; this policy lists none of them."""

from __future__ import annotations

import re

from havenline.offenses.charge import Charge

# One pattern per state, matched against the whole text and never searched in it. `code` parts are joined to
# the code shown; a trailing literal after a blank or hyphen is allowed and dropped.
REST = r"(?:\s*[-:,]\s*\D.*|\s+[A-Z/ ]+.*)?"
SUBS = r"(?P<subs>(?:\s*\([A-Za-z0-9]{1,5}\))*)"
STATES: dict[str, tuple[str, re.Pattern[str]]] = {
    state: (code, re.compile(pattern + REST, re.IGNORECASE))
    for state, code, pattern in (
        (
            "PA",
            "PA {title}",
            r"(?:PA\.?\s*)?(?P<title>\d+)\s*(?:PA\.?\s*)?(?:C\.?S\.?A?\.?|P\.?S\.?)?\s*§+\s*(?P<section>\d+(?:\.\d+)*(?:-\d+)?)"
            r"\s*(?:§+\s*(?P<subs>[A-Za-z0-9().]+))?",
        ),
        ("OR", "ORS", r"(?:O\.?R\.?S\.?\s*)?§?\s*(?P<section>\d+[A-Z]?\.\d+)" + SUBS),
        (
            "NY",
            "NY PL",
            r"(?:NY\s*)?(?:P\.?L\.?|PENAL LAW)\s*§?\s*(?P<section>\d+\.\d+)"
            + SUBS
            + r"(?:\s+(?P<grade>[AB]M|[A-E]F|UM|V))?",
        ),
        ("IL", "720 ILCS", r"720\s*ILCS\s*§?\s*(?P<section>\d+/\d+[A-Z]?(?:-\d+)?(?:\.\d+)?)" + SUBS),
        ("AZ", "ARS", r"(?:A\.?R\.?S\.?)\s*§?\s*(?P<section>\d+-\d+(?:\.\d+)?)" + SUBS),
        ("WA", "RCW", r"(?:R\.?C\.?W\.?)\s*§?\s*(?P<section>\d+[A-Z]?\.\d+[A-Z]?\.\d+)" + SUBS),
        ("MI", "MCL", r"(?:M\.?C\.?L\.?A?\.?)\s*§?\s*(?P<section>\d+\.\d+[a-z]?)" + SUBS),
        ("FL", "FS", r"(?:F\.?S\.?S?\.?|FLA\.? STAT\.?)\s*§?\s*(?P<section>\d+\.\d+)" + SUBS),
        ("LA", "LA RS", r"(?:LA\.?\s*)?(?:R\.?S\.?)\s*§?\s*(?P<section>\d+:\d+(?:\.\d+)?)" + SUBS),
        (
            "TX",
            "TX PC",
            r"(?:TX\.?\s*|TEX\.?\s*)?(?:P\.?C\.?|PENAL CODE|PENAL)\s*§?\s*(?P<section>\d+\.\d+)" + SUBS,
        ),
        ("MO", "RSMO", r"(?:R\.?S\.?\s*MO\.?\s*)?§?\s*(?P<section>\d+\.\d+)(?:-\d{3}Y\d{8}\.\d?)?" + SUBS),
    )
}
NEW_YORK_GRADES = {"AM": "M", "BM": "M", "UM": "M", "V": "I"}


def read_state(text: str, *, state: str, level: str) -> Charge:
    """Read cleaned `text` by the one format of `state`; unreadable text is REVIEW, anything read is N."""
    code, pattern = STATES[state]
    found = pattern.fullmatch(text)
    if found is None:
        return Charge(reason=f"not written as a section of {state}")
    parts = found.groupdict()
    shown = code.format(title=parts.get("title") or "")
    section = parts["section"]
    graded, source = (level, "level column") if level else _graded(parts.get("grade") or "")
    charge = Charge(
        code=shown,
        section=section,
        paragraphs=tuple(re.findall(r"[A-Za-z0-9]+", parts.get("subs") or "")),
        level=graded,
        level_source=source,
        charge_bar_listed="N",
        use_bar_listed="N",
        reason="an offense of another state, not on the lists of this policy",
    )
    return charge


def _graded(written: str) -> tuple[str, str]:
    if not written:
        return "", ""
    letter = written.upper()
    return NEW_YORK_GRADES.get(letter, "F"), "text"
