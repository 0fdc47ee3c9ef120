"""Clears away answers that no system will ask for again."""

from datetime import timedelta

from django.utils import timezone

from havenline import work
from havenline.systems.models import KEPT_DAYS, Call


@work.every("systems.forget_calls", timedelta(hours=6))
def forget_calls() -> None:
    """Delete answers kept longer than they may be asked for again."""
    Call.objects.filter(day__lt=timezone.localdate() - timedelta(days=KEPT_DAYS)).delete()
