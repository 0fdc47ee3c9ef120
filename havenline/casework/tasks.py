"""What the worker does for casework: what went to somebody ends with a consent that has run out."""

from __future__ import annotations

from datetime import time

from django.db import transaction
from django.utils import timezone

from havenline import ledger, work
from havenline.casework.handing import about
from havenline.reporting import passing
from havenline.reporting.models import Extract
from havenline.reporting.transitions import LIVE


@work.nightly("casework.run_out", time(0, 10))
def run_out() -> None:
    """Take the wraps of what may be read no more. From the day on nobody was shown it: each reading looks."""
    today = timezone.localdate()
    over = Extract.objects.filter(consent__until__lt=today, transition__state__in=sorted(LIVE))
    for extract in over.select_related("transition").order_by("transition__number"):
        with transaction.atomic():
            row = passing.locked(extract.transition)
            if row.state not in LIVE:
                continue
            now = timezone.now()
            passing.move(row, "run_out", by=None, role="", at=now)
            ledger.append(
                "transition.moved",
                at=now,
                about=about(row),
                detail={"kind": row.kind, "move": "run_out", "state": row.state},
            )
