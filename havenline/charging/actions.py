"""Asks the gate and keeps what it said: a whole screening, sealed and in the ledger, or none."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from havenline import config, ledger, protection, staff
from havenline.charging import queries
from havenline.charging.content import OBJECT, Content, sealed, unsealed, without_slip
from havenline.charging.forms import Asked
from havenline.charging.models import HOLD, Screening
from havenline.holds import actions as hold_actions
from havenline.policy.loading import load
from havenline.protection import decision
from havenline.protection.gate import GateAnswer, Query
from havenline.sampling import quotas
from havenline.sampling.levelling import Levelled, level, note
from havenline.staff.models import Member
from havenline.vault import codes, grants
from havenline.vault.keys import Unlocked
from havenline.wall import matters

_REFERENCE_SYMBOLS = 6
_asking: set[bytes] = set()
_asked_one = threading.Condition()


class TooMany(Exception):  # noqa: N818 - named for what the reader met
    """No more questions today. reason: `quota`, or `person` where one person was asked about too often."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"no more questions today: {reason}")


def check_quotas(asked: Asked, *, by: Member, at: datetime) -> None:
    """Raise TooMany where this question is one too many, and have that in the ledger. A form that was
    answered already is never refused. Counts questions alone: who is protected changes nothing."""
    day = timezone.localdate(at)
    if queries.sent_before(queries.form_hash(asked, by=by.id)):
        return
    reason = ""
    if _is_used_up(by, at):
        reason = "quota"
    elif asked.person and quotas.asked_about(asked.person, member=by.id, day=day) >= quotas.OF_ONE_PERSON:
        reason = "person"
    if reason:
        with transaction.atomic():
            ledger.append("gate.refused", by=by.actor, at=at, detail={"reason": reason})
        raise TooMany(reason)


def ask(asked: Asked, *, by: Member, at: datetime) -> Screening:
    """Put the question to the gate, keep it with its answer; the same form sent twice is one screening.

    Pages ask `check_quotas` first. Where many sent at once pass it together, those beyond the day's quota are
    held, and kept as any other. Raises DatabaseError or VaultError when the answer could not be kept: then
    nothing of it is, and nobody has seen it. Raises NotOfThisMatter for items of other cases, whatever door
    the question came by.
    """
    form = queries.form_hash(asked, by=by.id)
    # Two sends of one form at the same time ask once. What remains: they reach two web processes, and the
    # gate is asked twice; then the answer kept first stands.
    with _alone(form):
        return queries.sent_before(form) or _asked(asked, form=form, by=by, at=at)


@contextmanager
def _alone(form: bytes) -> Iterator[None]:
    """Wait until no other thread of this process asks by the same form."""
    with _asked_one:
        _asked_one.wait_for(lambda: form not in _asking)
        _asking.add(form)
    try:
        yield
    finally:
        with _asked_one:
            _asking.remove(form)
            _asked_one.notify_all()


def _asked(asked: Asked, *, form: bytes, by: Member, at: datetime) -> Screening:
    case = queries.case_hash(asked.case_number).hex()
    query = asked.query(reference=_free_reference(), day=timezone.localdate(at), case=case, member=by.id)
    # INVARIANT: no transaction is open here. The keeper may take its time, and on SQLite whoever waited for
    # it inside one would keep every report waiting too.
    levelled = Levelled(_held(query)) if _is_used_up(by, at) else level(query, protection.screen(query))
    try:
        with transaction.atomic():
            return _keep(asked, query, levelled, form=form, by=by, at=at)
    except IntegrityError:
        # The same form twice at the same time: the other one came first, and its answer stands.
        earlier = queries.sent_before(form)
        if earlier is None:
            raise
        return earlier


def _keep(
    asked: Asked, query: Query, levelled: Levelled, *, form: bytes, by: Member, at: datetime
) -> Screening:
    # One member's questions stand in line here, so that many sent at once cannot pass the quota together.
    Member.objects.select_for_update().get(id=by.id)
    if _is_used_up(by, at):
        levelled = Levelled(_held(query))
    answer = levelled.answer
    screening = Screening(
        reference=query.reference,
        day=timezone.localdate(at),
        asked_by=by.id,
        asked_at=at,
        case_hash=queries.case_hash(asked.case_number),
        form_hash=form,
        held=any(charge.answer == HOLD for charge in answer.charges),
    )
    content = Content(
        case_number=asked.case_number,
        file_by=asked.file_by,
        deputy=by.name,
        by_slip=bool(asked.slip),
        query=without_slip(query),
        answer=answer,
    )
    # Whoever looks at a hold behind the wall has to read what was asked.
    teams = ("charging", "filter") if screening.held else ("charging",)
    key = grants.new_data_key(OBJECT, screening.id, to=[staff.team_key(team) for team in teams])
    screening.sealed = sealed(content, key=key, screening=screening)
    screening.save(force_insert=True)
    if screening.held:
        hold_actions.open_hold(
            screening.id,
            reference=screening.reference,
            asked_by=by.id,
            file_by=content.deadline,
            deadline=asked.deadline,
            at=at,
        )
    protection.remember(query, answer, day=screening.day)
    note(
        screening.id,
        query,
        levelled,
        member=by.id,
        case_hash=bytes(screening.case_hash),
        is_known_case=matters.find(asked.case_number) is not None,
        day=screening.day,
    )
    ledger.append(
        "screening.answered",
        by=by.actor,
        at=at,
        about={OBJECT: str(screening.id)},
        detail={"charges": len(answer.charges), "items": len(answer.items)},
    )
    return screening


def open_content(screening: Screening, *, holder: Unlocked, role: str, purpose: str) -> Content:
    """What was asked and answered, for reading: ledgered. Raises NoGrant, BlobWrong."""
    with transaction.atomic():
        key = grants.open_for(holder, OBJECT, screening.id, purpose=purpose, role=role)
        return unsealed(screening, key=key)


def _is_used_up(by: Member, at: datetime) -> bool:
    return queries.asked_on(timezone.localdate(at), by=by.id) >= config.load().gate_quota


def _held(query: Query) -> GateAnswer:
    return decision.held(query, pack=load(config.load().pack))


def _free_reference() -> str:
    while True:
        symbols = "".join(secrets.choice(codes.ALPHABET) for _ in range(_REFERENCE_SYMBOLS))
        reference = f"S-{symbols}"
        if not Screening.objects.filter(reference=reference).exists():
            return reference
