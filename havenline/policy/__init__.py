"""What a promise means: packs loaded, cases decided, taint traced. Plain Python, without clock, settings
or database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from havenline.policy.casefile import read_case
from havenline.policy.decision import decide
from havenline.policy.errors import CaseRefused, PackRefused, PackUnknown, PolicyRefused, ReadingUnknown
from havenline.policy.loading import known_packs, load
from havenline.policy.pack import Pack
from havenline.policy.taint import Route, Taint, taint
from havenline.policy.verdict import Verdict

if TYPE_CHECKING:
    from havenline.policy.asking import ask

__all__ = [
    "CaseRefused",
    "Pack",
    "PackRefused",
    "PackUnknown",
    "PolicyRefused",
    "ReadingUnknown",
    "Route",
    "Taint",
    "Verdict",
    "ask",
    "decide",
    "known_packs",
    "load",
    "read_case",
    "taint",
]


def __getattr__(name: str) -> object:
    """Load what asks only when it is asked for: a decision never needs it."""
    if name == "ask":
        from havenline.policy import asking

        return asking.ask
    raise AttributeError(f"module `{__name__}` has no `{name}`")
