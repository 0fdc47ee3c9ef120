"""Kastigar: proves what the office held before it read what a person told. Hashes only, in the ledger.

The holdings are the leaves of a Merkle tree that only grows; each freeze writes its root into the ledger. A
freeze before an opening has the lower ledger number: what is among its leaves did not come from what was
read.
Sending a report costs nothing here: freezing is part of opening.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import rfc8785
from django.db import transaction

from havenline import ledger, staff
from havenline.ledger import tree
from havenline.vault import grants
from havenline.wall import turn
from havenline.wall.frozen import Freeze, Holding, HoldingNode, Manifest
from havenline.wall.manifest import File
from havenline.wall.models import Item, Matter

MANIFEST = "manifest"
_NAMES = "manifest.names"
_PART = 5_000  # ledger entries looked at in one transaction: nobody waits long for a first, large freeze
_STEP = 400


def freeze(*, by: str, at: datetime) -> Freeze:
    """Freeze what entered the wall since the last time; where nothing did, the last freeze stands.

    INVARIANT: committed before a report is opened, so its ledger number is lower than the opening's. by: the
    actor, or empty for the worker. Raises what the database raises: then the report stays closed.
    """
    while True:
        with transaction.atomic():
            turn.take()
            last = latest()
            end = ledger.head()[0]
            start = last.covers if last else 0
            stop = min(end, start + _PART)
            found = _new_items(start, stop)
            if found or last is None or stop - start == _PART:
                last = _grow(last, [_item_leaf(item) for item in found], covers=stop, by=by, at=at)
        if stop == end:
            return last


def freeze_files(files: Sequence[File], *, matter: Matter | None, by: str, at: datetime) -> Manifest:
    """Freeze files by their hashes, all in one act. Raises KeyNotTrusted, TeamMissing."""
    manifest = Manifest(id=uuid4(), matter=matter, files=len(files), at=at)
    names = json.dumps([[file.sha256.hex(), file.name] for file in files], ensure_ascii=False)
    with transaction.atomic():
        turn.take()
        last = latest()
        teams = [staff.team_key(team) for team in ("charging", "filter")]
        key = grants.new_data_key(MANIFEST, manifest.id, to=teams)
        manifest.sealed_names = key.seal_text(names, purpose=_NAMES, about=str(manifest.id))
        manifest.save(force_insert=True)
        leaves = [_file_leaf(file, manifest) for file in files]
        _grow(last, leaves, covers=last.covers if last else 0, by=by, at=at, manifest=manifest)
    return manifest


def latest(*, before: int | None = None) -> Freeze | None:
    """The last freeze; before: of those with a lower ledger number than this."""
    found = Freeze.objects.order_by("-entry")
    return (found if before is None else found.filter(entry__lt=before)).first()


def fetch(subtrees: Sequence[tree.Subtree]) -> dict[tree.Subtree, bytes]:
    """The hashes of these complete subtrees of the holdings, for proofs."""
    leaves = Holding.objects.in_bulk([one.number for one in subtrees if not one.level])
    nodes = HoldingNode.objects.in_bulk([one.place for one in subtrees if one.level])
    return {
        one: bytes(nodes[one.place].hash) if one.level else tree.leaf_hash(bytes(leaves[one.number].body))
        for one in subtrees
    }


def _new_items(start: int, stop: int) -> list[Item]:
    """Items that entries from `start` to before `stop` are about and that no freeze has, in that order."""
    ids = [UUID(one) for one in dict.fromkeys(ledger.ids_between("item", start, stop))]
    found: dict[UUID, Item] = {}
    for first in range(0, len(ids), _STEP):
        rows = list(Item.objects.filter(id__in=ids[first : first + _STEP]))
        had = set(Holding.objects.filter(item__in=rows).values_list("item", flat=True))
        found |= {item.id: item for item in rows if item.number not in had}
    return [found[one] for one in ids if one in found]


def _item_leaf(item: Item) -> Holding:
    said = {
        "item": str(item.id),
        "kind": item.kind,
        "obtained": item.obtained.isoformat() if item.obtained else "",
    }
    return Holding(item=item, body=rfc8785.dumps(said))


def _file_leaf(file: File, manifest: Manifest) -> Holding:
    said = {"file": file.sha256.hex(), "manifest": str(manifest.id)}
    return Holding(manifest=manifest, sha256=file.sha256, body=rfc8785.dumps(said))


def _grow(
    last: Freeze | None,
    leaves: Sequence[Holding],
    *,
    covers: int,
    by: str,
    at: datetime,
    manifest: Manifest | None = None,
) -> Freeze:
    frontier = tree.Frontier.from_bytes(last.size, bytes(last.frontier)) if last else tree.Frontier()
    nodes = []
    for leaf in leaves:
        leaf.number = frontier.size
        completed = frontier.append(tree.leaf_hash(bytes(leaf.body)))
        nodes += [HoldingNode(place=subtree.place, hash=found) for subtree, found in completed]
    Holding.objects.bulk_create(leaves, batch_size=_STEP)
    HoldingNode.objects.bulk_create(nodes, batch_size=_STEP)
    made = Freeze(
        size=frontier.size, root=frontier.root(), frontier=frontier.to_bytes(), covers=covers, at=at
    )
    made.entry = _append(made, added=len(leaves), by=by, at=at, manifest=manifest)
    made.save(force_insert=True)
    return made


def _append(made: Freeze, *, added: int, by: str, at: datetime, manifest: Manifest | None) -> int:
    about: Mapping[str, str] = {}
    if manifest:
        about = {MANIFEST: str(manifest.id)}
        about |= {"matter": str(manifest.matter_id)} if manifest.matter_id else {}
    return ledger.append(
        "holdings.frozen",
        by=by,
        at=at,
        about=about,
        detail={"holdings": made.size, "added": added, "root": bytes(made.root).hex()},
    )
