"""One code, one report: the same form sent twice, or fifty times at once, is one report and one answer."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from havenline import ledger, reporting
from havenline.protection.facts import Facts
from havenline.protection.messages import COMPLETE, opened
from havenline.protection.models import Enrolment
from havenline.reporting.models import Letter, Report
from havenline.reporting.questions import facts_of
from havenline.vault import grants
from havenline.wall.models import Item
from tests.pages.reporting.way import WORDS, Way, read_by, report_of
from tests.people import Office, an_office, unlocked

AT_ONCE = 50


def test_the_same_form_twice_is_one_report(way: Way) -> None:
    way.walk_to("tell", kind="robbery")
    fields = {**way.filled, "to": "send", "words": WORDS, "typed": way.code.last_group}
    first, second = (way.post(fields) for _ in range(2))
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert (Report.objects.count(), Item.objects.count(), Enrolment.objects.count()) == (1, 1, 1)


def test_another_text_with_the_same_code_is_not_lost(way: Way, office: Office) -> None:
    way.walk_to("tell")
    code, fields = way.code, way.filled
    way.send()
    way.post({**fields, "to": "send", "words": "Something else.", "typed": code.last_group})
    assert way.page.status_code == 409
    assert "Something else." in way.text
    assert read_by(office.vera, report_of(code)).words == WORDS
    way.press("code")
    assert way.code != code
    way.press("tell")
    assert way.filled["words"] == "Something else."


# Answered first, answered on the second send -> the facts of the report afterwards.
ADDED = {
    "the kind": ({}, {"kind": "robbery"}, {"crime": "robbery"}),
    "the part": (
        {"kind": "robbery"},
        {"kind": "robbery", "part": "me"},
        {"crime": "robbery", "role": "victim"},
    ),
    "rather not, then said": ({"trade": "unsaid"}, {"trade": "mine"}, {"sex_trade": "current"}),
    "being made to": ({"trade": "mine"}, {"trade": "made"}, {"sex_trade": "current", "trafficked": "true"}),
}


def sent_twice(way: Way, first: dict[str, str], second: dict[str, str]) -> int:
    """Send the same words with two sets of answers; the status of the second answer."""
    way.walk_to("tell")
    asked = {"kind": "", "part": "", "trade": ""}
    fields = {**way.filled, "to": "send", "words": WORDS, "typed": way.code.last_group}
    assert way.post({**fields, **asked, **first}).status_code == 200
    return way.post({**fields, **asked, **second}).status_code


@pytest.mark.parametrize("case", ADDED)
def test_an_answer_added_on_a_second_send_protects(way: Way, office: Office, case: str) -> None:
    first, second, facts = ADDED[case]
    assert sent_twice(way, first, second) == 200
    row = Report.objects.get()
    assert facts.items() <= read_by(office.vera, row).facts.items()
    last = Enrolment.objects.order_by("number").last()
    assert last is not None
    message = opened(last.id, bytes(last.sealed), keyring=office.keeper_keyring)
    assert (message.act, message.handle) == (COMPLETE, read_by(office.vera, row).handle)
    added = {name: value for name, value in facts.items() if value != first_facts(first).get(name)}
    assert message.facts == Facts(**added)
    entries = ledger.about("report", str(row.id))
    assert [one.act for one in entries] == ["report.received", "report.facts_added"]
    assert (entries[-1].by, entries[-1].at, entries[-1].detail) == ("", None, {"facts": len(added)})


def first_facts(answers: dict[str, str]) -> dict[str, str]:
    """What stood for sure after the first send."""
    return {name: value for name, value in facts_of(answers).items() if value != "unknown"}


# Answers that take something back or say it otherwise.
CHANGED = {
    "another kind": ({"kind": "robbery"}, {"kind": "assault"}),
    "another part": ({"part": "me"}, {"part": "saw"}),
    "taken back": ({"trade": "mine"}, {"trade": "unsaid"}),
    "one added, one changed": ({"kind": "robbery"}, {"kind": "assault", "part": "me"}),
}


@pytest.mark.parametrize("case", CHANGED)
def test_a_changed_answer_is_never_said_to_be_in(way: Way, office: Office, case: str) -> None:
    first, second = CHANGED[case]
    assert sent_twice(way, first, second) == 409
    assert (WORDS in way.text, "it was not sent" in way.text) == (True, True)
    row = Report.objects.get()
    assert first_facts(first).items() <= read_by(office.vera, row).facts.items()
    assert Enrolment.objects.count() == 1


def test_the_same_form_after_staff_completed_it_is_the_same(way: Way, office: Office) -> None:
    way.walk_to("tell")
    fields = {**way.filled, "to": "send", "words": WORDS, "typed": way.code.last_group}
    way.post(fields)
    row = Report.objects.get()
    key = grants.data_key(unlocked(office.vera), "report", row.id)
    reporting.complete(row, key, Facts(crime="robbery"), office.vera.id)
    assert way.post(fields).status_code == 200
    assert way.post({**fields, "part": "me"}).status_code == 200
    facts = read_by(office.vera, row).facts
    assert (facts["crime"], facts["role"]) == ("robbery", "victim")


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_are_one_report() -> None:
    an_office()
    way = Way()
    way.walk_to("tell", kind="robbery")
    fields = {**way.filled, "to": "send", "words": WORDS, "typed": way.code.last_group}
    answers: list[Any] = []
    start = threading.Barrier(AT_ONCE)

    def send() -> None:
        try:
            start.wait()
            answers.append(Client().post("/next/", fields))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert len(answers) == AT_ONCE
    assert (Report.objects.count(), Item.objects.count(), Enrolment.objects.count()) == (1, 1, 1)
    assert ledger.verify().is_whole


def test_the_same_letter_twice_is_one_letter(way: Way) -> None:
    code = way.report()
    way.come_back(code)
    fields = {"do": "write", "letter": "One more thing.", "form": way.filled["form"]}
    for _ in range(2):
        assert way.client.post("/page/", fields).status_code == 302
    assert (Letter.objects.count(), Item.objects.count()) == (1, 2)


def test_a_changed_letter_is_a_letter_of_its_own(way: Way) -> None:
    code = way.report()
    way.come_back(code)
    form = way.filled["form"]
    for text in ("One more thing.", "Two more things."):
        way.client.post("/page/", {"do": "write", "letter": text, "form": form})
    assert Letter.objects.count() == 2
