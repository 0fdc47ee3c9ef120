"""What the charging desk learns of matters reopened: which screening, the day, and the new answer sealed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from havenline import ledger
from havenline.protection import plain
from havenline.protection.gate import GateAnswer
from havenline.protection.models import Reopening
from havenline.staff.models import Member
from havenline.vault import grants
from havenline.vault.keys import DataKey, Unlocked

OBJECT = "reopening"
_PURPOSE = "reopening.content"


@dataclass(frozen=True, slots=True)
class Reopened:
    """The screening's reference, the day it was decided again, and the whole answer as it stands now.

    A charge that had been cleared and is now barred says `dismiss_review`: it may have been filed since.
    """

    screening: str
    day: str
    answer: GateAnswer

    def __repr__(self) -> str:
        return "<Reopened, hidden>"


def unseen() -> QuerySet[Reopening]:
    """The reopenings nobody at the charging desk has marked as seen, newest first."""
    return Reopening.objects.filter(seen=False).order_by("-at", "-id")


def of_screening(reference: str) -> QuerySet[Reopening]:
    """The reopenings of one screening, newest first: the first one holds the answer that counts."""
    return Reopening.objects.filter(screening=reference).order_by("-at", "-id")


def row_of(reopening: UUID) -> Reopening | None:
    """The reopening of this id."""
    return Reopening.objects.filter(id=reopening).first()


def open_answer(row: Reopening, *, holder: Unlocked, role: str, purpose: str) -> Reopened:
    """The new answer, for reading: ledgered. Raises NoGrant, BlobWrong, ActWrong."""
    with transaction.atomic():
        return _opened(row, key=grants.open_for(holder, OBJECT, row.id, purpose=purpose, role=role))


def mark_seen(row: Reopening, *, by: Member, at: datetime) -> None:
    """Note that the desk knows of it: ledgered; twice is once."""
    with transaction.atomic():
        if Reopening.objects.filter(id=row.id, seen=False).update(seen=True):
            ledger.append("reopening.seen", by=by.actor, at=at, about={OBJECT: str(row.id)}, detail={})


def sealed(reopened: Reopened, *, key: DataKey, row: Reopening) -> bytes:
    """The answer under its data key, tied to this row and padded."""
    text = json.dumps(plain.written(reopened), ensure_ascii=False, separators=(",", ":"))
    return key.seal_text(text, purpose=_PURPOSE, about=str(row.id))


def _opened(row: Reopening, *, key: DataKey) -> Reopened:
    text = key.open_text(bytes(row.sealed), purpose=_PURPOSE, about=str(row.id))
    return plain.read(Reopened, json.loads(text))
