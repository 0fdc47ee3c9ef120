"""Takes a report whole or not at all: everything it brings is written in one transaction, the ledger last."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from havenline import config, ledger, protection, staff, wall
from havenline.database.inserting import insert
from havenline.protection.facts import Facts, Handle, Identifiers
from havenline.reporting import moving, queries, sealing, words
from havenline.reporting.models import Letter, Report
from havenline.reporting.questions import UNKNOWN, facts_of
from havenline.reporting.sealing import Covered
from havenline.reporting.states import CLOSED, RECEIVED, WITHDRAWN
from havenline.reporting.telling import Telling
from havenline.vault import codes, grants
from havenline.vault.keys import DataKey, Keyring
from havenline.vault.models import Subject

_REFERENCE_SYMBOLS = 6
_TRIES = 5  # two references may meet by chance; five times in a row they do not
OWN_STATEMENT = "own_statement"


class SentDifferently(Exception):  # noqa: N818 - named for what the reader met
    """A report with this code is there already, and it says or answers something else."""


def send(code: codes.Code, told: Telling, *, answers: Mapping[str, str], language: str, day: date) -> None:
    """Take a report. Sending the same again, even fifty times at once, is having sent it once.

    `answers` are the closed questions' (field -> value). Answers to what was left open complete the report
    that is there. Raises SentDifferently when the code already has a report with other words or other
    answers, and whatever the database raises; then nothing is written, the code stays good.
    """
    pepper = config.read_secret("pepper")
    locator, keyring = codes.locator(code, pepper), codes.reporter_keyring(code, pepper)
    for _attempt in range(_TRIES):
        try:
            with transaction.atomic():
                _take(locator, keyring, told, answers=answers, language=language, day=day)
            return
        except IntegrityError:
            found = queries.find(locator)
            if found is not None:
                _send_again(found, keyring, told, answered=_known(facts_of(answers)), day=day)
                return
    raise IntegrityError("no free reference was found")


def _take(
    locator: bytes, keyring: Keyring, told: Telling, *, answers: Mapping[str, str], language: str, day: date
) -> None:
    facts = _facts(told, answers=answers, day=day)
    subject = Subject()
    insert(subject)
    report = Report(
        id=uuid4(),
        reference=_reference(),
        subject=subject,
        locator=locator,
        day=day,
        language=language,
        size_bucket=words.bucket(told.words),
    )
    key = grants.new_data_key(
        sealing.KIND, report.id, to=[staff.team_key("intake")], reporter=keyring.kem_public
    )
    handle = protection.enrol(subject, Facts(**facts), _identifiers(told), day=day)
    sealing.seal_telling(report, told, key=key)
    sealing.seal_covered(report, Covered(handle, facts, _known(facts_of(answers))), key=key)
    report.item = wall.place_item(OWN_STATEMENT, given_by=subject, obtained=day)
    insert(report)
    ledger.append(
        "report.received",
        on=day,
        about={"report": str(report.id), "item": str(report.item.id)},
        detail={"messages": 1, "items": 1},
    )


def _identifiers(told: Telling) -> Identifiers:
    return Identifiers(names=(told.name,) if told.name else (), born=told.born)


def _facts(told: Telling, *, answers: Mapping[str, str], day: date) -> dict[str, str]:
    """The closed facts of a report that its own person made here today."""
    return {
        **facts_of(answers),
        "report_made": "true",
        "report_by": "self",
        "report_to": "this_office",
        "report_mode": told.naming,
        "report_date": day.isoformat(),
    }


def _reference() -> str:
    return "R-" + "".join(secrets.choice(codes.ALPHABET) for _ in range(_REFERENCE_SYMBOLS))


def _known(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value not in ("", UNKNOWN)}


def _send_again(
    report_id: UUID, keyring: Keyring, told: Telling, *, answered: dict[str, str], day: date
) -> None:
    """Tell the same form from another one; add what it answers and the first left open."""
    row, key = queries.opened(report_id, keyring)
    if sealing.open_telling(row, key=key) != told:
        raise SentDifferently
    with transaction.atomic():
        report = Report.objects.select_for_update().get(id=row.id)
        covered = sealing.open_covered(report, key=key)
        # What was answered before must stand: the keeper takes nothing back (protection.complete).
        if not covered.answered.items() <= answered.items():
            raise SentDifferently
        added = {name: value for name, value in answered.items() if name not in covered.answered}
        if not added:
            return
        _cover(report, replace(covered, answered=answered), Facts(**added), key=key, day=day)
        ledger.append(
            "report.facts_added", on=day, about={"report": str(report.id)}, detail={"facts": len(added)}
        )


def _cover(report: Report, covered: Covered, facts: Facts, *, key: DataKey, day: date) -> int:
    """Give further facts to the keeper and keep them sealed in the report; answers how many are known."""
    known = _known(asdict(facts))
    protection.complete(Handle(covered.handle), facts, day=day)
    sealing.seal_covered(report, replace(covered, facts={**covered.facts, **known}), key=key)
    report.save(update_fields=["sealed_facts"])
    return len(known)


def write_again(report_id: UUID, keyring: Keyring, text: str, *, letter_id: UUID, day: date) -> None:
    """Add a letter of the reporter: an item of the wall like the report. Raises NoGrant.

    `letter_id` comes with the form: the same form sent twice is one letter.
    """
    row, key = queries.opened(report_id, keyring)
    with transaction.atomic():
        report = Report.objects.select_for_update().select_related("subject").get(id=row.id)
        sent = Letter.objects.filter(id=letter_id).first()
        if sent is not None and sent.report_id == report.id and sealing.open_letter(sent, key=key) == text:
            return
        item = wall.place_item(OWN_STATEMENT, given_by=report.subject, obtained=day)
        letter = Letter(id=letter_id if sent is None else uuid4(), item=item, from_office=False)
        _add(report, letter, text, key=key, day=day)
        if report.state in (CLOSED, WITHDRAWN):
            moving.move_by_person(report, "write", day=day)
        ledger.append(
            "report.written_again",
            on=day,
            about={"report": str(report.id), "item": str(item.id)},
            detail={"items": 1},
        )


def _add(report: Report, letter: Letter, text: str, *, key: DataKey, day: date) -> None:
    letter.report, letter.day = report, day
    letter.number = Letter.objects.filter(report=report).count() + 1
    letter.sealed = sealing.seal_letter(letter.id, text, key=key)
    letter.save(force_insert=True)
    report.status = Report.ANSWERED if letter.from_office else Report.WAITING
    # Who writes again is heard, also where the report was left to another.
    report.is_left = report.is_left and letter.from_office
    report.save(update_fields=["status", "is_left"])


def answer(
    report: Report | UUID, key: DataKey, text: str, by: UUID, *, role: str = "", at: datetime | None = None
) -> None:
    """Add a letter from the office by the member `by`, in their role; raises Report.DoesNotExist.

    The first one tells that the report was read: it acknowledges.
    """
    moment = at or timezone.now()
    report_id = report.id if isinstance(report, Report) else report
    with transaction.atomic():
        row = Report.objects.select_for_update().get(id=report_id)
        letter = Letter(id=uuid4(), author=by, from_office=True)
        _add(row, letter, words.storable(text), key=key, day=timezone.localdate(moment))
        if row.state == RECEIVED:
            moving.move(row, "acknowledge", by=by, role=role, at=moment)
        ledger.append(
            "report.answered",
            by=f"member:{by}",
            at=moment,
            about={"report": str(row.id)},
            detail={"items": 0},
        )


def complete(
    report: Report | UUID, key: DataKey, facts: Facts, by: UUID, *, at: datetime | None = None
) -> None:
    """Complete the closed facts after reading: the keeper gets them, the report keeps which are known."""
    moment = at or timezone.now()
    report_id = report.id if isinstance(report, Report) else report
    with transaction.atomic():
        row = Report.objects.select_for_update().get(id=report_id)
        covered = sealing.open_covered(row, key=key)
        known = _cover(row, covered, facts, key=key, day=timezone.localdate(moment))
        ledger.append(
            "report.facts_completed",
            by=f"member:{by}",
            at=moment,
            about={"report": str(row.id)},
            detail={"facts": known},
        )


def _handle(report: Report, key: DataKey) -> Handle:
    return Handle(sealing.open_covered(report, key=key).handle)


def give_slip(report_id: UUID, keyring: Keyring, *, day: date) -> str:
    """A fresh slip for the reporter's protection, to be shown once; raises NoGrant."""
    row, key = queries.opened(report_id, keyring)
    with transaction.atomic():
        slip = protection.give_slip(_handle(row, key), day=day)
        ledger.append("slip.made", on=day, about={"report": str(row.id)})
    return slip


def revoke_slips(report_id: UUID, keyring: Keyring, *, day: date) -> None:
    """Take back every slip of the reporter's protection; raises NoGrant."""
    row, key = queries.opened(report_id, keyring)
    with transaction.atomic():
        protection.revoke_slips(_handle(row, key), day=day)
        ledger.append("slip.revoked", on=day, about={"report": str(row.id)})
