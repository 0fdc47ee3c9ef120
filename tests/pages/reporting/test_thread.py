"""The letters: both sides write, who opened it is told, a slip is shown once, and closing closes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from havenline import config, ledger, reporting
from havenline.protection.facts import Facts
from havenline.protection.messages import COMPLETE, ENROL, REVOKE, SLIP, Message, opened, slip_digest
from havenline.protection.models import Enrolment
from havenline.reporting.models import Letter, Report
from havenline.vault import codes, grants
from havenline.vault.keys import DataKey
from havenline.vault.models import ReporterSession
from tests.pages.reporting.way import WORDS, Way, rename
from tests.people import Office, unlocked


def key_of(office: Office, report: Report) -> DataKey:
    """The report's key as Vera holds it, without a trace."""
    return grants.data_key(unlocked(office.vera), "report", report.id)


def told(office: Office) -> list[Message]:
    """What the keeper will read, oldest first."""
    return [
        opened(row.id, bytes(row.sealed), keyring=office.keeper_keyring)
        for row in Enrolment.objects.order_by("number")
    ]


@pytest.fixture
def inside(way: Way) -> Way:
    """Somebody who has reported and come back."""
    way.code_kept = way.report(who="A man in a grey car")
    way.come_back(way.code_kept)
    return way


def act(way: Way, **fields: str) -> Any:
    """Press a button of the letters' page and see what follows."""
    way.page = way.client.post("/page/", {**way.filled, **fields}, follow=True)
    return way.page


def test_both_sides_write_and_the_newest_is_last(inside: Way, office: Office) -> None:
    row = Report.objects.get()
    act(inside, do="write", letter="It was a Tuesday.")
    reporting.answer(row, key_of(office, row), "Thank you. Are you safe?", office.vera.id)
    page = act(inside, do="")
    text = page.content.decode()
    places = [
        text.index(words) for words in (WORDS, "A man in a grey car", "It was a Tuesday.", "Are you safe?")
    ]
    assert places == sorted(places)
    assert (text.count('class="letter mine"'), text.count('class="letter theirs"')) == (2, 1)
    found = reporting.read(row, key_of(office, row))
    assert [(one.text, one.from_office, one.author) for one in found.letters] == [
        ("It was a Tuesday.", False, None),
        ("Thank you. Are you safe?", True, office.vera.id),
    ]


def test_the_queue_knows_who_waits(inside: Way, office: Office) -> None:
    row = Report.objects.get()
    assert [(one.reference, one.status) for one in reporting.queue()] == [(row.reference, "waiting")]
    reporting.answer(row, key_of(office, row), "We read it.", office.vera.id)
    assert reporting.queue()[0].status == "answered"
    act(inside, do="write", letter="Thank you.")
    assert reporting.queue()[0].status == "waiting"


def test_a_letter_of_the_reporter_is_an_item_of_the_wall(inside: Way, office: Office) -> None:
    act(inside, do="write", letter="It was a Tuesday.")
    row = Report.objects.get()
    items = reporting.items_of(row)
    assert [item.what for item in items] == ["report", "letter"]
    found = reporting.read(row, key_of(office, row))
    assert [item.ref for item in items] == [found.item, found.letters[0].item]
    letter = Letter.objects.get()
    assert letter.item is not None
    assert letter.item.given_by_id == row.subject_id


# Letters that cannot be sent -> what is said.
UNSENT = {"": "nothing to send", " \n": "nothing to send", "x" * 200_001: "too long"}


@pytest.mark.parametrize("letter", UNSENT, ids=["empty", "spaces", "too long"])
def test_a_letter_that_cannot_be_sent_is_kept_on_the_page(inside: Way, letter: str) -> None:
    page = act(inside, do="write", letter=letter)
    assert page.status_code == 422
    assert UNSENT[letter] in inside.text
    assert inside.filled["letter"] == letter
    assert Letter.objects.count() == 0


