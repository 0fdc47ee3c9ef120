"""The coverage check as pages: it keeps nothing, loses nothing on the way, and never says no out of doubt.

INVARIANT: but for the start page these tests are given no database: a check that touched one would fail.
"""

from __future__ import annotations

import html
import logging
from typing import Any

import pytest
from django.test import Client

from havenline.policy import load
from havenline.web import printing
from tests.pages.reporting.way import FilledIn

COVERED = {"part": "me", "charged": "no", "suspect": "no", "kind": "robbery", "trade": "mine"}
HEADINGS = {
    "covered": "<h1>You are covered</h1>",
    "unknown": "<h1>We do not know yet</h1>",
    "outside": "<h1>This part of the promise does not reach what you told us</h1>",
}


class Check:
    """Somebody in the coverage check; `press` sends the form of the last page."""

    def __init__(self, language: str = "") -> None:
        self.client, self.language = Client(), language
        self.answer: Any = self.client.post(f"{language}/first/")

    @property
    def text(self) -> str:
        return html.unescape(self.answer.content.decode())

    @property
    def page(self) -> FilledIn:
        return FilledIn(self.answer.content.decode())

    @property
    def asked(self) -> str:
        """The field of the question on the page; empty where none is."""
        return next(iter(self.page.offered), "")

    def press(self, to: str, **chosen: str) -> Check:
        self.answer = self.client.post(f"{self.language}/first/", {**self.page.fields, **chosen, "to": to})
        return self

    def through(self, answers: dict[str, str]) -> list[str]:
        """Answer whatever is asked, to the end; what has no answer here is sent without a choice."""
        asked, _ = [], self.press("on")
        while field := self.asked:
            asked.append(field)
            self.press("on", **({field: answers[field]} if field in answers else {}))
        return asked


def check_of(answers: dict[str, str], language: str = "") -> Check:
    check = Check(language)
    check.through(answers)
    return check


