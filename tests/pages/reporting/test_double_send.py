"""One code, one report: the same form sent twice, or fifty times at once, is one report and one answer."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from havenline import ledger
from havenline.protection.models import Enrolment
from havenline.reporting.models import Letter, Report
from havenline.wall.models import Item
from tests.pages.reporting.way import WORDS, Way, read_by, report_of
from tests.people import Office, an_office

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
