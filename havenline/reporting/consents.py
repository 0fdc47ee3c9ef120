"""Writes what a person allows, in the order it was said, and answers what stands today.

The person decides with the code. Staff may write down what the person said otherwise, and never against what
was decided with the code; taking back they may always (docs/decisions/casework-consent.md).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from havenline import ledger
from havenline.reporting import passing, queries
from havenline.reporting.consent import (
    CHANGED,
    LEFT,
    RECORD,
    SHARING,
    TAKEN_BACK,
    WAYS,
    NoConsent,
    Terms,
    check_end,
    check_how,
    check_terms,
)
from havenline.reporting.models import Consent, Report
from havenline.reporting.states import WITHDRAWN
from havenline.staff.states import NotFromHere
from havenline.vault.keys import DataKey, Keyring

_TERMS = "consent.terms"


class NotWidened(Exception):  # noqa: N818 - named for what the reader met
    """The person decided otherwise with the code: only the person can allow this, with the code."""


def standing(report_id: UUID, *, on: date) -> QuerySet[Consent]:
    """The words that stand on this day, in the order they were said: consents, or the word of none."""
    return _unended(report_id).filter(Q(until=None) | Q(until__gte=on)).order_by("number")


def terms_of(row: Consent, key: DataKey) -> Terms:
    """What a consent allows; `key` is the report's. Raises BlobWrong."""
    sealed = json.loads(key.open_text(bytes(row.sealed), purpose=_TERMS, about=str(row.id)))
    way = next((way for way, named in WAYS.items() if named == (row.recipient, row.purpose)), "")
    return Terms(row.grade, way, tuple(sealed["fields"]), sealed["to"], row.until)


def check_stands(consent_id: UUID, *, on: date) -> Consent:
    """The consent, if it shares and stands; the report's row is locked by whom it is asked for.

    INVARIANT: who ends a consent locks the same row, so nothing is shared after it was taken back. Raises
    NoConsent.
    """
    row = Consent.objects.filter(id=consent_id, ended=None, grade__in=SHARING).first()
    if row is None or (row.until is not None and row.until < on):
        raise NoConsent("no such consent stands")
    return row


def decide(report_id: UUID, keyring: Keyring, terms: Terms, *, day: date) -> None:
    """The person says what may be shared. The same said again is said once.

    Raises NoGrant, TermsWrong, NotFromHere for a report that the person withdrew.
    """
    check_terms(terms, today=day)
    found, key = queries.opened(report_id, keyring)
    with transaction.atomic():
        report = _locked(found.id)
        if any(row.by is None and terms_of(row, key) == terms for row in standing(report.id, on=day)):
            return
        row = Consent(id=uuid4(), report=report, day=day)
        _say(row, terms, key=key, ended_by=None)
        ledger.append("consent.given", on=day, about=_about(row), detail=_detail(terms))


def write_down(
    report_id: UUID, key: DataKey, terms: Terms, *, how: str, by: UUID, role: str, at: datetime
) -> None:
    """A member writes down what the person said, and how. Raises TermsWrong, NotWidened, NotFromHere."""
    day = timezone.localdate(at)
    check_terms(terms, today=day)
    check_how(terms, how)
    with transaction.atomic():
        report = _locked(report_id)
        _check_not_refused(report.id, terms, on=day)
        row = Consent(id=uuid4(), report=report, day=day, by=by, role=role, how=how, at=at)
        _say(row, terms, key=key, ended_by=by)
        ledger.append(
            "consent.given",
            by=f"member:{by}",
            at=at,
            about=_about(row),
            detail={**_detail(terms), "how": how},
        )


def _check_not_refused(report_id: UUID, terms: Terms, *, on: date) -> None:
    """What the person said with the code outranks what somebody wrote down."""
    theirs = standing(report_id, on=on).filter(by=None)
    if theirs.filter(Q(grade=RECORD) | Q(recipient=terms.recipient, purpose=terms.purpose)).exists():
        raise NotWidened("the person decided this with the code")
    before = Consent.objects.filter(report_id=report_id, recipient=terms.recipient, purpose=terms.purpose)
    last = before.order_by("number").last()
    if terms.way and last and last.ended_why == TAKEN_BACK and last.ended_by is None:
        raise NotWidened("the person took this back with the code")


def _say(row: Consent, terms: Terms, *, key: DataKey, ended_by: UUID | None) -> None:
    """Let one word stand, and end those that it replaces."""
    why = CHANGED if terms.way else TAKEN_BACK
    over = _unended(row.report_id)
    if terms.way:
        over = over.filter(Q(recipient=terms.recipient, purpose=terms.purpose) | Q(recipient=""))
    for one in over.order_by("number"):
        end(one, why=why if one.recipient else CHANGED, by=ended_by, day=row.day)
    row.grade, row.recipient, row.purpose, row.until = (
        terms.grade,
        terms.recipient,
        terms.purpose,
        terms.until,
    )
    row.sealed = key.seal_text(terms.sealed_text(), purpose=_TERMS, about=str(row.id))
    row.save(force_insert=True)


def take_back(report_id: UUID, keyring: Keyring, consent_id: UUID, *, day: date) -> bool:
    """The person takes one consent back; answers whether it stood. Raises NoGrant."""
    found, _ = queries.opened(report_id, keyring)
    with transaction.atomic():
        report = Report.objects.select_for_update().get(id=found.id)
        row = _unended(report.id).filter(id=consent_id).exclude(recipient="").first()
        if row is None:
            return False
        end(row, why=TAKEN_BACK, by=None, day=day)
        ledger.append("consent.ended", on=day, about=_about(row), detail={"why": TAKEN_BACK})
    return True


def take_back_for(report_id: UUID, consent_id: UUID, *, by: UUID, at: datetime) -> bool:
    """A member ends a consent because the person said so; answers whether it stood."""
    with transaction.atomic():
        report = Report.objects.select_for_update().get(id=report_id)
        row = _unended(report.id).filter(id=consent_id).exclude(recipient="").first()
        if row is None:
            return False
        end(row, why=TAKEN_BACK, by=by, day=timezone.localdate(at))
        ledger.append(
            "consent.ended", by=f"member:{by}", at=at, about=_about(row), detail={"why": TAKEN_BACK}
        )
    return True


def end_of(report: Report, *, day: date) -> None:
    """Every consent ends: the person withdrew the report. Within the act that ledgers it."""
    for row in _unended(report.id).order_by("number"):
        end(row, why=LEFT, by=None, day=day)


def end(row: Consent, *, why: str, by: UUID | None, day: date) -> None:
    """End one consent of a report whose row is locked, within the act that ledgers it."""
    check_end(row.ended_why, why, by_staff=by is not None)
    row.ended, row.ended_why, row.ended_by = day, why, by
    row.save(update_fields=["ended", "ended_why", "ended_by"])
    passing.end_under(row)


def _unended(report_id: UUID) -> QuerySet[Consent]:
    return Consent.objects.filter(report_id=report_id, ended=None)


def _locked(report_id: UUID) -> Report:
    report = Report.objects.select_for_update().get(id=report_id)
    if report.state == WITHDRAWN:
        raise NotFromHere("the person withdrew the report")
    return report


def _about(row: Consent) -> dict[str, str]:
    return {"report": str(row.report_id), "consent": str(row.id)}


def _detail(terms: Terms) -> dict[str, str | int]:
    shared: dict[str, str | int] = {"way": terms.way, "parts": len(terms.fields)} if terms.way else {}
    return {"grade": terms.grade, **shared}
