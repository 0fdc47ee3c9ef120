"""Seals and opens the parts of a report, each bound to its row and its place: a moved blob does not open."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from uuid import UUID

from havenline.reporting.models import Letter, Report
from havenline.reporting.telling import Telling
from havenline.vault.keys import DataKey

KIND = "report"

_WORDS, _ABOUT, _FACTS, _LETTER = "report.words", "report.about", "report.facts", "letter.words"


@dataclass(frozen=True, slots=True)
class Covered:
    """What a report says of the protection it began: the keeper's handle and the facts given so far.

    `answered` are those facts that the person gave: what staff completed is no answer of theirs.
    """

    handle: str
    facts: dict[str, str]
    answered: dict[str, str] = field(default_factory=dict)


def seal_telling(report: Report, told: Telling, *, key: DataKey) -> None:
    """Put the words, and who, where, when and the name, into the row, sealed."""
    about = str(report.id)
    report.sealed_words = key.seal_text(told.words, purpose=_WORDS, about=about)
    report.sealed_about = key.seal_text(told.about(), purpose=_ABOUT, about=about)


def open_telling(report: Report, *, key: DataKey) -> Telling:
    """What was told; raises BlobWrong."""
    about = str(report.id)
    return Telling.from_sealed(
        key.open_text(bytes(report.sealed_words), purpose=_WORDS, about=about),
        key.open_text(bytes(report.sealed_about), purpose=_ABOUT, about=about),
    )


def seal_covered(report: Report, covered: Covered, *, key: DataKey) -> None:
    """Put the handle and the facts into the row, sealed."""
    report.sealed_facts = key.seal_text(json.dumps(asdict(covered)), purpose=_FACTS, about=str(report.id))


def open_covered(report: Report, *, key: DataKey) -> Covered:
    """The handle and the facts; raises BlobWrong."""
    return Covered(
        **json.loads(key.open_text(bytes(report.sealed_facts), purpose=_FACTS, about=str(report.id)))
    )


def seal_letter(letter_id: UUID, text: str, *, key: DataKey) -> bytes:
    """The words of a letter, sealed for the letter's row."""
    return key.seal_text(text, purpose=_LETTER, about=str(letter_id))


def open_letter(letter: Letter, *, key: DataKey) -> str:
    """The words of a letter; raises BlobWrong."""
    return key.open_text(bytes(letter.sealed), purpose=_LETTER, about=str(letter.id))
