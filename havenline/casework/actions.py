"""Does what staff may do with a report, each act whole and with its entry in the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from havenline import reporting, wall
from havenline.casework import facts, queries
from havenline.casework.models import Finding
from havenline.casework.purposes import DUTY
from havenline.protection.facts import Facts
from havenline.reporting import contact, planning
from havenline.reporting.models import Report
from havenline.reporting.states import WITHDRAWN
from havenline.reporting.words import storable
from havenline.staff.models import Member
from havenline.vault import grants
from havenline.vault.keys import DataKey, Unlocked
from havenline.wall.models import Item


class Withdrawn(Exception):  # noqa: N818 - named for what the reader met
    """The person withdrew the report: it is opened for a duty of law alone, and nothing is done with it."""


class WrittenMeanwhile(Exception):  # noqa: N818 - named for what the reader met
    """The thread has letters that were not there when this one was begun: a colleague's, or the person's."""


def check_not_withdrawn(report: Report) -> None:
    """Raise Withdrawn; of a row that is locked, so that who withdraws is not overtaken."""
    if report.state == WITHDRAWN:
        raise Withdrawn("the person withdrew the report")


def open_report(report: Report, *, holder: Unlocked, by: Member, purpose: str, at: datetime) -> DataKey:
    """The report's key, once the opening stands in the ledger and where its reporter sees it.

    INVARIANT: nothing of a report is shown before this has committed; from then on its reader is exposed to
    the person (C3). Raises NoGrant, and Withdrawn for any purpose but a duty of law.
    """
    if purpose != DUTY:
        check_not_withdrawn(Report.objects.get(id=report.id))
    # Kastigar: what the office holds before it reads is in the ledger first, in a transaction of its own.
    wall.freeze(by=by.actor, at=at)
    with transaction.atomic():
        wall.expose(by.id, report.subject, through=queries.KIND, opened=report.id, at=at)
        return grants.open_for(holder, queries.KIND, report.id, purpose=purpose, role=by.role, at=at)


def answer(
    report: Report, text: str, *, after: int | None = None, holder: Unlocked, by: Member, at: datetime
) -> None:
    """Write a letter to the person. The same letter sent again, with none between, is one.

    `after` is how many letters its writer has read. Raises WrittenMeanwhile when there are more, NoGrant,
    Withdrawn, and NoOtherWay for a person who wants no letters.
    """
    with transaction.atomic():
        # Locked before the thread is read: two clicks at once are one letter.
        row = Report.objects.select_for_update().select_related("item").get(id=report.id)
        check_not_withdrawn(row)
        key = grants.data_key(holder, queries.KIND, report.id)
        contact.check_letter(planning.plan_of(row.id, key))
        letters = reporting.read(row, key).letters
        if letters and letters[-1].author == by.id and letters[-1].text == storable(text):
            return
        if after is not None and after != len(letters):
            raise WrittenMeanwhile("the thread has grown since this letter was begun")
        reporting.answer(row, key, text, by.id, role=by.role, at=at)


def complete(
    report: Report, chosen: Mapping[str, str], *, holder: Unlocked, by: Member, at: datetime
) -> bool:
    """Complete facts nobody has answered yet; answers whether there was one. Raises NoGrant.

    What a colleague completed in the meantime stays as it is.
    """
    with transaction.atomic():
        row = Report.objects.select_for_update().select_related("item").get(id=report.id)
        check_not_withdrawn(row)
        key = grants.data_key(holder, queries.KIND, report.id)
        still_open = facts.still_open(reporting.read(row, key).facts)
        found = {name: value for name, value in chosen.items() if name in still_open}
        if found:
            reporting.complete(row, key, Facts(**found), by.id, at=at)
    return bool(found)


def add_found(
    report: Report,
    *,
    kind: str,
    label: str,
    obtained: date | None,
    through: Sequence[str],
    once: UUID,
    holder: Unlocked,
    by: Member,
) -> Item:
    """Enter into the wall what was found through these items of the report (references). Raises NoGrant.

    `once` comes with the form and becomes the finding's id: the same form sent twice is one item.
    C3, C4: it is barred against the person where the report is. The label is sealed under the report's key.
    """
    with transaction.atomic():
        key = grants.data_key(holder, queries.KIND, report.id)
        check_not_withdrawn(Report.objects.select_for_update().get(id=report.id))
        entered = Finding.objects.filter(id=once, report=report).select_related("item").first()
        if entered is not None:
            return entered.item
        parents = wall.items(through)
        row = Finding(id=once, report=report, by=by.id, day=timezone.localdate())
        row.sealed_label = key.seal_text(storable(label), purpose=queries.LABEL, about=str(row.id))
        row.item = wall.add_item(
            kind,
            derived_from=[parents[ref] for ref in through],
            obtained=obtained,
            by=by.actor,
        )
        row.save(force_insert=True)
    return row.item
