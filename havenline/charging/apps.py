"""Gives the gate's desk its place among the rooms."""

from django.apps import AppConfig


class ChargingConfig(AppConfig):
    """Screenings: what a deputy asked, what the gate answered, and the memo of it."""

    name = "havenline.charging"
    label = "charging"
    verbose_name = "Charging"