def test_who_opened_it_is_told(inside: Way, office: Office) -> None:
    assert "Nobody yet" in inside.text
    row = Report.objects.get()
    with transaction.atomic():
        grants.open_for(
            unlocked(office.vera), "report", row.id, purpose="first_reading", role="victim_services"
        )
    act(inside, do="")
    assert "Nobody yet" not in inside.text
    assert "<td>Victim services</td><td>To read a new report</td>" in inside.text
    assert office.vera.name not in inside.text


def test_a_slip_is_shown_once_and_kept_nowhere(inside: Way, office: Office) -> None:
    act(inside, do="slip")
    shown = inside.text.split('<p class="code">')[1].split("</p>")[0]
    slip = codes.read_slip(shown.replace("<span>", " ").replace("</span>", " "))
    first, second = told(office)
    assert (first.act, second.act, second.slip) == (ENROL, SLIP, slip_digest(slip))
    assert first.handle == second.handle
    act(inside, do="")
    assert 'class="code"' not in inside.text


def test_slips_are_taken_back(inside: Way, office: Office) -> None:
    act(inside, do="slip")
    act(inside, do="revoke")
    assert "Your slips are taken back" in inside.text
    assert [message.act for message in told(office)] == [ENROL, SLIP, REVOKE]
    assert len({message.handle for message in told(office)}) == 1


def test_facts_left_open_are_completed(inside: Way, office: Office) -> None:
    row = Report.objects.get()
    key = key_of(office, row)
    reporting.complete(
        row, key, Facts(role="victim", crime="robbery", crime_date="2026-05-01"), office.vera.id
    )
    message = told(office)[-1]
    assert message.act == COMPLETE
    assert message.facts == Facts(role="victim", crime="robbery", crime_date="2026-05-01")
    facts = reporting.read(row, key).facts
    assert (facts["role"], facts["crime"], facts["crime_date"]) == ("victim", "robbery", "2026-05-01")
    assert (facts["report_made"], facts["sex_trade"]) == ("true", "unknown")


def test_every_act_stands_in_the_ledger(inside: Way, office: Office) -> None:
    row = Report.objects.get()
    act(inside, do="write", letter="It was a Tuesday.")
    act(inside, do="slip")
    act(inside, do="revoke")
    reporting.answer(row, key_of(office, row), "We read it.", office.vera.id)
    reporting.complete(row, key_of(office, row), Facts(role="victim"), office.vera.id)
    entries = ledger.about("report", str(row.id))
    assert [entry.act for entry in entries] == [
        "report.received",
        "report.written_again",
        "slip.made",
        "slip.revoked",
        "report.answered",
        "report.facts_completed",
    ]
    # The person's acts keep the day alone; the office's keep who and when.
    assert [bool(entry.by) for entry in entries] == [False, False, False, False, True, True]
    assert [entry.at is None for entry in entries] == [True, True, True, True, False, False]
    assert {entry.on for entry in entries[:4]} == {timezone.localdate()}


def test_closing_ends_the_session_and_leads_to_the_start(inside: Way) -> None:
    page = act(inside, do="close")
    assert page.redirect_chain[-1][0] == "/"
    assert ReporterSession.objects.count() == 0
    assert "Type your code" in inside.client.get("/page/").content.decode()


@pytest.mark.parametrize("do", ["write", "slip", "revoke", "close", ""])
def test_the_outsider_can_do_nothing(way: Way, do: str) -> None:
    way.report()
    before = Enrolment.objects.count()
    answer = way.client.post("/page/", {"do": do, "letter": "I am somebody else."})
    assert "Type your code" in answer.content.decode()
    assert (Letter.objects.count(), Enrolment.objects.count()) == (0, before)


def test_another_site_can_do_nothing(inside: Way) -> None:
    answer = inside.client.post(
        "/page/", {"do": "write", "letter": "Not hers."}, headers={"sec-fetch-site": "same-site"}
    )
    assert (answer.status_code, Letter.objects.count()) == (403, 0)


