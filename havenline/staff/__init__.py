"""Who works here: accounts, roles, and the one function that says what each may do.

`desk`, `DeskRequest`, `may`, `check_may`, `Member` and `team_key` are loaded when first used; an office
begins in `staff.founding`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from havenline.staff.door import DeskRequest as DeskRequest
    from havenline.staff.door import desk as desk
    from havenline.staff.models import Member as Member
    from havenline.staff.queries import team_key as team_key
    from havenline.staff.roles import NotAllowed as NotAllowed
    from havenline.staff.roles import check_may as check_may
    from havenline.staff.roles import may as may

_HOMES = {
    "DeskRequest": "door",
    "desk": "door",
    "Member": "models",
    "team_key": "queries",
    "NotAllowed": "roles",
    "check_may": "roles",
    "may": "roles",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
