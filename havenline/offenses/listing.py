"""C2 and C4: whether an offense is on the lists; Y and N only where letter and default reading agree."""

from __future__ import annotations

from typing import NamedTuple

from havenline.offenses.cites import Cite, is_told
from havenline.offenses.rows import Listing, Tables, begins

DRUG_DIVISION = range(11000, 11652)  # Health and Safety Code division 10, the Controlled Substances Act
SUBDIVISIONS_OF_647 = frozenset("abcdefghijklm")
# Old and new NCIC code blocks that name neither sex-trade, drug, public-order nor unknown offenses.
NCIC_ELSEWHERE = frozenset(
    ("09", "10", "11", "12", "13", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "52")
)


class Verdict(NamedTuple):
    """Answer for the charge list (C2), for the use list (C4), and the ground in words."""

    charge: str
    use: str
    why: str


NOT_NAMED = Verdict("N", "N", "not named by the policy")


def listing(cite: Cite, *, kind: str, level: str, day: str, words: frozenset[str], tables: Tables) -> Verdict:
    """Judge one reading. An empty code names no offense and is REVIEW, never N.

    `day`: ISO date of the conduct or empty; a section not in force then stays listed, and the ground says so.
    """
    if not cite.code:
        return Verdict("REVIEW", "REVIEW", "no offense could be read")
    if kind == "municipal":
        return Verdict("REVIEW", "N", "a municipal code: a question of policy")
    if cite.code == "PC" and cite.section == "647":
        special = _disorderly(cite, level=level, words=words, tables=tables)
        if special is not None:
            return special
    for row in tables.listed.get((cite.code, cite.section), ()):
        if begins(cite.paragraphs, row.subdivision):
            return Verdict(row.charge, row.use, row.why + _out_of_force(row, day))
    if kind == "state" and _is_no_offense(cite, tables):
        return Verdict("REVIEW", "REVIEW", f"{cite.code} has no offense of this number")
    if cite.code == "HS":
        return _drug(cite, level, tables)
    if cite.code == "NCIC":
        return _ncic(cite)
    return NOT_NAMED


def _out_of_force(row: Listing, day: str) -> str:
    outside = day and (day < row.start or (row.end and day > row.end))
    return "; not in force in these words on the day of the conduct" if outside else ""


def _is_no_offense(cite: Cite, tables: Tables) -> bool:
    """Numbers below a code's first offense or above its last section are damage, not another offense."""
    whole = "".join(sign for sign in cite.section.split(".")[0] if sign.isdigit())
    first, last = tables.ranges.get(cite.code, (1, 10**6))
    return not whole or len(whole) > 6 or not first <= int(whole) <= last


def _disorderly(cite: Cite, *, level: str, words: frozenset[str], tables: Tables) -> Verdict | None:
    """PC 647 where the table alone does not decide; None leaves it to the table."""
    first = cite.paragraphs[0] if cite.paragraphs else ""
    if first and first not in SUBDIVISIONS_OF_647:
        return Verdict("REVIEW", "REVIEW", "647 has no such subdivision")
    if first == "b" and level in ("F", "W"):
        return Verdict(
            "REVIEW", "Y", "named by the policy, but the grade fits only a buyer of a minor (I-09)"
        )
    if (
        first == "f"
        and is_told("647f by alcohol", words, tables)
        and not is_told("647f by drugs", words, tables)
    ):
        return NOT_NAMED
    return None


def _drug(cite: Cite, level: str, tables: Tables) -> Verdict:
    number = cite.section.split(".")[0]
    if not number.isdigit() or int(number) not in DRUG_DIVISION:
        return NOT_NAMED
    conduct = _conduct(cite, tables)
    if conduct == "own":
        if level == "M":
            return Verdict("Y", "N", "a misdemeanor drug offense; the use list names no drugs")
        graded = "the grade is not known" if not level else "graded otherwise than as a misdemeanor"
        return Verdict("REVIEW", "N", f"simple possession or use by conduct, but {graded} (I-17)")
    if conduct == "sale" and level in ("", "F"):
        return Verdict("N", "N", "sale or possession for sale of drugs")
    return Verdict("REVIEW", "N", "a drug section: a question of policy")


def _conduct(cite: Cite, tables: Tables) -> str:
    for row in tables.drugs.get((cite.code, cite.section), ()):
        if not row.subdivision or begins(cite.paragraphs, row.subdivision):
            return row.conduct
    return "question"


def _ncic(cite: Cite) -> Verdict:
    block = cite.section[:2]
    if block in NCIC_ELSEWHERE:
        return NOT_NAMED
    if block == "35":
        return Verdict("REVIEW", "N", "an NCIC drug code names no grade")
    return Verdict("REVIEW", "REVIEW", "an NCIC code names no section")


def together(verdicts: list[Verdict]) -> tuple[str, str]:
    """One answer for several charges or readings: only what all agree on."""
    charges = {verdict.charge for verdict in verdicts}
    uses = {verdict.use for verdict in verdicts}
    return (charges.pop() if len(charges) == 1 else "REVIEW", uses.pop() if len(uses) == 1 else "REVIEW")
