"""Keeps holds and the calls of their clocks: states, moments and ids; what was found is sealed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from havenline.holds.clocks import KINDS, OTHER
from havenline.holds.states import OPEN, STATES, WAITING


class Hold(models.Model):
    """What the gate held of one screening, as one thing to decide.

    In clear: its state, who has it, and its clock. `note` is what the filter attorney saw behind the wall,
    sealed to the filter team alone; `outcome` what is recommended and decided, sealed to the filter and
    charging teams. Why it was held stands nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    screening = models.UUIDField(unique=True)
    reference = models.CharField(max_length=8, unique=True)
    asked_by = models.UUIDField()
    state = models.CharField(max_length=12, default=WAITING)
    deadline = models.CharField(max_length=12, default=OTHER)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    filter_call_at = models.DateTimeField()
    chief_call_at = models.DateTimeField()
    shown_from = models.DateTimeField()
    filter_called = models.BooleanField(default=False)
    chief_called = models.BooleanField(default=False)
    taken_by = models.UUIDField(null=True)
    recommended_by = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    note = models.BinaryField(default=b"")
    outcome = models.BinaryField(default=b"")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="holds_state_is_known"),
            models.CheckConstraint(condition=Q(deadline__in=list(KINDS)), name="holds_deadline_is_known"),
            # INVARIANT: nobody decides what they asked for, looked at and recommended themselves.
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | (
                    ~Q(decided_by=models.F("asked_by"))
                    & (Q(recommended_by=None) | ~Q(decided_by=models.F("recommended_by")))
                ),
                name="holds_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decided_by__isnull=False, shown_at__isnull=False),
                name="holds_decided_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state__in=sorted(OPEN)), name="holds_open_by_due"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided it."""
        return self.state in OPEN


class Call(models.Model):
    """Somebody was called about a hold: whom, about which, when, and whether they have seen it. Ids only."""

    FILTER, CHIEF = "filter_attorney", "chief"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hold = models.ForeignKey(Hold, on_delete=models.CASCADE)
    member = models.UUIDField()
    role = models.CharField(max_length=40)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hold", "member", "role"], name="holds_called_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member"], condition=Q(seen_at=None), name="holds_unseen_calls"),
        ]


class OnCall(models.Model):
    """Which filter attorney is called first, since when: the newest row stands."""

    number = models.BigAutoField(primary_key=True)
    member = models.UUIDField()
    since = models.DateTimeField()
