"""C1: whoever becomes known later is protected in what came before; a matter cleared or pending is reopened.

The keeper decides again what became due, and writes the new answer for the charging desk: in its own file
first, then in the office's database. A crash between the two offers it again, under the same id.
"""

import json
import logging
import threading
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from havenline import ledger, staff
from havenline.policy.pack import Pack
from havenline.protection import decision, lookup, matches, plain
from havenline.protection.gate import (
    BARRED,
    CLEAR,
    HOLD,
    POLICY,
    ChargeAnswer,
    GateAnswer,
    PersonAsked,
    Query,
)
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_memory import Asked, Outgoing
from havenline.protection.keeper_store import KeeperStore
from havenline.protection.matches import Match
from havenline.protection.models import PossibleMatch, Reopening
from havenline.protection.reopenings import OBJECT, Reopened, sealed
from havenline.protection.traits import of_asked
from havenline.vault import grants
from havenline.vault.errors import BlobWrong

_RANK = {CLEAR: 0, HOLD: 1, BARRED: 2}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rechecker:
    """What deciding again takes. One at a time, in the keeper's turn."""

    store: KeeperStore
    keys: KeeperKeys
    pack: Pack

    def recheck(self) -> None:
        """Decide again all that is due. Raises DatabaseError: what is due then stays so."""
        for row, looked in self.store.memory.due():
            try:
                self._recheck(row, looked=looked)
            except BlobWrong:
                _log.error("a screening that is due does not open")

    def _recheck(self, row: UUID, *, looked: bool) -> None:
        asked = self.store.memory.asked(row)
        # On the day of today: a report made since then is one that was made.
        question = replace(asked.question, day=timezone.localdate().isoformat())
        now, perhaps = self._answer(replace(asked, question=question))
        may_be = [self._match(question, protection) for protection in perhaps]
        waits = [match.id for match in may_be]
        if not asked.is_ours and words(now) == words(asked.told):
            asked = replace(asked, is_ours=True)
        may_release = looked and asked.is_ours
        stands = now if may_release else most_protective(asked.told, now)
        if words(stands) == words(asked.told):
            self.store.memory.settle(row, asked, may_be, matches=waits)
            return
        told = replace(stands, charges=tuple(map(_to_review, asked.told.charges, stands.charges)))
        out = self._reopening(row, Reopened(question.reference, question.day, told), number=asked.changes)
        settled = replace(asked, told=stands, changes=asked.changes + 1)
        self.store.memory.settle(row, settled, [out, *may_be], matches=waits)

    def _match(self, question: Query, protection: bytes) -> Outgoing:
        """A possible match, for a filter attorney to look at. Two screenings of one person make one."""
        asked = of_asked(question.person or PersonAsked())
        known = self.store.traits_of(protection)
        subjects = sorted(one.hex for one in lookup.subjects_of({protection}, store=self.store))
        match = Match(question.reference, asked, known, tuple(subjects))
        text = json.dumps(plain.written(match))
        return Outgoing(self.store.memory.match_id(asked, protection), "match", text)

    def _answer(self, asked: Asked) -> tuple[GateAnswer, tuple[bytes, ...]]:
        """The answer as of now, and the protections of who may be meant besides."""
        try:
            found = lookup.again(asked, store=self.store)
        except lookup.LookupOpen:
            return decision.held(asked.question, pack=self.pack), ()
        if lookup.is_exposed(asked.question, found.subjects):
            return replace(decision.held(asked.question, pack=self.pack), exposed=True), ()
        answer = decision.answer(
            asked.question,
            pack=self.pack,
            known=found.known,
            walled=lookup.walled(asked.question, found.subjects),
            is_certain=found.is_certain,
        )
        return answer, found.perhaps

    def _reopening(self, row: UUID, reopened: Reopened, *, number: int) -> Outgoing:
        # What it says is in the id: made anew from the rows, a keeper comes to the same. With the number, so
        # that what was held, released and is held again is told again.
        said = json.dumps([number, words(reopened.answer)]).encode()
        text = json.dumps(plain.written(reopened))
        return Outgoing(self.keys.outgoing("reopening", row.bytes, said), "reopening", text)


def words(answer: GateAnswer) -> list[str]:
    """An answer as far as a change of it reopens a matter."""
    charges = [f"{charge.answer} {charge.ground}" for charge in answer.charges]
    return [*charges, *(str(item.usable) for item in answer.items)]


def most_protective(told: GateAnswer, now: GateAnswer) -> GateAnswer:
    """Of two answers to one question, charge by charge and item by item, the one that protects more."""
    charges = tuple(
        one if _RANK[one.answer] >= _RANK[other.answer] else other
        for one, other in zip(told.charges, now.charges, strict=True)
    )
    items = tuple(
        replace(other, usable=one.usable and other.usable)
        for one, other in zip(told.items, now.items, strict=True)
    )
    return replace(now, charges=charges, items=items)


def _to_review(told: ChargeAnswer, stands: ChargeAnswer) -> ChargeAnswer:
    """A charge that was cleared may have been filed since: its bar asks to look at the dismissal of it."""
    is_new_bar = told.answer == CLEAR and stands.answer == BARRED and stands.ground == POLICY
    return replace(stands, disposition="dismiss_review") if is_new_bar else stands


def publish(store: KeeperStore, *, turn: threading.Lock) -> None:
    """Write what the keeper has to tell into the office's database, each once. Raises DatabaseError."""
    with turn:
        waiting = store.memory.outgoing()
    for each in waiting:
        with transaction.atomic():
            _WRITERS[each.kind](each)
        with turn:
            store.memory.is_written(each.id)


def _write_reopening(each: Outgoing) -> None:
    if Reopening.objects.filter(id=each.id).exists():
        return
    reopened = plain.read(Reopened, json.loads(each.text))
    at = timezone.now()
    row = Reopening(id=each.id, screening=reopened.screening, day=timezone.localdate(at), at=at)
    key = grants.new_data_key(OBJECT, row.id, to=[staff.team_key("charging")])
    row.sealed = sealed(reopened, key=key, row=row)
    row.save(force_insert=True)
    # Neither which matter nor how it is answered now: the ledger is for ever.
    ledger.append("screening.reopened", by="", at=at, about={OBJECT: str(row.id)}, detail={})


def _write_match(each: Outgoing) -> None:
    if not PossibleMatch.objects.filter(id=each.id).exists():
        matches.write(each.id, plain.read(Match, json.loads(each.text)))


_WRITERS = {"reopening": _write_reopening, "match": _write_match}
