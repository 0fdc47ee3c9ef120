"""A case has its own items: nothing of another case is named in it, and its number is read by its teams."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connections, transaction
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from havenline import ledger, protection, wall
from havenline.charging.forms import Question
from havenline.charging.models import Screening
from havenline.policy import load
from havenline.protection.decision import held
from havenline.protection.gate import GateAnswer, Query
from havenline.protection.models import Enrolment
from havenline.staff.models import Member
from havenline.vault.models import Subject
from havenline.wall import matters
from havenline.wall.models import Item, Matter, MatterItem
from havenline.wall.numbers import case_hash
from tests.at_rest import database_files
from tests.pages.charging.conftest import SOUND, Gate, ask
from tests.pages.matters.conftest import NUMBER
from tests.people import sign_in, unlocked

LABEL = "ZXLABEL-77 blue backpack"
SHA = "9f" * 32


def put(client: Client, matter: Matter, **said: str) -> int:
    return client.post(f"/desk/matters/{matter.ref}/", {"label": "E-1", **said}).status_code


def page(client: Client, matter: Matter) -> str:
    return client.get(f"/desk/matters/{matter.ref}/").content.decode()


def add(given_by: Subject | None = None) -> Item:
    with transaction.atomic():
        return wall.add_item("own_statement" if given_by else "document", given_by=given_by, by="")


def test_a_number_leads_to_one_matter(at_desk: Client, as_fern: Client) -> None:
    first = at_desk.post("/desk/matters/", {"case_number": NUMBER})
    again = as_fern.post("/desk/matters/", {"case_number": f" {NUMBER.replace('-', ' ')} "})
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    row = Matter.objects.get()
    assert [entry.act for entry in ledger.about("matter", str(row.id))] == ["matter.opened"]
    assert NUMBER in page(as_fern, row)
    assert row.ref in at_desk.get("/desk/matters/").content.decode()


@pytest.mark.parametrize("number", ["", " - ", "x" * 61])
def test_a_number_that_is_none_begins_nothing(at_desk: Client, number: str) -> None:
    answer = at_desk.post("/desk/matters/", {"case_number": number})
    assert answer.status_code == 422
    assert not Matter.objects.exists()


def test_what_is_new_enters_with_what_led_to_it(at_desk: Client, matter: Matter) -> None:
    lead = add(Subject.objects.create())
    said = {"kind": "video", "obtained": "10/05/2024", "through": f" {lead.ref}, {lead.ref.lower()}"}
    assert put(at_desk, matter, sha256=SHA.upper(), **said) == 303
    row = MatterItem.objects.select_related("item").get()
    assert (row.item.kind, str(row.item.obtained), bytes(row.sha256 or b"").hex()) == (
        "video",
        "2024-10-05",
        SHA,
    )
    assert [one.parent for route in row.item.routes.all() for one in route.parents.all()] == [lead]
    assert wall.tainted([row.item], lead.given_by_id or "") == {row.item.id}  # type: ignore[arg-type]
    (entry,) = ledger.about("item", str(row.item.id))
    assert (entry.act, entry.detail) == ("matter.item_put", {"kind": "video", "routes": 1})
    shown = page(at_desk, matter)
    assert row.item.ref in shown
    assert "Video or picture" in shown


def test_an_item_of_the_wall_is_put_in_once(at_desk: Client, matter: Matter) -> None:
    item = add()
    size = ledger.head()[0]
    assert put(at_desk, matter, ref=item.ref.lower()) == 303
    assert put(at_desk, matter, ref=item.ref) == 303
    assert MatterItem.objects.get().item == item
    assert ledger.head()[0] == size + 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"label": ""}, "Write the number"),
        ({"ref": "W-00000"}, "no item of this number: W-00000"),
        ({"through": "W-00000"}, "no item of this number: W-00000"),
        ({"through": "the bag"}, "W- and five symbols"),
        ({"obtained": "02/30/2024"}, "Type the day"),
        ({"obtained": "01/01/2999"}, "has not come yet"),
        ({"sha256": "9f"}, "64 signs"),
        ({"kind": "rumor"}, "Choose one of the answers"),
        ({"ref": "W-00000", "obtained": "10/05/2024"}, "The wall knows its day"),
    ],
)
def test_what_cannot_be_is_refused_whole(
    at_desk: Client, matter: Matter, said: dict[str, str], words: str
) -> None:
    size = ledger.head()[0]
    answer = at_desk.post(f"/desk/matters/{matter.ref}/", {"label": LABEL, **said})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if "label" not in said:
        assert LABEL in answer.content.decode(), "nothing typed is lost"
    assert (Item.objects.count(), MatterItem.objects.count(), ledger.head()[0]) == (0, 0, size)


def test_an_item_of_another_matter_is_refused_like_one_unknown(
    at_desk: Client, matter: Matter, dana: Member
) -> None:
    other = matters.open_matter("24-000001", by=dana, at=timezone.now())
    item = add()
    assert put(at_desk, other, ref=item.ref) == 303
    for said in ({"ref": item.ref}, {"through": item.ref}):
        answer = at_desk.post(f"/desk/matters/{matter.ref}/", {"label": "E-2", **said})
        unknown = at_desk.post(
            f"/desk/matters/{matter.ref}/", {"label": "E-2", **dict.fromkeys(said, "W-00000")}
        )
        told, of_nobody = (
            answer.content.decode().split("<main", 1)[1].split('<h2 id="items"', 1)[0],
            unknown.content.decode().split("<main", 1)[1].split('<h2 id="items"', 1)[0],
        )
        assert answer.status_code == 422
        assert item.ref in told
        assert told.replace(item.ref, "W-00000") == of_nobody
    assert MatterItem.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_gate_refuses_items_of_another_case(
    at_desk: Client, gate: Gate, matter: Matter, dana: Member
) -> None:
    other = matters.open_matter("24-000001", by=dana, at=timezone.now())
    mine, free, theirs = add(), add(), add()
    put(at_desk, matter, ref=mine.ref)
    put(at_desk, other, ref=theirs.ref)
    for ref in (theirs.ref, "W-00000"):
        answer = ask(at_desk, case_number=NUMBER, item_1_ref=ref)
        assert answer.status_code == 422
        assert "Item 1: Wall number" in answer.content.decode()
        assert "This case has no item of this number" in answer.content.decode()
        assert not gate.asked
        assert not Screening.objects.exists()
    for number, ref in enumerate((mine.ref, free.ref)):
        assert ask(at_desk, case_number=NUMBER, item_1_ref=ref, number=f"{number:032}").status_code == 303
    # A case without a matter has no items of its own, and others' are not its either.
    assert ask(at_desk, case_number="24-7", item_1_ref=mine.ref, number="a" * 32).status_code == 422


def a_query(ref: str) -> Query:
    """The sound question with this item, as a program asks it without the desk's form."""
    question = Question(QueryDict(urlencode(SOUND)))
    assert question.is_sound()
    asked = question.asked()
    query = asked.query(
        reference="S-AAAAAA", day=date(2026, 10, 5), case=case_hash(NUMBER).hex(), member=None
    )
    return replace(query, items=(replace(query.items[0], ref=ref),))


