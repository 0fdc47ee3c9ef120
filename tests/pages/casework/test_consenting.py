"""Staff write down what a person said may be shared, and never more than the person decided with the code."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from havenline import config, ledger
from havenline.casework import consenting
from havenline.casework.moving import NotRead
from havenline.reporting import consents, leaving
from havenline.reporting.consent import Terms
from havenline.reporting.consents import NotWidened
from havenline.reporting.models import Consent, Report
from havenline.staff.roles import NotAllowed
from havenline.vault import codes
from havenline.vault.keys import Keyring
from tests.pages.casework.conftest import Sent
from tests.people import Office, unlocked

QUEUE = "/desk/reports/"
SAID = {"grade": "unnamed", "way": "case", "part": ["words", "where"], "time": "month", "how": "call"}
CASE = Terms("unnamed", "case", ("words",))


def post(client: Client, report: Report, where: str, **fields: Any) -> str:
    answer = client.post(f"{QUEUE}{report.reference}/{where}", {"purpose": "answer", **fields}, follow=True)
    return answer.content.decode()


def keyring(sent: Sent) -> Keyring:
    return codes.reporter_keyring(sent.code, config.read_secret("pepper"))


def decide(sent: Sent, terms: Terms) -> Consent:
    """The person says it with the code."""
    consents.decide(sent.report.id, keyring(sent), terms, day=timezone.localdate())
    return Consent.objects.order_by("number").last()  # type: ignore[return-value]


def write_down(office: Office, report: Report, terms: Terms) -> None:
    consenting.write_down(
        report, terms, how="call", holder=unlocked(office.vera), by=office.vera, at=timezone.now()
    )


@pytest.fixture
def read(vera_at_work: Client, report: Report) -> Report:
    """The report, which Vera has opened."""
    post(vera_at_work, report, "")
    return report


def test_what_was_said_is_written_down(vera_at_work: Client, office: Office, read: Report) -> None:
    assert "The person sees it" in post(vera_at_work, read, "consent/", **SAID)
    row = Consent.objects.get()
    assert (row.by, row.role, row.how, row.grade) == (office.vera.id, "victim_services", "call", "unnamed")
    entry = ledger.about("consent", str(row.id))[-1]
    assert (entry.by, dict(entry.detail)["how"]) == (office.vera.actor, "call")
    text = post(vera_at_work, read, "")
    for shown in ("The case against who did it, in this office", "Written down by staff", "Without the name"):
        assert shown in text


def test_the_person_reads_how_it_was_said(vera_at_work: Client, read: Report, sent: Sent) -> None:
    post(vera_at_work, read, "consent/", **SAID)
    client = Client()
    client.post("/open/", {"code": sent.code.shown})
    text = client.get("/page/more/").content.decode()
    assert "You said so in a call or message. Written down by Victim services" in text
    client.post("/page/more/", {"do": "take_back", "consent": str(Consent.objects.get().id)})
    assert Consent.objects.get().ended_why == "taken_back"


# Changes to what is sent -> what is said.
UNKEPT = {
    "nobody": ({"way": ""}, "Choose who may get it"),
    "no part": ({"part": []}, "Choose the parts"),
    "the name without a name": ({"part": ["name"]}, "Choose the parts"),
    "a group without a name": ({"way": "help"}, "Name the agency or group"),
    "somebody in the office": ({"to": "Sol"}, "Name the agency or group"),
    "no time": ({"time": ""}, "Choose how long"),
    "no word of how": ({"how": ""}, "Say how the person said it"),
    "no grade": ({"grade": ""}, "Choose what the person said"),
    "something for nothing": ({"grade": "talk"}, "leave the rest empty"),
    "a way nobody has": ({"way": "press"}, "Choose from the list"),
    "too long a name": ({"way": "help", "to": "g" * 2_001}, "at most 2000"),
    "certification by a call": ({"grade": "certification", "way": ""}, "asked for in writing"),
}


@pytest.mark.parametrize("name", UNKEPT)
def test_a_mistake_writes_nothing(vera_at_work: Client, read: Report, name: str) -> None:
    fields, said = UNKEPT[name]
    answer = vera_at_work.post(f"{QUEUE}{read.reference}/consent/", {"purpose": "answer", **SAID, **fields})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert Consent.objects.count() == 0


def test_help_asked_for_in_a_letter_is_written_down(vera_at_work: Client, read: Report) -> None:
    """C6x: relief help begins with the person's own request in writing."""
    post(vera_at_work, read, "consent/", **{**SAID, "grade": "certification", "way": "", "how": "letter"})
    assert [(row.grade, row.how) for row in Consent.objects.all()] == [("certification", "letter")]


