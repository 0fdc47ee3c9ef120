"""What outsiders are given: the last checkpoint, the proof that the log grew to it, and proofs of entries."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterable

from havenline import ledger
from havenline.ledger import queries as log
from havenline.ledger import tree
from havenline.witness.models import Checkpoint, Cosignature
from havenline.witness.verifier import Key, Note, Signature, read_note


class NotPublished(Exception):  # noqa: N818 - named for what the reader met
    """No checkpoint covers what was asked for yet."""


def last() -> Checkpoint | None:
    """The checkpoint of the largest log that was signed."""
    return Checkpoint.objects.order_by("-size").first()


def written(found: Checkpoint) -> str:
    """The checkpoint with every witness's line under it (C2SP tlog-checkpoint, tlog-cosignature)."""
    note = read_note(found.note)
    rows = found.cosignatures.select_related("witness").order_by("at")
    return Note(note.text, (*note.signatures, *map(_line, rows))).written


def seen() -> list[Cosignature]:
    """Of each witness, what it signed last; the latest first."""
    found: dict[object, Cosignature] = {}
    for row in Cosignature.objects.select_related("witness").order_by("-at", "-id"):
        found.setdefault(row.witness_id, row)
    return list(found.values())


def since(older: int) -> str:
    """What a witness that saw `older` entries is asked to sign: C2SP tlog-witness, add-checkpoint.

    Raises NotPublished when the last checkpoint does not reach so far, or there is none.
    """
    found = last()
    if found is None or not 0 <= older <= found.size:
        raise NotPublished(f"no checkpoint of {older} entries or more was signed")
    path = log.consistency(older, of=_of(found)).proof if older else ()
    return f"old {older}\n{_lines(path)}\n{found.note}"


def proof(number: int, *, opened: Collection[str] | None = ()) -> str:
    """That entry `number` is in the log of the last checkpoint (C2SP tlog-proof), the entry itself within.

    opened: of which kinds it shows what the entry is about, with the salts that are kept; None for all.
    Raises ledger.EntryMissing, NotPublished when the entry is younger than the checkpoint.
    """
    found = last()
    if found is None or number >= found.size:
        ledger.entry(number)
        raise NotPublished(f"entry `{number}` is younger than the last checkpoint")
    shown = log.inclusion(number, of=_of(found))
    told: dict[str, object] = {"entry": shown.body.decode("ascii")}
    shows = [one for one in log.opened(number) if opened is None or one.name in opened]
    if shows:
        told["about"] = [{"name": one.name, "about": one.about, "salt": one.salt.hex()} for one in shows]
    extra = _b64(json.dumps(told, sort_keys=True, separators=(",", ":")).encode())
    return f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex {number}\n{_lines(shown.proof)}\n{written(found)}"


def changed() -> list[str]:
    """What of the checkpoints that were signed the ledger no longer agrees with, a sentence each."""
    size = ledger.head()[0]
    faults = []
    for one in Checkpoint.objects.order_by("size"):
        if one.size > size:
            faults.append(f"the ledger was rolled back: it was signed with {one.size} entries and has {size}")
        elif root(one.size) != bytes(one.root):
            faults.append(f"the first {one.size} entries are not those that were signed on {one.day}")
    return faults


def _of(found: Checkpoint) -> tuple[int, bytes]:
    return found.size, bytes(found.root)


def root(size: int) -> bytes:
    """The root over the first `size` entries as the log has it now."""
    return tree.root(size, log.fetch)


def _line(row: Cosignature) -> Signature:
    key = Key.read(row.witness.key)
    return Signature(key.name, key.id, bytes(row.octets))


def _lines(hashes: Iterable[bytes]) -> str:
    return "".join(f"{_b64(one)}\n" for one in hashes)


def _b64(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")
