"""Gives the work behind the pages its place, and learns at the start what every room declared."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkConfig(AppConfig):
    """Work that nobody waits for: asked for in the act's own transaction, done by the worker."""

    name = "havenline.work"
    label = "work"
    verbose_name = "Work"

    def ready(self) -> None:
        """Load every room's `tasks.py`, so that what is asked for is known to all processes."""
        autodiscover_modules("tasks")
