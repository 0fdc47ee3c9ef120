"""The charge text as its writer meant it: harmless damage by keyboards, scanners, spreadsheets undone."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000  # characters; no charge is longer, and a longer text is answered as unreadable

# Letters of other alphabets that look like Latin ones: a scanner or a keyboard layout puts them there.
CYRILLIC = "АВЕКМНОРСТУХІЈЅЬавекмнорстухіјѕьһԁЗз"
CYRILLIC_AS_LATIN = "ABEKMHOPCTYXIJSBabekmhopctyxijsbhd33"
GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβορνικ"
GREEK_AS_LATIN = "ABEZHIKMNOPTYXabopvik"
LOOKALIKES = str.maketrans(
    CYRILLIC + GREEK + "ßҺ−⁄∕\\¦·•∙‧_", CYRILLIC_AS_LATIN + GREEK_AS_LATIN + "BH-///|.... "
)
QUOTES = str.maketrans(dict.fromkeys("\"'`´‘’‚‛“”„«»‹›′″", None))
PERIODS = re.compile(r"\.{2,}")
ENTITY = re.compile(r"&#?[A-Za-z0-9]{2,8};")

MONTH = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC"
# Whole cells that a spreadsheet turned into a date or a number; nothing in them can be trusted.
SPREADSHEET = re.compile(
    rf"(?:{MONTH})[-/ ]\d{{2,4}}|\d{{1,4}}[-/ ](?:{MONTH})(?:[-/ ]\d{{2,4}})?|\d+(?:[.,]\d+)?E[+-]?\d+"
    r"|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2}(?: 00:00:00)?|#+|#(?:NAME|REF|VALUE|NUM|N/A)[?!]?",
    re.IGNORECASE,
)


def cleaned(raw: str) -> str:
    """`raw` with look-alikes as Latin letters, one kind of dash and blank, no quotes and no invisible signs.

    Letters keep their case. A text longer than any charge comes back empty: it cannot be read.
    """
    raw = " ".join(raw.split())
    # Before anything slower than one pass: normalizing long runs of accents takes time squared.
    if len(raw) > LONGEST:
        return ""
    text = raw if raw.isascii() else _latin(raw)
    if "&" in text and ENTITY.search(text):
        text = _without_entities(text)
    text = text.replace("\x00", " ").translate(QUOTES)
    return PERIODS.sub(".", " ".join(text.split())).lstrip("=+@ ").strip()


def is_spreadsheet_damage(text: str) -> bool:
    """Whether the whole cell was rewritten by a spreadsheet: `Jun-47`, `6.47E+02`."""
    return len(text) < 40 and SPREADSHEET.fullmatch(text) is not None


def _without_entities(text: str) -> str:
    from html import unescape

    text = unescape(text)
    return text if text.isascii() else _latin(text)


def _latin(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.replace("´", "'")).translate(LOOKALIKES)
    if text.isascii():
        return text
    return "".join(sign if sign.isascii() else _plain(sign) for sign in text)


def _plain(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Cf", "Mn"):  # invisible signs, and strokes laid over a letter
        return ""
    if kind == "Pd":
        return "-"
    if kind[0] == "Z":
        return " "
    if kind == "Nd":
        return str(unicodedata.digit(sign))
    return sign
