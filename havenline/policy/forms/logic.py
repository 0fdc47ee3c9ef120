"""Formulas joined without the parts that change nothing, so that what Z3 is given stays small."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import z3

# Z3's Python interface carries no types.
Formula: TypeAlias = Any

ALWAYS: Formula = z3.BoolVal(val=True)
NEVER: Formula = z3.BoolVal(val=False)


def both(parts: Sequence[Formula]) -> Formula:
    """Where all parts hold."""
    kept = [part for part in parts if not z3.is_true(part)]
    return z3.And(*kept) if len(kept) > 1 else kept[0] if kept else ALWAYS


def either(parts: Sequence[Formula]) -> Formula:
    """Where some part holds."""
    kept = [part for part in parts if not z3.is_false(part)]
    return z3.Or(*kept) if len(kept) > 1 else kept[0] if kept else NEVER


def opposite(part: Formula) -> Formula:
    """Where it does not hold."""
    return part.arg(0) if z3.is_not(part) else z3.Not(part)


def one_at_most(parts: Sequence[Formula]) -> list[Formula]:
    """No two of the parts hold together."""
    return [z3.Not(z3.And(one, other)) for at, one in enumerate(parts) for other in parts[at + 1 :]]


class Logic:
    """Rails made of formulas."""

    def constant(self, value: object) -> Formula:
        """Everywhere, or nowhere."""
        return ALWAYS if value else NEVER

    def both(self, parts: Sequence[Formula]) -> Formula:
        """Where all parts hold."""
        return both(parts)

    def either(self, parts: Sequence[Formula]) -> Formula:
        """Where some part holds."""
        return either(parts)

    def opposite(self, part: Formula) -> Formula:
        """Where it does not hold."""
        return opposite(part)
