"""C1, C2: makes a person protected at once, from any channel, in the transaction of the act that did it.

Each action writes one row sealed to the keeper and waits for nobody. The caller ledgers its own act (a report
received, a slip made) as the last statement of its transaction; `enter` is an act of its own.
"""

import secrets
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from django.utils import timezone

from havenline import ledger, wall
from havenline.protection.asking import check_items
from havenline.protection.facts import Facts, Handle, Identifiers
from havenline.protection.gate import GateAnswer, PersonAsked, Query
from havenline.protection.messages import (
    ASKED,
    COMPLETE,
    DRAW,
    ENROL,
    REVOKE,
    SLIP,
    Message,
    send,
    slip_digest,
)
from havenline.protection.models import Entered
from havenline.vault import codes
from havenline.vault.errors import SlipMistyped
from havenline.vault.models import Subject

_REFERENCE_SYMBOLS = 6


def enrol(
    subject: Subject, facts: Facts, identifiers: Identifiers | None = None, *, day: date | None = None
) -> Handle:
    """Protect a person on these facts; answers the handle, to be kept inside sealed content only.

    identifiers: what the gate may find the person by; none for a nameless report, which a slip proves.
    day: the day of the act, today if absent. Raises KeyNotTrusted.
    """
    handle = Handle(uuid4().hex)
    enrol_as(handle, subject, facts, identifiers or Identifiers(), day=day)
    return handle


def enrol_as(
    handle: Handle, subject: Subject, facts: Facts, identifiers: Identifiers, *, day: date | None = None
) -> None:
    """`enrol` under a handle of the caller's own, which nobody else can guess."""
    _tell(ENROL, handle, day, subject=str(subject.id), facts=facts, identifiers=identifiers)


def complete(
    handle: Handle, facts: Facts, identifiers: Identifiers | None = None, *, day: date | None = None
) -> None:
    """Add facts (and identifiers) learned later. What was open is filled; nothing said before is taken back:
    where two facts differ, the one that protects more counts."""
    _tell(COMPLETE, handle, day, facts=facts, identifiers=identifiers or Identifiers())


def withdraw(handle: Handle, withdrawn: date, *, day: date | None = None) -> None:
    """Note that the report was withdrawn. The protection stays (I-26) unless the office reads otherwise."""
    complete(handle, Facts(withdrawn_date=withdrawn.isoformat()), day=day)


def give_slip(handle: Handle, *, day: date | None = None) -> str:
    """Make a slip, good in one case for thirty days, and answer it as shown (4-4-4). It is stored nowhere."""
    shown = codes.new_slip()
    _tell(SLIP, handle, day, slip=slip_digest(codes.read_slip(shown)))
    return shown


def revoke_slips(handle: Handle, *, day: date | None = None) -> None:
    """End every slip made for this protection until now."""
    _tell(REVOKE, handle, day)


def remember(question: Query, told: GateAnswer, *, day: date) -> None:
    """Have the keeper remember a screening and its answer, in the transaction that keeps it: who becomes
    known later is protected in it too (`rechecking`). The slip does not travel.

    Raises KeyNotTrusted, and wall.matters.NotOfThisMatter: items are told of when it is decided again.
    """
    check_items(question)
    try:
        slip = slip_digest(codes.read_slip(question.slip)) if question.slip.strip() else ""
    except SlipMistyped:
        slip = ""
    asked = replace(question, slip="")
    send(Message(ASKED, "", day.isoformat(), slip=slip, question=asked, told=told), day=day)


def draw(person: PersonAsked, *, day: date) -> None:
    """Have the keeper hold this person from now on in whatever spelling, protected or not, in the transaction
    of the question that was held. The row looks like an enrolment. Raises KeyNotTrusted."""
    named = Identifiers((person.name, *person.other_names), person.born, person.numbers)
    send(Message(DRAW, "", day.isoformat(), identifiers=named), day=day)


def enter(
    facts: Facts,
    identifiers: Identifiers,
    *,
    source: str,
    by: UUID,
    id: UUID | None = None,  # noqa: A002 - the row's own word
) -> Entered:
    """Protect a person known by another channel; answers what the office may see of it again.

    source: the channel, one of `channels.CHANNELS`. by: the member. id: the row's, where a form brings it.
    Ledgered as `protection.enrolled`; run it in a transaction. Raises KeyNotTrusted, ledger errors,
    IntegrityError for an id that was there.
    """
    subject, now = Subject.objects.create(), timezone.now()
    enrol(subject, facts, identifiers)
    entered = Entered(
        id=id or uuid4(), reference=_free_reference(), day=timezone.localdate(now), source=source, by=by
    )
    entered.save(force_insert=True)
    # Who writes it down has read it.
    wall.expose(by, subject, through="protection", opened=entered.id, at=now)
    ledger.append(
        "protection.enrolled",
        by=f"member:{by}",
        at=now,
        about={"protection": str(entered.id)},
        detail={"source": source},
    )
    return entered


def _tell(
    act: str,
    handle: Handle,
    day: date | None,
    *,
    subject: str = "",
    facts: Facts | None = None,
    identifiers: Identifiers | None = None,
    slip: str = "",
) -> None:
    on = day or timezone.localdate()
    message = Message(
        act, handle, on.isoformat(), subject=subject, facts=facts, identifiers=identifiers, slip=slip
    )
    send(message, day=on)


def _free_reference() -> str:
    while True:
        reference = "P-" + "".join(secrets.choice(codes.ALPHABET) for _ in range(_REFERENCE_SYMBOLS))
        if not Entered.objects.filter(reference=reference).exists():
            return reference
