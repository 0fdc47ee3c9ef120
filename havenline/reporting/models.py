"""Keeps reports and letters sealed: in clear stand random ids, day, status, language and a coarse size."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from havenline.reporting.contact import ELSEWHERE
from havenline.reporting.handed import Extract as Extract
from havenline.reporting.handed import Outcome as Outcome
from havenline.reporting.shared import Consent as Consent
from havenline.reporting.shared import Transition as Transition
from havenline.reporting.shared import TransitionMove as TransitionMove
from havenline.reporting.states import OPEN, RECEIVED, STATES
from havenline.reporting.words import BUCKETS
from havenline.vault.models import Subject
from havenline.wall.models import Item


class Report(models.Model):
    """One report. `locator` finds it by the code and is the idempotency key: one code, one report.

    `sealed_words` is the story; `sealed_about` who, where, when and the name; `sealed_facts` the closed facts
    and the protection's handle. Who can open them is decided by the wraps of the vault. `state` is what
    became of it (`states`), `status` whose turn it is to write.
    """

    WAITING, ANSWERED = "waiting", "answered"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    locator = models.BinaryField(max_length=32, unique=True)
    day = models.DateField()
    status = models.CharField(max_length=10, default=WAITING)
    state = models.CharField(max_length=12, default=RECEIVED)
    # Whether the state is an open one: a column, so that the queue is read in order from an index.
    is_open = models.BooleanField(default=True)
    # A duplicate left to another report: not in the list until its person writes again. Which one is sealed.
    is_left = models.BooleanField(default=False)
    language = models.CharField(max_length=8)
    size_bucket = models.CharField(max_length=8)
    sealed_words = models.BinaryField()
    sealed_about = models.BinaryField()
    sealed_facts = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "answered"]), name="reporting_status_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(size_bucket__in=list(BUCKETS)), name="reporting_size_is_coarse"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(STATES)), name="reporting_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(is_open=True, state__in=sorted(OPEN))
                | (models.Q(is_open=False) & ~models.Q(state__in=sorted(OPEN))),
                name="reporting_open_as_its_state",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "day"], name="reporting_report_queue"),
            # The queue is read page by page in this order: the open ones, or the others.
            models.Index(fields=["is_open", "day", "reference"], name="reporting_open_in_order"),
        ]


class Letter(models.Model):
    """One letter of a thread, numbered. A reporter's letter is an item of the wall, like the report."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="letters")
    number = models.PositiveIntegerField()
    from_office = models.BooleanField()
    author = models.UUIDField(null=True)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="reporting_letters_have_an_order"),
            models.CheckConstraint(
                condition=models.Q(from_office=True, author__isnull=False, item__isnull=True)
                | models.Q(from_office=False, author__isnull=True, item__isnull=False),
                name="reporting_letter_has_one_writer",
            ),
        ]


class Moved(models.Model):
    """One move of a report by the table: when, and by whom; `by` and `at` are empty for the person's own."""

    number = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="moves")
    move = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    reason = models.CharField(max_length=20, default="")
    by = models.UUIDField(null=True)
    role = models.CharField(max_length=40, default="")
    day = models.DateField()
    at = models.DateTimeField(null=True)


class ContactPlan(models.Model):
    """How the person of a report may be reached (`contact.Plan`), sealed under the report's key."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    day = models.DateField()


class Contacted(models.Model):
    """That a member reached the person outside the thread: how, when. The person sees it."""

    number = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10)
    by = models.UUIDField()
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(channel__in=list(ELSEWHERE)), name="reporting_reached_in_a_known_way"
            ),
        ]
