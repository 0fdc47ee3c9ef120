"""Gives the ledger its place among the rooms."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The append-only record of what happened: commitments, never content."""

    name = "havenline.ledger"
    label = "ledger"
    verbose_name = "Ledger"
