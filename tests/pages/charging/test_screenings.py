"""The list: who asked finds their questions again, the supervisor finds what is held, and no name shows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from havenline.charging.models import Screening
from havenline.staff.models import Member
from tests.pages.charging.conftest import SOUND, Gate, ask
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def some(count: int, *, by: Member, held: bool = False, first: int = 0) -> None:
    """Rows of screenings, one a minute, the newest last."""
    begun = timezone.now() - timedelta(days=1)
    Screening.objects.bulk_create(
        Screening(
            reference=f"S-{number:06}",
            day=begun.date(),
            asked_by=by.id,
            asked_at=begun + timedelta(minutes=number // 2),
            case_hash=b"",
            form_hash=f"{number}".encode(),
            held=held,
            sealed=b"",
        )
        for number in range(first, first + count)
    )


def walk(client: Client) -> list[list[str]]:
    """The references of each page, following the link to the older ones."""
    address, found = "/desk/gate/", []
    while address:
        text = client.get(address).content.decode()
        found.append(re.findall(r">(S-\w{6})</a>", text))
        link = re.search(r'href="(\?after=[^"]+)"', text)
        address = f"/desk/gate/{link[1]}" if link else ""
    return found


def test_an_empty_list_says_what_to_do(at_desk: Client) -> None:
    text = at_desk.get("/desk/gate/").content.decode()
    assert "Answers of the gate will stand here." in text
    assert 'href="/desk/gate/ask/"' in text


@pytest.mark.parametrize(("count", "pages"), [(1, [1]), (25, [25]), (26, [25, 1]), (60, [25, 25, 10])])
def test_pages_follow_one_another_without_gap(
    at_desk: Client, dana: Member, sol: Member, count: int, pages: list[int]
) -> None:
    some(count, by=dana)
    some(3, by=sol, first=900)
    found = walk(at_desk)
    assert [len(page) for page in found] == pages
    together = [reference for page in found for reference in page]
    stored = Screening.objects.filter(asked_by=dana.id).order_by("-asked_at", "-id")
    assert together == [screening.reference for screening in stored]


def test_the_supervisor_sees_all_and_held_ones_first(as_sol: Client, dana: Member, sol: Member) -> None:
    some(30, by=dana, held=True)
    some(30, by=sol, first=100)
    some(30, by=dana, first=200)
    found = [reference for page in walk(as_sol) for reference in page]
    held = Screening.objects.filter(held=True).order_by("-asked_at", "-id")
    others = Screening.objects.exclude(held=True).order_by("-asked_at", "-id")
    assert found == [screening.reference for screening in (*held, *others)]


def test_anothers_reference_moves_no_page(at_desk: Client, dana: Member, sol: Member) -> None:
    some(2, by=dana)
    some(1, by=sol, first=500)
    start, other = (
        re.findall(r"<main.*</main>", at_desk.get(f"/desk/gate/?after={after}").content.decode(), re.S)
        for after in ("S-NOBODY", "S-000500")
    )
    assert start == other
    assert len(start) == 1


def test_the_list_shows_neither_name_nor_answer(at_desk: Client, gate: Gate) -> None:
    ask(at_desk)
    text = at_desk.get("/desk/gate/").content.decode()
    screening = Screening.objects.get()
    assert screening.reference in text
    assert "Answered" in text
    assert "Barred" not in text
    for sealed in (SOUND["name"], SOUND["case_number"], SOUND["charge-1-raw"], SOUND["item-1-label"]):
        assert sealed not in text


def test_others_find_no_list(vera: Member, outsider: Client) -> None:
    client = sign_in(Client(), vera)
    found = client.get("/desk/gate/")
    assert (found.status_code, found.content) == (404, client.get("/desk/gate/no/such/").content)
    assert outsider.get("/desk/gate/").status_code == 303
