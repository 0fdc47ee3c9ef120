"""Nobody exposed works on a matter, no page lets them, and where nobody is left the matter goes elsewhere."""

from __future__ import annotations

import hashlib
import html
import io
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from unittest.mock import patch
from uuid import uuid4

import pypdf
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from havenline import config, ledger, wall
from havenline.policy import load
from havenline.policy.signing import sign
from havenline.protection.actions import enter
from havenline.protection.facts import Facts, Identifiers
from havenline.protection.gate import StandingAnswer, StandingAsked
from havenline.staff.models import Member
from havenline.vault.models import Subject
from havenline.wall.models import Assignment, Exposure, Matter
from tests.pages.casework.conftest import send
from tests.pages.charging.conftest import Gate, answer_of, ask, hold
from tests.pages.matters.conftest import NUMBER
from tests.people import Office, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def exposing(*members: Member, known: bool = True) -> Callable[[StandingAsked], StandingAnswer]:
    ids = {one.id.hex for one in members}
    return lambda asked: StandingAnswer(known, tuple(one for one in asked.members if one in ids))


def words(answer: object) -> str:
    return " ".join(html.unescape(answer.content.decode()).split())  # type: ignore[attr-defined]


@pytest.fixture
def address(at_desk: Client, gate: Gate, matter: Matter) -> str:
    """The matter's address; Dana has asked the gate about it."""
    assert ask(at_desk, case_number=NUMBER).status_code == 303
    return f"/desk/matters/{matter.ref}/"


def acts(matter: Matter) -> Sequence[str]:
    return [entry.act for entry in ledger.about("matter", str(matter.id))]


def test_the_keeper_is_asked_about_everybody_at_once(
    as_sol: Client, gate: Gate, address: str, matter: Matter, office: Office
) -> None:
    gate.stands = exposing(office.dana)
    assert as_sol.get(f"{address}staff/").status_code == 200
    assert not gate.standing, "looking at the page asks nothing"
    page = words(as_sol.post(f"{address}staff/"))
    (asked,) = gate.standing
    assert asked.members == tuple(one.id.hex for one in (office.cho, office.dana, office.sol))
    assert asked.case == bytes(matter.number_hash).hex()
    assert [person.name for person in asked.people] == ["Marisol Quintanilla-Vane"]
    assert 'Dana Reyes</th><td>Charging deputy</td> <td><span class="word barred">Exposed' in page
    assert page.count("Not exposed") == 2
    assert "Marisol" not in page
    assert acts(matter) == ["matter.opened", "matter.staffing_asked"]


def test_the_unexposed_are_assigned_once_and_taken_off(
    as_sol: Client, gate: Gate, address: str, matter: Matter, dana: Member
) -> None:
    for _ in range(2):
        assert as_sol.post(f"{address}assign/", {"member": dana.id}).status_code == 303
    assert Assignment.objects.get().member == dana.id
    assert "Dana Reyes, since" in words(as_sol.get(address))
    for _ in range(2):
        assert as_sol.post(f"{address}release/", {"member": dana.id}).status_code == 303
    assert "Nobody has been assigned." in words(as_sol.get(address))
    assert acts(matter) == ["matter.opened", "matter.assigned", "matter.released"]


def test_an_exposed_member_cannot_be_assigned(
    as_sol: Client, as_cho: Client, gate: Gate, address: str, matter: Matter, dana: Member
) -> None:
    """Not by the chief, and not with anything sent along: there is no override."""
    gate.stands = exposing(dana)
    for client in (as_sol, as_cho):
        for more in ({}, {"override": "1", "force": "true", "reason": "urgent"}):
            answer = client.post(f"{address}assign/", {"member": dana.id, **more})
            assert answer.status_code == 422
            assert "This member is exposed in this matter" in words(answer)
    assert not Assignment.objects.exists()
    assert "matter.assigned" not in acts(matter)


