"""Writes how a person may be reached: the person as they like, the office only toward less."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from havenline import ledger
from havenline.reporting import queries
from havenline.reporting.contact import ELSEWHERE, Plan, check_reach
from havenline.reporting.models import Contacted, ContactPlan, Report
from havenline.vault.keys import DataKey, Keyring

_PLAN = "report.contact"


def plan_of(report: UUID, key: DataKey) -> Plan:
    """How the person of a report may be reached; letters alone where nothing was said."""
    row = ContactPlan.objects.filter(report_id=report).first()
    return Plan.of(key.open_text(bytes(row.sealed), purpose=_PLAN, about=str(report))) if row else Plan()


def plan(report_id: UUID, keyring: Keyring, wanted: Plan, *, day: date) -> None:
    """The person says how to be reached; the last word stands, the earlier is gone. Raises NoGrant."""
    row, key = queries.opened(report_id, keyring)
    with transaction.atomic():
        Report.objects.select_for_update().get(id=row.id)
        _keep(row.id, key, wanted, day=day)
        ledger.append("contact.planned", on=day, about={"report": str(row.id)})


def narrow(report_id: UUID, key: DataKey, by: UUID, *, at: datetime) -> None:
    """The office notes that the person wants letters alone: it can take a way away and add none."""
    with transaction.atomic():
        Report.objects.select_for_update().get(id=report_id)
        # Who wants nothing at all keeps that.
        if plan_of(report_id, key).channel not in ELSEWHERE:
            return
        _keep(report_id, key, Plan(), day=timezone.localdate(at))
        ledger.append("contact.narrowed", by=f"member:{by}", at=at, about={"report": str(report_id)})


def reach(report_id: UUID, key: DataKey, by: UUID, *, role: str, at: datetime) -> Plan:
    """Note that a member reaches the person now, and answer how. Raises NoOtherWay, NotNow.

    INVARIANT: number, address and word are shown through this alone, so nobody has them outside the hours.
    """
    with transaction.atomic():
        row = Report.objects.select_for_update().get(id=report_id)
        found = plan_of(report_id, key)
        check_reach(found, at)
        Contacted.objects.create(report=row, channel=found.channel, by=by, role=role, at=at)
        ledger.append(
            "person.contacted",
            by=f"member:{by}",
            at=at,
            about={"report": str(report_id)},
            detail={"channel": found.channel},
        )
    return found


def _keep(report: UUID, key: DataKey, wanted: Plan, *, day: date) -> None:
    sealed = key.seal_text(wanted.text(), purpose=_PLAN, about=str(report))
    ContactPlan.objects.update_or_create(report_id=report, defaults={"sealed": sealed, "day": day})
