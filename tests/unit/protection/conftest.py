"""What the protection's tests share: the office, the keeper's keys, and a keeper within the test itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from havenline import protection
from havenline.policy import load
from havenline.protection.facts import Facts, Handle, Identifiers
from havenline.protection.gatehouse import Keeper
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_store import KeeperStore
from havenline.vault.models import Subject
from tests.people import Office, office

__all__ = ["office"]


@pytest.fixture
def keys(office: Office) -> KeeperKeys:
    """The keys of this office's keeper."""
    return KeeperKeys.load()


@pytest.fixture
def store(tmp_path: Path, keys: KeeperKeys) -> Iterator[KeeperStore]:
    """An empty keeper's file."""
    made = KeeperStore.at(tmp_path / "keeper", keys)
    yield made
    made.close()


@pytest.fixture
def keeper(store: KeeperStore, keys: KeeperKeys) -> Keeper:
    """A keeper that has looked at all there is."""
    made = Keeper(store=store, keys=keys, pack=load())
    made.recover()
    return made


def protect(facts: Facts, identifiers: Identifiers | None = None, *, day: date | None = None) -> Handle:
    """Enrol an invented person."""
    with transaction.atomic():
        return protection.enrol(Subject.objects.create(), facts, identifiers, day=day)
