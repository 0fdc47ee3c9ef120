"""The pages of a hand-over: asked at the report, taken on by who works on the case, seen by the person."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from havenline import ledger
from havenline.casework import handing, undertaking
from havenline.reporting import actions
from havenline.reporting.models import Extract, Outcome, Report, Transition
from havenline.wall.models import Item
from tests.pages.casework.handing import MARKS, Person, hand, past, read_by, undertake
from tests.people import Office, sign_in

QUEUE = "/desk/reports/"
HANDED = f"{QUEUE}handed/"


@pytest.fixture
def person(office: Office) -> Person:
    """Somebody whose report Vera has read."""
    found = Person(office)
    read_by(found, office.vera)
    return found


@pytest.fixture
def cass_at_work(office: Office) -> Client:
    """A browser in which Cass, a case deputy, is signed in."""
    return sign_in(Client(), office.cass)


def at_report(client: Client, person: Person, where: str, **fields: Any) -> Any:
    sending = {"purpose": "answer", **fields}
    return client.post(f"{QUEUE}{person.report.reference}/{where}", sending, follow=True)


def asked_of(person: Person, office: Office) -> Transition:
    return hand(person, person.allow("case", "words", days=30), to=office.cass)


def own_page(person: Person, *, language: str = "") -> str:
    client = Client()
    client.post("/open/", {"code": person.code.shown})
    return client.get(f"{language}/page/more/").content.decode()


def test_a_hand_over_goes_through_the_pages(
    vera_at_work: Client, cass_at_work: Client, person: Person, office: Office
) -> None:
    consent = person.allow("case", "words", days=30)
    assert "Hand these parts over" in at_report(vera_at_work, person, "").content.decode()
    page = at_report(
        vera_at_work, person, "hand/", consent=str(consent), kind="handover", member=str(office.cass.id)
    )
    assert "They were asked." in page.content.decode()
    asked = Transition.objects.get()
    listed = cass_at_work.get(HANDED).content.decode()
    assert (asked.ref in listed, person.report.reference in listed) == (True, False)
    text = cass_at_work.get(f"{HANDED}{asked.ref}/").content.decode()
    assert ("against the person who told it" in text, MARKS["words"] in text) == (True, False)
    unsigned = cass_at_work.post(f"{HANDED}{asked.ref}/answer/", {"do": "accept"}, follow=True)
    assert "Give the undertaking first." in unsigned.content.decode()
    signed = {"do": "accept", "undertaken": "yes"}
    text = cass_at_work.post(f"{HANDED}{asked.ref}/answer/", signed, follow=True).content.decode()
    assert ("You took it on" in text, MARKS["words"] in text) == (True, False)
    opened = cass_at_work.post(f"{HANDED}{asked.ref}/").content.decode()
    assert (MARKS["words"] in opened, MARKS["where"] in opened) == (True, False)
    assert Extract.objects.get().item.ref in opened
    told = cass_at_work.post(f"{HANDED}{asked.ref}/tell/", {"outcome": "filed"}, follow=True)
    assert "The person reads it" in told.content.decode()
    client = Client()
    letters = client.post("/open/", {"code": person.code.shown}, follow=True).content.decode()
    assert "About what you let us hand over: charges were filed." in letters
    finished = cass_at_work.post(f"{HANDED}{asked.ref}/answer/", {"do": "finish"}, follow=True)
    assert "Done, nothing is open any more" in finished.content.decode()
    assert "Told to the person: Charges were filed" in " ".join(
        at_report(vera_at_work, person, "").content.decode().split()
    )


def test_the_page_asks_to_tell_the_person_first(vera_at_work: Client, person: Person, office: Office) -> None:
    fields = {"consent": str(person.allow()), "kind": "handover", "member": str(office.cass.id)}
    Report.objects.filter(id=person.report.id).update(state="received")
    page = at_report(vera_at_work, person, "hand/", **fields).content.decode()
    assert "first tell the person that the report was read" in page


@pytest.mark.parametrize("who", ["ines", "vera"])
def test_anybody_elses_is_not_there(person: Person, office: Office, who: str) -> None:
    asked = asked_of(person, office)
    undertake(asked, office.cass)
    client = sign_in(Client(), getattr(office, who))
    missing = client.get(f"{QUEUE}nothing/here/").content
    for where in ("", "answer/", "tell/", "found/"):
        answer = client.post(f"{HANDED}{asked.ref}/{where}", {"do": "accept", "undertaken": "yes"})
        assert (answer.status_code, answer.content) == (404, missing), where


def test_who_works_on_the_case_finds_no_report(cass_at_work: Client, person: Person) -> None:
    missing = cass_at_work.get(f"{QUEUE}nothing/here/").content
    for where in ("", f"{person.report.reference}/", f"{person.report.reference}/answer/"):
        answer = cass_at_work.post(f"{QUEUE}{where}", {"purpose": "answer", "words": "Hello"})
        assert (answer.status_code, answer.content) == (404, missing), where


def test_what_was_taken_back_is_said(cass_at_work: Client, person: Person, office: Office) -> None:
    asked = asked_of(person, office)
    undertake(asked, office.cass)
    assert MARKS["words"] in cass_at_work.post(f"{HANDED}{asked.ref}/").content.decode()
    person.take_back(Extract.objects.get().consent.id)
    for where, fields in (
        ("", {}),
        ("tell/", {"outcome": "filed"}),
        ("found/", {"kind": "document", "once": str(uuid4())}),
        ("answer/", {"do": "finish"}),
    ):
        answer = cass_at_work.post(f"{HANDED}{asked.ref}/{where}", fields)
        text = answer.content.decode()
        assert answer.status_code == 409, where
        assert ("It is open to you no more" in text, MARKS["words"] in text) == (True, False), where
    assert (Outcome.objects.count(), "The person took the consent back" in text) == (0, True)


def test_a_left_out_sentence_is_explained(cass_at_work: Client, person: Person, office: Office) -> None:
    """C6: also her own words tell nobody of immigration status."""
    text = "He took it. I am undocumented."
    actions.write_again(person.report.id, person.keyring, text, letter_id=uuid4(), day=timezone.localdate())
    asked = hand(person, person.allow("case", "letters"), to=office.cass)
    undertake(asked, office.cass)
    shown = cass_at_work.post(f"{HANDED}{asked.ref}/").content.decode()
    assert ("He took it." in shown, "undocumented" in shown) == (True, False)
    assert "a sentence was left out" in shown


def test_what_was_found_gets_a_reference(cass_at_work: Client, person: Person, office: Office) -> None:
    asked = asked_of(person, office)
    undertake(asked, office.cass)
    wrong = cass_at_work.post(f"{HANDED}{asked.ref}/found/", {"kind": "", "once": str(uuid4())})
    assert (wrong.status_code, "Choose what it is." in wrong.content.decode()) == (422, True)
    before = Item.objects.count()
    fields = {"kind": "video", "obtained": "2026-01-05", "once": str(uuid4())}
    for _ in range(2):
        page = cass_at_work.post(f"{HANDED}{asked.ref}/found/", fields, follow=True)
    assert Item.objects.count() == before + 1
    assert str(Item.objects.get(kind="video").ref) in page.content.decode()
    other = cass_at_work.get(f"{HANDED}{asked.ref}/?done=found&item=W-XXXXX").content.decode()
    assert "W-XXXXX" not in other


def test_refusing_wants_a_reason(cass_at_work: Client, person: Person, office: Office) -> None:
    asked = asked_of(person, office)
    page = cass_at_work.post(f"{HANDED}{asked.ref}/answer/", {"do": "reject"}, follow=True)
    assert "Say why you refuse" in page.content.decode()
    fields = {"do": "reject", "reason": "too_near"}
    page = cass_at_work.post(f"{HANDED}{asked.ref}/answer/", fields, follow=True)
    assert "I am too near to somebody in it" in page.content.decode()
    again = cass_at_work.post(f"{HANDED}{asked.ref}/answer/", {"do": "accept", "undertaken": "yes"})
    assert again.status_code == 409


def test_an_outcome_is_one_of_three(cass_at_work: Client, person: Person, office: Office) -> None:
    asked = asked_of(person, office)
    undertake(asked, office.cass)
    page = cass_at_work.post(f"{HANDED}{asked.ref}/tell/", {"outcome": "won"}, follow=True)
    assert "Nothing was told" in page.content.decode()


def outside(client: Client, person: Person, asked: Transition, do: str, **fields: str) -> str:
    page = at_report(client, person, "hand/move/", asked=asked.ref, do=do, **fields)
    return str(page.content.decode())


def test_somebody_outside_gets_a_file(vera_at_work: Client, person: Person) -> None:
    consent = person.allow("agency", "words", days=30)
    page = at_report(
        vera_at_work, person, "hand/", consent=str(consent), kind="handover", named="Kim Outside"
    )
    assert "They were asked." in page.content.decode()
    asked = Transition.objects.get()
    assert "Nothing was changed" in outside(vera_at_work, person, asked, "undertake")
    assert "It is noted" in outside(vera_at_work, person, asked, "undertake", undertaken="yes")
    made = at_report(vera_at_work, person, "hand/file/", asked=asked.ref)
    text = made.content.decode()
    assert made.headers["Content-Disposition"] == f'attachment; filename="{asked.ref}.html"'
    for shown in (
        MARKS["words"],
        "Kim Outside",
        "against the person who told it",
        Extract.objects.get().item.ref,
    ):
        assert shown in text
    for hidden in (MARKS["name"], MARKS["where"], person.report.reference, "<script", "http"):
        assert hidden not in text
    assert "It is noted" in outside(vera_at_work, person, asked, "tell", outcome="pending")
    seen = own_page(person)
    for shown in ("Night Shelter, Kim Outside", "we made a file for them", "people are working on it"):
        assert shown in seen


@pytest.mark.parametrize(
    ("language", "words"), [("", "against the person who told it"), ("/es", "contra la")]
)
def test_the_undertaking_is_printed_to_be_signed(
    vera_at_work: Client, person: Person, language: str, words: str
) -> None:
    asked = hand(person, person.allow("agency", "words", days=30), named="Kim Outside")
    answer = vera_at_work.post(
        f"{language}{QUEUE}{person.report.reference}/hand/paper/", {"asked": asked.ref}
    )
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for shown in (asked.ref, words):
        assert shown in text
    # A hash is broken over lines on paper.
    assert undertaking.fingerprint() in text.replace(" ", "")
    for hidden in (MARKS["words"], "Kim Outside", person.report.reference):
        assert hidden not in text


def test_a_file_wants_a_second_proof(office: Office, person: Person) -> None:
    """What leaves the house wants a proof of the last minutes."""
    consent = person.allow("agency", "words", days=30)
    asked = hand(person, consent, named="Kim Outside")
    undertake(asked, office.vera)
    stale = sign_in(Client(), office.vera, now=timezone.now() - timedelta(minutes=11))
    answer = stale.post(
        f"{QUEUE}{person.report.reference}/hand/file/", {"purpose": "answer", "asked": asked.ref}
    )
    assert (answer.status_code, "/again/" in answer.headers["Location"]) == (303, True)
    assert "handover.exported" not in [one.act for one in ledger.about("transition", str(asked.id))]


def test_a_file_asked_for_too_late_is_explained(vera_at_work: Client, person: Person) -> None:
    consent = person.allow("agency", "words", days=30)
    asked = hand(person, consent, named="Kim Outside")
    undertake(asked, person.office.vera)
    past(consent, timezone.localdate() - timedelta(days=1))
    answer = at_report(vera_at_work, person, "hand/file/", asked=asked.ref)
    text = answer.content.decode()
    assert (answer.status_code, MARKS["words"] in text) == (409, False)
    for shown in ("The person does not allow this any more", "ask them to destroy it"):
        assert shown in text
    assert "handover.exported" not in [one.act for one in ledger.about("transition", str(asked.id))]


# What is sent to hand over -> nothing happens.
BAD = [
    {"consent": "nobodys", "kind": "handover"},
    {"consent": "", "kind": ""},
    {"kind": "assignment"},
    {"kind": "handover", "member": "nobodys"},
    {"kind": "handover", "named": "Kim"},
]


@pytest.mark.parametrize("fields", BAD)
def test_bad_input_hands_nothing_over(vera_at_work: Client, person: Person, fields: dict[str, str]) -> None:
    sending = {"consent": str(person.allow()), **fields}
    page = at_report(vera_at_work, person, "hand/", **sending).content.decode()
    assert "Nothing was handed over" in page
    assert Transition.objects.count() == 0


@pytest.mark.parametrize("do", ["", "accept", "win"])
def test_bad_moves_change_nothing(vera_at_work: Client, person: Person, office: Office, do: str) -> None:
    asked = asked_of(person, office)
    assert "Nothing was changed" in outside(vera_at_work, person, asked, do)
    assert Transition.objects.get().state == "requested"
    for ref in ("", "T-000000"):
        assert at_report(vera_at_work, person, "hand/move/", asked=ref, do="revoke").status_code == 404
        assert at_report(vera_at_work, person, "hand/file/", asked=ref).status_code == 404


def test_the_person_sees_all_of_it(cass_at_work: Client, person: Person, office: Office) -> None:
    asked = asked_of(person, office)
    assert "We asked them. They cannot read it yet." in own_page(person)
    undertake(asked, office.cass)
    cass_at_work.post(f"{HANDED}{asked.ref}/")
    text = own_page(person)
    for shown in ("What went to others", "Case deputy", "Case deputy opened it", MARKS["words"]):
        assert shown in text
    assert office.cass.name not in text
    assert "Lo que recibieron otras personas" in own_page(person, language="/es")
    handing.end(asked, "revoke", by=office.vera, at=asked.at)
    assert "It is taken back. They can read it here no more." in own_page(person)


def test_counsel_sees_benefits_and_nobody(person: Person, office: Office) -> None:
    client = sign_in(Client(), office.cora)
    assert "No report was handed over" in client.get(f"{QUEUE}benefits/").content.decode()
    asked = asked_of(person, office)
    undertake(asked, office.cass)
    text = client.get(f"{QUEUE}benefits/").content.decode()
    assert asked.ref in text
    for hidden in (MARKS["words"], MARKS["name"], person.report.reference, office.cass.name):
        assert hidden not in text
