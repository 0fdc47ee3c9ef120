"""Files are frozen by their hashes, whole or not at all, by those who hold them and nobody else."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from havenline import ledger
from havenline.staff.models import Member
from havenline.wall.models import Freeze, Holding, Manifest, Matter
from tests.at_rest import database_files
from tests.people import sign_in

ADDRESS = "/desk/matters/frozen/"
GOOD = f"{'9f' * 32}  ZXFILE quilla.mp4"


@pytest.mark.django_db(transaction=True)
def test_a_list_is_frozen_and_its_names_are_sealed(at_desk: Client) -> None:
    assert at_desk.post(ADDRESS, {"listed": GOOD, "case_number": "ZXCASE-1"}).status_code == 303
    made = Freeze.objects.get()
    assert made.size == 1
    assert Manifest.objects.get().matter == Matter.objects.get()
    page = at_desk.get(ADDRESS).content.decode()
    assert bytes(made.root).hex()[:16] in page
    assert f'<th scope="row">{made.entry}</th>' in page
    stored = b"".join(path.read_bytes() for path in database_files())
    assert bytes(made.root) in stored, "the search finds what is there"
    for canary in ("ZXFILE", "quilla", "ZXCASE"):
        assert canary.encode() not in stored
        assert canary not in page


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ("", "Put in the list of hashes."),
        (f"{GOOD}\nno hash", "Line 2 is wrong"),
        (f"{GOOD}\n{GOOD}", "Line 2 is wrong or stands there twice"),
    ],
)
def test_a_wrong_line_freezes_nothing(at_desk: Client, listed: str, words: str) -> None:
    size = ledger.head()[0]
    answer = at_desk.post(ADDRESS, {"listed": listed, "case_number": "24-1"})
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert words in page
    assert not listed or "ZXFILE quilla.mp4" in page, "nothing typed is lost"
    assert (Holding.objects.count(), Manifest.objects.count(), Matter.objects.count()) == (0, 0, 0)
    assert ledger.head()[0] == size


def test_the_outsider_and_the_wrong_role_freeze_nothing(
    outsider: Client, as_fern: Client, vera: Member
) -> None:
    missing = as_fern.post("/desk/nothing/here/").content
    assert outsider.post(ADDRESS, {"listed": GOOD}).status_code in (303, 403)
    for client in (as_fern, sign_in(Client(), vera)):
        answer = client.post(ADDRESS, {"listed": GOOD})
        assert (answer.status_code, answer.content) == (404, missing)
    assert not Freeze.objects.exists()
