"""The portal: what a person is promised, tells, and hears back; and what casework may ask of a report.

`queue`, `read`, `items_of`, `answer` and `complete` are loaded when first used: rows need Django to be ready.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from havenline.reporting.actions import answer as answer
    from havenline.reporting.actions import complete as complete
    from havenline.reporting.queries import ItemOf as ItemOf
    from havenline.reporting.queries import LetterRead as LetterRead
    from havenline.reporting.queries import QueueRow as QueueRow
    from havenline.reporting.queries import ReportRead as ReportRead
    from havenline.reporting.queries import items_of as items_of
    from havenline.reporting.queries import queue as queue
    from havenline.reporting.queries import read as read

_HOMES = {
    "answer": "actions",
    "complete": "actions",
    "ItemOf": "queries",
    "LetterRead": "queries",
    "QueueRow": "queries",
    "ReportRead": "queries",
    "items_of": "queries",
    "queue": "queries",
    "read": "queries",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
