"""Reaches a person as they said: the software shows number and word then, to who has read, and never else."""

from __future__ import annotations

from datetime import datetime

from havenline.casework.moving import NotRead, has_read
from havenline.casework.queries import KIND
from havenline.reporting import planning
from havenline.reporting.contact import NoOtherWay, Plan
from havenline.reporting.models import Report
from havenline.staff.models import Member
from havenline.staff.roles import check_may
from havenline.vault import grants
from havenline.vault.keys import Unlocked


def reach(report: Report, *, holder: Unlocked, by: Member, at: datetime) -> Plan:
    """How to reach the person now; noted where they see it. Raises NotRead, NoOtherWay, NotNow, NoGrant.

    Only an open report gives a reason to reach anybody.
    """
    check_may(by, "report.contact")
    if not has_read(report, by):
        raise NotRead("only who has opened the report reaches its person")
    if not report.is_open:
        raise NoOtherWay("the report is not open")
    key = grants.data_key(holder, KIND, report.id)
    return planning.reach(report.id, key, by.id, role=by.role, at=at)


def narrow(report: Report, *, holder: Unlocked, by: Member, at: datetime) -> None:
    """Note that the person wants letters alone, told by voice. Raises NoGrant."""
    check_may(by, "report.contact")
    planning.narrow(report.id, grants.data_key(holder, KIND, report.id), by.id, at=at)
