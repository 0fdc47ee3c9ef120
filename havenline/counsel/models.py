"""Keeps which readings counsel signed: who, when, why, and the text they were signed for."""

from __future__ import annotations

import uuid

from django.db import models

from havenline.staff.models import Member


class SignedReading(models.Model):
    """One reading chosen by the office. `pack_hash` is what was on the table: SHA-256 of the pack's texts
    under its default readings. Rows are never changed: a later one for the same interpretation counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=20)
    pack_hash = models.CharField(max_length=64)
    interpretation = models.CharField(max_length=20)
    reading = models.CharField(max_length=60)
    why = models.CharField(max_length=1000)
    signed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
