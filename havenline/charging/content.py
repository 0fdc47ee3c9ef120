"""What a screening keeps of a person, sealed: whoever lacks the charging team's key reads none of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date

from havenline.charging.models import Screening
from havenline.protection import plain
from havenline.protection.gate import GateAnswer, Query
from havenline.vault.keys import DataKey

OBJECT = "screening"
_PURPOSE = "screening.content"


@dataclass(frozen=True, slots=True)
class Content:
    """Question and answer as they were. `query` holds no slip: `by_slip` says that one was shown.

    `file_by` is a day or empty; `deputy` the name shown at the time.
    """

    case_number: str
    file_by: str
    deputy: str
    by_slip: bool
    query: Query
    answer: GateAnswer

    def __repr__(self) -> str:
        return "<Content, hidden>"

    @property
    def deadline(self) -> date | None:
        """The filing deadline, if there is one."""
        return date.fromisoformat(self.file_by) if self.file_by else None


def without_slip(query: Query) -> Query:
    """The question as it may be kept: a slip proves a protection and belongs in no file of ours."""
    return replace(query, slip="")


def sealed(content: Content, *, key: DataKey, screening: Screening) -> bytes:
    """The content under its data key, tied to this row and padded."""
    text = json.dumps(plain.written(content), ensure_ascii=False, separators=(",", ":"))
    return key.seal_text(text, purpose=_PURPOSE, about=str(screening.id))


def unsealed(screening: Screening, *, key: DataKey) -> Content:
    """The content of a row; raises vault's BlobWrong where it was changed or moved."""
    text = key.open_text(bytes(screening.sealed), purpose=_PURPOSE, about=str(screening.id))
    return plain.read(Content, json.loads(text))
