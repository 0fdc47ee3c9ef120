"""`POST /api/v1/protections`: a case system tells its victims and witnesses. Nothing can be read by it."""

from __future__ import annotations

from typing import Annotated

from django.utils import timezone
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from havenline.protection.importing import actions
from havenline.protection.importing.columns import COLUMNS
from havenline.systems.calls import ONCE, OneCall, once
from havenline.systems.door import ApiRequest, Scoped
from havenline.systems.errors import REFUSALS
from havenline.systems.scopes import PROTECTIONS

_MOST = 200
_COLUMNS_LIMIT = 60
_ROWS = (
    f"Rows of texts by column: {', '.join(COLUMNS)}. `person` is your own name of the person, by which a row "
    "is known again; `source` is how the office knows. Immigration, birthplace and Social Security columns "
    "are dropped unread, and `dropped` says so."
)

Cell = Annotated[str, Field(max_length=10_000)]
Row = Annotated[dict[Annotated[str, Field(max_length=100)], Cell], Field(max_length=_COLUMNS_LIMIT)]


class ProtectionsIn(Schema):
    """The rows of one call."""

    model_config = ConfigDict(extra="forbid")

    protections: Annotated[list[Row], Field(min_length=1, max_length=_MOST, description=_ROWS)]


class RejectedOut(Schema):
    """A row (the first is 1) that was not taken in: where, a closed word, and what is legal there."""

    row: int
    column: str
    reason: str
    legal: list[str]


class ToldOut(Schema):
    """How many rows were entered, added to or known already; every other one is named."""

    entered: int
    completed: int
    unchanged: int
    rejected: list[RejectedOut]
    dropped: list[str]


ROUTER = Router(auth=Scoped(PROTECTIONS), tags=["protections"])


@ROUTER.post("", response={200: ToldOut, **REFUSALS}, openapi_extra=dict(ONCE))
@once
def protect(request: ApiRequest, body: ProtectionsIn, call: OneCall) -> None:
    """Protect the people of these rows: each row whole or not at all. A rejected row keeps no other out."""
    actions.import_rows(
        list(enumerate(body.protections, start=1)),
        system=str(call.caller.system.id),
        by=f"system:{call.caller.system.id}",
        at=timezone.now(),
        then=lambda told: call.keep(200, told.plainly()),
    )
