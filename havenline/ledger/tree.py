"""Proves that an entry is in the log, and that the log only ever grew: the Merkle tree of RFC 6962.

Pure: bytes in, bytes out. Hashes are 32 bytes (SHA-256). A `Subtree(level, number)` is complete: it stands
over the leaves from `number << level` up to, not including, `(number + 1) << level`; a leaf has level 0.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from hmac import compare_digest
from typing import NamedTuple, Self

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


class ProofWrong(Exception):  # noqa: N818 - named for what the reader met
    """A proof does not lead from the entry, or from the older root, to the root it was checked against."""


class Subtree(NamedTuple):
    """One complete subtree of the log."""

    level: int
    number: int

    @property
    def place(self) -> int:
        """Its number in one line of all subtrees, left to right: the bin number of RFC 7574 section 4.2.

        Leaf n has the even number 2n; the root over two subtrees has the number half-way between them.
        """
        return ((2 * self.number + 1) << self.level) - 1


# Answers the hashes of the subtrees it is asked for, all in one call.
Fetch = Callable[[Sequence[Subtree]], Mapping[Subtree, bytes]]


def leaf_hash(body: bytes) -> bytes:
    """RFC 6962 section 2.1: the hash of one entry."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1: the hash over two neighbors; its first byte keeps it apart from any leaf."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _bag(hashes: Sequence[bytes]) -> bytes:
    """The root over neighboring complete subtrees, widest first: the narrow ones on the right join first."""
    return reduce(lambda right, left: node_hash(left, right), reversed(hashes))


class Frontier:
    """The right edge of a growing tree: the roots of its complete subtrees, widest first.

    A tree of n leaves has as many of them as n has bits set: an append costs O(log n) and reads nothing else.
    """

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Raises ValueError when `hashes` cannot be the edge of a tree of `size` leaves."""
        if size < 0 or len(hashes) != size.bit_count() or any(len(one) != HASH_BYTES for one in hashes):
            raise ValueError(f"the frontier does not fit a tree of `{size}` leaves")
        self.size = size
        self.hashes = list(hashes)

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> Self:
        """Read `to_bytes` back; raises ValueError when it does not fit `size`."""
        return cls(size, [packed[at : at + HASH_BYTES] for at in range(0, len(packed), HASH_BYTES)])

    def to_bytes(self) -> bytes:
        """The hashes one after another."""
        return b"".join(self.hashes)

    def append(self, leaf: bytes) -> list[tuple[Subtree, bytes]]:
        """Add one leaf hash; answers the subtrees of two or more leaves that it completed, smallest first."""
        index, level, completed, whole = self.size, 0, [], leaf
        while index >> level & 1:
            whole, level = node_hash(self.hashes.pop(), whole), level + 1
            completed.append((Subtree(level, index >> level), whole))
        self.hashes.append(whole)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root over all leaves; of no leaves, the hash of nothing."""
        return _bag(self.hashes) if self.hashes else EMPTY_ROOT


def cover(start: int, end: int) -> list[Subtree]:
    """The fewest complete subtrees over the leaves from `start` to before `end`, left to right."""
    subtrees = []
    while start < end:
        widest = (end - start).bit_length() - 1
        level = min(widest, (start & -start).bit_length() - 1) if start else widest
        subtrees.append(Subtree(level, start >> level))
        start += 1 << level
    return subtrees


def _split(start: int, end: int) -> int:
    """RFC 6962 section 2.1: where a tree divides, after the largest power of two smaller than its size."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _inclusion_ranges(index: int, size: int) -> Iterator[tuple[int, int]]:
    """RFC 6962 section 2.1.1, from the root down: the ranges of leaves whose roots prove `index`."""
    start, end = 0, size
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            yield middle, end
            end = middle
        else:
            yield start, middle
            start = middle


def _consistency_ranges(older: int, newer: int) -> Iterator[tuple[int, int]]:
    """RFC 6962 section 2.1.2, from the root down: the ranges that prove `older` leaves begin the `newer`."""
    start, end = 0, newer
    while older != end:
        middle = _split(start, end)
        if older <= middle:
            yield middle, end
            end = middle
        else:
            yield start, middle
            start = middle
    if start:
        # The whole older tree is known to who checks; a part of it is not and comes along.
        yield start, end


def _roots(ranges: Sequence[tuple[int, int]], fetch: Fetch) -> list[bytes]:
    covers = [cover(start, end) for start, end in ranges]
    found = fetch([subtree for subtrees in covers for subtree in subtrees])
    return [_bag([found[subtree] for subtree in subtrees]) for subtrees in covers]


def root(size: int, fetch: Fetch) -> bytes:
    """The root over the first `size` leaves; raises ValueError unless there is one."""
    if size < 1:
        raise ValueError("no leaves have no root to fetch")
    return _roots([(0, size)], fetch)[0]


def inclusion_proof(index: int, size: int, fetch: Fetch) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root over the first `size` leaves, leaf side first.

    Raises ValueError unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise ValueError(f"entry `{index}` is not among the first `{size}`")
    return _roots(list(_inclusion_ranges(index, size))[::-1], fetch)


def consistency_proof(older: int, newer: int, fetch: Fetch) -> list[bytes]:
    """The hashes that show that the tree of `older` leaves is the beginning of the tree of `newer` leaves.

    Raises ValueError unless 0 < older <= newer: nothing is the beginning of everything and proves nothing.
    """
    if not 0 < older <= newer:
        raise ValueError(f"a tree of `{older}` cannot be proved the beginning of a tree of `{newer}`")
    return _roots(list(_consistency_ranges(older, newer))[::-1], fetch)


def verify_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162 section 2.1.3.2 (the check of RFC 6962): raises ProofWrong unless `leaf` is entry `index`."""
    if not 0 <= index < size:
        raise ProofWrong(f"entry `{index}` is not among the first `{size}`")
    if len(leaf) != HASH_BYTES:
        raise ProofWrong("a leaf hash has 32 bytes")
    place, last, reached = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofWrong("the proof is too long")
        if place & 1 or place == last:
            reached = node_hash(sibling, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofWrong("the proof is too short")
    if not compare_digest(reached, root):
        raise ProofWrong("the proof leads to another root")


def verify_consistency(
    *, older: int, newer: int, proof: Sequence[bytes], older_root: bytes, newer_root: bytes
) -> None:
    """RFC 9162 section 2.1.4.2: raises ProofWrong unless the older tree is the beginning of the newer."""
    if not 0 < older <= newer:
        raise ProofWrong(f"a tree of `{older}` cannot be proved the beginning of a tree of `{newer}`")
    if older == newer:
        if proof or not compare_digest(older_root, newer_root):
            raise ProofWrong("one size cannot have two roots, nor needs a proof")
        return
    # A complete older tree is its own first step.
    steps = [older_root, *proof] if older & (older - 1) == 0 else list(proof)
    if len(steps) < 2:
        raise ProofWrong("the proof is too short")
    place, last = older - 1, newer - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    reached_older = reached_newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofWrong("the proof is too long")
        if place & 1 or place == last:
            reached_older, reached_newer = node_hash(step, reached_older), node_hash(step, reached_newer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached_newer = node_hash(reached_newer, step)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofWrong("the proof is too short")
    if not (compare_digest(reached_older, older_root) and compare_digest(reached_newer, newer_root)):
        raise ProofWrong("the proof leads to another root")
