"""A report is read one at a time, for a purpose, and every reading leaves its trace."""

import pytest
from django.test import Client

from havenline import config, ledger
from havenline.ledger.models import Entry
from havenline.reporting import queries
from havenline.reporting.models import Report
from havenline.staff.models import Member
from havenline.vault import codes, grants
from havenline.vault.errors import BlobWrong
from havenline.vault.models import Opening, StaffSession, Wrap
from tests.pages.casework.conftest import WORDS, Sent, send
from tests.people import Office, sign_in, unlocked

SHOWN = "He held the door &lt;shut&gt; and took my phone."


def address(report: Report, act: str = "") -> str:
    return f"/desk/reports/{report.reference}/{act}"


def test_a_report_opens_for_a_purpose(vera_at_work: Client, report: Report) -> None:
    page = vera_at_work.post(address(report), {"purpose": "first_reading"})
    assert page.status_code == 200
    for part in (
        SHOWN,
        "a tall man",
        "Folsom Street",
        "Marigold",
        "By a working name",
        "Robbery",
        report.item.ref,
    ):
        assert part in page.content.decode()


@pytest.mark.parametrize("query", ["", "?purpose=first_reading", "?done=answered&purpose=answer"])
def test_nothing_of_a_report_stands_behind_a_link(vera_at_work: Client, report: Report, query: str) -> None:
    page = vera_at_work.get(address(report) + query)
    assert page.status_code == 200
    for part in (SHOWN, "a tall man", "Folsom Street", "Marigold", "Robbery"):
        assert part not in page.content.decode()
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    "purpose", [{}, {"purpose": ""}, {"purpose": "curiosity"}, {"purpose": "First_reading"}]
)
@pytest.mark.parametrize("act", ["", "answer/", "complete/", "found/"])
def test_without_a_purpose_it_stays_closed(
    vera_at_work: Client, report: Report, purpose: dict[str, str], act: str
) -> None:
    page = vera_at_work.post(address(report, act), purpose)
    assert page.status_code == 422
    assert "Choose what you open the report for" in page.content.decode()
    assert SHOWN not in page.content.decode()
    assert not Opening.objects.exists()


def test_an_opening_is_ledgered_and_the_person_sees_it(
    vera_at_work: Client, vera: Member, sent: Sent
) -> None:
    vera_at_work.post(address(sent.report), {"purpose": "safety"})
    (opening,) = Opening.objects.all()
    entry = ledger.about("report", str(sent.report.id))[-1]
    assert (opening.by, opening.purpose, opening.role) == (vera.id, "safety", "victim_services")
    assert (entry.act, entry.by) == ("object.opened", vera.actor)
    assert entry.detail == {"kind": "report", "role": "victim_services", "purpose": "safety"}
    keyring = codes.reporter_keyring(sent.code, config.read_secret("pepper"))
    (seen,) = queries.thread(sent.report.id, keyring).openings
    assert (seen.role, seen.purpose) == ("Victim services", "To look after your safety")


def test_the_page_says_who_opened_it_before(office: Office, vera_at_work: Client, report: Report) -> None:
    vera_at_work.post(address(report), {"purpose": "first_reading"})
    vera_at_work.post(address(report), {"purpose": "first_reading"})
    page = vera_at_work.post(address(report), {"purpose": "review"}).content.decode()
    assert page.count("Vera Lindqvist</strong>, Victim services") == 2
    assert "First reading of a new report" in page
    assert "2 times that day" in page


def test_a_reading_is_kept_by_nobody(vera_at_work: Client, report: Report) -> None:
    page = vera_at_work.post(address(report), {"purpose": "first_reading"})
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert len(page.content) % 4096 == 0


def test_no_words_reach_ledger_or_session(vera_at_work: Client, report: Report) -> None:
    vera_at_work.post(address(report), {"purpose": "first_reading"})
    vera_at_work.post(address(report, "answer/"), {"purpose": "answer", "words": "We believe you, Marigold."})
    kept = [bytes(row.body) for row in Entry.objects.all()] + [
        bytes(row.sealed) for row in StaffSession.objects.all()
    ]
    assert not any(word in row for row in kept for word in (b"Marigold", b"door", b"believe", b"Folsom"))


@pytest.mark.parametrize("reference", ["R-000000", "R-ZZZZZZ"])
def test_a_report_that_is_not_there_is_like_any_page(vera_at_work: Client, reference: str) -> None:
    missing = vera_at_work.get("/desk/reports/nothing/here/")
    for answer in (
        vera_at_work.get(f"/desk/reports/{reference}/"),
        vera_at_work.post(f"/desk/reports/{reference}/", {"purpose": "answer"}),
    ):
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_without_the_teams_key_there_is_nothing(vera_at_work: Client, vera: Member, report: Report) -> None:
    Wrap.objects.filter(object_kind="team", to=vera.key).delete()
    answer = vera_at_work.post(address(report), {"purpose": "first_reading"})
    assert (answer.status_code, answer.content) == (
        404,
        vera_at_work.get("/desk/reports/nothing/here/").content,
    )
    assert not Opening.objects.exists()


@pytest.mark.parametrize("role", ["dana", "sol"])
def test_a_changed_role_alone_opens_nothing(office: Office, report: Report, role: str) -> None:
    member: Member = getattr(office, role)
    Member.objects.filter(id=member.id).update(role="victim_services")
    answer = sign_in(Client(), member).post(address(report), {"purpose": "first_reading"})
    assert answer.status_code == 404


def test_a_form_of_another_site_opens_nothing(vera: Member, report: Report) -> None:
    strict = sign_in(Client(enforce_csrf_checks=True), vera)
    answer = strict.post(address(report), {"purpose": "first_reading"})
    assert answer.status_code == 403
    assert SHOWN not in answer.content.decode()
    token = strict.get(address(report)).context["csrf_token"]
    assert (
        SHOWN
        in strict.post(
            address(report), {"purpose": "first_reading", "csrfmiddlewaretoken": token}
        ).content.decode()
    )


def test_hostile_words_are_shown_as_words(vera_at_work: Client, office: Office) -> None:
    hostile = "<script>alert(1)</script> \u202eevil\u202c \0 {{ row.id }}"
    page = vera_at_work.post(
        address(send(words=hostile).report), {"purpose": "first_reading"}
    ).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; \u202eevil\u202c \u2400 {{ row.id }}" in page


def test_stolen_rows_alone_open_nothing(office: Office, sent: Sent) -> None:
    """Every table in a deputy's hands, and the wraps written over to her own key: nothing opens."""
    report = sent.report
    stored = [bytes(part) for part in (report.sealed_words, report.sealed_about, report.sealed_facts)]
    words = [word.encode() for word in (*WORDS.split(), "Marigold", "robbery") if len(word) > 3]
    assert not any(word in part for part in stored for word in words)
    for kind in ("report", "team"):
        Wrap.objects.filter(object_kind=kind, to=office.dana.key).delete()
    Wrap.objects.filter(object_kind="report", to=office.intake).update(to=office.dana.key)
    with pytest.raises(BlobWrong):
        grants.data_key(unlocked(office.dana), "report", report.id)
    Wrap.objects.filter(object_kind="report", to=office.dana.key).update(to=office.intake)
    mine = Wrap.objects.filter(object_kind="team", object_id=office.intake.id, to=office.vera.key)
    assert mine.update(to=office.dana.key) == 1
    with pytest.raises(BlobWrong):
        grants.data_key(unlocked(office.dana), "report", report.id)
