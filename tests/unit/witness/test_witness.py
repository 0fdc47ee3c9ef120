"""A witness signs a ledger that only grew, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from havenline import ledger
from havenline.ledger import triggers
from havenline.ledger.models import Entry, Head, Node, Salt
from havenline.witness import actions, queries, signing, verifier
from havenline.witness.models import Checkpoint, Cosignature, Witness
from havenline.witness.verifier import LOG, Key
from tests.unit.ledger.acting import fill

from .watching import NAME, Watcher

pytestmark = pytest.mark.django_db


@pytest.fixture
def watcher(tmp_path: Path) -> Watcher:
    fill(3)
    actions.publish(at=timezone.now())
    return Watcher(tmp_path)


def grow(count: int = 1) -> None:
    fill(count)
    actions.publish(at=timezone.now())


def named(watcher: Watcher) -> Witness:
    return actions.add("Harbor Outreach (invented)", watcher.line, by="", at=timezone.now())


def test_what_it_signs_the_office_shows(watcher: Watcher) -> None:
    witness = named(watcher)
    new = actions.take(watcher.watch(), by="", at=timezone.now())
    assert [one.witness for one in new] == [witness]
    last = queries.last()
    assert last
    assert queries.written(last).count("\N{EM DASH} ") == 2
    assert ledger.about("witness", str(witness.id))[-1].act == "checkpoint.witnessed"


def test_it_follows_a_growing_ledger(watcher: Watcher) -> None:
    for _ in range(6):
        watcher.watch()
        grow(3)
        assert verifier.read_checkpoint(watcher.watch()).size == watcher.seen == ledger.head()[0]


def test_the_same_is_signed_again(watcher: Watcher) -> None:
    assert watcher.watch() == watcher.watch()


def forge(size: int) -> None:
    """An office that empties its ledger and begins another, and signs it with its own key and name."""
    with triggers.lifted(connection):
        for model in (Salt, Node, Entry, Head):
            model.objects.all().delete()
    Checkpoint.objects.all().delete()
    fill(size)
    actions.publish(at=timezone.now())


def signed(text: str, key: Key) -> str:
    return verifier.Note(
        text, (verifier.Signature(key.name, key.id, signing._keyring().sign(text.encode())),)
    ).written


def as_the_old(key: Key, request: str) -> str:
    """The request under the name the log had before: what an office that lies would send."""
    head, _, note = request.partition("\n\n")
    body = verifier.read_note(note).text.split("\n", 1)[1]
    note = signed(f"{key.name}\n{body}", key)
    return f"{head}\n\n{note}"


@pytest.mark.parametrize(("size", "said"), [(2, "rolled back"), (4, "two ledgers"), (9, "rewritten")])
def test_another_past_is_refused(watcher: Watcher, size: int, said: str) -> None:
    """The log had 4 entries: 3 acts and the naming of its key."""
    key = signing.key()
    watcher.watch()
    before = watcher.state.read_text()
    forge(size - 1)
    request = as_the_old(key, queries.since(min(size, 4)))
    with pytest.raises(verifier.Wrong, match=said):
        watcher.watch(request, log=key)
    assert watcher.state.read_text() == before


def test_another_ledger_is_refused(watcher: Watcher) -> None:
    with pytest.raises(verifier.Wrong, match="is the ledger"):
        watcher.watch(log=Key("example.org/another", LOG, signing.key().public))
    with pytest.raises(verifier.Wrong, match="did not sign"):
        watcher.watch(log=Key(signing.origin(), LOG, bytes(range(32))))
    assert not watcher.state.exists()


def test_what_was_seen_stands_before_anything_is_signed(
    watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cut(Exception):  # noqa: N818 - what happens
        pass

    def cut(*_: object) -> bytes:
        raise Cut

    monkeypatch.setattr(verifier, "cosigned", cut)
    with pytest.raises(Cut):
        watcher.watch()
    assert watcher.seen == ledger.head()[0]


def test_a_request_from_another_place_is_refused(watcher: Watcher) -> None:
    watcher.watch()
    grow()
    with pytest.raises(verifier.Unreadable, match="starts from entry 0"):
        watcher.watch(queries.since(0))


TAKEN: list[tuple[str, str]] = [
    ("nothing", "this is no signed note"),
    ("a\n1\n" + "A" * 43 + "=\n\n\N{EM DASH} a AAAAAAA=\n", "no checkpoint that this office signed"),
]


@pytest.mark.parametrize(("text", "said"), TAKEN)
def test_what_is_not_ours_is_not_taken(watcher: Watcher, text: str, said: str) -> None:
    named(watcher)
    with pytest.raises(actions.WitnessWrong, match=said):
        actions.take(text, by="", at=timezone.now())


def test_a_stranger_is_not_taken_for_a_witness(watcher: Watcher) -> None:
    with pytest.raises(actions.WitnessWrong, match="no witness that this office knows"):
        actions.take(watcher.watch(), by="", at=timezone.now())


def test_a_signature_that_does_not_hold_is_refused(watcher: Watcher) -> None:
    named(watcher)
    text = watcher.watch()
    line = text.splitlines()[-1]
    changed = line[:-30] + ("A" if line[-30] != "A" else "B") + line[-29:]
    with pytest.raises(actions.WitnessWrong, match="does not hold"):
        actions.take(text.replace(line, changed), by="", at=timezone.now())
    assert not Cosignature.objects.exists()


def test_a_signature_from_the_future_is_refused(watcher: Watcher) -> None:
    from datetime import UTC, datetime

    named(watcher)
    with pytest.raises(actions.WitnessWrong, match="in the future"):
        actions.take(watcher.watch(), by="", at=datetime(2020, 1, 1, tzinfo=UTC))


def test_a_witness_that_ended_signs_no_more(watcher: Watcher) -> None:
    witness = named(watcher)
    actions.take(watcher.watch(), by="", at=timezone.now())
    actions.end(watcher.line, by="", at=timezone.now())
    grow()
    with pytest.raises(actions.WitnessWrong, match="no witness that this office knows"):
        actions.take(watcher.watch(), by="", at=timezone.now())
    assert witness.cosignatures.count() == 1
    with pytest.raises(actions.WitnessWrong, match="has this key"):
        actions.end(watcher.line, by="", at=timezone.now())


def test_one_key_is_one_witness(watcher: Watcher) -> None:
    named(watcher)
    with pytest.raises(actions.WitnessWrong, match="known already"):
        named(watcher)


@pytest.mark.parametrize(
    ("organization", "line", "said"),
    [
        ("", "x", "name the organization"),
        ("Two\nlines", "x", "name the organization"),
        ("Harbor Outreach (invented)", "x", "no line of a key"),
        ("Harbor Outreach (invented)", NAME + "+00000000+BAAA", "no line of a key"),
        ("Harbor Outreach (invented)", NAME + "+00000000+BA" + "A" * 42, "damaged"),
    ],
)
def test_a_witness_is_named_by_its_key(organization: str, line: str, said: str) -> None:
    with pytest.raises(actions.WitnessWrong, match=said):
        actions.add(organization, line, by="", at=timezone.now())


def test_the_key_of_a_ledger_is_no_witness(watcher: Watcher) -> None:
    with pytest.raises(actions.WitnessWrong, match="makes its own"):
        actions.add("Harbor Outreach (invented)", signing.key().line, by="", at=timezone.now())
