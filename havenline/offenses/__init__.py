"""Charge strings read to structure: one answer per text, with its doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from havenline.offenses.charge import Charge
from havenline.offenses.parsing import parse
from havenline.offenses.rows import OffenseTable

if TYPE_CHECKING:
    from havenline.offenses.office_table import TableUnreadable, load_table

__all__ = ["Charge", "OffenseTable", "TableUnreadable", "load_table", "parse"]


def __getattr__(name: str) -> object:
    """Load what reads an office's own table only when it is asked for: most starts never do."""
    if name in ("TableUnreadable", "load_table"):
        from havenline.offenses import office_table

        found: object = getattr(office_table, name)
        return found
    raise AttributeError(f"module `{__name__}` has no `{name}`")
