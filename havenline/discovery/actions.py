"""Enters a request, has the policy decide it at once, and keeps who agreed and who answered."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from havenline import config, ledger
from havenline.discovery import clocks, judging, states
from havenline.discovery.judging import Judged
from havenline.discovery.letter import letter as printed
from havenline.discovery.models import Request
from havenline.staff.models import Member
from havenline.staff.roles import check_may
from havenline.staff.states import check_move

OBJECT = "request"
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class SamePerson(Exception):  # noqa: N818 - named for what the reader met
    """Two people are needed here, and this is one of them twice."""


class PackChanged(Exception):  # noqa: N818 - named for what the reader met
    """The policy decides this request otherwise than when it was entered: it is decided anew first."""


def enter(
    facts: Mapping[str, Any], *, received: date, on_paper: date | None, by: Member, at: datetime
) -> Request:
    """Keep a request and what the policy says of it. Raises NotAllowed, policy.PolicyRefused."""
    check_may(by, "request.enter")
    judged = judging.judge(facts, day=timezone.localdate(at))
    due = clocks.due(received, instrument=str(facts.get("instrument", "")), on_paper=on_paper)
    with transaction.atomic():
        row = Request.objects.create(
            reference=_free_reference(),
            received=received,
            due=due.day,
            due_by=due.source,
            facts=dict(facts),
            pack=judged.pack.hash,
            disposition=judged.disposition,
            entered_by=by.id,
            entered_at=at,
        )
        ledger.append(
            "request.received",
            by=by.actor,
            at=at,
            about={OBJECT: str(row.id)},
            detail={
                "asks": str(facts.get("from", "unknown")),
                "instrument": str(facts.get("instrument", "unknown")),
                "disposition": judged.disposition,
            },
        )
    return row


def agree(row: Request, *, by: Member, at: datetime) -> None:
    """Agree, as the second person, that what the policy lets out may go out.

    Raises NotAllowed, NotFromHere, SamePerson, PackChanged.
    """
    check_may(by, "request.agree")
    with transaction.atomic():
        fresh = Request.objects.select_for_update().get(id=row.id)
        agreed = check_move(states.MOVES, fresh.state, "agree")
        judged = _as_entered(fresh, at)
        if not judged.lets_out:
            raise states.NotFromHere("nothing goes out by this request: there is nothing to agree to")
        if fresh.entered_by == by.id:
            raise SamePerson("who entered a request does not agree to it")
        fresh.state, fresh.agreed_by, fresh.agreed_at = agreed, by.id, at
        fresh.save(update_fields=["state", "agreed_by", "agreed_at"])
        ledger.append("request.agreed", by=by.actor, at=at, about={OBJECT: str(row.id)})


def answer(row: Request, *, by: Member, at: datetime) -> bytes:
    """The letter that answers, as PDF; its hash enters the ledger and the request is answered.

    Raises NotAllowed, NotFromHere, SamePerson, PackChanged, paper.GlyphMissing.
    """
    check_may(by, "request.answer")
    with transaction.atomic():
        fresh = Request.objects.select_for_update().get(id=row.id)
        judged = _as_entered(fresh, at)
        move = "give" if judged.lets_out else "refuse"
        state = check_move(states.MOVES, fresh.state, move)
        if fresh.agreed_by == by.id:
            raise SamePerson("who agreed to a request does not answer it")
        content = printed_for(fresh, judged, at=at)
        fresh.state, fresh.answered_by, fresh.answered_at = state, by.id, at
        fresh.letter = hashlib.sha256(content).hexdigest()
        fresh.save(update_fields=["state", "answered_by", "answered_at", "letter"])
        ledger.append(
            "request.answered",
            by=by.actor,
            at=at,
            about={OBJECT: str(row.id)},
            detail={"disposition": judged.disposition, "letter": fresh.letter},
        )
    return content


def decide_anew(row: Request, *, by: Member, at: datetime) -> None:
    """Have the policy decide an open request again after it changed; what was agreed to falls."""
    check_may(by, "request.answer")
    with transaction.atomic():
        fresh = Request.objects.select_for_update().get(id=row.id)
        if not fresh.is_open:
            raise states.NotFromHere("this request is answered")
        judged = judging.judge(fresh.facts, day=timezone.localdate(at))
        fresh.pack, fresh.disposition, fresh.state = judged.pack.hash, judged.disposition, states.WAITING
        fresh.agreed_by = fresh.agreed_at = None
        fresh.save(update_fields=["pack", "disposition", "state", "agreed_by", "agreed_at"])
        ledger.append(
            "request.decided_anew",
            by=by.actor,
            at=at,
            about={OBJECT: str(row.id)},
            detail={"disposition": judged.disposition},
        )


def printed_for(row: Request, judged: Judged, *, at: datetime) -> bytes:
    """The letter of a request as it would go out now."""
    return printed(
        reference=row.reference,
        received=row.received,
        instrument=str(row.facts.get("instrument", "")),
        judged=judged,
        office=config.load().office_name,
        at=at,
    )


def _as_entered(row: Request, at: datetime) -> Judged:
    judged = judging.judge(row.facts, day=timezone.localdate(at))
    if (judged.pack.hash, judged.disposition) != (row.pack, row.disposition):
        raise PackChanged("the policy decides this otherwise now")
    return judged


def _free_reference() -> str:
    for _ in range(100):
        reference = "D-" + "".join(secrets.choice(_SYMBOLS) for _ in range(6))
        if not Request.objects.filter(reference=reference).exists():
            return reference
    raise IntegrityError("no free reference was found")