@pytest.mark.parametrize("unknown", ["keeper", "screening", "member", "role", "nothing"])
def test_nobody_is_assigned_in_doubt(
    as_sol: Client, gate: Gate, address: str, matter: Matter, office: Office, unknown: str
) -> None:
    member: object = office.dana.id
    if unknown == "keeper":
        gate.stands = exposing(known=False)
    elif unknown == "screening":
        address = as_sol.post("/desk/matters/", {"case_number": "24-2"}).headers["Location"]
    else:
        member = {"member": uuid4(), "role": office.vera.id, "nothing": ""}[unknown]
    answer = as_sol.post(f"{address}assign/", {"member": member})
    assert answer.status_code == 422
    assert not Assignment.objects.exists()
    said = {"keeper": "It cannot be said now", "screening": "Nobody was screened in this matter yet"}
    assert said.get(unknown, "Choose a member from the list.") in words(answer)


def letter_text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("to", ["attorney_general", "other_office"])
def test_where_nobody_is_left_a_letter_refers_the_matter(
    as_sol: Client, gate: Gate, address: str, matter: Matter, office: Office, to: str
) -> None:
    report = send().report
    wall.expose(office.dana.id, report.subject, through="report", opened=report.id, at=timezone.now())
    gate.stands = exposing(office.dana, office.sol, office.cho)
    assert "This matter is a conflict" in words(as_sol.post(f"{address}staff/"))
    printed = as_sol.post(f"{address}letter/", {"to": to, "addressee": "Invented County District Attorney"})
    assert (printed.status_code, printed.headers["Content-Type"]) == (200, "application/pdf")
    text = letter_text(printed.content)
    assert NUMBER in text
    assert ("Attorney General of California" if to == "attorney_general" else "Invented County") in text
    assert "giving them protected information is use" in text
    assert "1424 [unverified]" in text
    # Nothing of the report, of whom it is about, or of who read what.
    for canary in (
        "held the door",
        "Marigold",
        "Folsom",
        "Marisol",
        report.reference,
        report.item.ref,
        "Dana Reyes",
    ):
        assert canary.strip() not in text
    entry = ledger.about("matter", str(matter.id))[-1]
    assert entry.act == "matter.referred"
    assert entry.detail == {"to": to, "letter": hashlib.sha256(printed.content).hexdigest()}
    assert "refers this matter to another office" in words(as_sol.get(address))


@pytest.fixture
def signed() -> Iterator[Path]:
    """A record that this office signed another reading of I-15, where its options say it is."""
    pack = load()
    record = sign(pack, {"I-15": "sharing-is-not-use"}, by="Ada Invented", why="to try", on=date(2026, 3, 4))
    with NamedTemporaryFile("w", dir=config.load().data, suffix=".yaml") as file:
        file.write(record.as_yaml())
        file.flush()
        config.load.cache_clear()
        with patch.dict(os.environ, {"HAVENLINE_SIGNED_READINGS": Path(file.name).name}):
            config.load()
            yield Path(file.name)
        config.load.cache_clear()


def test_the_letter_prints_the_reading_the_office_signed(
    as_sol: Client, gate: Gate, address: str, office: Office, matter: Matter, signed: Path
) -> None:
    gate.stands = exposing(office.dana, office.sol, office.cho)
    text = letter_text(as_sol.post(f"{address}letter/", {}).content)
    reading = load().reading("I-15")
    assert " ".join(reading.texts["sharing-is-not-use"].split()) in text
    assert " ".join(reading.texts[reading.default].split()) not in text
    assert "signed by Ada Invented on March 4, 2026" in text
    # Signed for another text of the pack, it is none of this office's: no letter says otherwise.
    signed.write_text(signed.read_text().replace(load().hash, "f" * 64))
    answer = as_sol.post(f"{address}letter/", {})
    assert answer.status_code == 422
    assert "was signed for another text" in words(answer)
    assert acts(matter).count("matter.referred") == 1


@pytest.mark.parametrize("left", ["dana", "cho"])
def test_each_needed_role_alone_makes_a_conflict(
    as_sol: Client, gate: Gate, address: str, office: Office, left: str
) -> None:
    """A chief can both charge and confirm; a deputy cannot confirm."""
    everybody = {"dana": office.dana, "sol": office.sol, "cho": office.cho}
    gate.stands = exposing(*(one for name, one in everybody.items() if name != left))
    assert ("This matter is a conflict" in words(as_sol.post(f"{address}staff/"))) is (left == "dana")
    assert as_sol.post(f"{address}letter/", {}).status_code == (200 if left == "dana" else 422)


