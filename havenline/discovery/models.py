"""Keeps requests from outside as closed facts alone: who asked how for what, and what became of it.

INVARIANT: no name, no number, no word of the paper itself. A request that names somebody would otherwise be
the very record it asks for.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from havenline.discovery.states import OPEN, STATES, WAITING


class Request(models.Model):
    """One request. `facts` is the `request` of its case file; `pack` the hash of the pack that decided it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=8, unique=True)
    received = models.DateField()
    due = models.DateField()
    due_by = models.CharField(max_length=120)
    facts = models.JSONField()
    pack = models.CharField(max_length=64)
    disposition = models.CharField(max_length=30)
    state = models.CharField(max_length=10, default=WAITING)
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    letter = models.CharField(max_length=64, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="discovery_state_is_known"),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("entered_by")),
                name="discovery_agreed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | Q(answered_by=None) | ~Q(agreed_by=F("answered_by")),
                name="discovery_answered_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_by__isnull=False),
                name="discovery_answered_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due", "id"], condition=Q(state__in=sorted(OPEN)), name="discovery_open_by_due"
            ),
            models.Index(fields=["-answered_at", "-id"], name="discovery_answered"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return self.state in OPEN
