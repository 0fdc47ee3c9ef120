"""Requests from outside, and the browsers of who enters, agrees to and answers them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from havenline.discovery.models import Request
from tests.people import Office, office, outsider, sign_in  # noqa: F401

# The table of requests a district attorney receives, with the answer of the policy to each.
ICE = {"asks": "ice", "instrument": "administrative_warrant", "purpose": "immigration_enforcement"}
DETAINER = {"asks": "ice", "instrument": "detainer", "purpose": "immigration_enforcement"}
POLICE = {"asks": "police", "instrument": "informal", "purpose": "enforcement"}
OTHER_OFFICE = {"asks": "other_prosecutor", "instrument": "letter", "purpose": "enforcement"}
RECORDS = {"asks": "public", "instrument": "cpra", "purpose": "news"}
DEFENSE = {"asks": "defense", "instrument": "criminal_discovery", "purpose": "defense_of_accused"}
BRADY = {"asks": "defense", "instrument": "brady", "purpose": "defense_of_accused"}
CIVIL = {"asks": "defense", "instrument": "civil_subpoena", "purpose": "other"}
JUDGE = {"asks": "court", "instrument": "judicial_subpoena", "purpose": "other"}
OWN = {"asks": "victim", "instrument": "informal", "purpose": "other"}
USCIS = {"asks": "uscis", "instrument": "letter", "purpose": "immigration_relief"}
WELFARE = {"asks": "child_welfare", "instrument": "letter", "purpose": "other"}
UNKNOWN = {"asks": "unknown", "instrument": "unknown", "purpose": "unknown"}


def form(asked: dict[str, str], *wants: str, **changes: Any) -> dict[str, Any]:
    """What the page of a new request sends."""
    today: date = timezone.localdate()
    return {
        **asked,
        "wants": list(wants),
        "consent": "unknown",
        "undertaking": "unknown",
        "received": (today - timedelta(days=1)).isoformat(),
        "on_paper": "",
        **changes,
    }


def enter(client: Client, asked: dict[str, str], *wants: str, **changes: Any) -> Request:
    """Enter one; answers its row."""
    answer = client.post("/desk/requests/new/", form(asked, *wants, **changes))
    assert answer.status_code == 303, answer.content.decode()
    return Request.objects.get(reference=answer["Location"].split("/")[-2])


@pytest.fixture
def as_cora(office: Office) -> Client:  # noqa: F811
    """Counsel's browser."""
    return sign_in(Client(), office.cora)


@pytest.fixture
def as_sol(office: Office) -> Client:  # noqa: F811
    """The supervisor's browser."""
    return sign_in(Client(), office.sol)


@pytest.fixture
def as_cho(office: Office) -> Client:  # noqa: F811
    """The chief's browser."""
    return sign_in(Client(), office.cho)
