"""Who asks from outside is answered from the request alone, by two people where something goes out."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from havenline import ledger, policy
from havenline.discovery import clocks
from havenline.discovery.models import Request
from tests.pages.discovery.conftest import (
    BRADY,
    CIVIL,
    DEFENSE,
    DETAINER,
    ICE,
    JUDGE,
    OTHER_OFFICE,
    OWN,
    POLICE,
    RECORDS,
    UNKNOWN,
    USCIS,
    WELFARE,
    enter,
    form,
)
from tests.people import Office

QUEUE = "/desk/requests/"

REFUSE, HOLD, MINIMUM, ASSIST = "refuse_disclosure", "hold_and_refer", "disclose_minimum", "assist"
# Who asks, what for, what the policy answers and the clauses quoted.
TABLE: list[tuple[str, dict[str, str], tuple[str, ...], str, set[str]]] = [
    ("ICE by administrative warrant", ICE, ("immigration_status",), REFUSE, {"C5", "C6"}),
    ("ICE by detainer", DETAINER, ("address", "name"), REFUSE, {"C5", "C6"}),
    ("police: who reported", POLICE, ("reporter_names",), REFUSE, {"C3"}),
    ("another prosecutor", OTHER_OFFICE, ("case_file",), REFUSE, {"C3"}),
    ("public records", RECORDS, ("report",), REFUSE, set()),
    ("discovery", DEFENSE, ("own_statement",), MINIMUM, {"N1"}),
    ("Brady", BRADY, ("impeachment",), MINIMUM, {"N1"}),
    ("civil subpoena", CIVIL, ("report",), HOLD, set()),
    ("a judge's subpoena for status", JUDGE, ("immigration_status",), HOLD, {"C6"}),
    ("the person", OWN, ("own_statement",), ASSIST, set()),
    ("USCIS", USCIS, ("case_file",), HOLD, {"C6"}),
    ("child welfare", WELFARE, ("report",), HOLD, set()),
    ("nothing known", UNKNOWN, (), HOLD, set()),
]
IDS = [name for name, *_ in TABLE]


def page(client: Client, row: Request) -> str:
    return client.get(f"{QUEUE}{row.reference}/").content.decode()


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages))


def act(client: Client, row: Request, do: str) -> Any:
    return client.post(f"{QUEUE}{row.reference}/{do}/")


@pytest.mark.parametrize(("name", "asked", "wants", "disposition", "clauses"), TABLE, ids=IDS)
def test_the_policy_answers_each_at_once(
    as_cora: Client,
    name: str,
    asked: dict[str, str],
    wants: tuple[str, ...],
    disposition: str,
    clauses: set[str],
) -> None:
    row = enter(as_cora, asked, *wants)
    assert row.disposition == disposition
    text = page(as_cora, row)
    for clause in clauses:
        assert f"<h3>{clause}</h3>" in text


@pytest.mark.parametrize(("name", "asked", "wants", "disposition", "clauses"), TABLE, ids=IDS)
def test_the_letter_quotes_what_it_stands_on(
    as_cora: Client,
    as_sol: Client,
    name: str,
    asked: dict[str, str],
    wants: tuple[str, ...],
    disposition: str,
    clauses: set[str],
) -> None:
    row = enter(as_cora, asked, *wants)
    if disposition in (MINIMUM, ASSIST):
        assert act(as_sol, row, "agree").status_code == 303
    answer = act(as_cora, row, "answer")
    assert answer["Content-Type"] == "application/pdf"
    told = text_of(answer.content)
    pack = policy.load("us-ca-sfda-2018")
    for clause in clauses:
        assert re.sub(r"\s+", " ", pack.quote(clause))[:60] in told, clause
    assert ("neither say nor deny" in told) == (disposition in (REFUSE, HOLD))
    assert ("not the order of a court" in told) == (
        asked["instrument"] in ("administrative_warrant", "detainer")
    )
    row.refresh_from_db()
    assert (row.state, row.letter) == ("answered", hashlib.sha256(answer.content).hexdigest())
    last = ledger.about("request", str(row.id))[-1]
    assert (last.act, last.detail["letter"]) == ("request.answered", row.letter)


def test_no_letter_depends_on_what_the_office_holds(as_cora: Client, office: Office) -> None:
    """Two offices, one with a report and one without, would write the same words."""
    from tests.pages.casework.conftest import send

    def words() -> str:
        row = enter(as_cora, ICE, "immigration_status")
        return text_of(as_cora.get(f"{QUEUE}{row.reference}/letter/").content).replace(row.reference, "")

    before = words()
    send()
    assert words() == before


@pytest.mark.parametrize("asked", [DEFENSE, OWN], ids=["discovery", "the person"])
def test_what_goes_out_needs_two_people(as_cora: Client, as_sol: Client, asked: dict[str, str]) -> None:
    row = enter(as_cora, asked, "own_statement")
    assert act(as_cora, row, "answer").status_code == 422
    assert act(as_cora, row, "agree").status_code == 404, "counsel is not the second person"
    assert act(as_sol, row, "agree").status_code == 303
    assert act(as_cora, row, "answer").status_code == 200


def test_who_entered_it_does_not_agree_to_it(as_sol: Client, as_cho: Client) -> None:
    row = enter(as_sol, DEFENSE, "own_statement")
    answer = act(as_sol, row, "agree")
    assert answer.status_code == 422
    assert "Two people are needed" in answer.content.decode()
    row.refresh_from_db()
    assert row.agreed_by is None
    assert act(as_cho, row, "agree").status_code == 303


def test_a_refusal_needs_nobody_to_agree(as_cora: Client, as_sol: Client) -> None:
    row = enter(as_cora, ICE, "immigration_status")
    assert act(as_sol, row, "agree").status_code == 422
    assert act(as_cora, row, "answer").status_code == 200


def test_answered_twice_is_answered_once(as_cora: Client) -> None:
    row = enter(as_cora, ICE, "immigration_status")
    act(as_cora, row, "answer")
    assert act(as_cora, row, "answer").status_code == 422
    assert [one.act for one in ledger.about("request", str(row.id))] == [
        "request.received",
        "request.answered",
    ]


def test_a_policy_that_changed_is_asked_again(as_cora: Client, as_sol: Client) -> None:
    row = enter(as_cora, DEFENSE, "own_statement")
    act(as_sol, row, "agree")
    Request.objects.update(pack="0" * 64)
    assert "has changed" in page(as_cora, row)
    assert act(as_cora, row, "answer").status_code == 422
    assert act(as_cora, row, "anew").status_code == 303
    row.refresh_from_db()
    assert (row.state, row.agreed_by, row.disposition) == ("waiting", None, MINIMUM)


def test_immigration_agencies_are_refused_on_the_record(as_cora: Client) -> None:
    row = enter(as_cora, DETAINER, "address")
    received = ledger.about("request", str(row.id))[0]
    assert dict(received.detail) == {"asks": "ice", "instrument": "detainer", "disposition": REFUSE}


def test_no_name_has_a_place_in_a_request(as_cora: Client) -> None:
    row = enter(as_cora, ICE, "name", name="Ana Reyes", note="Ana Reyes, A123456789")
    assert "Ana" not in str({field.name: getattr(row, field.name) for field in row._meta.fields})
    form_page = as_cora.get(f"{QUEUE}new/").content.decode()
    assert "<textarea" not in form_page
    assert set(re.findall(r'<input[^>]*type="([a-z]+)"', form_page)) <= {
        "hidden",
        "checkbox",
        "date",
        "radio",
    }


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("nobody", {"asks": ""}, "Choose one answer"),
    ("an unknown asker", {"asks": "martian"}, "Choose one answer"),
    ("a certification, which is no request", {"instrument": "certification_request"}, "Choose one answer"),
    ("an unknown want", {"wants": ["soul"]}, "Choose from the list"),
    ("no day", {"received": ""}, "Give the day"),
    ("no such day", {"received": "2026-02-30"}, "Give the day"),
    ("a day to come", {"received": "2999-01-01"}, "Look at the day"),
    ("a day long gone", {"received": "1999-01-01"}, "Look at the day"),
    ("due before it came", {"on_paper": "2020-01-01"}, "lies before the request came in"),
]


@pytest.mark.parametrize(("name", "changes", "said"), BAD, ids=[name for name, *_ in BAD])
def test_what_cannot_be_is_said_and_nothing_kept(
    as_cora: Client, name: str, changes: dict[str, Any], said: str
) -> None:
    answer = as_cora.post(f"{QUEUE}new/", {**form(ICE, "name"), **changes})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("instrument", "on_paper", "days", "source"),
    [
        ("cpra", None, 10, "Public Records"),
        ("criminal_discovery", None, 15, "1054.5"),
        ("criminal_discovery", 3, 3, "named in the request"),
        ("criminal_discovery", 30, 15, "1054.5"),
        ("judicial_subpoena", 30, 30, "named in the request"),
        ("letter", None, 5, "own rule"),
    ],
)
def test_the_earliest_lawful_day_is_due(
    instrument: str, on_paper: int | None, days: int, source: str
) -> None:
    received = date(2028, 2, 27)
    named = received + timedelta(days=on_paper) if on_paper is not None else None
    found = clocks.due(received, instrument=instrument, on_paper=named)
    assert (found.day, source in found.source) == (received + timedelta(days=days), True)


def test_what_is_late_says_so(as_cora: Client) -> None:
    row = enter(as_cora, ICE, "name")
    Request.objects.update(due=timezone.localdate() - timedelta(days=1))
    assert "<strong>over</strong>" in as_cora.get(QUEUE).content.decode()
    act(as_cora, row, "answer")
    assert "<strong>over</strong>" not in as_cora.get(QUEUE).content.decode()


@pytest.mark.parametrize("who", ["vera", "dana", "fern"])
def test_who_has_no_part_sees_nothing(office: Office, as_cora: Client, who: str) -> None:
    from tests.people import sign_in

    row = enter(as_cora, ICE, "name")
    client = sign_in(Client(), getattr(office, who))
    missing = client.get("/desk/nothing/here/").content
    for address in (QUEUE, f"{QUEUE}new/", f"{QUEUE}{row.reference}/", f"{QUEUE}{row.reference}/letter/"):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, missing)


def test_waiting_requests_are_counted_for_whom_they_wait(as_cora: Client, as_cho: Client) -> None:
    from havenline.discovery.queries import waiting
    from havenline.staff.models import Member

    enter(as_cora, ICE, "name")
    enter(as_cora, DEFENSE, "own_statement")
    counts = {
        role: waiting(Member.objects.get(role=role)) for role in ("counsel", "chief", "charging_deputy")
    }
    assert counts == {"counsel": 2, "chief": 1, "charging_deputy": 0}
