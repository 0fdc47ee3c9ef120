"""An office begins whole: people, keys, teams and a directory that leads to the founders, or not at all."""

import pytest
from django.db import transaction

from havenline import config, ledger, staff
from havenline.staff.founding import FoundingWrong, NewMember, found_office
from havenline.staff.models import Member
from havenline.staff.roles import TEAMS
from havenline.vault import directory, grants, passphrase
from havenline.vault.errors import NoGrant
from havenline.vault.models import PublicKey
from tests.people import CAST, Office, keeper_keyring, unlocked


def test_every_key_of_the_office_is_trusted(office: Office) -> None:
    keys = list(PublicKey.objects.all())
    assert len(keys) == len(CAST) + len(TEAMS) + 1  # and the keeper's
    for key in keys:
        assert directory.trusted(key) == bytes(key.kem)


def test_founding_is_in_the_ledger(office: Office) -> None:
    size, _ = ledger.head()
    founded = ledger.entry(size - 1)
    assert founded.act == "office.founded"
    assert founded.detail == {"pepper": passphrase.pepper_mark(config.read_secret("pepper"))}
    assert ledger.verify().is_whole


@pytest.mark.parametrize(
    ("team", "holders", "others"),
    [
        ("intake", ["vera"], ["dana", "sol", "fern", "cho", "cora"]),
        ("charging", ["dana", "sol", "cho"], ["vera", "fern", "cora"]),
        ("filter", ["fern"], ["vera", "dana", "sol", "cho", "cora"]),
    ],
)
def test_only_the_team_opens_its_key(
    office: Office, team: str, holders: list[str], others: list[str]
) -> None:
    key = staff.team_key(team)
    for name in holders:
        assert grants.team_keyring(unlocked(getattr(office, name)), key.id).kem_public == bytes(key.kem)
    for name in others:
        with pytest.raises(NoGrant):
            grants.team_keyring(unlocked(getattr(office, name)), key.id)


@pytest.mark.parametrize(
    ("members", "word"),
    [
        (CAST[:1], "two people"),
        (CAST[:2], "team `charging`"),
        ((*CAST, NewMember("Someone", " VERA ", "supervisor", "long enough a phrase")), "one sign-in name"),
        ((*CAST, NewMember("Someone", "someone", "administrator", "long enough a phrase")), "no role"),
        ((*CAST, NewMember("Someone", "someone", "supervisor", "short")), "too short"),
        ((*CAST, NewMember("Someone", "someone", "supervisor", "x" * 1001)), "too long"),
    ],
)
def test_an_office_that_cannot_work_is_refused(db: None, members: tuple[NewMember, ...], word: str) -> None:
    if word == "team `charging`":
        members = (CAST[1], NewMember("Someone", "someone", "victim_services", "long enough a phrase"))
    with pytest.raises(FoundingWrong, match=word):
        found_office(keeper=keeper_keyring(), members=members)
    assert not Member.objects.exists()


def test_an_office_is_founded_once(office: Office) -> None:
    pinned = config.founders_path().read_bytes()
    Member.objects.all().delete()
    with pytest.raises(FileExistsError), transaction.atomic():
        found_office(keeper=keeper_keyring(), members=CAST)
    assert config.founders_path().read_bytes() == pinned


def test_a_passphrase_does_not_show_itself() -> None:
    assert CAST[0].passphrase not in repr(CAST[0])
