"""What is the person's to see and decide: how they may be reached, kept and shown behind the code alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from havenline import ledger
from havenline.reporting import contact, planning
from havenline.reporting.contact import Plan
from havenline.reporting.models import Contacted, ContactPlan, Report
from havenline.vault import grants
from tests.at_rest import database_files
from tests.pages.reporting.way import Way
from tests.people import Office, unlocked

MORE = "/page/more/"
CALL = {
    "how": "call",
    "to": "415 555 0199",
    "when": ["morning", "weekend"],
    "word": "heron",
    "other": "Pizza.",
}


@pytest.fixture
def inside(way: Way) -> Way:
    """Somebody who has reported and come back."""
    way.code_kept = way.report()
    way.come_back(way.code_kept)
    return way


def act(way: Way, do: str, **fields: Any) -> str:
    way.page = way.client.post(MORE, {"do": do, **fields})
    return way.text


def plan(office: Office) -> Plan:
    report = Report.objects.get()
    return planning.plan_of(report.id, grants.data_key(unlocked(office.vera), "report", report.id))


def test_the_letters_lead_to_it(inside: Way) -> None:
    assert f'href="{MORE}"' in inside.text
    inside.page = inside.client.get(MORE)
    assert "Only in letters here" in inside.text


def test_how_to_be_reached_is_kept_and_shown(inside: Way, office: Office) -> None:
    text = act(inside, "reach", **CALL)
    for shown in ("It is saved", "Call me", "415 555 0199", "Monday to Friday, 8 to 12", "heron", "Pizza."):
        assert shown in text
    assert plan(office) == Plan("call", "415 555 0199", ("morning", "weekend"), "heron", "Pizza.")
    assert ledger.about("report", str(Report.objects.get().id))[-1].act == "contact.planned"


def test_the_last_word_stands(inside: Way, office: Office) -> None:
    act(inside, "reach", **CALL)
    text = act(inside, "ask_reach")
    assert ('value="415 555 0199"' in text, 'value="morning" checked' in text) == (True, True)
    act(inside, "reach", **{**CALL, "how": "letters"})
    assert plan(office) == Plan("letters")
    assert ContactPlan.objects.count() == 1


# What is sent -> what is said.
UNKEPT = {
    "no choice": ({"how": ""}, "Choose one answer."),
    "another choice": ({"how": "visit"}, "Choose one answer."),
    "no number": ({"to": " \0 "}, "Write the number or address."),
    "no hours": ({"when": []}, "Choose when it is safe for you."),
    "hours nobody has": ({"when": ["night"]}, "Choose when it is safe for you."),
    "too long a number": ({"to": "1" * 2_001}, "This is too long."),
    "too long a word": ({"word": "h" * 2_001}, "This is too long."),
    "too much to say": ({"other": "h" * 2_001}, "This is too long."),
}


@pytest.mark.parametrize("name", UNKEPT)
def test_a_mistake_keeps_every_word(inside: Way, name: str) -> None:
    fields, said = UNKEPT[name]
    text = act(inside, "reach", **{**CALL, **fields})
    assert (inside.page.status_code, said in text) == (422, True)
    assert "Pizza." in text or "other" in fields
    assert ContactPlan.objects.count() == 0


def test_a_mail_needs_no_hours(inside: Way, office: Office) -> None:
    act(inside, "reach", how="mail", to="someone@example.org")
    assert plan(office).channel == "mail"


@pytest.mark.parametrize("do", ["", "ask_reach", "reach"])
def test_the_outsider_sees_and_changes_nothing(way: Way, do: str) -> None:
    way.report()
    text = Client().post(MORE, {"do": do, **CALL}).content.decode()
    assert "Type your code" in text
    assert ContactPlan.objects.count() == 0


def test_another_site_changes_nothing(inside: Way) -> None:
    answer = inside.client.post(MORE, {"do": "reach", **CALL}, headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, ContactPlan.objects.count()) == (403, 0)


def test_who_reached_them_is_told(inside: Way, office: Office) -> None:
    report = Report.objects.get()
    Contacted.objects.create(
        report=report, channel="call", by=office.vera.id, role="victim_services", at=timezone.now()
    )
    text = inside.client.get(MORE).content.decode()
    assert "<td>Victim services</td><td>Called you</td>" in text
    assert office.vera.name not in text


def test_it_stands_in_spanish(inside: Way) -> None:
    text = inside.client.get(f"/es{MORE}").content.decode()
    assert "Solo por cartas aquí" in text


@pytest.mark.django_db(transaction=True)
def test_no_number_is_on_the_disk(transactional_db: None, inside: Way) -> None:
    act(inside, "reach", **{**CALL, "to": "Canary-number-77120", "word": "Canary-word-77121"})
    assert ContactPlan.objects.count() == 1
    for path in database_files():
        found = path.read_bytes()
        assert (b"Canary-number" in found, b"Canary-word" in found) == (False, False), path.name


def test_every_channel_has_words() -> None:
    from havenline.reporting import own

    assert set(own.CHANNELS) == set(contact.CHANNELS)
