"""Staff reach a person only as the person said: the software shows the number then, and at no other time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from havenline import config, ledger
from havenline.casework import contacting, queries
from havenline.casework.moving import NotRead
from havenline.reporting import planning
from havenline.reporting.contact import WINDOWS, NoOtherWay, NotNow, Plan
from havenline.reporting.models import Contacted, Letter, Report
from havenline.staff.models import Member
from havenline.staff.roles import NotAllowed
from havenline.vault import codes, grants
from tests.pages.casework.conftest import Sent
from tests.people import Office, unlocked

QUEUE = "/desk/reports/"
NUMBER = "415 555 0123"
MONDAY_AT_NINE = timezone.make_aware(datetime(2026, 11, 23, 9))  # noqa: DTZ001
CALL = Plan("call", NUMBER, ("morning",), "heron", "Wrong number.")
MAIL = Plan("mail", "someone@example.org")


def wish(sent: Sent, plan: Plan) -> None:
    keyring = codes.reporter_keyring(sent.code, config.read_secret("pepper"))
    planning.plan(sent.report.id, keyring, plan, day=timezone.localdate())


def post(client: Client, report: Report, where: str, **fields: str) -> Any:
    return client.post(f"{QUEUE}{report.reference}/{where}", {"purpose": "safety", **fields}, follow=True)


def reach(member: Member, report: Report, at: datetime = MONDAY_AT_NINE) -> Plan:
    return contacting.reach(report, holder=unlocked(member), by=member, at=at)


@pytest.fixture
def read(vera_at_work: Client, report: Report) -> Report:
    """The report, which Vera has opened."""
    post(vera_at_work, report, "")
    return report


def test_the_number_is_shown_when_it_is_used(vera_at_work: Client, read: Report, sent: Sent) -> None:
    wish(sent, MAIL)
    page = post(vera_at_work, read, "").content.decode()
    assert ("By e-mail" in page, MAIL.to in page) == (True, False)
    assert MAIL.to in post(vera_at_work, read, "reach/").content.decode()
    done = Contacted.objects.get()
    assert (done.channel, done.role) == ("mail", "victim_services")
    entry = ledger.about("report", str(read.id))[-1]
    assert (entry.act, dict(entry.detail)) == ("person.contacted", {"channel": "mail"})


def test_in_the_hours_all_is_told_that_is_needed(vera: Member, read: Report, sent: Sent) -> None:
    wish(sent, CALL)
    assert reach(vera, read) == CALL


@pytest.mark.parametrize("hours", [-2, 3.5, 12, 24 * 5])
def test_outside_the_hours_nothing_is_shown(vera: Member, read: Report, sent: Sent, hours: float) -> None:
    wish(sent, CALL)
    with pytest.raises(NotNow):
        reach(vera, read, MONDAY_AT_NINE + timedelta(hours=hours))
    assert Contacted.objects.count() == 0


@pytest.mark.parametrize("plan", [Plan(), Plan("letters", NUMBER, tuple(WINDOWS)), Plan("nothing")])
def test_without_a_wish_nobody_is_reached(
    vera_at_work: Client, vera: Member, read: Report, sent: Sent, plan: Plan
) -> None:
    wish(sent, plan)
    with pytest.raises(NoOtherWay):
        reach(vera, read)
    page = post(vera_at_work, read, "reach/").content.decode()
    assert ("Nothing was shown" in page, NUMBER in page) == (True, False)
    assert Contacted.objects.count() == 0


def test_who_has_not_read_reaches_nobody(vera: Member, sent: Sent) -> None:
    wish(sent, CALL)
    with pytest.raises(NotRead):
        reach(vera, sent.report)


def test_a_closed_report_reaches_nobody(vera: Member, read: Report, sent: Sent) -> None:
    wish(sent, CALL)
    Report.objects.filter(id=read.id).update(state="closed", is_open=False)
    with pytest.raises(NoOtherWay):
        reach(vera, Report.objects.get(id=read.id))


@pytest.mark.parametrize("who", ["dana", "sol", "fern", "cho"])
def test_nobody_else_reaches_anybody(office: Office, read: Report, sent: Sent, who: str) -> None:
    wish(sent, CALL)
    with pytest.raises(NotAllowed):
        reach(getattr(office, who), read)


def test_who_wants_no_letter_gets_none(vera_at_work: Client, read: Report, sent: Sent) -> None:
    wish(sent, Plan("nothing"))
    page = post(vera_at_work, read, "answer/", words="Please <write> back.").content.decode()
    assert ("No letter can be sent" in page, "Please &lt;write&gt; back." in page) == (True, True)
    assert Letter.objects.count() == 0
    assert 'name="words"' not in page


def test_the_office_can_take_a_way_away(vera_at_work: Client, vera: Member, read: Report, sent: Sent) -> None:
    wish(sent, CALL)
    page = post(vera_at_work, read, "narrow/").content.decode()
    assert "letters alone" in page
    key = grants.data_key(unlocked(vera), queries.KIND, read.id)
    assert planning.plan_of(read.id, key) == Plan()
    assert ledger.about("report", str(read.id))[-1].act == "contact.narrowed"


def test_the_office_adds_no_way(vera: Member, read: Report, sent: Sent) -> None:
    wish(sent, Plan("nothing"))
    contacting.narrow(read, holder=unlocked(vera), by=vera, at=timezone.now())
    key = grants.data_key(unlocked(vera), queries.KIND, read.id)
    assert planning.plan_of(read.id, key) == Plan("nothing")
