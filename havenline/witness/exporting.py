"""Writes the last checkpoint and the tree under it as files, for outsiders to keep (C2SP tlog-tiles)."""

from __future__ import annotations

from pathlib import Path

from havenline.witness import queries, tiles


def export(folder: Path, *, entries: bool) -> int:
    """Write the checkpoint and its tiles into `folder`; answers how many tiles.

    The checkpoint is written last: whoever reads it finds every tile it needs. What stands there already is
    of an earlier checkpoint and stays true. Raises NotPublished, ledger.EntryMissing, OSError.
    """
    found = queries.last()
    if found is None:
        raise queries.NotPublished("no checkpoint was signed yet: run `havenline ledger checkpoint`")
    count = 0
    for tile in tiles.tiles(found.size):
        _write(folder / "tile" / tile.path, tiles.read(tile))
        count += 1
        if entries and tile.level == 0:
            _write(folder / "tile" / tiles.bundle_path(tile), tiles.bundle(tile))
    _write(folder / "checkpoint", queries.written(found).encode())
    return count


def _write(path: Path, octets: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(octets)
    new.replace(path)
