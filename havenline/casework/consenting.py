"""Writes down what a person allowed by word of mouth, and takes it back for them: toward less, always."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from havenline.casework.moving import NotRead, has_read
from havenline.casework.queries import KIND
from havenline.reporting import consents
from havenline.reporting.consent import Terms
from havenline.reporting.models import Report
from havenline.staff.models import Member
from havenline.staff.roles import check_may
from havenline.vault import grants
from havenline.vault.keys import Unlocked


def write_down(report: Report, terms: Terms, *, how: str, holder: Unlocked, by: Member, at: datetime) -> None:
    """Keep what the person said, by whom who has read the report.

    Raises NotRead, TermsWrong, NotWidened for what the person decided otherwise with the code, NotFromHere
    for a report that was withdrawn, NoGrant.
    """
    check_may(by, "report.consent")
    if not has_read(report, by):
        raise NotRead("only who has opened the report writes down what its person allowed")
    key = grants.data_key(holder, KIND, report.id)
    consents.write_down(report.id, key, terms, how=how, by=by.id, role=by.role, at=at)


def take_back(report: Report, consent_id: UUID, *, by: Member, at: datetime) -> bool:
    """End a consent because the person said so; answers whether it stood."""
    check_may(by, "report.consent")
    return consents.take_back_for(report.id, consent_id, by=by.id, at=at)
