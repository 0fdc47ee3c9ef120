"""Keeps what a person allows with their report, and what goes of it to whom: rows that only ever end."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from havenline.reporting import transitions
from havenline.reporting.consent import ENDS, GRADES, HOWS, PURPOSES, RECIPIENTS, SHARING


class Consent(models.Model):
    """One consent, or the word that there is none. Its parts and who outside are sealed (`consent.Terms`).

    `by`, `at` and `how` are empty where the person said it with the code: the portal keeps the day alone.
    """

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey("reporting.Report", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=14)
    recipient = models.CharField(max_length=10, default="")
    purpose = models.CharField(max_length=14, default="")
    sealed = models.BinaryField()
    day = models.DateField()
    until = models.DateField(null=True)
    by = models.UUIDField(null=True)
    role = models.CharField(max_length=40, default="")
    how = models.CharField(max_length=10, default="")
    at = models.DateTimeField(null=True)
    ended = models.DateField(null=True)
    ended_why = models.CharField(max_length=12, default="")
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(grade__in=sorted(SHARING), recipient__in=RECIPIENTS, purpose__in=PURPOSES)
                | Q(grade__in=sorted(set(GRADES) - SHARING), recipient="", purpose="", until=None),
                name="reporting_consent_is_known",
            ),
            models.CheckConstraint(
                condition=Q(by=None, how="", at=None) | Q(by__isnull=False, how__in=HOWS, at__isnull=False),
                name="reporting_consent_was_said",
            ),
            models.CheckConstraint(
                condition=Q(ended=None, ended_why="", ended_by=None)
                | Q(ended__isnull=False, ended_why__in=ENDS),
                name="reporting_consent_ends_for_a_reason",
            ),
            # INVARIANT: one word stands for each recipient and purpose.
            models.UniqueConstraint(
                fields=["report", "recipient", "purpose"],
                condition=Q(ended=None),
                name="reporting_one_consent_stands",
            ),
        ]


class Transition(models.Model):
    """That something of a report goes to somebody: a colleague who gets it, or who gets chosen parts.

    `ref` is what its pages are called by. `member` is who is asked, empty for somebody outside the office.
    """

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=12, unique=True)
    report = models.ForeignKey("reporting.Report", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10, default=transitions.REQUESTED)
    member = models.UUIDField(null=True)
    by = models.UUIDField()
    role = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=transitions.KINDS, state__in=list(transitions.STATES)),
                name="reporting_transition_is_known",
            ),
            models.UniqueConstraint(
                fields=["report", "kind"],
                condition=Q(kind=transitions.ASSIGNMENT, state=transitions.ACCEPTED),
                name="reporting_one_has_taken_it_on",
            ),
            models.UniqueConstraint(
                fields=["report", "kind", "member"],
                condition=Q(state=transitions.REQUESTED, member__isnull=False),
                name="reporting_asked_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["member"], condition=Q(state__in=sorted(transitions.LIVE)), name="reporting_asked_of"
            ),
        ]


class TransitionMove(models.Model):
    """One move of a transition: when, by whom, why; `by` and `at` are empty for the person's own."""

    number = models.BigAutoField(primary_key=True)
    transition = models.ForeignKey(Transition, on_delete=models.PROTECT, related_name="moves")
    move = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=20, default="")
    by = models.UUIDField(null=True)
    role = models.CharField(max_length=40, default="")
    day = models.DateField()
    at = models.DateTimeField(null=True)
