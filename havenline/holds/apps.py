"""The room of holds."""

from django.apps import AppConfig


class HoldsConfig(AppConfig):
    """Holds, their clocks and their states."""

    name = "havenline.holds"
    label = "holds"
    verbose_name = "Holds"