def test_no_door_brings_items_of_another_case(
    at_desk: Client, gate: Gate, matter: Matter, dana: Member
) -> None:
    theirs = add()
    put(at_desk, matters.open_matter("24-000001", by=dana, at=timezone.now()), ref=theirs.ref)
    for ref in (theirs.ref, f" {theirs.ref.lower()}", "W-00000"):
        query = a_query(ref)
        with pytest.raises(matters.NotOfThisMatter):
            protection.screen(query)
        with pytest.raises(matters.NotOfThisMatter), transaction.atomic():
            protection.remember(query, held(query, pack=load()), day=date(2026, 10, 5))
    assert not gate.asked
    assert not Enrolment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_item_that_leaves_meanwhile_is_refused(
    at_desk: Client, gate: Gate, matter: Matter, dana: Member
) -> None:
    """Put into another case while the keeper answered: the answer is kept by nobody and shown to nobody."""
    item, other = add(), matters.open_matter("24-000001", by=dana, at=timezone.now())
    answered = gate.says

    def says(query: Query) -> GateAnswer:
        matters.put_in(other, item.ref, label="E-9", holder=unlocked(dana), by=dana, at=timezone.now())
        connections.close_all()
        return answered(query)

    gate.says = says
    answer = ask(at_desk, case_number=NUMBER, item_1_ref=item.ref)
    assert (answer.status_code, len(gate.asked)) == (422, 1)
    assert "This case has no item of this number" in answer.content.decode()
    assert not Screening.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_numbers_and_labels_are_sealed(at_desk: Client, dana: Member) -> None:
    matter = matters.open_matter("ZXCASE-9931", by=dana, at=timezone.now())
    assert put(at_desk, matter, label=LABEL) == 303
    assert LABEL in page(at_desk, matter)
    stored = b"".join(path.read_bytes() for path in database_files())
    assert matter.ref.encode() in stored, "the search finds what is there"
    for canary in ("ZXCASE", "ZXLABEL", "blue backpack"):
        assert canary.encode() not in stored


def test_a_member_without_the_key_sees_nothing(vera: Member, dana: Member, matter: Matter) -> None:
    """The second lock: a role alone opens nothing."""
    vera.role = "supervisor"
    vera.save()
    client = sign_in(Client(), vera)
    assert client.get(f"/desk/matters/{matter.ref}/").status_code == 404
    assert client.post(f"/desk/matters/{matter.ref}/", {"label": "E-1"}).status_code == 404
    assert not MatterItem.objects.exists()


def test_the_outsider_and_the_wrong_role_find_no_matter(
    outsider: Client, vera: Member, matter: Matter
) -> None:
    address = f"/desk/matters/{matter.ref}/"
    missing = sign_in(Client(), vera).get("/desk/nothing/here/").content
    for method in ("get", "post"):
        assert getattr(outsider, method)(address).status_code == 303
        answer = getattr(sign_in(Client(), vera), method)(address)
        assert (answer.status_code, answer.content) == (404, missing)
