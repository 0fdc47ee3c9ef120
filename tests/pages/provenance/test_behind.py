"""C3: why something is barred is told to those who free things, and freeing takes two of them."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from havenline import ledger, wall
from havenline.staff.models import Member
from havenline.vault.models import Opening
from havenline.wall.models import Item, Route, RouteEvent, Taint, Unfinished
from tests.pages.provenance.conftest import Held, add

TODAY = timezone.localdate()
SOUND = {"basis": "other_agency", "day": f"{TODAY:%m/%d/%Y}", "finder": "outside", "resting_on": ""}


def page(client: Client, address: str) -> str:
    answer = client.get(f"/desk/wall/{address}")
    assert answer.status_code == 200
    return answer.content.decode()


def attest(client: Client, item: Item, **changes: str) -> HttpResponse:
    return client.post(f"/desk/wall/{item.ref}/source/", SOUND | changes)


def decide(client: Client, item: Item, what: str) -> HttpResponse:
    route = Route.objects.filter(kind=Route.INDEPENDENT).latest("pk")
    return client.post(f"/desk/wall/{item.ref}/sources/{route.pk}/{what}/")


def test_a_reason_is_told_and_drawn(as_fern: Client, held: Held) -> None:
    shown = page(as_fern, f"{held.lead.ref}/")
    assert f"{held.lead.ref} (What an officer saw) was found through {held.told.ref}." in shown
    assert f"{held.told.ref} (A statement of a person) came from a protected person." in shown
    assert shown.count("<rect") == 2
    assert shown.count("<polyline") == 1
    assert "<script" not in shown.partition("<main")[2]
    assert str(held.person.id) not in shown
    (entry,) = [one for one in ledger.about("item", str(held.lead.id)) if one.act == "wall.read"]
    assert entry.detail == {"what": "reason", "role": "filter_attorney"}


def test_what_is_apart_is_not_barred(as_fern: Client, held: Held) -> None:
    shown = page(as_fern, f"{held.apart.ref}/")
    assert "Not barred" in shown
    assert "<svg" not in shown
    assert "Attest a source" not in shown


def test_a_number_leads_to_its_item(as_sol: Client, held: Held) -> None:
    answer = as_sol.post("/desk/wall/", {"ref": f" {held.lead.ref.lower()} "})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/wall/{held.lead.ref}/")
    for wrong, said in (("W-00000", "has no item W-00000"), ("nothing", "W- and five"), ("", "Write a wall")):
        answer = as_sol.post("/desk/wall/", {"ref": wrong})
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_two_people_free_an_item(as_sol: Client, as_fern: Client, held: Held) -> None:
    assert attest(as_sol, held.lead).status_code == 303
    assert wall.tainted([held.lead], held.person)
    # Who attested it is offered no button, and refused without one.
    assert "does not approve it" in page(as_sol, f"{held.lead.ref}/")
    refused = decide(as_sol, held.lead, "approve")
    assert refused.status_code == 422
    assert "Ask a second person." in refused.content.decode()
    assert wall.tainted([held.lead], held.person)
    assert held.lead.ref in page(as_fern, "")
    assert decide(as_fern, held.lead, "approve").status_code == 303
    assert not wall.tainted([held.lead], held.person)
    assert "Not barred" in page(as_fern, f"{held.lead.ref}/")
    assert decide(as_sol, held.lead, "retract").status_code == 303
    assert wall.tainted([held.lead], held.person)
    assert "Taken back: it does not count" in page(as_fern, f"{held.lead.ref}/")
    assert decide(as_sol, held.lead, "retract").status_code == 422


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"basis": ""}, "A source needs this"),
        ({"basis": "inevitable"}, "Choose one of the answers shown."),
        ({"day": ""}, "A source needs this"),
        ({"day": f"{TODAY + timedelta(days=1):%m/%d/%Y}"}, "has not come yet"),
        ({"day": "the 4th"}, "month/day/year"),
        ({"finder": ""}, "A source needs this"),
        ({"finder": str(uuid4())}, "Choose one of the answers shown."),
        ({"resting_on": "W-00000"}, "The wall has no item W-00000."),
        ({"resting_on": "somewhere"}, "W- and five symbols"),
    ],
)
def test_bad_input_is_said_and_writes_nothing(
    as_sol: Client, held: Held, changes: dict[str, str], said: str
) -> None:
    answer = attest(as_sol, held.lead, **changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Route.objects.filter(kind=Route.INDEPENDENT).exists()
    assert not RouteEvent.objects.exists()


def test_refusals_name_the_entry(as_sol: Client, held: Held, sol: Member, dana: Member) -> None:
    below = add("document", sol, derived_from=[held.lead])
    assert (
        f"{below.ref} rests on this item." in attest(as_sol, held.lead, resting_on=below.ref).content.decode()
    )
    assert "was not found through anything" in attest(as_sol, held.apart).content.decode()
    Opening.objects.create(
        object_kind="report",
        object_id=uuid4(),
        by=dana.id,
        role="x",
        purpose="x",
        at=timezone.now(),
        entry=-1,
    )
    assert "knew what was told by that day" in attest(as_sol, held.lead, finder=str(dana.id)).content.decode()
    assert not Route.objects.filter(kind=Route.INDEPENDENT).exists()


def test_a_source_is_decided_at_its_own_item(as_fern: Client, as_sol: Client, held: Held) -> None:
    attest(as_sol, held.lead)
    assert decide(as_fern, held.apart, "approve").status_code == 404
    derived = Route.objects.get(item=held.lead, kind=Route.DERIVED)
    assert as_fern.post(f"/desk/wall/{held.lead.ref}/sources/{derived.pk}/retract/").status_code == 404
    assert wall.tainted([held.lead], held.person)


def test_all_against_a_person_names_nobody(as_fern: Client, held: Held) -> None:
    shown = page(as_fern, f"{held.told.ref}/person/")
    assert f"<b>{2}</b>" in shown
    assert {held.told.ref, held.lead.ref} <= set(shown.replace("<", ">").split(">"))
    assert held.apart.ref not in shown
    assert str(held.person.id) not in shown
    assert as_fern.get(f"/desk/wall/{held.lead.ref}/person/").status_code == 404
    for odd in ("?n=99", "?n=x", "?after=x", f"?after={'9' * 30}"):
        assert as_fern.get(f"/desk/wall/{held.told.ref}/person/{odd}").status_code == 200


def test_only_the_filter_attorney_sees_a_person_s_items(as_sol: Client, held: Held) -> None:
    assert "Everything barred against" not in page(as_sol, f"{held.lead.ref}/")
    for address in ("person/", "prov.json"):
        assert as_sol.get(f"/desk/wall/{held.told.ref}/{address}").status_code == 404


def test_provenance_is_taken_out_for_an_expert(as_fern: Client, held: Held) -> None:
    answer = as_fern.get(f"/desk/wall/{held.lead.ref}/prov.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert f"{held.lead.ref}.prov.json" in answer.headers["Content-Disposition"]
    told = json.loads(answer.content)
    assert f"hl:{held.told.ref}" in told["entity"]
    assert str(held.person.id) not in answer.content.decode()


def test_later_news_bars_and_shows_nothing(as_vera: Client, held: Held) -> None:
    answer = as_vera.post("/desk/wall/later/", {"ref": held.apart.ref, "through": held.told.ref})
    assert answer.status_code == 200
    assert f"Kept for {held.apart.ref}" in answer.content.decode()
    assert wall.tainted([held.apart], held.person) == {held.apart.id}
    for word in ("Barred", "protected person gave"):
        assert word not in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"ref": ""}, "Write a wall number."),
        ({}, "Write what led to it, or whose it was."),
        ({"through": "W-00000"}, "The wall has no item W-00000."),
        ({"ref": "W-00000", "like": "told"}, "The wall has no item W-00000."),
        ({"like": "apart"}, "Nobody is named as the giver of"),
        ({"like": "told", "through": "lead"}, "rests on this item"),
    ],
)
def test_later_news_is_kept_whole_or_not(
    as_vera: Client, held: Held, sent: dict[str, str], said: str
) -> None:
    refs = {"told": held.told.ref, "lead": held.lead.ref, "apart": held.apart.ref}
    before = (Taint.objects.count(), ledger.head()[0])
    whole = {"ref": "apart"} | sent
    answer = as_vera.post("/desk/wall/later/", {key: refs.get(word, word) for key, word in whole.items()})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert (Taint.objects.count(), ledger.head()[0]) == before


def test_an_alarm_and_what_is_behind_are_shown(as_sol: Client, held: Held) -> None:
    assert "still being reckoned" not in page(as_sol, "")
    Taint.objects.filter(item=held.lead).delete()
    assert wall.tainted([held.lead], held.person)
    shown = page(as_sol, "")
    assert "are not what the routes say" in shown
    assert '<span class="waiting" title="new">1' in shown
    assert "1 row differs." in shown
    Unfinished.objects.create(item=held.lead)
    for address in ("", f"{held.lead.ref}/"):
        assert "still being reckoned" in page(as_sol, address)


def test_many_persons_and_long_reasons_are_told(as_fern: Client, held: Held, vera: Member) -> None:
    item = held.lead
    for _ in range(45):
        item = add("document", vera, derived_from=[item])
    shown = page(as_fern, f"{item.ref}/")
    assert "Too many steps for a picture." in shown
    assert shown.count("<li>") > 45
