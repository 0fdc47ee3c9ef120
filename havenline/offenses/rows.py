"""The tables of codes, sections, grades and listings, read once from the package's own files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

MAIN_CODES = frozenset(("PC", "HS", "VC", "BP"))  # the codes whose sections the tables know


class Listing(NamedTuple):
    """What the policy says of a section: `subdivision` `*` any, empty none given, else its beginning."""

    subdivision: str
    charge: str
    use: str
    why: str
    start: str  # first and last day the section was in force, ISO, empty when open
    end: str


class Grade(NamedTuple):
    """A grade by law: `start` and `end` inclusive ISO dates of the conduct, empty when open."""

    subdivision: str
    start: str
    end: str
    level: str


class Drug(NamedTuple):
    """A drug section by conduct: `own` use or possession, `sale`, or `question` of policy."""

    subdivision: str
    conduct: str


class Tables(NamedTuple):
    """All tables, keyed for the grammar. `Key` is (code, section)."""

    codes: dict[str, tuple[str, str]]  # letters as written -> (code, kind)
    letters: dict[tuple[str, str], bool]  # lettered section -> a subdivision of the same look exists
    known: dict[str, tuple[str, ...]]  # section number -> codes that have it
    listed: dict[tuple[str, str], tuple[Listing, ...]]
    drugs: dict[tuple[str, str], tuple[Drug, ...]]
    grades: dict[tuple[str, str], tuple[Grade, ...]]
    pairs: dict[tuple[str, str], str]  # (definition, penalty) -> the section charged
    enhancements: dict[str, tuple[str, ...]]  # section -> first letters that only raise the penalty
    modifiers: dict[str, tuple[str, str]]  # section -> (modifier, place)
    words: dict[str, tuple[str, ...]]  # reading -> words of a literal that point to it
    ranges: dict[str, tuple[int, int]]  # code -> lowest and highest number an offense may have
    last_letters: dict[tuple[str, str], str]  # (code, section) -> its last lettered subdivision


class OffenseTable:
    """An office's own table: the shipped tables with its rows added. What the policy lists never changes."""

    __slots__ = ("tables", "rows")

    def __init__(self, tables: Tables, *, rows: int) -> None:
        self.tables = tables
        self.rows = rows


def begins(paragraphs: tuple[str, ...], subdivision: str) -> bool:
    """Whether `paragraphs` fall under a table's `subdivision` (`*`: any; empty: only none given)."""
    if subdivision == "*":
        return True
    if not subdivision:
        return not paragraphs
    wanted = tuple(subdivision.split("."))
    return paragraphs[: len(wanted)] == wanted


@lru_cache(maxsize=1)
def shipped_tables() -> Tables:
    """The tables that ship with the package; read at the first charge, not at import."""
    known: dict[str, list[str]] = defaultdict(list)
    for row in _rows("known_sections"):
        known[row["section"]].append(row["code"])
    enhancements: dict[str, list[str]] = defaultdict(list)
    for row in _rows("enhancements"):
        enhancements[row["section"]].append(row["subdivision"])
    words: dict[str, list[str]] = defaultdict(list)
    for row in _rows("words"):
        words[row["reading"]].append(row["word"])
    listed: dict[tuple[str, str], list[Listing]] = defaultdict(list)
    for row in _rows("listed"):
        listed[row["code"], row["section"]].append(
            Listing(row["subdivision"], row["charge"], row["use"], row["why"], row["from"], row["to"])
        )
    drugs: dict[tuple[str, str], list[Drug]] = defaultdict(list)
    for row in _rows("drugs"):
        drugs[row["code"], row["section"]].append(Drug(row["subdivision"], row["conduct"]))
    grades: dict[tuple[str, str], list[Grade]] = defaultdict(list)
    for row in _rows("grades"):
        grades[row["code"], row["section"]].append(
            Grade(row["subdivision"], row["from"], row["to"], row["level"])
        )
    return Tables(
        codes={row["written"]: (row["code"], row["kind"]) for row in _rows("codes")},
        letters={(row["code"], row["section"]): row["rival"] == "yes" for row in _rows("letter_sections")},
        known={section: tuple(codes) for section, codes in known.items()},
        listed={key: tuple(sorted(rows, key=_breadth)) for key, rows in listed.items()},
        drugs={key: tuple(sorted(rows, key=_breadth)) for key, rows in drugs.items()},
        grades={key: tuple(rows) for key, rows in grades.items()},
        pairs={(row["definition"], row["penalty"]): row["charge"] for row in _rows("pairs")},
        enhancements={section: tuple(letters) for section, letters in enhancements.items()},
        modifiers={row["section"]: (row["modifier"], row["place"]) for row in _rows("modifiers")},
        words={reading: tuple(found) for reading, found in words.items()},
        ranges={row["code"]: (int(row["first"]), int(row["last"])) for row in _rows("section_ranges")},
        last_letters={(row["code"], row["section"]): row["last"] for row in _rows("last_letters")},
    )


def _breadth(row: Listing | Drug) -> int:
    """Sorts the narrowest subdivision first."""
    return -len(row.subdivision.replace("*", ""))


def _rows(name: str) -> Iterator[dict[str, str]]:
    # Imported here: `havenline decide` loads this module at its start and may never read a charge.
    import csv
    from importlib.resources import files

    with files("havenline.offenses.tables").joinpath(f"{name}.csv").open(encoding="utf-8") as table:
        yield from csv.DictReader(table)
