"""The whole way: nothing is asked before the promise, nothing written before the code, nothing lost."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from havenline import ledger
from havenline.protection.facts import Facts
from havenline.protection.messages import Message, opened
from havenline.protection.models import Enrolment
from havenline.reporting.models import Report
from havenline.reporting.questions import QUESTIONS
from havenline.wall.models import Item
from tests.pages.reporting.way import ASKED, WORDS, Way, read_by, report_of
from tests.people import Office


def enrolled(office: Office) -> list[Message]:
    """What the keeper will read, opened with its keys."""
    return [
        opened(row.id, bytes(row.sealed), keyring=office.keeper_keyring)
        for row in Enrolment.objects.order_by("number")
    ]


def test_a_report_comes_in_whole(way: Way, office: Office) -> None:
    code = way.report(
        kind="robbery",
        part="me",
        trade="mine",
        who="A man in a grey car",
        where="The bus stop",
        when="Last week",
        naming="name",
        name="Robin Example",
        month="4",
        day="27",
        year="1990",
    )
    today = timezone.localdate()
    row = report_of(code)
    found = read_by(office.vera, row)
    assert (found.words, found.who, found.where, found.when) == (
        WORDS,
        "A man in a grey car",
        "The bus stop",
        "Last week",
    )
    assert (found.naming, found.name, found.born) == ("named", "Robin Example", "1990-04-27")
    assert (row.day, row.status, row.language, row.size_bucket) == (today, "waiting", "en", "short")

    (message,) = enrolled(office)
    assert message.facts == Facts(
        role="victim",
        sex_trade="current",
        crime="robbery",
        report_made="true",
        report_by="self",
        report_to="this_office",
        report_mode="named",
        report_date=today.isoformat(),
    )
    assert message.identifiers is not None
    assert (message.identifiers.names, message.identifiers.born) == (("Robin Example",), "1990-04-27")
    assert (message.subject, message.handle) == (str(row.subject_id), found.handle)

    item = Item.objects.get()
    assert (item.kind, item.given_by_id, item.obtained, item.ref) == (
        "own_statement",
        row.subject_id,
        today,
        found.item,
    )
    (entry,) = ledger.about("report", str(row.id))
    assert (entry.act, entry.by, entry.on, entry.at) == ("report.received", "", today, None)
    assert ledger.about("item", str(item.id)) == [entry]
    assert ledger.verify().is_whole


# What is typed of a name: nothing, and as much as a long name of many letters takes.
@pytest.mark.parametrize(
    ("chosen", "name"),
    [("nobody", ""), ("name", "Robin Example"), ("working", "星" * 60), ("name", "R" * 180)],
)
def test_a_named_report_weighs_what_a_nameless_one_does(way: Way, chosen: str, name: str) -> None:
    way.report(naming=chosen, name=name, kind="human_trafficking", part="both", trade="made")
    row, message = Report.objects.get(), Enrolment.objects.get()
    assert (len(row.sealed_about), len(row.sealed_facts), len(message.sealed)) == (571, 571, 886)


# What was pressed -> crime, role, sex_trade, trafficked.
ANSWERED = {
    ("assault", "me", "mine"): ("assault", "victim", "current", "unknown"),
    ("threats", "saw", "made"): ("threats", "witness", "current", "true"),
    ("blackmail", "both", "paid"): ("blackmail", "victim", "buyer", "unknown"),
    ("unsure", "unsaid", "no"): ("unknown", "unknown", "unknown", "unknown"),
    ("unsaid", "unsaid", "unsaid"): ("unknown", "unknown", "unknown", "unknown"),
    ("", "", ""): ("unknown", "unknown", "unknown", "unknown"),
    ("not_violent", "none", "none"): ("unknown", "unknown", "unknown", "unknown"),
}


@pytest.mark.parametrize(("pressed", "facts"), ANSWERED.items())
def test_answers_become_facts_and_doubt_stays_doubt(
    way: Way, office: Office, pressed: tuple[str, str, str], facts: tuple[str, str, str, str]
) -> None:
    way.report(**dict(zip(("kind", "part", "trade"), pressed, strict=True)))
    (message,) = enrolled(office)
    told = message.facts
    assert told is not None
    assert (told.crime, told.role, told.sex_trade, told.trafficked) == facts
    assert (told.report_made, told.report_by, told.report_to) == ("true", "self", "this_office")


# What was chosen and typed -> naming, name kept.
NAMINGS = {
    ("name", "Robin Example"): ("named", "Robin Example"),
    ("working", "Star (invented)"): ("pseudonymous", "Star (invented)"),
    ("nobody", ""): ("anonymous", ""),
    ("", ""): ("anonymous", ""),
    ("", "Robin Example"): ("unknown", "Robin Example"),
    ("name", ""): ("named", ""),
}


@pytest.mark.parametrize(("typed", "kept"), NAMINGS.items())
def test_a_person_is_called_as_they_wish(
    way: Way, office: Office, typed: tuple[str, str], kept: tuple[str, str]
) -> None:
    code = way.report(naming=typed[0], name=typed[1])
    found = read_by(office.vera, report_of(code))
    assert (found.naming, found.name) == kept
    (message,) = enrolled(office)
    assert message.facts is not None
    assert message.identifiers is not None
    assert message.facts.report_mode == kept[0]
    assert message.identifiers.names == ((kept[1],) if kept[1] else ())


def test_who_gives_no_name_is_told_of_the_slip(way: Way) -> None:
    way.report()
    assert "make a slip" in way.text
    named = Way()
    named.report(naming="name", name="Robin Example", month="4", day="27", year="1990")
    assert "make a slip" not in named.text


LIMITS = (
    "Only this office is bound",
    "cannot keep evidence out of court",
    "our lawyers answer it",
    "benefit to a witness",
    "report child abuse",
    "attacker who controls our server",
    "the system cannot find you by itself",
    "the deputy learns that the promise covers you",
    "A court can order them to open it",
)


def test_the_limits_are_said_before_the_first_question(outsider: Client) -> None:
    page = outsider.get("/read/").content.decode()
    assert [limit for limit in LIMITS if limit not in page] == []
    assert page.index("What we cannot promise") < page.index('value="kind"')
    assert "911" in outsider.get("/").content.decode()


def test_the_code_stands_before_the_writing(way: Way) -> None:
    way.walk_to("code")
    shown = re.findall(r"<span>([0-9A-Z]{4})</span>", way.text)
    assert "".join(shown) == way.code.symbols
    assert "<textarea" not in way.text
    assert Report.objects.count() == 0
    before = way.code
    way.press("tell")
    assert (way.code, "<textarea" in way.text) == (before, True)


def test_going_back_loses_nothing(way: Way) -> None:
    typed = {
        "words": '\n first  line\r\n<b>&amp; "quoted"</b>',
        "who": "é 'x'",
        "naming": "working",
        "day": "3",
    }
    way.walk_to("tell", kind="robbery", part="saw", trade="made")
    code = way.code
    way.press("code", **typed)
    for to in ("trade", "part", "kind", "promise", "kind", "part", "trade", "code", "tell"):
        way.press(to)
    kept = way.filled
    assert way.code == code
    assert {name: kept[name] for name in typed} == typed
    assert (kept["kind"], kept["part"], kept["trade"]) == ("robbery", "saw", "made")


@pytest.mark.parametrize("page", ASKED)
def test_the_language_switch_keeps_every_answer(way: Way, page: str) -> None:
    way.walk_to("tell", kind="robbery", part="saw", trade="made")
    before = {name: value for name, value in way.filled.items() if value}
    before |= {"words": WORDS, "who": "somebody", "typed": "AAAA"}
    way.post({**before, "to": page})
    assert f'formaction="/es/next/" name="to" value="{page}"' in way.text
    way.language = "/es"
    way.press(page)
    assert '<html lang="es">' in way.text
    assert {name: value for name, value in way.filled.items() if value} == before


def test_a_spanish_report_says_its_language(way: Way) -> None:
    way.language = "/es"
    code = way.report()
    assert "Lo tenemos" in way.text
    assert report_of(code).language == "es"


def test_each_question_may_be_left_out(way: Way) -> None:
    for field in QUESTIONS:
        way.press(field)
        assert "required" not in way.text
        assert way.offered[field][-1] == "unsaid"
        assert "checked" not in way.text


@pytest.mark.parametrize("address", ["/next/", "/es/next/"])
def test_the_way_opened_by_address_is_the_start(outsider: Client, address: str) -> None:
    answer = outsider.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, address.removesuffix("next/"))


@pytest.mark.parametrize("to", ["", "nowhere", "sent", "../desk"])
def test_an_unknown_button_leads_to_the_promise(way: Way, to: str) -> None:
    way.press(to)
    assert "What we promise" in way.text
