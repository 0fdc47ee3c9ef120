"""Cuts the tree of the log into tiles, the way outsiders keep a copy of it: C2SP tlog-tiles.

Tiles hold hashes alone. The entries say who acted when; whoever may read them exports them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from havenline.ledger import queries as log
from havenline.ledger.rows import body
from havenline.ledger.tree import Subtree
from havenline.witness.models import Checkpoint

WIDTH = 256
_HEIGHT = 8
_LEVELS = 8  # 2 ** 64 entries
_PLACE = re.compile(r"((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class Tile(NamedTuple):
    """`width` neighboring hashes of one level, 256 of them unless it is the last."""

    level: int
    number: int
    width: int

    @property
    def path(self) -> str:
        """Where it stands below `tile/`."""
        return f"{self.level}/{_place(self.number, self.width)}"


def tiles(size: int) -> Iterator[Tile]:
    """Every tile of a log of `size` entries, the widest level first, left to right."""
    for level in range(_LEVELS):
        whole, part = divmod(size >> level * _HEIGHT, WIDTH)
        yield from (Tile(level, number, WIDTH) for number in range(whole))
        if part:
            yield Tile(level, whole, part)


def named(level: int, place: str) -> Tile | None:
    """The tile of this name, if a checkpoint was signed that needs it."""
    found = _PLACE.fullmatch(place)
    if found is None or not 0 <= level < _LEVELS:
        return None
    number = int(found[1].replace("x", "").replace("/", ""))
    tile = Tile(level, number, int(found[2] or WIDTH))
    if tile.width > WIDTH or tile.path != f"{level}/{place}" or number >= 1 << 40:
        return None
    first = number * WIDTH + tile.width << level * _HEIGHT
    needed = Checkpoint.objects.filter(size__gte=first)
    if tile.width < WIDTH:
        needed = needed.filter(size__lt=first + (1 << level * _HEIGHT))
    return tile if first < 1 << 62 and needed.exists() else None


def read(tile: Tile) -> bytes:
    """The hashes of a tile, 32 bytes each, one after another; raises ledger.EntryMissing."""
    start = tile.number * WIDTH
    wanted = [Subtree(tile.level * _HEIGHT, start + at) for at in range(tile.width)]
    found = log.fetch(wanted)
    return b"".join(found[one] for one in wanted)


def bundle(tile: Tile) -> bytes:
    """The entries under a tile of level 0: each with two bytes of its length before it."""
    start = tile.number * WIDTH
    entries = [body(number) for number in range(start, start + tile.width)]
    return b"".join(len(one or b"").to_bytes(2) + (one or b"") for one in entries)


def bundle_path(tile: Tile) -> str:
    """Where the entries under a tile of level 0 stand below `tile/`."""
    return f"entries/{_place(tile.number, tile.width)}"


def _place(number: int, width: int) -> str:
    digits = f"{number:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    threes = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    place = "/".join([*(f"x{one}" for one in threes[:-1]), threes[-1]])
    return place if width == WIDTH else f"{place}.p/{width}"
