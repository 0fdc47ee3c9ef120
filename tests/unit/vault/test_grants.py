"""Who can open an object is decided by keys alone."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from havenline import ledger
from havenline.ledger.acts import ActWrong
from havenline.vault import codes, grants
from havenline.vault.blob import Header
from havenline.vault.errors import BlobWrong, KeyNotTrusted, NoGrant
from havenline.vault.keys import DataKey, Keyring, Unlocked
from havenline.vault.models import Opening, Wrap

from .conftest import Founded

PEPPER = bytes(32)


def test_a_member_opens_through_their_team(office: Founded) -> None:
    someone, row = office.member()
    outsider, _ = office.member()
    team, report = office.team(row), uuid4()
    key = grants.new_data_key("report", report, to=[team])
    assert grants.data_key(someone, "report", report) == key
    with pytest.raises(NoGrant):
        grants.data_key(outsider, "report", report)


def test_the_reporter_opens_with_the_code(office: Founded) -> None:
    reporter, stranger = (codes.reporter_keyring(codes.new_code(), PEPPER) for _ in range(2))
    report = uuid4()
    key = grants.new_data_key("report", report, to=office.keys, reporter=reporter.kem_public)
    assert grants.reporter_data_key(reporter, "report", report) == key
    for keyring, asked in ((stranger, report), (reporter, uuid4())):
        with pytest.raises(NoGrant):
            grants.reporter_data_key(keyring, "report", asked)


def test_an_opening_leaves_its_trace(office: Founded) -> None:
    someone, row = office.member()
    report = uuid4()
    key = grants.new_data_key("report", report, to=[row])
    with transaction.atomic():
        assert grants.open_for(someone, "report", report, purpose="first_reading", role="advocate") == key
    (opening,) = Opening.objects.all()
    (entry,) = ledger.about("report", str(report))
    assert (opening.by, opening.purpose, opening.entry) == (someone.member_id, "first_reading", entry.number)
    assert entry.by == f"member:{someone.member_id}"
    assert entry.detail == {"kind": "report", "role": "advocate", "purpose": "first_reading"}
    assert entry.at is not None


def test_nobody_opens_without_a_grant_or_a_trace(office: Founded) -> None:
    outsider, _ = office.member()
    report = uuid4()
    grants.new_data_key("report", report, to=office.keys)
    with pytest.raises(NoGrant), transaction.atomic():
        grants.open_for(outsider, "report", report, purpose="reading", role="advocate")
    assert not Opening.objects.exists()
    assert ledger.about("report", str(report)) == []


def test_a_grant_is_given_by_who_can_open(office: Founded) -> None:
    someone, row = office.member()
    colleague, other = office.member()
    report = uuid4()
    key = grants.new_data_key("report", report, to=[row])
    with pytest.raises(NoGrant):
        grants.give(colleague, "report", report, other)
    with transaction.atomic():
        grants.give(someone, "report", report, other)
        grants.give(someone, "report", report, other)
    assert grants.data_key(colleague, "report", report) == key
    assert [entry.act for entry in ledger.about("report", str(report))] == ["grant.given"]


def test_a_team_grows_and_shrinks(office: Founded) -> None:
    someone, row = office.member()
    newcomer, other = office.member()
    team, report = office.team(row), uuid4()
    key = grants.new_data_key("report", report, to=[team])
    with transaction.atomic():
        grants.give(someone, "team", team.id, other)
    assert grants.data_key(newcomer, "report", report) == key
    assert grants.team_keyring(newcomer, team.id).kem_public == bytes(team.kem)
    with transaction.atomic():
        grants.withdraw("team", team.id, other, by=someone.member_id)
    with pytest.raises(NoGrant):
        grants.data_key(newcomer, "report", report)


def test_a_key_for_nobody_is_refused(office: Founded) -> None:
    with pytest.raises(ValueError, match="nobody"):
        grants.new_data_key("report", uuid4(), to=[])


def test_nothing_is_sealed_to_an_unknown_key(office: Founded) -> None:
    _, row = office.member()
    row.kem = Keyring.new().kem_public
    with pytest.raises(KeyNotTrusted):
        grants.new_data_key("report", uuid4(), to=[row])
    assert not Wrap.objects.exists()


@pytest.mark.parametrize("column", ["object_kind", "object_id", "to_id"])
def test_a_moved_wrap_does_not_open(office: Founded, column: str) -> None:
    someone, row = office.member()
    colleague, other = office.member()
    report, elsewhere = uuid4(), uuid4()
    grants.new_data_key("report", report, to=[row])
    moved = {"object_kind": "relief", "object_id": elsewhere, "to_id": other.id}
    Wrap.objects.update(**{column: moved[column]})
    holder = colleague if column == "to_id" else someone
    kind = "relief" if column == "object_kind" else "report"
    with pytest.raises(BlobWrong):
        grants.data_key(holder, kind, elsewhere if column == "object_id" else report)


def test_every_object_has_its_own_key(office: Founded) -> None:
    keys = [grants.new_data_key("report", uuid4(), to=office.keys).reveal() for _ in range(5)]
    assert len(set(keys)) == 5
    assert DataKey(keys[0]) != DataKey(keys[1])


def test_a_miss_asks_what_a_hit_asks(office: Founded) -> None:
    reporter = codes.reporter_keyring(codes.new_code(), PEPPER)
    report = uuid4()
    grants.new_data_key("report", report, to=office.keys, reporter=reporter.kem_public)
    told = []
    for keyring, asked in ((reporter, report), (reporter, uuid4()), (Keyring.new(), report)):
        with CaptureQueriesContext(connection) as asking:
            try:
                grants.reporter_data_key(keyring, "report", asked)
            except NoGrant as met:
                told.append(str(met))
        assert len(asking) == 1
    assert len(told) == 2
    assert len(set(told)) == 1


def test_grants_and_openings_need_their_transaction(transactional_db: None) -> None:
    holder = Unlocked(member_id=uuid4(), key=uuid4(), keyring=Keyring.new())
    with pytest.raises(NoGrant):
        grants.open_for(holder, "report", uuid4(), purpose="reading", role="advocate")
    with pytest.raises(ledger.NotInTransaction):
        grants.new_team("intake", members=[], signers=[holder, replace(holder, key=uuid4())])


def test_a_failed_opening_leaves_no_trace_and_gives_no_key(office: Founded) -> None:
    someone, row = office.member()
    report = uuid4()
    grants.new_data_key("report", report, to=[row])
    with pytest.raises(ActWrong), transaction.atomic():
        grants.open_for(someone, "report", report, purpose="because I want to", role="advocate")
    assert not Opening.objects.exists()


def test_withdrawing_what_was_never_given_is_nothing(office: Founded) -> None:
    someone, row = office.member()
    report = uuid4()
    with transaction.atomic():
        grants.withdraw("report", report, row, by=someone.member_id)
    assert ledger.about("report", str(report)) == []


def test_reporters_wraps_do_not_show_whose_they_are(office: Founded) -> None:
    reporters = [codes.reporter_keyring(codes.new_code(), PEPPER) for _ in range(2)]
    for reporter in reporters:
        grants.new_data_key("report", uuid4(), to=[], reporter=reporter.kem_public)
    headers = {Header.read(bytes(wrap.blob))[0].to_bytes() for wrap in Wrap.objects.filter(to=None)}
    assert len(headers) == 1
