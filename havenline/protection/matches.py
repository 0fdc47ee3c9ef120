"""Possible matches, as the filter attorney meets them: two people side by side, and one question.

Neither the charge nor anything of a report stands beside them. What is said goes sealed to the keeper; the
database keeps that somebody looked, the ledger who.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from havenline import ledger, staff, wall
from havenline.protection import plain
from havenline.protection.messages import LOOK, UNSURE, Message, send
from havenline.protection.models import PossibleMatch
from havenline.protection.traits import Traits
from havenline.staff.models import Member
from havenline.vault import codes, grants
from havenline.vault.keys import Unlocked
from havenline.vault.models import Subject

OBJECT = "match"
PURPOSE = "match.look"
_CONTENT = "match.content"
_SYMBOLS = 6


class LookedAlready(Exception):  # noqa: N818 - named for what the reader met
    """Somebody has said what was to be said of this match: it is not asked again."""


class NobodyToExpose(Exception):  # noqa: N818 - named for what the reader met
    """It is not known to whom a look would expose: nobody looks, and the match holds on."""


@dataclass(frozen=True, slots=True)
class Match:
    """Who was asked about, in the screening of this reference, and the protected person it may be.

    subjects: whom a look exposes to (`Subject`, 32 hexadecimal digits): the protected person.
    """

    screening: str
    asked: Traits
    known: Traits
    subjects: tuple[str, ...]

    def __repr__(self) -> str:
        return "<Match, hidden>"


def waiting() -> QuerySet[PossibleMatch]:
    """The possible matches nobody has looked at, the oldest first."""
    return PossibleMatch.objects.filter(state=PossibleMatch.OPEN).order_by("day", "reference")


def unsure() -> QuerySet[PossibleMatch]:
    """Those of which nobody could tell: they hold on, and may be answered later."""
    return PossibleMatch.objects.filter(state=PossibleMatch.UNSURE).order_by("day", "reference")


def find(reference: str) -> PossibleMatch | None:
    """The possible match of this reference that can still be answered."""
    rows = PossibleMatch.objects.exclude(state=PossibleMatch.LOOKED)
    return rows.filter(reference=reference).first()


def write(match_id: UUID, match: Match) -> None:
    """Enter a possible match, for the keeper; within a transaction, the ledger's entry last."""
    at = timezone.now()
    row = PossibleMatch(id=match_id, reference=_free_reference(), day=timezone.localdate(at))
    key = grants.new_data_key(OBJECT, row.id, to=[staff.team_key("filter")])
    text = json.dumps(plain.written(match), ensure_ascii=False, separators=(",", ":"))
    row.sealed = key.seal_text(text, purpose=_CONTENT, about=str(row.id))
    row.save(force_insert=True)
    ledger.append("match.found", by="", at=at, about={OBJECT: str(row.id)}, detail={})


def look(row: PossibleMatch, *, holder: Unlocked, by: Member, at: datetime) -> Match:
    """Open the two for reading: ledgered as an opening. Raises NoGrant, BlobWrong, NobodyToExpose.

    INVARIANT: nothing of it is shown before this has committed; from then on who looked is exposed to the
    protected person (C3), whose names are among what the office was told.
    """
    match = _content(row, holder=holder)
    if not match.subjects:
        raise NobodyToExpose
    # Kastigar: what the office holds before it reads is in the ledger first, in a transaction of its own.
    wall.freeze(by=by.actor, at=at)
    with transaction.atomic():
        for subject in match.subjects:
            # Not fetched first: where there is no such person the database refuses, and nothing is shown.
            wall.expose(by.id, Subject(id=UUID(subject)), through=OBJECT, opened=row.id, at=at)
        grants.open_for(holder, OBJECT, row.id, purpose=PURPOSE, role=by.role, at=at)
    return match


def _content(row: PossibleMatch, *, holder: Unlocked) -> Match:
    key = grants.data_key(holder, OBJECT, row.id)
    text = key.open_text(bytes(row.sealed), purpose=_CONTENT, about=str(row.id))
    return plain.read(Match, json.loads(text))


def answer(row: PossibleMatch, said: str, *, holder: Unlocked, by: Member, at: datetime) -> None:
    """Say of the two that they are the `same`, `other` people, or that one is `unsure`.

    Raises NoGrant for who could not have looked, LookedAlready, ShapeWrong for another word, KeyNotTrusted.
    """
    grants.data_key(holder, OBJECT, row.id)
    day = timezone.localdate(at)
    state = PossibleMatch.UNSURE if said == UNSURE else PossibleMatch.LOOKED
    with transaction.atomic():
        open_one = PossibleMatch.objects.filter(id=row.id).exclude(state=PossibleMatch.LOOKED)
        if not open_one.update(state=state, looked_day=day):
            raise LookedAlready
        send(Message(LOOK, "", day.isoformat(), match=str(row.id), look=said), day=day)
        # What was said is the keeper's: in the ledger it would tell for ever who is protected.
        ledger.append("match.answered", by=by.actor, at=at, about={OBJECT: str(row.id)}, detail={})


def _free_reference() -> str:
    while True:
        reference = "L-" + "".join(secrets.choice(codes.ALPHABET) for _ in range(_SYMBOLS))
        if not PossibleMatch.objects.filter(reference=reference).exists():
            return reference
