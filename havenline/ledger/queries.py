"""Reads the log: what it says about an object, and the proof that it says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from havenline.ledger import body, rows, tree
from havenline.ledger.models import Salt


class EntryMissing(Exception):  # noqa: N818 - named for what the reader met
    """The log has no such entry."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as it reads. `on` is its day (UTC for a moment); `at` is None where only the day is kept."""

    number: int
    act: str
    by: str
    on: date
    at: datetime | None
    detail: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That `body` is entry `number` of the log with this `size` and `root`."""

    number: int
    body: bytes
    size: int
    root: bytes
    proof: tuple[bytes, ...]

    def check(self) -> None:
        """Raise tree.ProofWrong unless the proof holds."""
        tree.verify_inclusion(
            tree.leaf_hash(self.body), index=self.number, size=self.size, proof=self.proof, root=self.root
        )


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the log of `older` entries with `older_root` is the beginning of the one of `newer` entries."""

    older: int
    older_root: bytes
    newer: int
    newer_root: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What one commitment of an entry is about: its kind, the id, and the salt (32 bytes) that shows it."""

    name: str
    about: str
    salt: bytes


def _view(number: int, read: Mapping[str, Any]) -> EntryView:
    at = datetime.fromisoformat(read["at"]) if "at" in read else None
    on = at.date() if at else date.fromisoformat(read["on"])
    return EntryView(number=number, act=read["act"], by=read["by"], on=on, at=at, detail=dict(read["detail"]))


def entry(number: int) -> EntryView:
    """The entry with this number; raises EntryMissing, or body.BodyWrong when its bytes are no entry."""
    written = rows.body(number)
    if written is None:
        raise EntryMissing(f"the ledger has no entry `{number}`")
    return _view(number, body.read(written))


def about(kind: str, object_id: str) -> list[EntryView]:
    """The entries about the object, oldest first: those whose salt is kept and whose commitment fits."""
    salts = Salt.objects.filter(name=kind, about=object_id).select_related("entry").order_by("entry_id")
    found = []
    for salt in salts:
        read = body.read(bytes(salt.entry.body))
        # A salt row is not append-only: it counts only where it opens the commitment in the entry itself.
        if read["about"].get(kind) == body.commitment(kind, object_id, salt=bytes(salt.salt)):
            found.append(_view(salt.entry.index, read))
    return found


def ids_between(kind: str, start: int, stop: int) -> list[str]:
    """What the entries from `start` to before `stop` are about under this kind, in their order; as far as
    it is still kept."""
    # Not by the kind in SQL: SQLite would then walk the index of all there ever was of this kind.
    rows = Salt.objects.filter(entry_id__gte=start, entry_id__lt=stop).order_by("entry_id")
    return [about for name, about in rows.values_list("name", "about") if name == kind]


def head() -> tuple[int, bytes]:
    """The size of the log and the root over it."""
    found = rows.head()
    return found if found and found[0] else (0, tree.EMPTY_ROOT)


def fetch(subtrees: Sequence[tree.Subtree]) -> dict[tree.Subtree, bytes]:
    """The hashes of these complete subtrees, in at most two queries; raises EntryMissing when one is gone."""
    leaves = rows.leaves([one.number for one in subtrees if not one.level])
    nodes = rows.nodes([one.place for one in subtrees if one.level])
    try:
        return {one: nodes[one.place] if one.level else leaves[one.number] for one in subtrees}
    except KeyError:
        raise EntryMissing("the ledger lost a part of its tree: run `havenline ledger verify`") from None


def inclusion(number: int, *, of: tuple[int, bytes] | None = None) -> InclusionProof:
    """The proof that entry `number` is in the log as it stands; raises EntryMissing when it is not.

    of: the log as `head` answered earlier, so that many proofs lead to one root.
    """
    size, root = of or head()
    written = rows.body(number)
    if written is None or number >= size:
        raise EntryMissing(f"the ledger has no entry `{number}`")
    path = tree.inclusion_proof(number, size, fetch)
    return InclusionProof(number=number, body=written, size=size, root=root, proof=tuple(path))


def consistency(older: int, *, of: tuple[int, bytes]) -> ConsistencyProof:
    """The proof that the log of the first `older` entries is the beginning of the one that `head` answered.

    Raises ValueError unless 0 < older <= its size, EntryMissing where a part of the tree is gone.
    """
    size, root = of
    proof = tree.consistency_proof(older, size, fetch)
    return ConsistencyProof(older, tree.root(older, fetch), size, root, tuple(proof))


def opened(number: int) -> list[Opened]:
    """What entry `number` is about, with the salts that open its commitments; what was destroyed is absent.

    Whoever is given a salt can check the commitment without the office. Raises EntryMissing, BodyWrong.
    """
    written = rows.body(number)
    if written is None:
        raise EntryMissing(f"the ledger has no entry `{number}`")
    said = body.read(written)["about"]
    kept = Salt.objects.filter(entry_id=number).order_by("name")
    return [
        Opened(one.name, one.about, bytes(one.salt))
        for one in kept
        if said.get(one.name) == body.commitment(one.name, one.about, salt=bytes(one.salt))
    ]
