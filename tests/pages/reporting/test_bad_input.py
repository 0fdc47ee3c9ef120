"""What goes wrong on the way: a clear page each time, no word lost, and never half a report."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from havenline import config
from havenline.protection.models import Enrolment
from havenline.reporting import words
from havenline.reporting.models import Report
from havenline.vault import codes, sessions
from havenline.vault.models import Subject, Wrap
from havenline.wall.models import Item
from tests.pages.reporting.way import WORDS, Way, read_by, rename, report_of
from tests.people import Office

# What is typed on the tell page -> the field that says what to do.
MISTAKES = {
    "nothing at all": ({"words": ""}, "words"),
    "only spaces": ({"words": " \r\n\t\0"}, "words"),
    "longer than can be sent": ({"words": "x" * (words.WORDS_LIMIT + 1)}, "words"),
    "a line like a story": ({"who": "y" * (words.LINE_LIMIT + 1)}, "who"),
    "no last group": ({"typed": ""}, "typed"),
    "another last group": ({"typed": "0000"}, "typed"),
    "half a birthday": ({"day": "3"}, "born"),
    "no such day": ({"day": "31", "month": "2", "year": "1990"}, "born"),
    "a day to come": ({"day": "1", "month": "1", "year": "2999"}, "born"),
    "a day in words": ({"day": "third", "month": "May", "year": "1990"}, "born"),
    "digits that are none": ({"day": "²", "month": "3", "year": "1990"}, "born"),
    "no name, and a name": ({"naming": "nobody", "name": "Robin Example"}, "naming"),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_keeps_every_word(way: Way, case: str) -> None:
    typed, field = MISTAKES[case]
    way.walk_to("tell", kind="threats")
    code = way.code
    beside = {} if field == "words" else {"where": "the stairs"}
    answer = way.send(**{**beside, **typed})
    assert answer.status_code == 422
    assert Report.objects.count() == 0
    assert f'<a href="#{field}">' in way.text
    assert f'id="{field}-wrong"' in way.text
    assert 'role="alert"' in way.text
    kept = way.filled
    assert {name: kept[name] for name in (*typed, *beside)} == {**typed, **beside}
    assert (kept["kind"], way.code) == ("threats", code)


def test_a_mistake_mended_is_sent(way: Way, office: Office) -> None:
    way.walk_to("tell")
    code = way.code
    way.send(typed="nope", who="a neighbor")
    assert way.send(typed=code.last_group.lower()).status_code == 200
    assert read_by(office.vera, report_of(code)).who == "a neighbor"


# As people type the last group of a code.
TYPED_BACK = ("{0}", " {0} ", "{1}", "-{0}", "{2}", "{3}")


@pytest.mark.parametrize("form", TYPED_BACK)
def test_the_last_group_is_read_as_people_type(way: Way, form: str) -> None:
    way.walk_to("tell")
    code = way.code
    typed = form.format(code.last_group, code.last_group.lower(), code.shown, code.symbols.lower())
    assert way.send(typed=typed).status_code == 200


# Sent -> what comes back. Equal bytes, but for what is no text.
HOSTILE = {
    "nul": ("a\0b", "a\0b"),
    "right to left": ("\u202eevil\u2066 \u200f", "\u202eevil\u2066 \u200f"),
    "combining marks": ("z" + "\u0301" * 5_000, "z" + "\u0301" * 5_000),
    "line ends": ("a\r\nb\nc\rd", "a\r\nb\nc\rd"),
    "beyond the first plane": ("\U0001f469\u200d\U0001f9af", "\U0001f469\u200d\U0001f9af"),
    "markup": ("<script>alert(1)</script>&lt;", "<script>alert(1)</script>&lt;"),
    "100 KB": ("words " * 17_000, "words " * 17_000),
    "the most there can be": ("w" * words.WORDS_LIMIT, "w" * words.WORDS_LIMIT),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_comes_back_equal(way: Way, office: Office, case: str) -> None:
    sent, kept = HOSTILE[case]
    code = way.report(words=sent)
    assert read_by(office.vera, report_of(code)).words == kept
    assert "<script>alert" not in way.come_back(code).content.decode()


# Bytes of a form that are no UTF-8, with what is kept in their place.
NO_TEXT = {b"a%ED%A0%80b": "a\ufffd\ufffd\ufffdb", b"a%FFb": "a\ufffdb"}


@pytest.mark.parametrize("sent", NO_TEXT)
def test_bytes_that_are_no_text_are_replaced_and_said(way: Way, office: Office, sent: bytes) -> None:
    way.walk_to("tell")
    code, carried = way.code, way.filled
    body = f"to=send&code={carried['code']}&ticket={carried['ticket']}&typed={code.last_group}&words="
    way.page = way.client.post(
        "/next/", body.encode() + sent, content_type="application/x-www-form-urlencoded"
    )
    assert "In their place stands" in way.text
    assert read_by(office.vera, report_of(code)).words == NO_TEXT[sent]


def hours_ago(hours: int) -> datetime:
    return timezone.now() - timedelta(hours=hours)


def test_an_expired_form_shows_the_words_and_goes_on(way: Way) -> None:
    way.walk_to("tell")
    code = way.code
    old = codes.ticket(code, config.read_secret("pepper"), hours_ago(14))
    answer = way.send(ticket=old, who="a <neighbor>")
    assert answer.status_code == 403
    assert WORDS in way.text
    assert "a &lt;neighbor&gt;" in way.text
    assert Report.objects.count() == 0
    way.press("code")
    assert way.code != code
    way.press("tell")
    assert way.send(typed=way.code.last_group).status_code == 200
    assert Report.objects.count() == 1


def test_a_ticket_of_this_morning_still_counts(way: Way) -> None:
    way.walk_to("tell")
    old = codes.ticket(way.code, config.read_secret("pepper"), hours_ago(11))
    assert way.send(ticket=old).status_code == 200


# A code or ticket that this office did not issue.
NOT_ISSUED = {
    "a code of her own": {"code": codes.new_code().symbols},
    "no code": {"code": ""},
    "half a code": {"code": "7K2Q"},
    "no ticket": {"ticket": ""},
    "a made up ticket": {"ticket": "490000.00"},
    "a ticket like a story": {"ticket": "x" * 5_000},
}


@pytest.mark.parametrize("case", NOT_ISSUED)
def test_only_issued_codes_are_accepted(way: Way, case: str) -> None:
    way.walk_to("tell")
    answer = way.send(**{"typed": way.code.last_group, **NOT_ISSUED[case]})
    assert answer.status_code == 403
    assert WORDS in way.text
    assert Report.objects.count() == 0


def test_another_site_cannot_send_a_form(way: Way) -> None:
    way.walk_to("tell")
    fields = {**way.filled, "to": "send", "words": WORDS, "typed": way.code.last_group}
    answer = way.client.post("/next/", fields, headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, Report.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/json", "multipart/form-data; boundary=x"]
)
def test_a_body_that_is_no_form_is_no_fault(way: Way, content_type: str) -> None:
    answer = way.client.post("/next/", b"\xff\x00to=send", content_type=content_type)
    assert answer.status_code in (200, 400)


class TestADatabaseThatFails:
    """A failed write is said at once; nothing half is left, the words stay, the code stays good."""

    # Each table that a report writes to, and so each place a write can fail.
    TABLES = (
        "vault_subject",
        "vault_wrap",
        "protection_enrolment",
        "wall_item",
        "reporting_report",
        "ledger_entry",
    )

    @pytest.mark.parametrize("table", TABLES)
    def test_nothing_half_is_left(self, way: Way, table: str) -> None:
        way.walk_to("tell")
        code = way.code
        wraps = Wrap.objects.count()
        rename(table, "gone")
        answer = way.send(who="a neighbor")
        assert answer.status_code == 503
        assert "It was not received" in way.text
        assert (way.filled["words"], way.filled["who"]) == (WORDS, "a neighbor")
        rename("gone", table)
        left = (Report, Subject, Item, Enrolment)
        assert ([kind.objects.count() for kind in left], Wrap.objects.count()) == ([0, 0, 0, 0], wraps)

        assert way.send().status_code == 200
        assert way.come_back(code).status_code == 200
        assert WORDS in way.text

    def test_a_key_not_trusted_keeps_the_words_too(self, way: Way) -> None:
        way.walk_to("tell")
        founders: Path = config.founders_path()
        pinned = founders.read_bytes()
        founders.write_text("[]")
        try:
            assert way.send().status_code == 503
            assert way.filled["words"] == WORDS
        finally:
            founders.write_bytes(pinned)


def test_no_keeper_is_never_waited_for(way: Way) -> None:
    assert not (config.load().keeper / "socket").exists()
    way.report()
    assert "We have it" in way.text


def test_sessions_are_not_begun_on_the_way(way: Way) -> None:
    way.report()
    assert sessions.ReporterSession.objects.count() == 0
