"""Work that nobody waits for: asked for in the transaction of the act, done by the worker, told ids only.

# havenline/ROOM/tasks.py
@work.task("room.act")
def act(about: UUID) -> None: ...

@work.every("room.look", timedelta(minutes=1))
def look() -> None: ...

# in an action, inside its transaction, before its ledger entry
work.ask("room.act", about=row.id)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from havenline.work.actions import ask as ask
    from havenline.work.declaring import WorkUnknown as WorkUnknown
    from havenline.work.declaring import every as every
    from havenline.work.declaring import nightly as nightly
    from havenline.work.declaring import task as task

_HOMES = {
    "ask": "actions",
    "WorkUnknown": "declaring",
    "every": "declaring",
    "nightly": "declaring",
    "task": "declaring",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
