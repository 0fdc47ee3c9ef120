"""Calls the filter attorney at half of a hold's time and the chief at three quarters; decides nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from havenline import ledger
from havenline.holds.models import Call, Hold, OnCall
from havenline.holds.outcome import OBJECT
from havenline.holds.states import OPEN
from havenline.staff.models import Member


def call_due(*, now: datetime) -> int:
    """Call whoever the clocks ask for; answers for how many holds. Done twice it calls nobody twice."""
    standing = Hold.objects.filter(state__in=sorted(OPEN))
    called = 0
    for hold in standing.filter(filter_called=False, filter_call_at__lte=now).order_by("due_at"):
        called += _call(hold, Call.FILTER, now=now)
    for hold in standing.filter(chief_called=False, chief_call_at__lte=now).order_by("due_at"):
        called += _call(hold, Call.CHIEF, now=now)
    return called


def on_call() -> list[Member]:
    """The filter attorney who is called first; all of them where nobody has taken the call."""
    attorneys = list(Member.objects.filter(role=Call.FILTER, active=True).order_by("sign_in_name"))
    newest = OnCall.objects.order_by("-number").first()
    first = [member for member in attorneys if newest and member.id == newest.member]
    return first or attorneys


def _call(found: Hold, role: str, *, now: datetime) -> int:
    with transaction.atomic():
        hold = Hold.objects.select_for_update().get(id=found.id)
        mark = "chief_called" if role == Call.CHIEF else "filter_called"
        if getattr(hold, mark) or not hold.is_open:
            return 0
        members = on_call() if role == Call.FILTER else list(Member.objects.filter(role=role, active=True))
        for member in members:
            Call.objects.get_or_create(hold=hold, member=member.id, role=role, defaults={"at": now})
        setattr(hold, mark, True)
        hold.save(update_fields=[mark])
        # Nobody to call is in the ledger too: a count of none, to be seen.
        ledger.append(
            "hold.called", at=now, about={OBJECT: str(hold.id)}, detail={"role": role, "called": len(members)}
        )
    return 1
