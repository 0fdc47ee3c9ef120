"""Turns a document into PDF/UA-1 (ISO 14289-1): tagged, titled, every letter readable."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from havenline.paper.document import Document

Template = Literal["memo", "letter", "report"]

_TEMPLATES = Path(__file__).parent / "templates"
_MISSING = re.compile(r'"(?:\\u\{(?P<code>[0-9a-f]+)\}|(?P<letter>[^"]))[^"]*"`? could not be displayed')


class NotPrinted(Exception):  # noqa: N818 - named for what the reader met
    """The document could not be printed as a PDF that everybody can read."""


class GlyphMissing(NotPrinted):
    """A letter that no font at hand can draw. A box in its place would be a false record: nothing is printed.

    `letter` is the first such letter.
    """

    def __init__(self, letter: str) -> None:
        self.letter = letter
        super().__init__(
            f"the letter `{letter}` cannot be printed: write it in Latin, Greek or Cyrillic letters, "
            "or use the page"
        )


def pdf(template: Template, document: Document, *, at: datetime) -> bytes:
    """The document as PDF/UA-1. Same document, same moment, same bytes. Takes about 10 ms.

    at: the moment written into it, with its zone. Raises GlyphMissing, DocumentWrong, NotPrinted, ValueError.
    """
    if at.tzinfo is None:
        raise ValueError("the time has no zone")
    compiler = typst.Compiler(root=_TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
    try:
        printed = compiler.compile(
            input=_TEMPLATES / f"{template}.typ",
            format="pdf",
            sys_inputs={"data": json.dumps(document.printable(), ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise _refusal(error.message) from None
    if not isinstance(printed, bytes):
        raise NotPrinted("the printer gave no single document")
    return printed


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside the typst package alone: the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _refusal(message: str) -> NotPrinted:
    found = _MISSING.search(message)
    if found is None:
        return NotPrinted(f"the document cannot be printed: {message}")
    return GlyphMissing(chr(int(found["code"], 16)) if found["code"] else found["letter"])
