"""The filter attorney looks at two people, and what is said moves the gate; a deputy sees a hold like any."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from havenline import ledger, protection, wall
from havenline.policy import load
from havenline.protection import decision, matches
from havenline.protection.facts import Facts, Identifiers
from havenline.protection.gate import BARRED, CLEAR, HOLD, PersonAsked, Query
from havenline.protection.gatehouse import Keeper
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_store import KeeperStore
from havenline.protection.matches import Match
from havenline.protection.models import Enrolment, PossibleMatch, Reopening
from havenline.protection.plain import written
from havenline.protection.traits import Traits
from havenline.staff import Member
from havenline.vault.models import Opening, Subject
from havenline.wall.models import Exposure, Freeze
from tests.people import Office, dana, fern, office, outsider, sign_in, unlocked, vera
from tests.unit.protection.people import REPORTED, question

__all__ = ["dana", "fern", "office", "outsider", "vera"]

LIST = "/desk/protected/matches/"
HER = Identifiers(names=("Zzyzxina Quuxcanary",), born="1971-02-03", numbers=(("state_id", "D1234987"),))
ASKED = PersonAsked("Zzyzxna Quuxcanary", "1971-03-02", (("phone", "4155550188"),))
CANARIES = ("Zzyzx", "Quuxcanary", "1971-02-03", "1971-03-02", "D1234987", "4155550188")


@pytest.fixture
def keeper(office: Office, tmp_path: Path) -> Iterator[Keeper]:
    keys = KeeperKeys.load()
    store = KeeperStore.at(tmp_path / "keeper", keys)
    made = Keeper(store=store, keys=keys, pack=load())
    made.recover()
    with transaction.atomic():
        protection.enrol(Subject.objects.create(), REPORTED, HER)
    yield made
    store.close()


@pytest.fixture
def desk(fern: Member) -> Client:
    return sign_in(Client(), fern)


def asked(person: PersonAsked = ASKED) -> Query:
    return question(person, role="none", sex_trade="none")


def ask(keeper: Keeper, query: Query) -> str:
    answer = keeper.answer(query)
    with transaction.atomic():
        protection.remember(query, answer, day=timezone.localdate())
    keeper.settle()
    return answer.charges[0].answer


def page(desk: Client, language: str = "") -> str:
    address = f"{language}{LIST}"
    return desk.get(address).content.decode()


def reference(desk: Client) -> str:
    found = re.search(r"L-[0-9A-Z]{6}", page(desk))
    assert found
    return found.group()


def test_a_likeness_is_held_like_anything_else_and_waits_for_a_look(keeper: Keeper, desk: Client) -> None:
    query = asked()
    found = keeper.answer(query)
    assert json.dumps(written(found)) == json.dumps(written(decision.held(query, pack=load())))
    ask(keeper, query)
    assert PossibleMatch.objects.count() == 1
    shown = page(desk)
    assert not any(canary in shown for canary in CANARIES)
    closed = desk.get(f"{LIST}{reference(desk)}/").content.decode()
    assert not any(canary in closed for canary in CANARIES)


def test_the_two_are_shown_side_by_side_and_the_look_is_ledgered(keeper: Keeper, desk: Client) -> None:
    ask(keeper, asked())
    opened = desk.post(f"{LIST}{reference(desk)}/")
    shown = opened.content.decode()
    assert all(canary in shown for canary in CANARIES)
    assert opened.headers["Cache-Control"].startswith("no-store")
    # Neither charge nor fact of a report.
    work = shown.split("<main")[1].split("</main>")[0]  # above it stand names of files, by their hashes
    assert not any(word in work for word in ("647", "robbery", "victim"))
    row = PossibleMatch.objects.get()
    entries = [entry.act for entry in ledger.about("match", str(row.id))]
    assert entries == ["match.found", "object.opened"]


def test_who_looks_is_exposed_to_the_protected_person(keeper: Keeper, desk: Client, fern: Member) -> None:
    ask(keeper, asked())
    known = Subject.objects.get()
    desk.get(f"{LIST}{reference(desk)}/")
    assert wall.exposed_among([fern.id], [known.id]) == set(), "the closed page shows nobody"
    row = PossibleMatch.objects.get()
    for _ in range(2):
        desk.post(f"{LIST}{row.reference}/")
    exposure = Exposure.objects.get()
    assert (exposure.member, exposure.subject, exposure.object_kind) == (fern.id, known, "match")
    opened = [
        entry for entry in ledger.about("match", str(exposure.object_id)) if entry.act == "object.opened"
    ]
    assert [entry.by for entry in opened] == [fern.actor, fern.actor]
    # What the office held by then is in the ledger first.
    assert Freeze.objects.earliest("entry").entry < opened[0].number


def test_a_match_of_nobody_is_not_looked_at(office: Office, desk: Client) -> None:
    """To whom a look exposes is not known, or there is no such person: nothing is shown, nothing written."""
    nobody = Match("S-AAAAAA", Traits(("Ann Invented",), (), ()), Traits(("Ann Invented",), (), ()), ())
    with transaction.atomic():
        matches.write(uuid4(), nobody)
    row, size = PossibleMatch.objects.get(), ledger.head()[0]
    assert desk.post(f"{LIST}{row.reference}/").status_code == 404
    with transaction.atomic():
        matches.write(uuid4(), replace(nobody, subjects=(uuid4().hex,)))
    other = PossibleMatch.objects.exclude(id=row.id).get()

    def looks() -> None:
        with transaction.atomic():
            matches.look(other, holder=unlocked(office.fern), by=office.fern, at=timezone.now())
            connection.check_constraints()

    with pytest.raises(DatabaseError):
        looks()
    assert not Exposure.objects.exists()
    assert not Opening.objects.exists()
    assert ledger.head()[0] == size + 1


def test_no_exposure_no_look(keeper: Keeper, fern: Member) -> None:
    ask(keeper, asked())
    row, size = PossibleMatch.objects.get(), ledger.head()[0]
    wall.freeze(by="", at=timezone.now())
    opened = Opening.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE wall_exposure RENAME TO wall_exposure_gone")
    with pytest.raises(DatabaseError), transaction.atomic():
        matches.look(row, holder=unlocked(fern), by=fern, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE wall_exposure_gone RENAME TO wall_exposure")
    assert (Opening.objects.count(), ledger.head()[0]) == (opened, size + 1)


SAID = [
    ("same", BARRED, [BARRED]),
    ("other", CLEAR, [CLEAR]),
    ("unsure", HOLD, []),
]


@pytest.mark.parametrize(("said", "answer", "reopened"), SAID)
def test_what_is_said_of_the_two_moves_the_gate(
    keeper: Keeper, desk: Client, office: Office, said: str, answer: str, reopened: list[str]
) -> None:
    from havenline.protection import reopenings

    query = asked()
    assert ask(keeper, query) == HOLD
    sent = desk.post(f"{LIST}{reference(desk)}/answer/", {"said": said})
    assert (sent.status_code, sent["Location"]) == (303, f"{LIST}?done=said")
    assert keeper.answer(query).charges[0].answer == answer
    keeper.settle()
    rows = [
        reopenings.open_answer(row, holder=unlocked(office.dana), role="charging_deputy", purpose="gate.read")
        for row in Reopening.objects.all()
    ]
    assert [row.answer.charges[0].answer for row in rows] == reopened
    entry = ledger.about("match", str(PossibleMatch.objects.get().id))[-1]
    assert (entry.act, entry.detail) == ("match.answered", {})


def test_what_could_not_be_told_can_be_told_later(keeper: Keeper, desk: Client) -> None:
    ask(keeper, asked())
    which = reference(desk)
    desk.post(f"{LIST}{which}/answer/", {"said": "unsure"})
    assert which in page(desk)
    desk.post(f"{LIST}{which}/answer/", {"said": "same"})
    assert keeper.answer(asked()).charges[0].answer == BARRED
    assert which not in page(desk)
    assert desk.post(f"{LIST}{which}/answer/", {"said": "other"}).status_code == 404
    assert keeper.answer(asked()).charges[0].answer == BARRED


def test_the_same_two_are_looked_at_once(keeper: Keeper, desk: Client) -> None:
    ask(keeper, asked())
    ask(keeper, replace(asked(), reference="S-OTHERS"))
    assert PossibleMatch.objects.count() == 1
    desk.post(f"{LIST}{reference(desk)}/answer/", {"said": "other"})
    keeper.settle()
    assert ask(keeper, replace(asked(), reference="S-THIRDS")) == CLEAR
    assert PossibleMatch.objects.count() == 1
    assert sorted(row.screening for row in Reopening.objects.all()) == ["S-OTHERS", "S-TESTED"]


def test_who_becomes_known_more_fully_is_found_in_spite_of_a_look(keeper: Keeper, desk: Client) -> None:
    ask(keeper, asked())
    desk.post(f"{LIST}{reference(desk)}/answer/", {"said": "other"})
    assert keeper.answer(asked()).charges[0].answer == CLEAR
    with transaction.atomic():
        protection.enrol(Subject.objects.create(), REPORTED, Identifiers(numbers=ASKED.numbers))
    assert keeper.answer(asked()).charges[0].answer == BARRED


def test_a_keeper_made_anew_remembers_what_was_said(keeper: Keeper, desk: Client, tmp_path: Path) -> None:
    ask(keeper, asked())
    desk.post(f"{LIST}{reference(desk)}/answer/", {"said": "other"})
    keeper.settle()
    keys = KeeperKeys.load()
    store = KeeperStore.at(tmp_path / "again", keys)
    again = Keeper(store=store, keys=keys, pack=load())
    again.recover()
    again.settle()
    assert again.answer(asked()).charges[0].answer == CLEAR
    assert (PossibleMatch.objects.count(), Enrolment.objects.filter(read=False).count()) == (1, 0)
    store.close()


@pytest.mark.parametrize("said", ["", "perhaps", "SAME"])
def test_without_an_answer_nothing_is_kept(keeper: Keeper, desk: Client, said: str) -> None:
    ask(keeper, asked())
    again = desk.post(f"{LIST}{reference(desk)}/answer/", {"said": said})
    assert again.status_code == 422
    assert "Choose an answer" in again.content.decode()
    assert PossibleMatch.objects.get().state == PossibleMatch.OPEN


def test_nobody_else_sees_the_two(keeper: Keeper, office: Office, outsider: Client, desk: Client) -> None:
    ask(keeper, asked())
    where = f"{LIST}{reference(desk)}/"
    for who in (office.vera, office.dana, office.sol, office.cho):
        client = sign_in(Client(), who)
        assert [client.post(at).status_code for at in (where, f"{where}answer/")] == [404, 404]
        assert client.get(LIST).status_code == 404
    assert outsider.post(where).status_code in (303, 403)
    from havenline.vault.errors import NoGrant

    row = PossibleMatch.objects.get()
    for who in (office.vera, office.dana, office.sol, office.cho):
        with pytest.raises(NoGrant):
            matches.look(row, holder=unlocked(who), by=who, at=timezone.now())


def test_no_name_stands_in_the_office_s_rows(keeper: Keeper, desk: Client) -> None:
    ask(keeper, asked())
    desk.post(f"{LIST}{reference(desk)}/")
    desk.post(f"{LIST}{reference(desk)}/answer/", {"said": "unsure"})
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = repr(cursor.fetchall())
            assert not any(canary in kept for canary in CANARIES), table


def test_the_desk_speaks_spanish(keeper: Keeper, desk: Client) -> None:
    ask(keeper, asked())
    assert "Posibles coincidencias" in page(desk, "/es")


def test_facts_alone_move_no_match(keeper: Keeper) -> None:
    with transaction.atomic():
        protection.enrol(Subject.objects.create(), Facts())
    assert ask(keeper, asked(PersonAsked("Nobody Atall", "1980-01-31"))) == CLEAR
    assert not PossibleMatch.objects.exists()
