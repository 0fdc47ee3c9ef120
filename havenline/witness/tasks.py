"""Says each night what the ledger is. Once a day: more often would tell outsiders when people write."""

from __future__ import annotations

from datetime import time

from django.utils import timezone

from havenline import work
from havenline.witness import actions


@work.nightly("witness.publish", time(0, 10))
def publish() -> None:
    """Sign the day's checkpoint; one that was signed already stays."""
    actions.publish(at=timezone.now())
