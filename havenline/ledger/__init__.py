"""What happened, provably: an append-only log of commitments, never content.

`append`, `about`, `entry`, `inclusion`, `head` and `verify` are loaded when first used, so that the pure
modules (`tree`, `acts`, `body`) can be imported where there is no Django.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from havenline.ledger.actions import NotInTransaction as NotInTransaction
    from havenline.ledger.actions import append as append
    from havenline.ledger.queries import EntryMissing as EntryMissing
    from havenline.ledger.queries import EntryView as EntryView
    from havenline.ledger.queries import InclusionProof as InclusionProof
    from havenline.ledger.queries import about as about
    from havenline.ledger.queries import consistency as consistency
    from havenline.ledger.queries import entry as entry
    from havenline.ledger.queries import head as head
    from havenline.ledger.queries import ids_between as ids_between
    from havenline.ledger.queries import inclusion as inclusion
    from havenline.ledger.queries import opened as opened
    from havenline.ledger.verification import Report as Report
    from havenline.ledger.verification import verify as verify

_HOMES = {
    "NotInTransaction": "actions",
    "append": "actions",
    "EntryMissing": "queries",
    "EntryView": "queries",
    "InclusionProof": "queries",
    "about": "queries",
    "consistency": "queries",
    "entry": "queries",
    "head": "queries",
    "ids_between": "queries",
    "inclusion": "queries",
    "opened": "queries",
    "Report": "verification",
    "verify": "verification",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
