"""Whoever keeps the tiles keeps the whole tree: from them alone the signed root comes out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.utils import timezone

from havenline import ledger
from havenline.witness import actions, exporting, queries, tiles
from tests.unit.ledger.acting import fill

from .outsider import checkpoint

pytestmark = pytest.mark.django_db

# C2SP tlog-tiles: the example of a tree of 70,000 entries, and of 256.
SIZES: list[tuple[int, dict[int, tuple[int, int]]]] = [
    (0, {}),
    (1, {0: (0, 1)}),
    (255, {0: (0, 255)}),
    (256, {0: (1, 0), 1: (0, 1)}),
    (70_000, {0: (273, 112), 1: (1, 17), 2: (0, 1)}),
]


@pytest.mark.parametrize(("size", "levels"), SIZES)
def test_a_log_is_cut_as_the_text_says(size: int, levels: dict[int, tuple[int, int]]) -> None:
    found: dict[int, tuple[int, int]] = {}
    for tile in tiles.tiles(size):
        whole, part = found.get(tile.level, (0, 0))
        found[tile.level] = (whole + 1, part) if tile.width == 256 else (whole, tile.width)
    assert found == levels


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (tiles.Tile(0, 1234067, 256), "0/x001/x234/067"),
        (tiles.Tile(0, 0, 256), "0/000"),
        (tiles.Tile(1, 999, 3), "1/999.p/3"),
        (tiles.Tile(2, 1000, 256), "2/x001/000"),
    ],
)
def test_a_tile_is_named_as_the_text_says(tile: tiles.Tile, path: str) -> None:
    assert tile.path == path


def log_of(size: int) -> None:
    fill(size - 1)
    actions.publish(at=timezone.now())


@pytest.mark.parametrize(
    ("place", "is_there"),
    [
        ("000", True),
        ("001.p/44", True),
        ("001.p/43", False),
        ("001.p/45", False),
        ("001", False),
        ("000.p/256", False),
        ("000.p/0", False),
        ("0", False),
        ("x000/000", False),
        ("../000", False),
        ("000.p/1", False),
        ("x999/x999/x999/x999/999", False),
    ],
)
def test_only_what_a_checkpoint_needs_is_named(place: str, is_there: bool) -> None:
    log_of(300)
    assert (tiles.named(0, place) is not None) == is_there
    assert tiles.named(8, place) is None


def _root(hashes: list[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return hashlib.sha256(b"\x01" + _root(hashes[:middle]) + _root(hashes[middle:])).digest()


def test_the_export_alone_gives_the_signed_root(tmp_path: Path) -> None:
    log_of(300)
    assert exporting.export(tmp_path, entries=True) == 3
    from havenline.witness import signing

    size, root = checkpoint((tmp_path / "checkpoint").read_text(), signing.key().line)
    octets = b"".join((tmp_path / "tile/0" / one).read_bytes() for one in ("000", "001.p/44"))
    leaves = [octets[at : at + 32] for at in range(0, len(octets), 32)]
    assert (len(leaves), _root(leaves)) == (size, root)
    assert (tmp_path / "tile/1/000.p/1").read_bytes() == _root(leaves[:256])
    bundled = b"".join((tmp_path / "tile/entries" / one).read_bytes() for one in ("000", "001.p/44"))
    bodies, at = [], 0
    while at < len(bundled):
        length = int.from_bytes(bundled[at : at + 2])
        bodies.append(bundled[at + 2 : at + 2 + length])
        at += 2 + length
    assert [hashlib.sha256(b"\x00" + one).digest() for one in bodies] == leaves


def test_entries_stay_in_the_office_unless_asked_for(tmp_path: Path) -> None:
    log_of(5)
    exporting.export(tmp_path, entries=False)
    assert sorted(str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*") if one.is_file()) == [
        "checkpoint",
        "tile/0/000.p/5",
    ]


def test_nothing_is_exported_before_it_is_signed(tmp_path: Path) -> None:
    fill(2)
    with pytest.raises(queries.NotPublished):
        exporting.export(tmp_path, entries=False)
    assert ledger.head()[0] == 2
    assert not list(tmp_path.iterdir())
