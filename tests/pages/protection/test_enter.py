"""Staff protect a person known by any channel; what they wrote is the keeper's alone from then on."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from havenline import ledger
from havenline.protection.messages import opened
from havenline.protection.models import Enrolment, Entered
from havenline.staff import Member
from havenline.vault import codes
from tests.people import Office, sign_in

FORM = {
    "source": "police_report",
    "first_day": "10/02/2024",
    "by": "self",
    "consent": "unknown",
    "role": "victim",
    "crime": "robbery",
    "crime_day": "2024-10-01",
    "sex_trade": "current",
    "trafficked": "unknown",
    "name": "Zzyzxina Invented",
    "other_name": "Quuxina",
    "born": "03/09/1994",
    "phone": "415 555 0134",
}
ENTER, ENTERED = "/desk/protected/", "/desk/protected/entered/"


@pytest.fixture
def desk(vera: Member) -> Client:
    return sign_in(Client(), vera)


def send(desk: Client, **changes: Any) -> Any:
    return desk.post(ENTER, {"number": str(uuid.uuid4()), **FORM, **changes})


def test_a_person_is_entered_and_sealed_to_the_keeper(desk: Client, office: Office, vera: Member) -> None:
    answer = send(desk)
    assert (answer.status_code, answer["Location"]) == (303, ENTERED)
    row = Enrolment.objects.get()
    message = opened(row.id, bytes(row.sealed), keyring=office.keeper_keyring)
    assert message.facts is not None
    assert message.identifiers is not None
    facts, known = message.facts, message.identifiers
    assert (facts.role, facts.sex_trade, facts.crime, facts.trafficked) == (
        "victim",
        "current",
        "robbery",
        "unknown",
    )
    assert (facts.report_made, facts.report_by, facts.report_to) == ("true", "self", "police")
    assert (facts.report_date, facts.crime_date, facts.report_mode) == ("2024-10-02", "2024-10-01", "named")
    assert known.names == ("Zzyzxina Invented", "Quuxina")
    assert (known.born, known.numbers) == ("1994-03-09", (("phone", "415 555 0134"),))
    (entry,) = ledger.about("protection", str(Entered.objects.get().id))
    assert (entry.act, entry.by, entry.detail) == (
        "protection.enrolled",
        vera.actor,
        {"source": "police_report"},
    )


def test_the_list_shows_reference_day_and_source_only(desk: Client) -> None:
    send(desk)
    page = desk.get(ENTERED).content.decode()
    assert Entered.objects.get().reference in page
    assert "A police report" in page
    assert [word for word in ("Zzyzxina", "1994", "robbery", "0134") if word in page] == []


def test_what_was_written_stands_nowhere_in_clear(desk: Client) -> None:
    send(desk)
    kept = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept += [repr(row) for row in cursor.fetchall()]
    found = " ".join(kept)
    assert "police_report" in found
    assert [
        word for word in ("Zzyzxina", "Quuxina", "1994-03-09", "555 0134", "robbery") if word in found
    ] == []


def test_the_same_form_sent_twice_is_one_person(desk: Client) -> None:
    number = str(uuid.uuid4())
    assert [send(desk, number=number).status_code for _ in range(3)] == [303] * 3
    assert (Entered.objects.count(), Enrolment.objects.count()) == (1, 1)


def test_what_is_not_known_may_stay_open(desk: Client, office: Office) -> None:
    answer = desk.post(ENTER, {"source": "hospital", "name": "Ines Invented", "born": "1/2/1990"})
    assert answer.status_code == 303
    row = Enrolment.objects.get()
    facts = opened(row.id, bytes(row.sealed), keyring=office.keeper_keyring).facts
    assert facts is not None
    assert set(facts.open) >= {"role", "crime", "sex_trade", "trafficked", "report_by", "report_date"}


CODE = codes.new_code().shown
MISTAKES = [
    ({"source": ""}, "Choose how it became known."),
    ({"source": "rumor"}, "Choose one of the answers shown."),
    ({"role": "none"}, "Choose one of the answers shown."),
    ({"sex_trade": "third_party"}, "Choose one of the answers shown."),
    ({"crime": "not_violent"}, "Choose one of the answers shown."),
    ({"crime_day": "31/31/2024"}, "Type the day as month/day/year"),
    ({"born": "03/09/2994"}, "Look at the year"),
    ({"born": "03/09/1894"}, "Look at the year"),
    ({"born": "", "phone": ""}, "else nobody can be found"),
    ({"name": "", "other_name": "", "phone": ""}, "else nobody can be found"),
    ({"name": " - ", "other_name": "", "phone": "()"}, "else nobody can be found"),
    ({"name": "x" * 161}, "This is too long"),
    ({"phone": CODE}, "Never ask for a code"),
    ({"name": f"Ines {CODE.lower().replace('-', ' ')}"}, "Never ask for a code"),
]


@pytest.mark.parametrize(("changes", "words"), MISTAKES, ids=range(len(MISTAKES)))
def test_mistakes_are_said_and_nothing_is_entered(desk: Client, changes: dict[str, str], words: str) -> None:
    answer = send(desk, **changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'aria-invalid="true"' in page
    assert not Enrolment.objects.exists()
    if "phone" not in changes:
        assert "415 555 0134" in page  # what was typed is not lost
    assert CODE not in page
    assert CODE.replace("-", " ").lower() not in page.lower()


@pytest.mark.parametrize(
    "name", ["\0Ines\0", "Ines \u202eInvented", "Ines\r\nInvented", "<b>Ines</b>", "\ud800Ines"]
)
def test_hostile_names_are_cleaned_or_shown_as_they_are(desk: Client, name: str) -> None:
    assert send(desk, name=name.encode(errors="surrogatepass")).status_code == 303
    page = send(desk, name=name.encode(errors="surrogatepass"), source="").content.decode()
    assert "<b>Ines" not in page


def test_there_is_no_field_for_a_story(desk: Client) -> None:
    page = desk.get(ENTER).content.decode()
    assert "<textarea" not in page
    assert 'name="status"' not in page


@pytest.mark.parametrize("url", [ENTER, ENTERED])
def test_only_those_who_may_find_the_page(url: str, outsider: Client, dana: Member, sol: Member) -> None:
    assert outsider.get(url)["Location"] == reverse("staff:sign_in")
    missing = sign_in(Client(), dana).get("/desk/nothing-here/")
    found = sign_in(Client(), dana).get(url)
    assert (found.status_code, found.content) == (404, missing.content)
    assert sign_in(Client(), sol).get(url).status_code == 200


def test_an_outsider_enters_nobody(outsider: Client) -> None:
    assert send(outsider).status_code == 403
    assert not Enrolment.objects.exists()
