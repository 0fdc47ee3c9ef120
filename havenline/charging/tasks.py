"""Has how a question was asked looked at, in the worker, which reads nobody's words."""

from datetime import time
from uuid import UUID

from django.utils import timezone

from havenline import config, work
from havenline.charging import queries
from havenline.charging.models import Screening
from havenline.sampling import watching


@work.task("sampling.watch")
def watch(screening: UUID) -> None:
    """Look at how this question was asked."""
    row = Screening.objects.filter(id=screening).first()
    if row is not None:
        asked = watching.Asked(row.id, row.reference, row.asked_by, row.day)
        now = timezone.now()
        watching.watch(asked, at=now)
        if queries.asked_on(row.day, by=row.asked_by) >= config.load().gate_quota:
            watching.raise_alarm("quota", member=row.asked_by, screening=row.id, day=row.day, at=now)


@work.nightly("sampling.forget", time(3, 10))
def forget() -> None:
    """Delete traces that are old enough."""
    watching.forget(today=timezone.localdate())
