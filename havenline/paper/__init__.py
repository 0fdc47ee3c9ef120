"""Prints what the office hands on: memos, letters and reports, as PDF that everybody can read.

Plain Python: no clock, no settings, no database. Whoever prints gives the words and the moment, and the same
words and moment give the same bytes.
"""

from havenline.paper.blocks import (
    Answer,
    Blank,
    Block,
    Facts,
    Fingerprint,
    Heading,
    NewPage,
    Paragraph,
    Points,
    Quote,
    Signature,
    Table,
)
from havenline.paper.document import Document, DocumentWrong
from havenline.paper.printing import GlyphMissing, NotPrinted, pdf

__all__ = [
    "Answer",
    "Blank",
    "Block",
    "Document",
    "DocumentWrong",
    "Facts",
    "Fingerprint",
    "GlyphMissing",
    "Heading",
    "NewPage",
    "NotPrinted",
    "Paragraph",
    "Points",
    "Quote",
    "Signature",
    "Table",
    "pdf",
]
