"""A second, naive Merkle tree, written from the definitions of RFC 6962 alone, and the vectors it makes.

`python -m tests.vectors.merkle > tests/vectors/merkle.json` writes them again; a test compares.
"""

import hashlib
import json
from typing import Any

SIZES = range(1, 10)


def head(entries: list[bytes]) -> bytes:
    """MTH of section 2.1."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return hashlib.sha256(b"\x01" + head(entries[:k]) + head(entries[k:])).digest()


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, entries: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), head(entries[k:])]
    return [*path(m - k, entries[k:]), head(entries[:k])]


def proof(m: int, entries: list[bytes]) -> list[bytes]:
    """PROOF of section 2.1.2."""
    return subproof(m, entries, is_known=True)


def subproof(m: int, entries: list[bytes], *, is_known: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.2."""
    if m == len(entries):
        return [] if is_known else [head(entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], is_known=is_known), head(entries[k:])]
    return [*subproof(m - k, entries[k:], is_known=False), head(entries[:k])]


def entries_of(size: int) -> list[bytes]:
    """Entries of different lengths, the first one empty."""
    return [bytes([number]) * number for number in range(size)]


def vectors() -> dict[str, Any]:
    """Roots, inclusion and consistency proofs of all small trees."""
    trees = {size: entries_of(size) for size in SIZES}
    return {
        "roots": {str(size): head(entries).hex() for size, entries in trees.items()},
        "inclusion": [
            {"index": index, "size": size, "proof": [one.hex() for one in path(index, entries)]}
            for size, entries in trees.items()
            for index in range(size)
        ],
        "consistency": [
            {"older": older, "newer": newer, "proof": [one.hex() for one in proof(older, entries)]}
            for newer, entries in trees.items()
            for older in range(1, newer + 1)
        ],
    }


if __name__ == "__main__":
    print(json.dumps(vectors(), indent=1))
