"""Looks at the clocks of holds, again and again, in the worker: ids and moments, no key."""

from datetime import timedelta

from django.utils import timezone

from havenline import work
from havenline.holds import calling


@work.every("holds.call", timedelta(minutes=1))
def call() -> None:
    """Call whoever a clock asks for."""
    calling.call_due(now=timezone.now())
