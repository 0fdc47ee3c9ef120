"""Who is protected, on which closed facts, and what the gate may answer.

What writes rows or asks the keeper is loaded when first used, so that the values (`facts`, `gate`) and the
decision can be imported without Django.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from havenline.protection.actions import complete as complete
    from havenline.protection.actions import draw as draw
    from havenline.protection.actions import enrol as enrol
    from havenline.protection.actions import give_slip as give_slip
    from havenline.protection.actions import remember as remember
    from havenline.protection.actions import revoke_slips as revoke_slips
    from havenline.protection.actions import withdraw as withdraw
    from havenline.protection.asking import CodeOffered as CodeOffered
    from havenline.protection.asking import screen as screen
    from havenline.protection.asking import standing as standing

_HOMES = {
    "complete": "actions",
    "draw": "actions",
    "enrol": "actions",
    "give_slip": "actions",
    "remember": "actions",
    "revoke_slips": "actions",
    "withdraw": "actions",
    "CodeOffered": "asking",
    "screen": "asking",
    "standing": "asking",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
