"""What a pack adds to the vocabulary, and where its words come from: nothing without a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from havenline.policy.document import Block
from havenline.policy.errors import PackRefused
from havenline.policy.vocabulary import Fact

TYPES = {"yes_no": "bool", "choice": "enum", "day": "date", "number": "number"}
_KEYS = {"type", "question", "source", "verified", "values"}
_VERIFIED = ("full", "partial")


def declared(block: Block) -> Iterator[Fact]:
    """The facts of a `facts` block: name -> type, question, source, verified, and for a choice its values.

    A case file gives them in its section `also`. Raises PackRefused with file and line.
    """
    for name, says in block.says.items():
        place = block.where(f"{name}:")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", str(name)) or not isinstance(says, Mapping):
            raise PackRefused(
                f"{place}: `{name}` is not a fact", hint="a name in small letters, then its keys"
            )
        if unknown := set(says) - _KEYS:
            raise PackRefused(f"{place}: `{sorted(unknown)[0]}` is not a key of a fact")
        if says.get("type") not in TYPES:
            raise PackRefused(f"{place}: `{name}` has no type", hint="one of " + ", ".join(TYPES))
        if not says.get("question"):
            raise PackRefused(f"{place}: `{name}` has no question")
        _refuse_without_source(place, str(name), says)
        values = tuple(map(str, says.get("values", ())))
        if (
            (says["type"] == "choice") != bool(values)
            or len(set(values)) != len(values)
            or "unknown" in values
        ):
            raise PackRefused(
                f"{place}: `{name}` has no list of values", hint="a choice has one, without unknown"
            )
        yield Fact(f"also.{name}", TYPES[says["type"]], values, question=" ".join(says["question"].split()))


def refuse_unsourced(head: Mapping[str, Any], clauses: Sequence[Block]) -> None:
    """A law restated says for each sentence where it stands and whether it was read; the pack claims no more.

    Raises PackRefused with file and line.
    """
    for block in clauses:
        _refuse_without_source(block.where(), str(block.says.get("id", "")), block.says)
        if head.get("verified") == "full" and block.says["verified"] != "full":
            raise PackRefused(
                f"{block.where()}: `{block.says['id']}` was not read in full, but the pack says so",
                hint="write `verified: partial` in the head",
            )


def _refuse_without_source(place: str, name: str, says: Mapping[str, Any]) -> None:
    if not says.get("source"):
        raise PackRefused(f"{place}: `{name}` has no source")
    if says.get("verified") not in _VERIFIED:
        raise PackRefused(
            f"{place}: `{name}` does not say whether it was read", hint="verified: full or partial"
        )
