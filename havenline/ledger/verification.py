"""Finds every change to the log: it computes all of it again from the entries and compares.

What it cannot find alone is a whole database put back to an earlier day: that takes a witness outside.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from havenline.ledger import body, tree
from havenline.ledger.models import Entry, Head, Node, Salt

# Entries looked at together, a power of two: the subtrees inside one batch then have neighboring places.
_LEVEL = 12
_BATCH = 1 << _LEVEL
_FAULTS_KEPT = 100


@dataclass(slots=True)
class Report:
    """What a verification found: `faults` is empty when the log is whole, else the first hundred."""

    entries: int = 0
    commitments: int = 0
    salts: int = 0
    root: bytes = tree.EMPTY_ROOT
    faults: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def fault(self, sentence: str) -> None:
        """Note one difference; past the first hundred they say nothing new."""
        if len(self.faults) < _FAULTS_KEPT:
            self.faults.append(sentence)


def verify() -> Report:
    """Recompute bodies, leaves, nodes, head and commitments of the whole log, 4,096 entries at a time.

    Acts that happen meanwhile can look like faults: then all is looked at again while appends wait.
    """
    report = _Verification(Report()).run()
    if report.is_whole:
        return report
    with transaction.atomic():
        Head.objects.select_for_update().first()
        return _Verification(Report()).run()


class _Verification:
    """One walk over the log, from the first entry to the last."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.frontier = tree.Frontier()
        self.tall: dict[int, bytes] = {}  # stored subtrees wider than a batch, by place: one in 4,096 nodes
        self.tall_expected: dict[int, bytes] = {}
        self.nodes = 0

    def run(self) -> Report:
        while self._batch():
            pass
        self._compare_tall()
        self._compare_counts()
        self._compare_head()
        self.report.entries, self.report.root = self.frontier.size, self.frontier.root()
        return self.report

    def _batch(self) -> bool:
        """Check the next entries; answers whether there may be more."""
        start = self.frontier.size
        bodies: list[bytes] = []
        nodes: dict[int, bytes] = {}
        found = Entry.objects.filter(index__gte=start, index__lt=start + _BATCH).order_by("index")
        for index, body_column, leaf_column in found.values_list("index", "body", "leaf").iterator(_BATCH):
            if index != self.frontier.size:
                break
            written = _octets(body_column)
            leaf = tree.leaf_hash(written)
            if leaf_column != leaf:
                self.report.fault(f"entry `{index}` is not what its leaf hash was made of")
            bodies.append(written)
            for subtree, root in self.frontier.append(leaf):
                (nodes if subtree.level <= _LEVEL else self.tall_expected)[subtree.place] = root
        self._compare_nodes(start, nodes)
        self._compare_salts(start, self._commitments(start, bodies))
        return self.frontier.size == start + _BATCH

    def _commitments(self, start: int, bodies: list[bytes]) -> dict[tuple[int, str], str]:
        """What the entries from `start` on commit to, by number and kind; notes those that are no entries."""
        commitments = {}
        for index, entry in enumerate(self._entries(start, bodies), start):
            if entry["n"] != index:
                self.report.fault(f"entry `{index}` says it is another")
            for name, commitment in entry["about"].items():
                commitments[index, name] = commitment
        self.report.commitments += len(commitments)
        return commitments

    def _entries(self, start: int, bodies: list[bytes]) -> list[dict[str, Any]]:
        try:
            return body.read_many(bodies)
        except body.BodyWrong:
            return [self._entry(index, written) for index, written in enumerate(bodies, start)]

    def _entry(self, index: int, written: bytes) -> dict[str, Any]:
        try:
            return body.read(written)
        except body.BodyWrong:
            self.report.fault(f"entry `{index}` is not in canonical form")
            return {"n": index, "about": {}}

    def _compare_nodes(self, start: int, expected: dict[int, bytes]) -> None:
        """Places from 2 * start to the next batch's border hold this batch's subtrees and one tall one."""
        border = 2 * (start + _BATCH) - 1
        rows = Node.objects.filter(place__gte=2 * start, place__lte=border)
        stored = {place: _octets(found) for place, found in rows.values_list("place", "hash")}
        self.nodes += len(stored)
        if border in stored:
            self.tall[border] = stored.pop(border)
        self._compare_places(stored, expected)

    def _compare_tall(self) -> None:
        self._compare_places(self.tall, self.tall_expected)

    def _compare_places(self, stored: dict[int, bytes], expected: dict[int, bytes]) -> None:
        if stored == expected:
            return
        for place in sorted(stored.keys() | expected.keys()):
            if stored.get(place) != expected.get(place):
                self.report.fault(f"the tree node at place `{place}` is missing, surplus or changed")

    def _compare_salts(self, start: int, commitments: dict[tuple[int, str], str]) -> None:
        rows = Salt.objects.filter(entry_id__gte=start, entry_id__lt=start + _BATCH)
        for entry, name, about, salt in rows.values_list("entry_id", "name", "about", "salt").iterator(
            _BATCH
        ):
            self.report.salts += 1
            if commitments.get((entry, name)) != body.commitment(name, str(about), salt=_octets(salt)):
                self.report.fault(f"what entry `{entry}` is said to be about is not what it was about")

    def _compare_counts(self) -> None:
        if Entry.objects.count() != self.frontier.size:
            self.report.fault(f"entry `{self.frontier.size}` is missing")
        if Node.objects.count() != self.nodes:
            self.report.fault("the tree has nodes over entries that are not there")
        if Salt.objects.count() != self.report.salts:
            self.report.fault("something is said about entries that are not there")

    def _compare_head(self) -> None:
        expected = (self.frontier.size, self.frontier.to_bytes(), self.frontier.root())
        heads = [
            (size, _octets(frontier), _octets(root))
            for size, frontier, root in Head.objects.values_list("size", "frontier", "root")
        ]
        if heads != [expected] and (heads or self.frontier.size):
            self.report.fault("the head does not stand over these entries")


def _octets(found: object) -> bytes:
    """The bytes in a column; a column that was made to hold something else holds no bytes of ours."""
    return bytes(found) if isinstance(found, bytes | memoryview) else b""