@pytest.mark.parametrize("language", ["", "/es"])
def test_check_leaves_no_trace_at_all(language: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    before = dict(printing._kept)
    check = check_of(COVERED, language)
    check.press("back").press("stay").press("on", trade="unsaid")
    assert check.client.cookies == {}
    assert check.answer.headers["Cache-Control"] == "no-store"
    assert dict(printing._kept) == before
    assert [record for record in caplog.records if "robbery" in record.getMessage()] == []


def test_start_leads_to_the_check(client: Client, office: object) -> None:
    text = client.get("/").content.decode()
    assert '<form class="steps" method="post" action="/first/" autocomplete="off">' in text


@pytest.mark.parametrize("address", ["/first/", "/first/?to=on&part=me&kind=robbery"])
def test_address_alone_opens_the_start(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_answers_never_stand_in_an_address() -> None:
    check = check_of(COVERED)
    assert 'method="post"' in check.text
    assert "?" not in "".join(part.split('"')[0] for part in check.text.split('action="')[1:])


def test_covered_is_told_with_clause_and_sentence() -> None:
    check = check_of(COVERED)
    assert HEADINGS["covered"] in check.text
    clauses = load().clauses
    for name in ("C1", "C2", "C3", "C5"):
        assert f"Clause {name} of the policy" in check.text
        assert f'<blockquote lang="en">{clauses[name].quote}</blockquote>' in check.text
    assert "<strong>It happened to me</strong>" in check.text
    assert "Our lawyers have not approved yet how this system reads the promise." in check.text


def test_quotes_stand_beside_their_translation() -> None:
    text = check_of(COVERED, "/es").text
    assert "La promesa le cubre" in text
    assert text.count('<blockquote lang="en">') == text.count("<blockquote>") == 4


def test_silence_is_never_told_as_no() -> None:
    """Who answers nothing is told that it is open, and what would tell."""
    check = check_of({})
    assert HEADINGS["unknown"] in check.text
    for question in ("What kind of thing happened?", "Did it happen to you, or did you see it?"):
        assert f"<li>{question}</li>" in check.text
    assert "nobody here may treat it as a no" in check.text


NOES = {
    "nothing happened": ({"part": "neither"}, "<strong>Neither</strong>"),
    "said to have done it": (
        {**COVERED, "suspect": "yes"},
        "Does anybody say that you did the violence? <strong>Yes</strong>",
    ),
    "paid, and charged": (
        {**COVERED, "charged": "yes", "trade": "paid"},
        "<strong>Yes. I paid for it.</strong>",
    ),
}


@pytest.mark.parametrize("case", NOES)
def test_definite_no_says_why_and_what_else(case: str) -> None:
    answers, why = NOES[case]
    check = check_of(answers)
    assert HEADINGS["outside"] in check.text
    assert why in check.text
    assert "That does not mean you will be charged." in check.text
    assert "A lawyer or a public defender can tell you more." in check.text
    assert ("a supervisor has to confirm it" in check.text) is (case == "said to have done it")


def test_no_alone_settles_only_its_own_answer() -> None:
    """Of five answers the one that would turn the result is named, and no other."""
    told = check_of({**COVERED, "suspect": "yes"}).text.split("You told us:")[1].split("</ul>")[0]
    assert told.count("<li>") == 1


def test_no_about_sex_work_stays_open() -> None:
    check = check_of({**COVERED, "trade": "no"})
    assert HEADINGS["covered"] in check.text
    assert "A no about sex work counts as open." in check.text


def test_charge_already_there_is_looked_at_again() -> None:
    assert "to drop it" in check_of({**COVERED, "charged": "yes"}).text
    assert "to drop it" not in check_of(COVERED).text


def test_who_saw_nothing_is_asked_nothing_more() -> None:
    assert Check().through({"part": "neither"}) == ["part"]


def test_what_hurts_is_asked_late() -> None:
    """Easier questions come before what was done to her and the trade."""
    asked = Check().through(COVERED)
    assert set(asked) == set(COVERED)
    assert asked.index("kind") > asked.index("charged")
    assert asked.index("trade") > asked.index("charged")


def test_back_shows_each_answer_again() -> None:
    check = Check()
    asked = check.through(COVERED)
    for field in reversed(asked):
        check.press("back")
        assert check.asked == field
        assert check.page.fields[field] == COVERED[field]
    check.press("back")
    assert "<h1>Before you tell us anything</h1>" in check.text


def test_changed_answer_changes_the_result() -> None:
    check = check_of(COVERED)
    check.press("back")
    check.press("on", trade="unsaid")
    assert HEADINGS["covered"] in check.text
    assert "Clause C3 of the policy" not in check.text


def test_other_language_loses_no_answer() -> None:
    check = Check()
    check.press("on").press("on", part="saw")
    asked, carried = check.asked, check.page.fields
    check.language = "/es"
    check.press("stay", **{asked: "unsaid"})
    assert check.asked == asked
    assert check.page.fields == {**carried, asked: "unsaid"}
    assert 'lang="es"' in check.text


FORGED = {
    "a field nobody offers": {"to": "on", "story": "canary-okapi", "part": "me"},
    "a value nobody offers": {"to": "on", "part": "canary-okapi"},
    "a question nobody asks": {"to": "on", "at": "canary-okapi"},
    "a page nobody made": {"to": "canary-okapi", "part": "me"},
    "an answer without questions": {"to": "stay"},
    "back from nowhere": {"to": "back", "at": "canary-okapi"},
    "every answer, in another order": {"to": "on", "suspect": "no", "trade": "canary-okapi", "kind": "x"},
    "NUL and direction marks": {"to": "on", "part": "me\0\u202e", "at": "\0"},
    "a hundred thousand letters": {"to": "on", "kind": "x" * 100_000},
}


@pytest.mark.parametrize("case", FORGED)
def test_forged_fields_are_taken_as_unsaid(client: Client, case: str) -> None:
    answer = client.post("/first/", FORGED[case])
    text = answer.content.decode()
    assert answer.status_code == 200
    assert HEADINGS["outside"] not in text
    assert HEADINGS["covered"] not in text
    assert "canary-okapi" not in text
    assert len(text) < 20_000


def test_broken_bytes_are_taken_as_unsaid(client: Client) -> None:
    answer = client.post(
        "/first/", b"to=on&part=%ED%A0%80&kind=%FF", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert FilledIn(answer.content.decode()).fields["part"] == "unsaid"


def test_another_site_cannot_ask_in_her_name(client: Client) -> None:
    answer = client.post("/first/", COVERED, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert "robbery" not in answer.content.decode()
