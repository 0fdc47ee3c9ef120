"""The grade of a charge, found in the order the office trusts: column, reduction, text, law by date."""

from __future__ import annotations

from collections.abc import Iterable

from havenline.offenses.cites import Cite
from havenline.offenses.rows import Tables, begins
from havenline.offenses.vocabulary import LEVELS


def column_level(text: str) -> str:
    """M, F, I, W or empty from a grade column as sources write it: `MISD`, `F/M`, `Felony`."""
    letters = "".join(sign if sign.isalpha() else " " for sign in text.upper()[:40])
    return joined({LEVELS[word] for word in letters.split() if word in LEVELS})


def joined(levels: Iterable[str]) -> str:
    """One grade; felony and misdemeanor together are either (W); other mixtures are unknown."""
    found = set(levels)
    if found and found <= {"F", "M", "W"} and len(found) > 1:
        return "W"
    return found.pop() if len(found) == 1 else ""


def lawful_level(cite: Cite, *, offense_date: str, tables: Tables) -> str:
    """The grade by the dated table; without a date only when all its rows agree. A date is never inferred."""
    rows = tables.grades.get((cite.code, cite.section), ())
    narrow = [row for row in rows if row.subdivision and begins(cite.paragraphs, row.subdivision)]
    rows = tuple(narrow) or tuple(row for row in rows if not row.subdivision)
    if offense_date:
        rows = tuple(
            row for row in rows if row.start <= offense_date and (not row.end or offense_date <= row.end)
        )
    levels = {row.level for row in rows}
    return levels.pop() if len(levels) == 1 else ""
