"""Charge text in, one `Charge` out: what was understood, what is in doubt, what the policy lists."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from havenline.offenses.charge import Charge
from havenline.offenses.grade import column_level
from havenline.offenses.line import UNREADABLE, Line
from havenline.offenses.pieces import Section
from havenline.offenses.rows import OffenseTable, Tables, shipped_tables
from havenline.offenses.scanner import Scanner
from havenline.offenses.statement import is_reduction, statement
from havenline.offenses.states import STATES, is_of_another_state, read_state
from havenline.offenses.text import LONGEST, cleaned, is_spreadsheet_damage
from havenline.offenses.tokens import tokens

REMEMBERED = 65536  # distinct charges kept; a whole office's history uses a few thousand
COMMENT_HOLDS_CHARGE = "SEE COMMENT"
FILLERS = frozenset(("", "NULL", "NONE", "N/A", "NA", "UNKNOWN", "UNK", "X", "NAN"))


def parse(
    raw: str,
    *,
    level_column: str = "",
    description_column: str = "",
    offense_date: str = "",
    jurisdiction: str = "CA",
    table: OffenseTable | None = None,
) -> Charge:
    """Read one charge text as a case system, a criminal history or a person wrote it. Never raises.

    `level_column`, `description_column`: the source's own grade and literal, empty if it has none.
    `offense_date`: ISO date of the conduct, or empty; anything else counts as empty.
    `jurisdiction`: two-letter state whose codes are meant. `table`: the office's own offense table, from
    `load_table`. Same input, same answer: results are remembered.
    """
    asked = (raw, level_column, description_column, offense_date, jurisdiction)
    if len(raw) + len(level_column) + len(description_column) > LONGEST:
        return _parse(*asked, table)
    return _remembered(*asked, table)


def _parse(
    raw: str,
    level_column: str,
    description_column: str,
    offense_date: str,
    jurisdiction: str,
    table: OffenseTable | None,
) -> Charge:
    tables = table.tables if table else shipped_tables()
    text, remark = cleaned(raw), cleaned(description_column)
    if _is_filler(text) or text.upper().startswith(COMMENT_HOLDS_CHARGE):
        text, remark = remark, ""  # the state's files put such charges into the comment
    if not text or _is_filler(text) or is_spreadsheet_damage(text):
        return UNREADABLE
    column = column_level(level_column)
    state = jurisdiction.strip().upper() or "CA"
    if state != "CA":
        return _elsewhere(text, state=state, column=column, tables=tables)
    charge = _californian(text, remark, column=column, offense_date=_iso(offense_date), tables=tables)
    if not charge.code and is_of_another_state(text):
        return Charge(reason="another state's code, read only when that state is given")
    return charge


_remembered = lru_cache(maxsize=REMEMBERED)(_parse)


def _is_filler(text: str) -> bool:
    return text.strip(" -.*_") == "" or text.upper().strip(" -.") in FILLERS


def _iso(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return ""


def _elsewhere(text: str, *, state: str, column: str, tables: Tables) -> Charge:
    """Another state's own format; federal law and NCIC codes are the same everywhere."""
    charge = read_state(text, state=state, level=column) if state in STATES else UNREADABLE
    if charge.code:
        return charge
    everywhere = _californian(text, "", column=column, offense_date="", tables=tables)
    return everywhere if everywhere.code == "NCIC" or everywhere.code.endswith(" USC") else charge


def _californian(text: str, remark: str, *, column: str, offense_date: str, tables: Tables) -> Charge:
    said = statement(Scanner(tokens(text), tables).pieces(), tables=tables)
    said.words.extend(_words(remark))
    said.reduced = _notes_reduction(remark, tables)
    return Line(said, column=column, offense_date=offense_date, tables=tables).charge()


def _notes_reduction(remark: str, tables: Tables) -> bool:
    """`POSS CNTL SUB 17(B)(4)` in the source's comment column."""
    if "17" not in remark:
        return False
    pieces = Scanner(tokens(remark), tables).pieces()
    return any(isinstance(piece, Section) and is_reduction(piece) for piece in pieces)


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalpha() else " " for sign in text.upper()).split()
