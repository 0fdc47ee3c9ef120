"""C3: keeps what was found through a report tied to it. What it says stays sealed under the report's key."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from havenline.casework.note_kinds import NOTE_KINDS, SAID
from havenline.casework.task_kinds import TASKS
from havenline.reporting.models import Report, Transition
from havenline.wall.models import Item


class Finding(models.Model):
    """One lead, document or thing found through a report: its item in the wall and a sealed label."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="findings")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    by = models.UUIDField()
    day = models.DateField()
    sealed_label = models.BinaryField()


class Assignment(models.Model):
    """Who has a report, from when until when; while it stands they hold a wrap of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="assignments")
    member = models.UUIDField()
    key = models.UUIDField()
    by = models.UUIDField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(until=None), name="casework_one_has_it"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member"], condition=models.Q(until=None), name="casework_who_has_it"),
        ]


class Note(models.Model):
    """An internal note, sealed under the notes' own key; or what the person said, sealed under the report's.

    INVARIANT: a statement of the person is an item of the wall, and nothing else written here is one. So who
    may open a report for others (discovery) opens the statements and cannot open the notes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    item = models.OneToOneField(Item, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.UUIDField()
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=list(NOTE_KINDS)), name="casework_note_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=SAID, item__isnull=False)
                | (~models.Q(kind=SAID) & models.Q(item=None)),
                name="casework_a_statement_is_an_item",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["report", "at"], name="casework_notes_in_order")]


class BenefitNote(models.Model):
    """N1: that a hand-over made the promise a benefit to a witness. Kept for discovery; it names nobody."""

    transition = models.OneToOneField(
        Transition, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()


class FoundByRecipient(models.Model):
    """What was found through parts that were handed over; `id` comes with the form that entered it."""

    id = models.UUIDField(primary_key=True, editable=False)
    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    by = models.UUIDField()


class Task(models.Model):
    """Something to be done for a report by a day; `by` is empty where the software set it.

    `sealed` are its words, under the notes' key. `done_by` is empty where a withdrawal ended it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    due = models.DateField()
    member = models.UUIDField(null=True)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    sealed = models.BinaryField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=TASKS), name="casework_task_kind_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due", "id"], condition=models.Q(done_at=None), name="casework_tasks_to_do"),
        ]


class Link(models.Model):
    """That two reports belong together. INVARIANT: nothing in clear says which.

    Each side is found by a token of its report's notes' key and opens with that key alone (`linking`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_1 = models.BinaryField(max_length=32, db_index=True)
    token_2 = models.BinaryField(max_length=32, db_index=True)
    sealed_1 = models.BinaryField()
    sealed_2 = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token_1", "token_2"], name="casework_linked_once"),
        ]
