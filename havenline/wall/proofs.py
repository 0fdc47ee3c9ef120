"""Kastigar: proves of single things that they were among what the office held at a freeze (RFC 6962)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from havenline.ledger import tree
from havenline.wall import freezing
from havenline.wall.models import Freeze, Holding

# SQLite takes a bounded number of parameters in one statement.
_STEP = 500
T = TypeVar("T", int, bytes)


@dataclass(frozen=True, slots=True)
class Held:
    """That `body` is holding `number` of the tree whose root its first freeze wrote into the ledger."""

    number: int
    body: bytes
    freeze: Freeze
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Grown:
    """That the tree of a freeze is the beginning of the tree of the last one."""

    freeze: Freeze
    proof: tuple[bytes, ...]


def items_held(numbers: Collection[int]) -> dict[int, Held]:
    """Of these items of the wall, by number, those that were ever frozen, each with its first freeze."""
    found = [row for step in _steps(numbers) for row in Holding.objects.filter(item__in=step)]
    proved = _proved(found)
    return {row.item_id: proved[row.number] for row in found if row.item_id and row.number in proved}


def files_held(hashes: Collection[bytes]) -> dict[bytes, Held]:
    """Of these files, by SHA-256, those that were ever frozen, each as it was frozen first."""
    rows = [row for step in _steps(hashes) for row in Holding.objects.filter(item=None, sha256__in=step)]
    first: dict[bytes, Holding] = {}
    for row in sorted(rows, key=lambda one: one.number):
        first.setdefault(bytes(row.sha256 or b""), row)
    proved = _proved(first.values())
    return {name: proved[row.number] for name, row in first.items() if row.number in proved}


def grown(freezes: Iterable[Freeze], *, to: Freeze) -> list[Grown]:
    """Of each of these freezes, once and in order, that its tree only grew until `to`; an empty one is left
    out, since nothing is the beginning of everything."""
    older = sorted({one.entry: one for one in freezes if one.size}.values(), key=lambda one: one.entry)
    return [Grown(one, tuple(tree.consistency_proof(one.size, to.size, freezing.fetch))) for one in older]


def _proved(rows: Iterable[Holding]) -> dict[int, Held]:
    freezes = list(Freeze.objects.order_by("entry"))
    sizes = [one.size for one in freezes]
    found = {}
    for row in rows:
        at = bisect_right(sizes, row.number)
        if at < len(freezes):
            path = tree.inclusion_proof(row.number, sizes[at], freezing.fetch)
            found[row.number] = Held(row.number, bytes(row.body), freezes[at], tuple(path))
    return found


def _steps(members: Collection[T]) -> Iterable[list[T]]:
    ordered = sorted(members)
    return (ordered[at : at + _STEP] for at in range(0, len(ordered), _STEP))