def test_nobody_writes_down_who_has_not_read(office: Office, report: Report) -> None:
    with pytest.raises(NotRead):
        write_down(office, report, CASE)


@pytest.mark.parametrize("who", ["dana", "sol", "fern", "cho", "cora"])
def test_nobody_else_speaks_for_the_person(office: Office, who: str, report: Report) -> None:
    member = getattr(office, who)
    with pytest.raises(NotAllowed):
        consenting.write_down(report, CASE, how="call", holder=unlocked(member), by=member, at=timezone.now())
    with pytest.raises(NotAllowed):
        consenting.take_back(report, report.id, by=member, at=timezone.now())


# What the person decided with the code -> what staff want to write down.
REFUSED = {
    "nothing at all": ([Terms("record")], CASE),
    "nothing, now to be talked about": ([Terms("record")], Terms("talk")),
    "less than that": ([CASE], Terms("named", "case", ("words", "name"))),
    "that, and less long": ([CASE], Terms("unnamed", "case", ("words", "letters"))),
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_code_outranks_what_is_written_down(
    vera_at_work: Client, office: Office, read: Report, sent: Sent, name: str
) -> None:
    decided, wanted = REFUSED[name]
    rows = [decide(sent, terms) for terms in decided]
    with pytest.raises(NotWidened):
        write_down(office, read, wanted)
    assert [row.id for row in Consent.objects.filter(ended=None)] == [row.id for row in rows]


def test_what_was_taken_back_stays_back(office: Office, read: Report, sent: Sent) -> None:
    row = decide(sent, CASE)
    consents.take_back(read.id, keyring(sent), row.id, day=timezone.localdate())
    with pytest.raises(NotWidened):
        write_down(office, read, CASE)
    write_down(office, read, Terms("unnamed", "help", ("words",), "Night Shelter"))
    decide(sent, CASE)
    assert Consent.objects.filter(ended=None).count() == 2


def test_the_page_says_that_it_is_refused(vera_at_work: Client, read: Report, sent: Sent) -> None:
    decide(sent, Terms("record"))
    text = post(vera_at_work, read, "")
    assert ("Only the person can allow more" in text, f"{read.reference}/consent/" in text) == (True, False)
    assert "Nothing was kept" in post(vera_at_work, read, "consent/", **SAID)


def test_talking_first_leads_to_a_word(office: Office, read: Report, sent: Sent) -> None:
    decide(sent, Terms("talk"))
    write_down(office, read, CASE)
    assert [row.grade for row in Consent.objects.filter(ended=None)] == ["unnamed"]


def test_less_is_always_written_down(vera_at_work: Client, office: Office, read: Report, sent: Sent) -> None:
    row = decide(sent, CASE)
    assert "It is taken back" in post(vera_at_work, read, "consent/end/", consent=str(row.id))
    row.refresh_from_db()
    assert (row.ended_why, row.ended_by) == ("taken_back", office.vera.id)
    assert "Nothing was changed" in post(vera_at_work, read, "consent/end/", consent=str(row.id))
    assert "Nothing was changed" in post(vera_at_work, read, "consent/end/", consent="nobodys")


def test_a_withdrawn_report_takes_no_word(vera_at_work: Client, read: Report, sent: Sent) -> None:
    leaving.withdraw(read.id, keyring(sent), day=timezone.localdate())
    assert "Nothing was changed" in post(vera_at_work, read, "consent/", **SAID)
    assert Consent.objects.count() == 0
