"""A document before it is printed: checked for what would make it unreadable to somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from havenline.paper.blocks import Block, Heading, Table

_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
# Letters nobody sees and that change how others read: shown by name instead. A line break is a line break.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class DocumentWrong(Exception):  # noqa: N818 - named for what the reader met
    """A document that could not be read by everybody: a table with a hole, a heading out of order."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed: `title` is also what the reader's window shows, `foot` stands under every page.

    lang: the language it is written in ("en", "es", "vi"). under: a line below the title. to: the addressee
    of a letter, or in a report the box that says who may read it. day: the day of a letter, in words.
    """

    title: str
    office: str
    blocks: Sequence[Block]
    lang: str = "en"
    under: str = ""
    to: str = ""
    day: str = ""
    foot: str = ""

    def printable(self) -> dict[str, Any]:
        """The document as values the templates read. Raises DocumentWrong."""
        if not self.title.strip() or not self.office.strip():
            raise DocumentWrong("a document needs a title and an office")
        if not _LANGUAGE.match(self.lang):
            raise DocumentWrong(f"`{self.lang}` is no language, such as `en`")
        _check_headings(self.blocks)
        written = {name: value for name, value in asdict(self).items() if name != "blocks"}
        return {**_seen(written), "blocks": [_seen(one) for one in _blocks(self.blocks)]}


def _blocks(blocks: Sequence[Block]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        written: dict[str, Any] = {"kind": block.kind, **asdict(block)}
        if isinstance(block, Table):
            written["widths"] = list(block.widths) or [1] * len(block.head)
            _check_table(block, written["widths"])
            if not block.rows:
                continue
        yield written


def _check_table(table: Table, widths: Sequence[int]) -> None:
    columns = len(table.head)
    if not columns or any(len(row) != columns for row in (*table.rows, widths)):
        raise DocumentWrong(f"a table of `{columns}` columns has a row of another length")


def _check_headings(blocks: Sequence[Block]) -> None:
    above = 1
    for block in blocks:
        if isinstance(block, Heading):
            if not 2 <= block.level <= min(above + 1, 3):
                raise DocumentWrong(f"a heading of level `{block.level}` cannot follow one of `{above}`")
            above = block.level


def _seen(value: Any) -> Any:
    """The same value with unseen letters shown by name, in every text inside."""
    if isinstance(value, str):
        return _UNSEEN.sub(lambda found: f"<U+{ord(found.group()):04X}>", value)
    if isinstance(value, dict):
        return {key: _seen(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_seen(one) for one in value]
    return value
