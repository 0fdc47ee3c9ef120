"""What the office knows and where it came from.

What reads or writes rows is loaded when first used, so that `kinds` can be imported without Django.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from havenline.wall.actions import add_item as add_item
    from havenline.wall.actions import place_item as place_item
    from havenline.wall.exposure import Exposed as Exposed
    from havenline.wall.exposure import check_unexposed as check_unexposed
    from havenline.wall.exposure import expose as expose
    from havenline.wall.exposure import exposed_among as exposed_among
    from havenline.wall.freezing import freeze as freeze
    from havenline.wall.queries import items as items
    from havenline.wall.queries import tainted as tainted

_HOMES = {
    "add_item": "actions",
    "place_item": "actions",
    "Exposed": "exposure",
    "check_unexposed": "exposure",
    "expose": "exposure",
    "exposed_among": "exposure",
    "freeze": "freezing",
    "items": "queries",
    "tainted": "queries",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
