"""The report as JSON: every fact with the ledger entries that show it, and proofs that need no word of ours.

docs/kastigar.md says what each part is and how a court's expert checks it (RFC 6962, section 2.1).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from havenline import ledger
from havenline.matters.kastigar.facts import Facts, ItemTold, PersonTold, RouteTold
from havenline.wall import proofs
from havenline.wall.models import Freeze
from havenline.wall.proofs import Held

FORMAT = "havenline-kastigar-1"
Json = dict[str, Any]


def written(facts: Facts) -> bytes:
    """The report; the same facts over the same ledger give the same bytes. Raises ledger.EntryMissing."""
    said = {
        "format": FORMAT,
        "office": facts.office,
        "case": facts.case_number,
        "matter": facts.matter,
        "made": {"at": _moment(facts.at), "by": str(facts.made_by)},
        "members": {str(one.id): {"name": one.name, "role": one.role} for one in facts.members},
        "items": [_item(one, facts.persons) for one in facts.items],
        "persons": [_person(one) for one in facts.persons],
        "parts": [
            {"member": str(one.member), "act": one.what, "at": _moment(one.at), "entry": one.entry}
            for one in facts.parts
        ],
        "holdings": _holdings(facts),
        "ledger": _ledger(facts),
    }
    return (json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _item(item: ItemTold, persons: Iterable[PersonTold]) -> Json:
    return {
        "ref": item.ref,
        "id": str(item.id),
        "kind": item.kind,
        "obtained": item.obtained.isoformat() if item.obtained else None,
        "in_matter": item.in_matter,
        "label": item.label,
        "sha256": item.sha256,
        "given_by": list(item.given_by),
        "barred_against": list(item.barred),
        "routes": [_route(one) for one in item.routes],
        "held": _held(item.held),
        "file_held": _held(item.file_held),
        "stands_to": {str(one.number): item.stands_to(one) for one in persons},
        "entries": list(item.entries),
    }


def _route(route: RouteTold) -> Json:
    if not route.is_independent:
        return {"kind": "derived", "parents": list(route.parents)}
    return {
        "kind": "independent",
        "parents": list(route.parents),
        "counts": route.counts,
        "basis": route.basis,
        "found_on": route.day.isoformat() if route.day else None,
        "found_by": str(route.finder) if route.finder else "outside",
        "events": [{"what": one.what, "by": str(one.by), "at": _moment(one.at)} for one in route.events],
    }


def _held(held: Held | None) -> Json | None:
    if held is None:
        return None
    return {
        "number": held.number,
        "body": held.body.decode(),
        "freeze": held.freeze.entry,
        "proof": _hexadecimal(held.proof),
    }


def _person(person: PersonTold) -> Json:
    return {
        "person": person.number,
        "gave": list(person.gave),
        "first_opened": person.first_opened,
        "exposures": [
            {"member": str(one.member), "through": one.through, "at": _moment(one.at), "entry": one.entry}
            for one in person.exposures
        ],
    }


def _holdings(facts: Facts) -> Json | None:
    last = facts.last_freeze
    if last is None:
        return None
    grown = proofs.grown(facts.freezes(), to=last)
    return {
        "last": _freeze(last),
        "freezes": [{**_freeze(one.freeze), "consistency": _hexadecimal(one.proof)} for one in grown],
    }


def _freeze(freeze: Freeze) -> Json:
    return {"entry": freeze.entry, "size": freeze.size, "root": bytes(freeze.root).hex()}


def _ledger(facts: Facts) -> Json:
    head = (facts.ledger_size, facts.ledger_root)
    earlier = [ledger.consistency(size, of=head) for size in sorted(set(facts.earlier))]
    return {
        "size": facts.ledger_size,
        "root": facts.ledger_root.hex(),
        "earlier": [
            {"size": one.older, "root": one.older_root.hex(), "consistency": _hexadecimal(one.proof)}
            for one in earlier
        ],
        "entries": [_entry(number, head) for number in facts.entries()],
    }


def _entry(number: int, head: tuple[int, bytes]) -> Json:
    shown = ledger.inclusion(number, of=head)
    return {
        "number": number,
        "body": shown.body.decode(),
        "proof": _hexadecimal(shown.proof),
        "about": [
            {"name": one.name, "about": one.about, "salt": one.salt.hex()} for one in ledger.opened(number)
        ],
    }


def _hexadecimal(hashes: Iterable[bytes]) -> list[str]:
    return [one.hex() for one in hashes]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
