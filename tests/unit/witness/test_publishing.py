"""The office signs what the ledger is, never what contradicts an earlier word of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone

from havenline import config, ledger
from havenline.ledger import triggers
from havenline.ledger.models import Entry, Head, Node, Salt
from havenline.ledger.tree import Frontier
from havenline.witness import actions, queries, signing
from havenline.witness.models import Checkpoint
from tests.unit.ledger.acting import fill

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_key() -> Iterator[None]:
    signing._keyring.cache_clear()
    yield
    signing._keyring.cache_clear()


def publish() -> Checkpoint:
    return actions.publish(at=timezone.now())


def roll_back() -> None:
    """What whoever owns the database can do: empty the log and begin anew."""
    with triggers.lifted(connection):
        for model in (Salt, Node, Entry, Head):
            model.objects.all().delete()


def test_the_ledger_names_its_own_key_once() -> None:
    fill(2)
    publish()
    fill(2)
    publish()
    named = [one for one in range(ledger.head()[0]) if ledger.entry(one).act == actions.NAMED]
    assert len(named) == 1
    assert ledger.entry(named[0]).detail["key"] == signing.fingerprint(signing.key())


def test_a_log_that_did_not_grow_keeps_its_checkpoint() -> None:
    fill(3)
    assert publish().note == publish().note
    assert Checkpoint.objects.count() == 1


def test_no_log_has_no_checkpoint() -> None:
    with pytest.raises(ledger.EntryMissing):
        signing.origin()


def test_a_ledger_rolled_back_is_not_signed() -> None:
    fill(5)
    publish()
    head = Head.objects.get()
    Head.objects.update(size=2, frontier=Frontier(2, [head.root[:32]]).to_bytes(), root=head.root)
    with pytest.raises(actions.LedgerChanged, match="rolled back"):
        publish()
    assert "rolled back" in queries.changed()[0]
    assert Checkpoint.objects.count() == 1


def test_a_ledger_rewritten_is_not_signed() -> None:
    fill(5)
    publish()
    with triggers.lifted(connection):
        Entry.objects.filter(index=1).update(leaf=bytes(32))
        Node.objects.all().update(hash=bytes(32))
    fill(1)
    with pytest.raises(actions.LedgerChanged, match="not those that were signed"):
        publish()
    assert "not those that were signed" in queries.changed()[0]


def test_another_key_signs_nothing() -> None:
    fill(1)
    publish()
    path = config.load().secrets / signing.SECRET
    kept = path.read_text()
    try:
        path.write_text("7" * 64)
        signing._keyring.cache_clear()
        fill(1)
        with pytest.raises(actions.LedgerChanged, match="not the one that the ledger names"):
            publish()
    finally:
        path.write_text(kept)


def test_a_key_that_was_lost_is_not_made_anew() -> None:
    fill(1)
    publish()
    path = config.load().secrets / signing.SECRET
    kept = path.read_text()
    path.unlink()
    signing._keyring.cache_clear()
    try:
        with pytest.raises(config.SecretMissing):
            publish()
        assert not path.exists()
    finally:
        path.touch(mode=0o600)
        path.write_text(kept)


def test_a_log_begun_anew_has_another_name() -> None:
    fill(3)
    before = signing.origin()
    roll_back()
    fill(3)
    assert signing.origin() != before
    Checkpoint.objects.all().delete()
