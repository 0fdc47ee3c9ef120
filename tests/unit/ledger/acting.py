"""Acts for the ledger's tests to record."""

from datetime import UTC, date, datetime
from uuid import uuid4

from django.db import transaction

from havenline import ledger

DAY = date(2026, 11, 3)
MOMENT = datetime(2026, 11, 3, 14, 5, 6, tzinfo=UTC)


def receive(*, report: str | None = None) -> int:
    """Record that a report came in."""
    with transaction.atomic():
        about = {"report": report or str(uuid4())}
        return ledger.append("report.received", on=DAY, about=about, detail={"messages": 1})


def sign_in() -> int:
    """Record that a member of staff signed in; about nothing."""
    with transaction.atomic():
        return ledger.append(
            "staff.signed_in", by=f"member:{uuid4()}", at=MOMENT, detail={"role": "supervisor"}
        )


def fill(count: int) -> None:
    """Record `count` acts, every third of them about nothing."""
    for number in range(count):
        sign_in() if number % 3 == 2 else receive()
