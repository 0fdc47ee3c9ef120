"""A small office for the vault's tests: two founders, pinned, and hands to publish further keys."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import transaction

from havenline import config
from havenline.vault import directory, grants
from havenline.vault.keys import Keyring, Unlocked
from havenline.vault.models import PublicKey


@dataclass
class Founded:
    """The two founders, unlocked, and the rows of their keys."""

    founders: tuple[Unlocked, Unlocked]
    keys: tuple[PublicKey, PublicKey]

    def member(self, *, signers: tuple[Unlocked, Unlocked] | None = None) -> tuple[Unlocked, PublicKey]:
        """One more member, with a key signed by the founders or by these."""
        keyring, member_id = Keyring.new(), uuid4()
        with transaction.atomic():
            row = directory.publish(
                keyring, kind=PublicKey.MEMBER, label=str(member_id), signers=signers or self.founders
            )
        return Unlocked(member_id=member_id, key=row.id, keyring=keyring), row

    def team(self, *members: PublicKey) -> PublicKey:
        """A team of these members."""
        with transaction.atomic():
            return grants.new_team("intake", members=members, signers=self.founders)


@pytest.fixture
def office(db: None) -> Iterator[Founded]:
    """An office whose founders are pinned for this test alone."""
    members = [uuid4(), uuid4()]
    keyrings = [Keyring.new(), Keyring.new()]
    with transaction.atomic():
        keys = directory.found(*((str(m), k) for m, k in zip(members, keyrings, strict=True)))
    config.founders_path().unlink(missing_ok=True)
    directory.pin(keys)
    unlocked = [
        Unlocked(member_id=member, key=row.id, keyring=keyring)
        for member, keyring, row in zip(members, keyrings, keys, strict=True)
    ]
    yield Founded(founders=(unlocked[0], unlocked[1]), keys=keys)
    config.founders_path().unlink()
