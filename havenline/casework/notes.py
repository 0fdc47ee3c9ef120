"""Keeps working notes out of every other reach: under a key of their own, which no key of a report opens.

A note is what staff think. What the person said is no note: it is a statement, an item of the wall (C3), and
what the law may one day compel. So the two are told apart when they are written, and sealed under two keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from havenline import ledger, staff, wall
from havenline.casework.actions import check_not_withdrawn
from havenline.casework.models import Assignment, Note
from havenline.casework.note_kinds import NOTE_KINDS, SAID
from havenline.casework.queries import KIND
from havenline.reporting.models import Report
from havenline.reporting.words import storable, visible
from havenline.staff.models import Member
from havenline.staff.roles import check_may
from havenline.vault import grants
from havenline.vault.errors import NoGrant
from havenline.vault.keys import DataKey, Unlocked
from havenline.vault.models import PublicKey, Wrap

# The notes of one report are one object of the vault, under the report's id.
NOTES = "notes"
_INTERNAL, _STATEMENT = "note.internal", "note.statement"


@dataclass(frozen=True, slots=True)
class NoteShown:
    """One note as the reading page shows it; `item` is the wall's reference of a statement."""

    kind: str
    text: str
    writer: str
    at: datetime
    item: str


def add(
    report: Report, kind: str, text: str, *, once: UUID, holder: Unlocked, by: Member, at: datetime
) -> None:
    """Keep a note, or what the person said. `once` comes with the form: the same form twice is one note.

    Raises NotAllowed, NoGrant, Withdrawn, IntegrityError for a kind nobody knows.
    """
    check_may(by, "report.note")
    with transaction.atomic():
        row = Report.objects.select_for_update().select_related("subject").get(id=report.id)
        check_not_withdrawn(row)
        if Note.objects.filter(id=once, report=row).exists():
            return
        key = _key(row, kind, holder=holder)
        note = Note(id=once, report=row, kind=kind, by=by.id, at=at)
        about = {"report": str(row.id)}
        if kind == SAID:
            # Who writes down what a person said has heard it.
            wall.expose(by.id, row.subject, through=KIND, opened=row.id, at=at)
            note.item = wall.place_item(
                "own_statement", given_by=row.subject, obtained=timezone.localdate(at)
            )
            about["item"] = str(note.item.id)
        note.sealed = key.seal_text(storable(text), purpose=_purpose(kind), about=str(note.id))
        note.save(force_insert=True)
        ledger.append("report.noted", by=by.actor, at=at, about=about, detail={"kind": kind})


def of(report: Report, *, holder: Unlocked, key: DataKey) -> Sequence[NoteShown]:
    """The notes of an opened report, oldest first; whoever lacks the notes' own key sees statements alone."""
    rows = list(Note.objects.filter(report=report).select_related("item").order_by("at", "id"))
    internal = _internal(report, holder) if rows else None
    names = dict(Member.objects.filter(id__in={row.by for row in rows}).values_list("id", "name"))
    return [
        _shown(row, opener, writer=names.get(row.by, ""))
        for row in rows
        if (opener := key if row.kind == SAID else internal)
    ]


def hand(report: UUID, to: PublicKey, *, holder: Unlocked) -> None:
    """Wrap the notes' key to one more, within an act that ledgers it; nothing there is nothing done."""
    if Wrap.objects.filter(object_kind=NOTES, object_id=report).exists():
        grants.hand(holder, NOTES, report, to)


def internal_key(report: Report, *, holder: Unlocked) -> DataKey:
    """The notes' own key, made now if there is none; for what else is internal. Raises NoGrant."""
    return _key(report, "next", holder=holder)


def opening_key(report: Report, holder: Unlocked) -> DataKey | None:
    """The notes' own key, if there is one that this holder opens."""
    return _internal(report, holder)


def _shown(row: Note, key: DataKey, *, writer: str) -> NoteShown:
    text = key.open_text(bytes(row.sealed), purpose=_purpose(row.kind), about=str(row.id))
    return NoteShown(
        kind=str(NOTE_KINDS[row.kind]),
        text=visible(text),
        writer=writer,
        at=row.at,
        item=row.item.ref if row.item else "",
    )


def _purpose(kind: str) -> str:
    return _STATEMENT if kind == SAID else _INTERNAL


def _key(report: Report, kind: str, *, holder: Unlocked) -> DataKey:
    """What seals this note. The notes' key is made with the first of them, for the team and who has it."""
    if kind == SAID:
        return grants.data_key(holder, KIND, report.id)
    if Wrap.objects.filter(object_kind=NOTES, object_id=report.id).exists():
        return grants.data_key(holder, NOTES, report.id)
    # Only who can open the report begins its notes.
    grants.data_key(holder, KIND, report.id)
    held = Assignment.objects.filter(report=report, until=None).values("key")
    return grants.new_data_key(
        NOTES, report.id, to=[staff.team_key("intake"), *PublicKey.objects.filter(id__in=held)]
    )


def _internal(report: Report, holder: Unlocked) -> DataKey | None:
    try:
        return grants.data_key(holder, NOTES, report.id)
    except NoGrant:
        return None
