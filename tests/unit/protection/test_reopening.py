"""Who becomes known later is protected in what came before: cleared and pending matters are answered anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from havenline import ledger, protection
from havenline.policy import load
from havenline.protection import decision, reopenings
from havenline.protection.facts import Facts, Identifiers
from havenline.protection.gate import BARRED, CLEAR, HOLD, ChargeAsked, ItemAsked, PersonAsked, Query
from havenline.protection.gatehouse import Keeper
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_store import KeeperStore
from havenline.protection.models import Enrolment, Reopening
from havenline.protection.reopenings import Reopened
from havenline.vault.errors import NoGrant
from tests.people import Office, unlocked
from tests.unit.protection.conftest import protect
from tests.unit.protection.people import REPORTED, ROBBED, ROSA, ROSA_ASKED, SOLD, STRANGER, question

MARISOL = Identifiers(names=("Marisol",), born="1990-05-06")
PERHAPS_HER = PersonAsked("Marisol Quiroga", "1990-05-06")
EARLIER = date(2026, 10, 5)


def keep(keeper: Keeper, query: Query) -> list[str]:
    """Ask the gate and keep the screening as the charging desk does; answers what it said."""
    answer = keeper.answer(query)
    with transaction.atomic():
        protection.remember(query, answer, day=EARLIER)
    keeper.settle()
    return [charge.answer for charge in answer.charges]


def opened(office: Office, row: Reopening) -> Reopened:
    return reopenings.open_answer(
        row, holder=unlocked(office.dana), role="charging_deputy", purpose="gate.read"
    )


def reopened(office: Office) -> list[list[str]]:
    """The answers of all reopenings, oldest first."""
    rows = Reopening.objects.order_by("at", "id")
    return [[charge.answer for charge in opened(office, row).answer.charges] for row in rows]


def asked(person: PersonAsked | None = ROSA_ASKED, *charges: ChargeAsked, **more: Any) -> Query:
    return question(person, *charges, role="none", sex_trade="none", **more)


def test_a_cleared_matter_is_reopened_for_who_becomes_known(keeper: Keeper, office: Office) -> None:
    assert keep(keeper, asked(ROSA_ASKED, SOLD, ROBBED)) == [CLEAR, CLEAR]
    assert not Reopening.objects.exists()
    protect(REPORTED, ROSA)
    keeper.settle()
    row = Reopening.objects.get()
    assert (row.screening, row.day, row.seen) == ("S-TESTED", timezone.localdate(), False)
    found = opened(office, row)
    assert [charge.answer for charge in found.answer.charges] == [BARRED, CLEAR]
    # It may have been filed since.
    assert found.answer.charges[0].disposition == "dismiss_review"
    assert (found.screening, found.day) == ("S-TESTED", timezone.localdate().isoformat())


def test_a_pending_matter_becomes_a_bar(keeper: Keeper, office: Office) -> None:
    protect(REPORTED, MARISOL)
    assert keep(keeper, asked(PERHAPS_HER)) == [HOLD]
    protect(REPORTED, Identifiers(names=("Marisol Quiroga",), born="1990-05-06"))
    keeper.settle()
    assert opened(office, Reopening.objects.get()).answer.charges[0].disposition == "do_not_charge"


def test_who_may_be_meant_reopens_as_a_hold_like_any_other(keeper: Keeper, office: Office) -> None:
    query = asked(PERHAPS_HER)
    assert keep(keeper, query) == [CLEAR]
    protect(REPORTED, MARISOL)
    keeper.settle()
    found = opened(office, Reopening.objects.get()).answer
    today = timezone.localdate().isoformat()
    assert found == decision.held(replace(query, day=today), pack=load())


FACTS_LATER = [
    (Facts(role="victim", sex_trade="current"), REPORTED, HOLD, [[BARRED]]),
    (REPORTED, Facts(report_consent="true"), BARRED, []),
]


@pytest.mark.parametrize(("first", "later", "before", "answers"), FACTS_LATER)
def test_facts_learned_later_reopen_where_they_protect_more(
    keeper: Keeper, office: Office, first: Facts, later: Facts, before: str, answers: list[list[str]]
) -> None:
    handle = protect(first, ROSA)
    assert keep(keeper, asked()) == [before]
    with transaction.atomic():
        protection.complete(handle, later)
    keeper.settle()
    assert reopened(office) == answers


def test_a_day_of_birth_told_later_finds_what_came_before(keeper: Keeper, office: Office) -> None:
    handle = protect(REPORTED, Identifiers(names=ROSA.names))
    assert keep(keeper, asked()) == [CLEAR]
    with transaction.atomic():
        protection.complete(handle, Facts(), Identifiers(born=ROSA.born))
    keeper.settle()
    assert reopened(office) == [[BARRED]]


def test_who_became_known_between_answer_and_keeping_is_not_missed(keeper: Keeper, office: Office) -> None:
    query = asked()
    answer = keeper.answer(query)
    protect(REPORTED, ROSA)
    keeper.settle()
    with transaction.atomic():
        protection.remember(query, answer, day=EARLIER)
    keeper.settle()
    assert reopened(office) == [[BARRED]]


def test_an_item_from_who_becomes_known_reopens_the_matter(keeper: Keeper, office: Office) -> None:
    from havenline import wall
    from havenline.vault.models import Subject

    person = Subject.objects.create()
    with transaction.atomic():
        item = wall.add_item("document", by="", given_by=person)
    query = asked(ROSA_ASKED, ROBBED, items=(ItemAsked("words", item.ref, "document", "", "own"),))
    assert keep(keeper, query) == [CLEAR]
    with transaction.atomic():
        protection.enrol(person, REPORTED, ROSA)
    keeper.settle()
    found = opened(office, Reopening.objects.get()).answer
    assert ([charge.answer for charge in found.charges], found.items[0].usable) == ([CLEAR], False)


def test_what_protects_less_or_the_same_reopens_nothing(keeper: Keeper) -> None:
    protect(REPORTED, ROSA)
    assert keep(keeper, asked()) == [BARRED]
    assert keep(keeper, asked(STRANGER)) == [CLEAR]
    protect(REPORTED, ROSA)
    protect(REPORTED, Identifiers(names=("Ines Invented Mora",), born="1990-01-01"))
    keeper.settle()
    assert not Reopening.objects.exists()


def test_a_hold_of_the_desks_own_is_not_released(keeper: Keeper, office: Office) -> None:
    query = asked()
    with transaction.atomic():
        protection.remember(query, decision.held(query, pack=load()), day=EARLIER)
    keeper.settle()
    assert not Reopening.objects.exists()
    protect(REPORTED, ROSA)
    keeper.settle()
    assert reopened(office) == [[BARRED]]


def test_a_matter_asked_by_slip_follows_its_person(keeper: Keeper, office: Office) -> None:
    handle = protect(Facts(role="victim", sex_trade="current"))
    with transaction.atomic():
        slip = protection.give_slip(handle)
    before = keep(keeper, question(None, slip=slip))
    assert before == [HOLD]
    with transaction.atomic():
        protection.complete(handle, REPORTED)
    keeper.settle()
    assert reopened(office) == [[BARRED]]


def test_a_slip_shown_in_another_case_leads_to_nobody(keeper: Keeper) -> None:
    handle = protect(Facts(role="victim"))
    with transaction.atomic():
        slip = protection.give_slip(handle)
    keep(keeper, question(None, slip=slip))
    keep(keeper, replace(question(None, slip=slip, case="0d" * 32), reference="S-OTHERS"))
    with transaction.atomic():
        protection.complete(handle, REPORTED)
    keeper.settle()
    assert [row.screening for row in Reopening.objects.all()] == ["S-TESTED"]


def test_a_keeper_that_fell_tells_once(
    keeper: Keeper, store: KeeperStore, keys: KeeperKeys, office: Office
) -> None:
    from havenline.protection import intake
    from havenline.protection.rechecking import Rechecker, publish

    keep(keeper, asked())
    protect(REPORTED, ROSA)
    intake.take_in(store, keys)  # and here it falls
    assert store.memory.due()
    Rechecker(store, keys, load()).recheck()  # and here
    assert not Reopening.objects.exists()
    waiting = store.memory.outgoing()
    publish(store, turn=keeper._turn)
    for one in waiting:  # and here, before it noted that it had written
        store.memory._put_out(one)
    publish(store, turn=keeper._turn)
    assert reopened(office) == [[BARRED]]
    assert store.memory.outgoing() == []


def test_a_lost_file_remembers_the_screenings_and_tells_nothing_twice(
    keeper: Keeper, keys: KeeperKeys, office: Office, tmp_path: Any
) -> None:
    keep(keeper, asked())
    protect(REPORTED, ROSA)
    keeper.settle()
    keep(keeper, replace(asked(STRANGER), reference="S-OTHERS"))
    again = KeeperStore.at(tmp_path / "again", keys)
    renewed = Keeper(store=again, keys=keys, pack=load())
    renewed.recover()
    renewed.settle()
    assert [row.screening for row in Reopening.objects.all()] == ["S-TESTED"]
    protect(REPORTED, Identifiers(names=(STRANGER.name,), born=STRANGER.born))
    renewed.settle()
    assert [row.screening for row in Reopening.objects.order_by("at")] == ["S-TESTED", "S-OTHERS"]
    again.close()


def test_while_a_row_does_not_open_no_matter_is_reopened(keeper: Keeper) -> None:
    keep(keeper, asked())
    protect(REPORTED, Identifiers(names=("Ines Invented Mora",), born="1990-01-01"))
    row = Enrolment.objects.filter(read=False).get()
    Enrolment.objects.filter(number=row.number).update(sealed=bytes(row.sealed)[:-1] + b"\0")
    protect(REPORTED, ROSA)
    keeper.settle()
    assert not Reopening.objects.exists()
    Enrolment.objects.filter(number=row.number).update(sealed=row.sealed)
    keeper.settle()
    assert Reopening.objects.count() == 1


def test_the_new_answer_is_the_charging_teams_alone(keeper: Keeper, office: Office) -> None:
    keep(keeper, asked())
    protect(REPORTED, ROSA)
    keeper.settle()
    row = Reopening.objects.get()
    for member, role in ((office.vera, "victim_services"), (office.fern, "filter_attorney")):
        with pytest.raises(NoGrant):
            reopenings.open_answer(row, holder=unlocked(member), role=role, purpose="gate.read")
    assert b"647" not in bytes(row.sealed)
    entries = [entry.act for entry in ledger.about("reopening", str(row.id))]
    assert entries == ["screening.reopened"]


def test_seen_is_noted_once(keeper: Keeper, office: Office) -> None:
    keep(keeper, asked())
    protect(REPORTED, ROSA)
    keeper.settle()
    row = reopenings.unseen().get()
    assert reopenings.row_of(row.id) == row
    assert reopenings.of_screening("S-TESTED").get() == row
    for _ in range(2):
        reopenings.mark_seen(row, by=office.dana, at=timezone.now())
    assert not reopenings.unseen().exists()
    entries = [entry.act for entry in ledger.about("reopening", str(row.id))]
    assert entries == ["screening.reopened", "reopening.seen"]
