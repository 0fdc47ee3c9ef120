"""Keeps every question put to the gate: whom it was about is sealed, that it was asked is not."""

import uuid
from typing import ClassVar

from django.db import models

BARRED, HOLD, CLEAR = "barred", "hold", "clear"


class Screening(models.Model):
    """One question and its answer; in clear are its reference, day, who asked when, and case hash.

    `sealed` holds the rest (`content.Content`) under a key wrapped to the charging team. A list of screened
    persons is a list of people the office may protect: no name, charge or answer stands in clear.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=8, unique=True)
    day = models.DateField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    # HMAC under a key drawn from the pepper: finds the screenings of a case whose number somebody has.
    case_hash = models.BinaryField(max_length=32)
    # The form's own number, hashed with who sent it: the same form sent twice is one screening.
    form_hash = models.BinaryField(max_length=32, unique=True)
    # Whether a supervisor has to look. A hold says nothing of the person; barred or clear would: sealed.
    held = models.BooleanField()
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["asked_by", "day"], name="charging_asked_in_a_day"),
            models.Index(fields=["asked_by", "-asked_at", "-id"], name="charging_own_newest"),
            models.Index(fields=["held", "-asked_at", "-id"], name="charging_held_newest"),
            models.Index(fields=["case_hash"], name="charging_case"),
        ]

    def __str__(self) -> str:
        return self.reference
