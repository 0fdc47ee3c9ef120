"""Staff answer, complete what protects, and tie what they find to the report: nothing lost, nothing twice."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from havenline import config, ledger, reporting, wall
from havenline.casework import facts
from havenline.casework.models import Finding
from havenline.protection.facts import LEGAL
from havenline.reporting import queries
from havenline.reporting.models import Letter, Report
from havenline.staff.models import Member
from havenline.vault import codes, grants
from havenline.vault.models import Opening
from havenline.wall.models import Item
from tests.pages.casework.conftest import Sent, send
from tests.pages.casework.test_reading import SHOWN, address
from tests.people import Office, sign_in, unlocked

LETTER = "Thank you for writing.\nWe believe you. Ünder <no> circumstances will we ask for proof."


def read(office: Office, report: Report) -> reporting.ReportRead:
    return reporting.read(report.id, grants.data_key(unlocked(office.vera), "report", report.id))


def acts(report: Report) -> list[str]:
    return [entry.act for entry in ledger.about("report", str(report.id))]


def test_the_person_reads_the_letter_with_the_code(vera_at_work: Client, sent: Sent) -> None:
    done = vera_at_work.post(address(sent.report, "answer/"), {"purpose": "answer", "words": LETTER})
    assert done.status_code == 303
    keyring = codes.reporter_keyring(sent.code, config.read_secret("pepper"))
    letter = queries.thread(sent.report.id, keyring).letters[-1]
    assert (letter.from_office, letter.text.replace("\r\n", "\n")) == (True, LETTER)
    assert acts(sent.report)[-1] == "report.answered"


def test_after_an_act_nothing_is_shown_or_sent_again(vera_at_work: Client, report: Report) -> None:
    done = vera_at_work.post(address(report, "answer/"), {"purpose": "answer", "words": LETTER}, follow=True)
    page = done.content.decode()
    assert "Your letter was sent" in page
    assert SHOWN not in page
    assert "We believe you" not in page
    assert 'value="answer" checked' in page
    assert not Opening.objects.exists()


def test_a_letter_sent_twice_is_one_letter(vera_at_work: Client, report: Report) -> None:
    for _ in range(3):
        vera_at_work.post(address(report, "answer/"), {"purpose": "answer", "words": LETTER})
    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_letter(transactional_db: None, office: Office, report: Report) -> None:
    answers: list[int] = []

    def click() -> None:
        client = sign_in(Client(), office.vera)
        try:
            asked = {"purpose": "answer", "words": LETTER}
            answers.append(client.post(address(report, "answer/"), asked).status_code)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(6)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert answers == [303] * 6
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "The letter is empty"),
        (" \n ", "The letter is empty"),
        ("a" * 20_001, "too long"),
        ("a\0b", "Null characters"),
    ],
)
def test_a_letter_that_cannot_go_keeps_its_words(
    vera_at_work: Client, report: Report, words: str, said: str
) -> None:
    page = vera_at_work.post(address(report, "answer/"), {"purpose": "answer", "words": words})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert SHOWN in page.content.decode()
    assert page.context["answer"]["words"].value() == words
    assert not Letter.objects.exists()
    assert Opening.objects.count() == 1


def test_open_facts_are_completed_after_reading(office: Office, vera_at_work: Client, report: Report) -> None:
    day = timezone.localdate() - timedelta(days=3)
    chosen = {
        "purpose": "complete_facts",
        "role": "victim",
        "sex_trade": "past",
        "crime_date": day.isoformat(),
    }
    done = vera_at_work.post(address(report, "complete/"), chosen, follow=True)
    assert "The facts were completed" in done.content.decode()
    found = read(office, report).facts
    assert (found["role"], found["sex_trade"], found["crime_date"], found["crime"]) == (
        "victim", "past", day.isoformat(), "robbery",
    )  # fmt: skip
    assert acts(report)[-1] == "report.facts_completed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "none"),
        ("role", "unknown"),
        ("sex_trade", "none"),
        ("sex_trade", "third_party"),
        ("trafficked", "false"),
        ("crime", "not_violent"),
        ("crime_date", "2999-01-01"),
        ("crime_date", "31.12.2020"),
        ("crime_date", "0001-01-01"),
    ],
)
def test_nothing_is_taken_from_the_person(
    vera_at_work: Client, office: Office, field: str, value: str
) -> None:
    report = send(kind="unsure").report
    before = read(office, report).facts
    page = vera_at_work.post(address(report, "complete/"), {"purpose": "complete_facts", field: value})
    assert page.status_code == 422
    assert read(office, report).facts == before
    assert "report.facts_completed" not in acts(report)


def test_what_is_known_is_not_overwritten(office: Office, vera_at_work: Client, report: Report) -> None:
    done = vera_at_work.post(
        address(report, "complete/"), {"purpose": "complete_facts", "crime": "stalking"}, follow=True
    )
    assert "had been completed already" in done.content.decode()
    assert read(office, report).facts["crime"] == "robbery"


def test_saving_nothing_says_so(vera_at_work: Client, report: Report) -> None:
    page = vera_at_work.post(address(report, "complete/"), {"purpose": "complete_facts"})
    assert (page.status_code, "Nothing was chosen" in page.content.decode()) == (422, True)


def test_every_fact_offered_is_one_the_case_file_knows() -> None:
    for name, values in facts.OFFERED.items():
        assert set(values) < set(LEGAL[name])
    unprotecting = {
        ("role", "none"),
        ("sex_trade", "none"),
        ("trafficked", "false"),
        ("crime", "not_violent"),
    }
    assert not any(value in facts.OFFERED[name] for name, value in unprotecting)


def found(report: Report, **changes: object) -> dict[str, object]:
    asked = {
        "purpose": "complete_facts",
        "kind": "document",
        "label": "receipt of the pawn shop",
        "obtained": "",
    }
    return {**asked, "once": str(uuid4()), "through": [report.item.ref], **changes}


def test_what_is_found_is_barred_with_the_report(vera_at_work: Client, vera: Member, report: Report) -> None:
    day = timezone.localdate()
    done = vera_at_work.post(address(report, "found/"), found(report, obtained=day.isoformat()), follow=True)
    item = Item.objects.latest("number")
    assert (item.kind, item.obtained, item.given_by) == ("document", day, None)
    assert wall.tainted([item], report.subject) == {item.id}
    assert item.ref in done.content.decode()
    (entry,) = ledger.about("item", str(item.id))
    assert (entry.act, entry.by, entry.detail) == (
        "item.added",
        vera.actor,
        {"kind": "document", "routes": 1},
    )


def test_the_label_is_sealed_and_shown_to_the_reader(vera_at_work: Client, report: Report) -> None:
    vera_at_work.post(address(report, "found/"), found(report))
    row = Finding.objects.get()
    assert b"pawn" not in bytes(row.sealed_label)
    page = vera_at_work.post(address(report), {"purpose": "review"}).content.decode()
    assert "receipt of the pawn shop" in page
    assert row.item.ref in page


def test_the_same_item_sent_twice_is_one(vera_at_work: Client, report: Report) -> None:
    asked = found(report)
    first, second = (vera_at_work.post(address(report, "found/"), asked)["Location"] for _ in range(2))
    assert first == second
    assert Finding.objects.count() == 1


def test_an_item_of_another_report_is_not_taken_over(vera_at_work: Client, report: Report) -> None:
    asked = found(report)
    vera_at_work.post(address(report, "found/"), asked)
    other = send().report
    with pytest.raises(IntegrityError):
        vera_at_work.post(address(other, "found/"), {**asked, "through": [other.item.ref]})
    assert Finding.objects.get().report == report


def test_a_finding_leads_to_the_next(vera_at_work: Client, report: Report) -> None:
    vera_at_work.post(address(report, "found/"), found(report))
    first = Item.objects.latest("number")
    vera_at_work.post(
        address(report, "found/"), found(report, kind="video", through=[first.ref, report.item.ref])
    )
    second = Item.objects.latest("number")
    assert second != first
    assert wall.tainted([second], report.subject) == {second.id}


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": ""},
        {"kind": "own_statement"},
        {"label": ""},
        {"label": "x" * 121},
        {"obtained": "2999-01-01"},
        {"obtained": "yesterday"},
        {"once": "twice"},
        {"through": []},
        {"through": ["W-00000"]},
    ],
)
def test_an_item_that_is_not_whole_is_not_entered(
    vera_at_work: Client, report: Report, changes: dict[str, object]
) -> None:
    page = vera_at_work.post(address(report, "found/"), found(report, **changes))
    assert page.status_code == 422
    assert not Finding.objects.exists()
    assert Item.objects.count() == 1


def test_another_reports_item_is_no_parent_here(vera_at_work: Client, report: Report) -> None:
    other = send().report
    assert (
        vera_at_work.post(address(report, "found/"), found(report, through=[other.item.ref])).status_code
        == 422
    )
    page = vera_at_work.get(f"{address(report)}?done=found&item={other.item.ref}").content.decode()
    assert other.item.ref not in page


def test_the_ledger_holds_after_a_days_work(vera_at_work: Client, report: Report) -> None:
    vera_at_work.post(address(report), {"purpose": "first_reading"})
    vera_at_work.post(address(report, "answer/"), {"purpose": "answer", "words": LETTER})
    vera_at_work.post(address(report, "complete/"), {"purpose": "complete_facts", "role": "witness"})
    vera_at_work.post(address(report, "found/"), found(report))
    assert ledger.verify().is_whole
