"""What is sealed to a team is sealed to the newest key that two members vouch for."""

import pytest
from django.db import transaction

from havenline import config, staff
from havenline.staff.queries import TeamMissing
from havenline.vault import directory, grants
from havenline.vault.errors import KeyNotTrusted
from havenline.vault.keys import Keyring
from havenline.vault.models import PublicKey
from tests.people import Office, unlocked


def slip_in(team: PublicKey, *, entry: int) -> PublicKey:
    """A row nobody signed, as who can write the table would put it there."""
    keyring = Keyring.new()
    return PublicKey.objects.create(
        kind=PublicKey.TEAM, label=team.label, kem=keyring.kem_public, sign=keyring.sign_public,
        signer_1=team.signer_1, signature_1=bytes(64), signer_2=team.signer_2, signature_2=bytes(64),
        entry=entry,
    )  # fmt: skip


@pytest.mark.parametrize("entry", [500, 2**62], ids=["newer", "newest there can be"])
def test_a_forged_key_does_not_stop_reports(office: Office, entry: int) -> None:
    slip_in(office.intake, entry=entry)
    assert staff.team_key("intake").id == office.intake.id
    assert directory.trusted(staff.team_key("intake")) == bytes(office.intake.kem)


def test_a_new_key_that_is_vouched_for_is_used_at_once(office: Office) -> None:
    assert staff.team_key("intake").id == office.intake.id
    with transaction.atomic():
        renewed = grants.new_team(
            "intake", members=[office.vera.key], signers=[unlocked(office.sol), unlocked(office.vera)]
        )
    slip_in(office.intake, entry=2**62)
    assert staff.team_key("intake").id == renewed.id


def test_without_the_founders_no_team_is_trusted(office: Office) -> None:
    config.founders_path().unlink()
    with pytest.raises(KeyNotTrusted):
        staff.team_key("intake")


def test_a_team_without_a_key_does_not_suggest_a_new_office(office: Office) -> None:
    with pytest.raises(TeamMissing) as met:
        staff.team_key("gardening")
    assert "init" not in str(met.value)
