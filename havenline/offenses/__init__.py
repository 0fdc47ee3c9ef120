"""Charge strings read to structure: one answer per text, with its doubt."""

from __future__ import annotations

from havenline.offenses.charge import Charge
from havenline.offenses.parsing import parse

__all__ = ["Charge", "parse"]