def test_a_letter_outlives_its_session(inside: Way) -> None:
    assert inside.code_kept is not None
    code = inside.code_kept.shown
    ReporterSession.objects.all().delete()
    act(inside, do="write", letter="I wrote this <slowly>.")
    assert "I wrote this &lt;slowly&gt;." in inside.text
    assert Letter.objects.count() == 0
    inside.page = inside.client.post("/open/", {**inside.filled, "code": "nonsense"})
    assert inside.filled["letter"] == "I wrote this <slowly>."
    inside.page = inside.client.post("/open/", {**inside.filled, "code": code})
    assert "It was not sent yet" in inside.text
    assert inside.filled["letter"] == "I wrote this <slowly>."
    act(inside, do="write")
    assert (Letter.objects.count(), "I wrote this" in inside.text) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_shown_when_the_database_fails(inside: Way) -> None:
    for table in ("reporting_letter", "vault_reportersession"):
        rename(table, "gone")
        page = act(inside, do="write", letter="I wrote this.")
        rename("gone", table)
        assert page.status_code == 503
        assert ("I wrote this." in inside.text, "It was not received" in inside.text) == (True, True)
        inside.page = inside.client.get("/page/")
    assert Letter.objects.count() == 0


@contextmanager
def nobody_trusted() -> Iterator[None]:
    """An office whose founders' keys are not those it was founded with."""
    founders: Path = config.founders_path()
    pinned = founders.read_bytes()
    founders.write_text("[]")
    try:
        yield
    finally:
        founders.write_bytes(pinned)


@contextmanager
def without(table: str) -> Iterator[None]:
    """A database that has lost a table."""
    rename(table, "gone")
    try:
        yield
    finally:
        rename("gone", table)


@contextmanager
def torn_report() -> Iterator[None]:
    """A report whose sealed bytes do not open."""
    kept = bytes(Report.objects.get().sealed_words)
    Report.objects.update(sealed_words=b"torn")
    try:
        yield
    finally:
        Report.objects.update(sealed_words=kept)


# What can be wrong with the office -> the same in the hands of a test.
FAULTS: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "no sessions": lambda: without("vault_reportersession"),
    "no wraps": lambda: without("vault_wrap"),
    "no ledger": lambda: without("ledger_entry"),
    "a torn report": torn_report,
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", ["no sessions", "no wraps", "a torn report"])
def test_a_carried_letter_outlives_a_fault_at_the_code(inside: Way, fault: str) -> None:
    assert inside.code_kept is not None
    with FAULTS[fault]():
        inside.page = inside.client.post(
            "/open/", {"code": inside.code_kept.shown, "letter": "I wrote <this>."}
        )
    assert (inside.page.status_code, "I wrote &lt;this&gt;." in inside.text) == (503, True)
    assert "It was not received" in inside.text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", ["no sessions", "no wraps", "no ledger"])
def test_a_letter_outlives_every_fault_of_ours(inside: Way, fault: str) -> None:
    with FAULTS[fault]():
        act(inside, do="write", letter="I wrote <this>.")
    assert (inside.page.status_code, "I wrote &lt;this&gt;." in inside.text) == (503, True)
    assert Letter.objects.count() == 0


def test_a_letter_too_long_outlives_a_torn_report(inside: Way) -> None:
    with torn_report():
        act(inside, do="write", letter="I wrote <this>." + "x" * 200_000)
    assert (inside.page.status_code, "I wrote &lt;this&gt;." in inside.text) == (503, True)


@pytest.mark.parametrize("do", ["slip", "revoke"])
def test_a_slip_that_cannot_be_made_is_said(inside: Way, do: str) -> None:
    before = Enrolment.objects.count()
    with nobody_trusted():
        page = act(inside, do=do)
    assert (page.status_code, "It was not received" in inside.text) == (503, True)
    assert Enrolment.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_closing_closes_when_the_database_fails(inside: Way) -> None:
    with without("vault_reportersession"):
        answer = inside.client.post("/page/", {"do": "close"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert answer.cookies["__Host-page"]["max-age"] == 0
    assert inside.client.cookies["__Host-page"].value == ""