@pytest.mark.parametrize(
    ("said", "words_"),
    [
        ({"to": "other_office"}, "Write the name of the office."),
        ({"to": "police"}, "Choose one of the answers shown."),
        ({"to": "other_office", "addressee": "東京"}, "cannot be printed"),
    ],
)
def test_a_letter_that_cannot_be_printed_leaves_no_entry(
    as_sol: Client,
    gate: Gate,
    address: str,
    matter: Matter,
    office: Office,
    said: dict[str, str],
    words_: str,
) -> None:
    gate.stands = exposing(office.dana, office.sol, office.cho)
    answer = as_sol.post(f"{address}letter/", said)
    assert answer.status_code == 422
    assert words_ in words(answer)
    assert "matter.referred" not in acts(matter)


def test_exposures_are_listed_without_person_or_case(as_sol: Client, as_cho: Client, vera: Member) -> None:
    report = send().report
    assert "Nobody is exposed." in words(as_sol.get("/desk/matters/exposures/"))
    sign_in(Client(), vera).post(f"/desk/reports/{report.reference}/", {"purpose": "first_reading"})
    for client in (as_sol, as_cho):
        page = words(client.get("/desk/matters/exposures/"))
        assert "Vera Lindqvist" in page
        assert "Opened a report" in page
        for canary in (report.reference, report.item.ref, str(report.id), str(report.subject_id), "Marigold"):
            assert canary not in page


def test_many_exposures_come_page_by_page(as_sol: Client, office: Office) -> None:
    with transaction.atomic():
        for number in range(60):
            wall.expose(
                office.vera.id, Subject.objects.create(), through="report", opened=uuid4(), at=timezone.now()
            )
            assert number < 60
    first = as_sol.get("/desk/matters/exposures/").content.decode()
    assert first.count("Opened a report") == 50
    older = first.split('href="?after=')[1].split('"')[0]
    assert (
        as_sol.get(f"/desk/matters/exposures/?after={older}").content.decode().count("Opened a report") == 10
    )
    assert as_sol.get("/desk/matters/exposures/?after=x").content.decode().count("Opened a report") == 50


def test_the_refusal_says_why_to_who_asked_and_to_the_supervisor(
    at_desk: Client, as_sol: Client, gate: Gate, matter: Matter
) -> None:
    def refused(query: object) -> object:
        from dataclasses import replace

        return replace(answer_of(query, *(hold(one.raw) for one in query.charges)), exposed=True)  # type: ignore[attr-defined, arg-type]

    gate.says = refused  # type: ignore[assignment]
    place = ask(at_desk, case_number=NUMBER).headers["Location"]
    assert gate.asked[0].member
    assert "You are exposed in this matter." in words(at_desk.get(place))
    assert "Dana Reyes is exposed in this matter." in words(as_sol.get(place))
    for page in (words(at_desk.get(place)), words(at_desk.get(f"{place}memo/"))):
        assert "A hold is not a finding" not in page


def test_entering_somebody_stands_in_the_list(as_sol: Client, sol: Member) -> None:
    with transaction.atomic():
        enter(Facts(role="victim"), Identifiers(names=("Rosa Invented",)), source="walk_in", by=sol.id)
    assert Exposure.objects.get().member == sol.id
    assert "Entered a protected person" in words(as_sol.get("/desk/matters/exposures/"))


@pytest.mark.parametrize("place", ["staff/", "assign/", "release/", "letter/"])
def test_the_outsider_and_the_wrong_role_find_no_door(
    outsider: Client, at_desk: Client, as_fern: Client, address: str, gate: Gate, place: str
) -> None:
    missing = at_desk.post("/desk/nothing/here/").content
    assert outsider.post(f"{address}{place}").status_code == 303
    for client in (at_desk, as_fern):
        answer = client.post(f"{address}{place}")
        assert (answer.status_code, answer.content) == (404, missing)
    assert not gate.standing
