"""An outsider with other code comes to the same answer as the program we hand out, and neither is fooled."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from django.utils import timezone

from havenline import ledger
from havenline.witness import actions, queries, signing, verifier
from havenline.witness.verifier import Key
from tests.unit.ledger.acting import fill

from . import outsider
from .watching import Watcher

pytestmark = pytest.mark.django_db


@pytest.fixture
def witnessed(tmp_path: Path) -> Watcher:
    """A log of 21 entries, signed by the office and one witness."""
    fill(20)
    actions.publish(at=timezone.now())
    watcher = Watcher(tmp_path)
    actions.add("Harbor Outreach (invented)", watcher.line, by="", at=timezone.now())
    actions.take(watcher.watch(), by="", at=timezone.now())
    return watcher


def keys(watcher: Watcher) -> tuple[str, str]:
    return signing.key().line, watcher.line


def test_both_accept_what_is_true(witnessed: Watcher) -> None:
    last = queries.last()
    assert last
    said = queries.written(last)
    assert outsider.checkpoint(said, *keys(witnessed)) == (last.size, bytes(last.root))
    opened = verifier.open_checkpoint(said, signing.key())
    assert verifier.check_signed(opened.note, Key.read(witnessed.line)) > 0
    for number in range(last.size):
        proof = queries.proof(number, opened=None)
        assert outsider.entry(proof, *keys(witnessed))[1]["act"] == ledger.entry(number).act
        assert verifier.open_proof(proof, signing.key()).number == number


def test_both_see_every_log_grow() -> None:
    roots = {0: b""}
    for size in range(1, 34):
        fill(1)
        found = actions.publish(at=timezone.now())
        roots[found.size] = bytes(found.root)
        for older, root in roots.items():
            request = queries.since(older)
            assert outsider.grown(request, root, signing.key().line) == (found.size, bytes(found.root))
            start, path, now = verifier.read_request(request, signing.key())
            verifier.check_grown(start, root, now.size, now.root, path)
        assert size <= found.size


def tampered(text: str, choose: random.Random) -> str:
    """The text with one letter changed, cut out, or put twice."""
    at = choose.randrange(len(text))
    other = choose.choice([one for one in "0aZ+/=\n —9" if one != text[at]])
    return text[:at] + choose.choice(["", other, text[at] * 2]) + text[at + 1 :]


def is_believed_outside(text: str, watcher: Watcher) -> bool:
    try:
        outsider.entry(text, *keys(watcher))
    except (AssertionError, ValueError, KeyError, IndexError, UnicodeError):
        return False
    return True


def is_believed_by_ours(text: str, watcher: Watcher) -> bool:
    try:
        proof = verifier.open_proof(text, signing.key())
        verifier.check_signed(proof.checkpoint.note, Key.read(watcher.line))
    except (verifier.Wrong, verifier.Unreadable):
        return False
    return True


def test_a_thousand_tampered_proofs_fool_neither(witnessed: Watcher) -> None:
    choose = random.Random(20261103)
    whole = [queries.proof(number) for number in range(21)]
    assert all(is_believed_outside(one, witnessed) and is_believed_by_ours(one, witnessed) for one in whole)
    for _ in range(1000):
        text = tampered(choose.choice(whole), choose)
        assert not is_believed_outside(text, witnessed), text
        assert not is_believed_by_ours(text, witnessed), text


def test_a_proof_of_one_entry_proves_no_other(witnessed: Watcher) -> None:
    first, second = queries.proof(3), queries.proof(4)
    for line in range(1, 4):
        mixed = first.split("\n")
        mixed[line] = second.split("\n")[line]
        assert not is_believed_by_ours("\n".join(mixed), witnessed)
        assert not is_believed_outside("\n".join(mixed), witnessed)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "x", "old 1\n\n\n", "a\n1\nb\n\n— a b\n", "\x00\n\n— a AAAAAAA=\n"]
)
def test_what_is_no_note_is_said_so(text: str) -> None:
    fill(1)
    for read in (verifier.open_checkpoint, verifier.open_proof, verifier.read_request):
        with pytest.raises(verifier.Unreadable):
            read(text, signing.key())
    with pytest.raises(verifier.Unreadable):
        Key.read(text)
