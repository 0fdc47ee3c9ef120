"""Keeps what is to be done by which day, so that nobody's safety hangs on somebody's memory.

In clear stand the kind, the day and who it is for, or nothing could remind anybody; the words are an internal
note, sealed under the notes' own key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline import ledger
from havenline.casework import notes
from havenline.casework.actions import check_not_withdrawn
from havenline.casework.models import Task
from havenline.casework.moving import NotTheirs
from havenline.casework.task_kinds import DESTROY, TASKS
from havenline.reporting.models import Report, Transition
from havenline.reporting.transitions import ASSIGNMENT
from havenline.reporting.words import storable, visible
from havenline.staff.models import Member
from havenline.staff.roles import check_may, may
from havenline.vault.keys import DataKey, Unlocked

PAGE = 200
_WORDS = "task.words"

TASKS_IN_WORDS: Mapping[str, str | Promise] = {
    "write": _("Write to the person"),
    "reach": _("Reach the person"),
    "safety": _("Look after the person's safety"),
    "deadline": _("A day set by law"),
    "destroy": _("Ask that a file be destroyed: the person took the consent back"),
    "other": _("Something else"),
}
assert tuple(TASKS_IN_WORDS) == TASKS


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One task: of which report, what, by when, for whom; `text` only where the notes' key is at hand."""

    id: UUID
    reference: str
    kind: str
    due: date
    is_late: bool
    name: str
    text: str


def keep(
    report: Report,
    *,
    kind: str,
    due: date,
    text: str,
    member: Member | None,
    once: UUID,
    holder: Unlocked,
    by: Member,
    at: datetime,
) -> None:
    """Set a task. `once` comes with the form: the same form twice is one task.

    Raises NotTheirs for a member who reads no reports, Withdrawn, NoGrant, NotAllowed.
    """
    check_may(by, "report.task")
    if member is not None and not may(member, "report.open"):
        raise NotTheirs("this member reads no reports")
    with transaction.atomic():
        row = Report.objects.select_for_update().get(id=report.id)
        check_not_withdrawn(row)
        if Task.objects.filter(id=once, report=row).exists():
            return
        task = Task(id=once, report=row, kind=kind, due=due, by=by.id, at=at)
        task.member = member.id if member else None
        if text:
            key = notes.internal_key(row, holder=holder)
            task.sealed = key.seal_text(storable(text), purpose=_WORDS, about=str(task.id))
        task.save(force_insert=True)
        ledger.append(
            "task.set", by=by.actor, at=at, about={"report": str(row.id)}, detail={"kind": task.kind}
        )


def finish(task_id: UUID, *, by: Member, at: datetime) -> bool:
    """Say that it is done; answers whether it was still to do."""
    check_may(by, "report.task")
    with transaction.atomic():
        row = _open().select_for_update().filter(id=task_id).first()
        if row is None:
            return False
        row.done_at, row.done_by = at, by.id
        row.save(update_fields=["done_at", "done_by"])
        ledger.append(
            "task.done", by=by.actor, at=at, about={"report": str(row.report_id)}, detail={"kind": row.kind}
        )
    return True


def ask_to_destroy(asked: Transition) -> None:
    """Have somebody ask for files that went out before a consent ended. Within the act that ends it."""
    if asked.kind == ASSIGNMENT or asked.member is not None:
        return
    if any(one.act == "handover.exported" for one in ledger.about("transition", str(asked.id))):
        now = timezone.now()
        Task.objects.create(
            id=uuid4(), report=asked.report, kind=DESTROY, due=timezone.localdate(now), at=now
        )


def end_of(report: Report) -> None:
    """Nothing is done with a withdrawn report, but to ask for files. Within the act that ledgers it."""
    _open().filter(report=report).exclude(kind=DESTROY).update(done_at=timezone.now())


def to_do(member: Member, *, show_all: bool) -> list[TaskShown]:
    """What is to be done by this member or by anybody, or all; the first due first; no words of it."""
    rows = _open() if show_all else _open().filter(Q(member=member.id) | Q(member=None))
    return _shown(rows.select_related("report").order_by("due", "id")[:PAGE], key=None)


def count_due(member: Member) -> int:
    """How many tasks of this member, or of nobody, are due today or late; up to a hundred."""
    mine = _open().filter(Q(member=member.id) | Q(member=None), due__lte=timezone.localdate())
    return mine[:100].count()


def of(report: Report, *, holder: Unlocked) -> list[TaskShown]:
    """What is to be done for an opened report."""
    rows = _open().filter(report=report).select_related("report").order_by("due", "id")
    return _shown(rows, key=notes.opening_key(report, holder))


def _shown(rows: QuerySet[Task] | Sequence[Task], *, key: DataKey | None) -> list[TaskShown]:
    today = timezone.localdate()
    found = list(rows)
    names = dict(Member.objects.filter(id__in={row.member for row in found}).values_list("id", "name"))
    return [
        TaskShown(
            id=row.id,
            reference=row.report.reference,
            kind=str(TASKS_IN_WORDS[row.kind]),
            due=row.due,
            is_late=row.due < today,
            name=names.get(row.member, "") if row.member else "",
            text=_text(row, key),
        )
        for row in found
    ]


def _text(row: Task, key: DataKey | None) -> str:
    if key is None or row.sealed is None:
        return ""
    return visible(key.open_text(bytes(row.sealed), purpose=_WORDS, about=str(row.id)))


def _open() -> QuerySet[Task]:
    return Task.objects.filter(done_at=None)
