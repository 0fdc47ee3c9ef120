"""Gives the witnessed ledger its place among the rooms."""

from django.apps import AppConfig


class WitnessConfig(AppConfig):
    """Checkpoints of the ledger and the organizations outside that watch it grow."""

    name = "havenline.witness"
    label = "witness"
    verbose_name = "Witness"
