"""Makes and opens an extract: the parts of a report that its consent names, and no other."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Self
from uuid import UUID

from havenline.reporting.consent import FACTS, NAME, Terms
from havenline.reporting.handed import Extract
from havenline.reporting.queries import ReportRead
from havenline.unasked import found_in
from havenline.vault.keys import DataKey

_CONTENT, _OWN = "handover.content", "handover.own"

# What stands where a sentence was left out, and what a sentence is here: up to its stop or its line's end.
LEFT_OUT = "[…] "
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+\s*|\n|$)")

# The closed facts that go: what was done and when. What part the sex trade had stays.
_SHARED_FACTS = ("crime", "crime_date")


@dataclass(frozen=True, slots=True)
class Content:
    """The parts by name, each as its pieces of text; `named` is who gets it outside the office."""

    parts: Mapping[str, Sequence[str]]
    named: str = ""

    def __repr__(self) -> str:
        return "<Content, hidden>"

    def text(self) -> str:
        """The content as it is sealed."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Self:
        """The content of `text`."""
        return cls(**json.loads(text))


def content(read: ReportRead, terms: Terms, *, named: str) -> Content:
    """What of an opened report goes. INVARIANT: nothing that `terms.fields` does not name."""
    whole: dict[str, list[str]] = {
        FACTS: [f"{name}={read.facts[name]}" for name in _SHARED_FACTS if read.facts.get(name, "")],
        "words": [read.words],
        "who": [read.who],
        "where": [read.where],
        "when": [read.when],
        "letters": [letter.text for letter in read.letters if not letter.from_office],
        NAME: [read.name, read.born],
    }
    return Content(
        {name: [without_status(text) for text in whole[name] if text] for name in terms.fields}, named
    )


def without_status(text: str) -> str:
    """C6: the text with every sentence left out that may tell immigration status: nobody is told that.

    Too much left out does less harm than a status told; who reads sees where something was.
    """
    spans = [(one.start, one.end) for one in found_in(text)]
    pieces = (
        LEFT_OUT
        if any(start < match.end() and end > match.start() for start, end in spans)
        else match.group()
        for match in _SENTENCE.finditer(text)
    )
    return "".join(pieces)


def parents(read: ReportRead, terms: Terms) -> list[str]:
    """The wall's references of what goes: the report, and each letter of the person if letters go."""
    letters = [letter.item for letter in read.letters if letter.item] if "letters" in terms.fields else []
    return [read.item, *letters]


def seal(row: Extract, found: Content, *, about: UUID, own: DataKey, key: DataKey | None) -> None:
    """Put the content into the row: under the report's key, and for a member under the extract's."""
    row.sealed_own = own.seal_text(found.text(), purpose=_OWN, about=str(about))
    row.sealed = key.seal_text(found.text(), purpose=_CONTENT, about=str(about)) if key else None


def opened(row: Extract, *, key: DataKey) -> Content:
    """What its member reads; raises BlobWrong."""
    assert row.sealed is not None
    return Content.of(key.open_text(bytes(row.sealed), purpose=_CONTENT, about=str(row.transition.id)))


def opened_own(row: Extract, *, own: DataKey) -> Content:
    """The same for who has the report's key; raises BlobWrong."""
    return Content.of(own.open_text(bytes(row.sealed_own), purpose=_OWN, about=str(row.transition.id)))
