"""Says when the stored rows of taint are not what the routes say: in the ledger, and to who looks after it.

An alarm is settled by a person who has everything rebuilt (`havenline wall rebuild`), never by itself.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from havenline import ledger
from havenline.wall.models import Alarm


def raise_one(found: str, *, rows: int) -> None:
    """Keep that `rows` rows differed, found by `Alarm.GATE` or `Alarm.NIGHT`.

    While one of its kind is open it counts up, so that a fault met with every question does not flood the
    ledger.
    """
    now = timezone.now()
    with transaction.atomic():
        alarm = Alarm.objects.select_for_update().filter(found=found, settled_at=None).first()
        if alarm is not None:
            alarm.times, alarm.rows, alarm.last_at = alarm.times + 1, max(alarm.rows, rows), now
            alarm.save(update_fields=["times", "rows", "last_at"])
            return
        alarm = Alarm.objects.create(found=found, rows=rows, first_at=now, last_at=now)
        ledger.append(
            "wall.differs",
            at=now,
            about={"alarm": str(alarm.pk)},
            detail={"found": found, "rows": rows},
        )


def open_ones() -> list[Alarm]:
    """The alarms nobody settled, oldest first."""
    return list(Alarm.objects.filter(settled_at=None).order_by("first_at"))


def settle(*, at: datetime) -> int:
    """Mark every open alarm as settled; answers how many."""
    return Alarm.objects.filter(settled_at=None).update(settled_at=at)
