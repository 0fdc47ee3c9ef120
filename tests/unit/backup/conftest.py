"""Backups are of a founded office."""

from tests.people import office

__all__ = ["office"]
