"""The room of the portal."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Where a person reads the promise, reports violence, and comes back with a code."""

    name = "havenline.reporting"
    label = "reporting"
