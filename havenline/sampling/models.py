"""Keeps who was sampled and who asked, as keyed hashes and ids; no name, case or answer is here."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from havenline.sampling.kinds import ALARMS, FINDINGS


class Tally(models.Model):
    """How many questions could be held unexplained, and were: one row, sealed under a key from the pepper."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.BinaryField()


class Trace(models.Model):
    """One token of one question: finds a member asking for one person in many ways. Kept for 30 days."""

    screening = models.UUIDField()
    member = models.UUIDField()
    token = models.BinaryField(max_length=16)
    spelling = models.BinaryField(max_length=16)
    case_hash = models.BinaryField(max_length=32)
    is_known_case = models.BooleanField()
    day = models.DateField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["member", "day"], name="sampling_trace_member"),
            models.Index(fields=["screening"], name="sampling_trace_screening"),
            models.Index(fields=["day"], name="sampling_trace_day"),
        ]


class Canary(models.Model):
    """An invented person nobody has a reason to ask about. The name is not kept; `entered_by` knows it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField()
    entered_by = models.UUIDField()


class CanaryToken(models.Model):
    """What a canary is found by."""

    canary = models.ForeignKey(Canary, on_delete=models.CASCADE)
    token = models.BinaryField(max_length=16, db_index=True)


class Alarm(models.Model):
    """Something in how a member asks that somebody should look at: one of a kind, member and day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    member = models.UUIDField()
    screening = models.UUIDField()
    day = models.DateField()
    seen_by = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=20, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "member", "day"], name="sampling_alarm_once_a_day"),
            models.CheckConstraint(condition=Q(kind__in=list(ALARMS)), name="sampling_alarm_is_known"),
            models.CheckConstraint(condition=Q(finding__in=["", *FINDINGS]), name="sampling_alarm_finding"),
            # INVARIANT: nobody looks at their own alarm.
            models.CheckConstraint(
                condition=Q(seen_by=None) | ~Q(seen_by=F("member")), name="sampling_alarm_seen_by_another"
            ),
        ]


class Review(models.Model):
    """A question drawn for somebody else to look at, and what they found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    screening = models.UUIDField(unique=True)
    reference = models.CharField(max_length=8)
    asked_by = models.UUIDField()
    day = models.DateField()
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=20, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(finding__in=["", *FINDINGS]), name="sampling_review_finding"),
            # INVARIANT: nobody reviews what they asked.
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("asked_by")),
                name="sampling_reviewed_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day"], condition=Q(reviewed_by=None), name="sampling_to_review"),
        ]
