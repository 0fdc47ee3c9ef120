"""C3: keeps what was found through a report tied to it. What it says stays sealed under the report's key."""

from __future__ import annotations

import uuid

from django.db import models

from havenline.reporting.models import Report
from havenline.wall.models import Item


class Finding(models.Model):
    """One lead, document or thing found through a report: its item in the wall and a sealed label."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="findings")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    by = models.UUIDField()
    day = models.DateField()
    sealed_label = models.BinaryField()
