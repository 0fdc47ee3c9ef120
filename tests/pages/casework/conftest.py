"""The cast, and a report that was sent through the same action as the portal's."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from havenline import config
from havenline.reporting import actions
from havenline.reporting.models import Report
from havenline.reporting.telling import Telling
from havenline.staff.models import Member
from havenline.vault import codes
from tests.people import Office, dana, office, outsider, sign_in, sol, vera

__all__ = ["dana", "office", "outsider", "report", "sent", "sol", "vera", "vera_at_work"]

WORDS = "He held the door <shut> and took my phone.\nI was afraid."


@dataclass(frozen=True)
class Sent:
    """A report and the code that opens it."""

    report: Report
    code: codes.Code


def send(*, words: str = WORDS, **answers: str) -> Sent:
    """Send an invented report; further words are answers to the closed questions."""
    code = codes.new_code()
    told = Telling(words, who="a tall man", where="Folsom Street", naming="pseudonymous", name="Marigold")
    actions.send(code, told, answers=answers or {"kind": "robbery"}, language="en", day=timezone.localdate())
    locator = codes.locator(code, config.read_secret("pepper"))
    return Sent(Report.objects.get(locator=locator), code)


@pytest.fixture
def sent(office: Office) -> Sent:
    """One report, about a robbery, by a person who goes by Marigold."""
    return send()


@pytest.fixture
def report(sent: Sent) -> Report:
    """The row of that report."""
    return sent.report


@pytest.fixture
def vera_at_work(vera: Member) -> Client:
    """A browser in which Vera is signed in."""
    return sign_in(Client(), vera)
