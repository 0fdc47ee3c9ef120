"""Takes a report back, or its code out of use, as the person decides. The protection stays through both.

Withdrawing is no message to the keeper: what the promise rests on was told, and stays told
(docs/decisions/portal-own.md).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db import transaction

from havenline import config, ledger
from havenline.reporting import consents, moving, passing, queries, sealing
from havenline.reporting.models import Report
from havenline.vault import codes, grants
from havenline.vault.keys import Keyring

_LOCATOR_BYTES = 32

# What other rooms do in the same transaction when a report is withdrawn, in the order they said so.
_also: list[Callable[[Report], None]] = []


class AnotherCode(Exception):  # noqa: N818 - named for what the reader met
    """What was typed is not the code of this report."""


def when_withdrawn(act: Callable[[Report], None]) -> None:
    """Have a room end what it holds of a report that is withdrawn. A room says so when it starts."""
    if act not in _also:
        _also.append(act)


def withdraw(report_id: UUID, keyring: Keyring, *, day: date) -> None:
    """The person wants nothing done with it. Raises NoGrant, NotFromHere when it is withdrawn already."""
    row, _ = queries.opened(report_id, keyring)
    with transaction.atomic():
        report = Report.objects.select_for_update().get(id=row.id)
        moving.move_by_person(report, "withdraw", day=day)
        consents.end_of(report, day=day)
        passing.end_of(report)
        for act in _also:
            act(report)
        ledger.append("report.withdrawn", on=day, about={"report": str(report.id)})


def burn(report_id: UUID, keyring: Keyring, code: codes.Code, *, day: date) -> None:
    """No code opens the report any more; what the person wrote stays with the office.

    `code` is typed once more: a session left open burns nothing. Raises AnotherCode, NoGrant.
    """
    row, _ = queries.opened(report_id, keyring)
    if not secrets.compare_digest(codes.locator(code, config.read_secret("pepper")), bytes(row.locator)):
        raise AnotherCode("the code typed is not that of this report")
    with transaction.atomic():
        report = Report.objects.select_for_update().get(id=row.id)
        report.locator = secrets.token_bytes(_LOCATOR_BYTES)
        report.save(update_fields=["locator"])
        # Every session begun with the code holds its keys; without the wrap they open nothing.
        grants.take(sealing.KIND, report.id, None)
        ledger.append("code.burned", on=day, about={"report": str(report.id)})
