"""A held question, and the browsers of who looks at it and who decides it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from havenline.holds.models import Hold
from tests.pages.charging.conftest import Gate, answer_of, ask, at_desk, gate, hold  # noqa: F401
from tests.people import Office, cho, dana, fern, office, outsider, sign_in, sol, vera  # noqa: F401

RELEASE = {"what": "release", "usable": "0", "note": "Looked: nobody of that name and day is meant."}
DECIDE = {"what": "release", "reason": "Nobody the promise covers is meant."}


@pytest.fixture
def held(at_desk: Client, gate: Gate) -> Hold:  # noqa: F811
    """Dana asked, and the gate held."""
    gate.says = lambda query: answer_of(query, *(hold(charge.raw) for charge in query.charges))
    ask(at_desk, item_1_label="E-1 invoice", item_1_source="own")
    return Hold.objects.get()


@pytest.fixture
def as_fern(office: Office) -> Client:  # noqa: F811
    """Fern's browser."""
    return sign_in(Client(), office.fern)


@pytest.fixture
def as_cho(office: Office) -> Client:  # noqa: F811
    """Cho's browser."""
    return sign_in(Client(), office.cho)


def look(client: Client, held: Hold, form: dict[str, str]) -> HttpResponse:
    """Take the hold and send a recommendation."""
    client.post(f"/desk/holds/{held.reference}/take/")
    return client.post(f"/desk/holds/{held.reference}/", form)


def decide(client: Client, held: Hold, form: dict[str, str]) -> HttpResponse:
    """Send a decision."""
    return client.post(f"/desk/holds/{held.reference}/decide/", form)


def show(held: Hold, *, now: datetime | None = None) -> None:
    """Let the decision be shown already."""
    moment = now or timezone.now()
    Hold.objects.filter(id=held.id, decided_at__isnull=False).update(shown_at=moment)
