"""Opens holds and moves them by the table: each move once, by who may, in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from havenline import ledger
from havenline.holds import clocks, outcome
from havenline.holds.models import Call, Hold, OnCall
from havenline.holds.outcome import RELEASE
from havenline.holds.states import MOVES, check_move
from havenline.staff.models import Member
from havenline.staff.roles import check_may
from havenline.vault.keys import Unlocked


class OwnHold(Exception):  # noqa: N818 - named for what the reader met
    """Whoever asked for it does not decide it, and whoever recommends does not either."""


class NotYours(Exception):  # noqa: N818 - named for what the reader met
    """Another filter attorney has this hold: take it first."""


class NotRecommended(Exception):  # noqa: N818 - named for what the reader met
    """A release that no filter attorney recommends: what nobody looked at behind the wall stays held."""


def open_hold(
    screening: UUID, *, reference: str, asked_by: UUID, file_by: date | None, deadline: str, at: datetime
) -> Hold:
    """The hold of a screening, in the screening's own transaction and ledger entry."""
    running = clocks.clock(at, file_by=file_by, kind=deadline)
    hold = Hold.objects.create(
        screening=screening,
        reference=reference,
        asked_by=asked_by,
        deadline=deadline,
        opened_at=at,
        due_at=running.due,
        filter_call_at=running.filter_call,
        chief_call_at=running.chief_call,
        shown_from=running.shown_from,
    )
    outcome.keys_for(hold.id)
    return hold


def take(hold: Hold, *, by: Member, at: datetime) -> Hold:
    """A filter attorney takes it. Raises NotFromHere, OwnHold, NotAllowed."""
    with _moved(hold, "take", by=by, at=at) as row:
        row.taken_by = by.id
    return row


def recommend(
    hold: Hold,
    what: str,
    *,
    usable: Collection[int],
    note: str,
    holder: Unlocked,
    by: Member,
    at: datetime,
) -> Hold:
    """Who has it says what to do, and which items may be used if it is released.

    note: what was seen behind the wall, for the filter team alone. Raises NotFromHere, NotYours, NoGrant.
    """
    with _moved(hold, "recommend", by=by, at=at) as row:
        if row.taken_by != by.id:
            raise NotYours("another filter attorney has this hold")
        kept = tuple(sorted(usable)) if what == RELEASE else ()
        outcome.write(row, outcome.Outcome(recommended=what, usable=kept), holder=holder)
        outcome.write_note(row, note, holder=holder)
        row.recommended_by = by.id
    return row


def send_back(hold: Hold, *, by: Member, at: datetime) -> Hold:
    """The chief has it looked at again. Raises NotFromHere."""
    with _moved(hold, "send_back", by=by, at=at) as row:
        row.taken_by = row.recommended_by = None
        row.outcome = b""
    return row


def decide(hold: Hold, what: str, *, reason: str, holder: Unlocked, by: Member, at: datetime) -> Hold:
    """The chief's decision: release, which a filter attorney has recommended, or not to file.

    Raises NotFromHere, OwnHold, NotRecommended, NoGrant.
    """
    move = "release" if what == RELEASE else "not_to_file"
    with _moved(hold, move, by=by, at=at) as row:
        found = outcome.read(row, holder=holder)
        if what == RELEASE and found.recommended != RELEASE:
            raise NotRecommended("no filter attorney recommends to release this hold")
        usable = found.usable if what == RELEASE else ()
        outcome.write(row, replace(found, decided=what, usable=usable, reason=reason), holder=holder)
        row.decided_by, row.decided_at = by.id, at
        row.shown_at = clocks.shown_at(at, shown_from=row.shown_from, due=row.due_at)
    return row


def take_call(*, by: Member, at: datetime) -> None:
    """This filter attorney is called first from now on."""
    check_may(by, "hold.look")
    with transaction.atomic():
        OnCall.objects.create(member=by.id, since=at)
        ledger.append("hold.on_call", by=by.actor, at=at)


@contextmanager
def _moved(hold: Hold, name: str, *, by: Member, at: datetime) -> Iterator[Hold]:
    """The row, locked, in a state that allows the move; saved and ledgered when the block is done."""
    check_may(by, MOVES[name].act)
    with transaction.atomic():
        row = Hold.objects.select_for_update().get(id=hold.id)
        row.state = check_move(row.state, name)
        if by.id in (row.asked_by, row.recommended_by):
            raise OwnHold("whoever asked or recommended leaves the next step to somebody else")
        yield row
        row.save()
        Call.objects.filter(hold=row, member=by.id, seen_at=None).update(seen_at=at)
        # The entry says that it moved and never what was found or decided: that would tell for ever.
        ledger.append(
            "hold.moved", by=by.actor, at=at, about={outcome.OBJECT: str(row.id)}, detail={"state": row.state}
        )
