"""Says what the ledger is, and takes in what witnesses signed."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from havenline import config, ledger
from havenline.witness import queries, signing
from havenline.witness.models import Checkpoint, Cosignature, Witness
from havenline.witness.verifier import (
    WITNESS,
    Key,
    Unreadable,
    Wrong,
    check_signed,
    read_checkpoint,
)

NAMED = "ledger.key_named"
_ABOUT = ("key", "ledger")
_ORGANIZATION = re.compile(r"[^\x00-\x1f\x7f]{1,120}")


class WitnessWrong(Exception):  # noqa: N818 - named for what the reader met
    """A witness, or what it is said to have signed, cannot be taken; the sentence says why."""


class LedgerChanged(Exception):  # noqa: N818 - named for what the reader met
    """The ledger is no longer the one that was signed before: nothing is signed until a person has looked."""


def publish(*, at: datetime) -> Checkpoint:
    """Sign what the ledger is now, once: a log that did not grow keeps the checkpoint it has.

    C2SP tlog-checkpoint: what is inconsistent with an earlier one is never signed. Raises LedgerChanged,
    config.SecretMissing, SecretWrong, ledger.EntryMissing while there is no log.
    """
    with transaction.atomic():
        _name_key(at)
        size, root = ledger.head()
        _check_grew(size)
        day = timezone.localdate(at)
        text = f"{signing.origin()}\n{size}\n{base64.b64encode(root).decode()}\n"
        found, _ = Checkpoint.objects.get_or_create(
            size=size, defaults={"root": root, "note": signing.signed(text), "day": day}
        )
        return found


def add(organization: str, line: str, *, by: str, at: datetime) -> Witness:
    """Name an organization whose signature the office will show; raises WitnessWrong."""
    if not _ORGANIZATION.fullmatch(organization.strip()):
        raise WitnessWrong("name the organization in one line of at most 120 signs")
    try:
        key = Key.read(line)
    except Unreadable as fault:
        raise WitnessWrong(str(fault)) from fault
    if key.kind != WITNESS:
        raise WitnessWrong("this is the line of a ledger's key: a witness makes its own with `newkey`")
    try:
        with transaction.atomic():
            found = Witness.objects.create(organization=organization.strip(), key=key.line, added_at=at)
            ledger.append(
                "witness.named",
                by=by,
                at=at,
                about={"witness": str(found.id)},
                detail={"key": signing.fingerprint(key)},
            )
    except IntegrityError:
        raise WitnessWrong("a witness with this key is known already") from None
    return found


def end(line: str, *, by: str, at: datetime) -> Witness:
    """Take no more signatures of this witness; those it gave stay. Raises WitnessWrong."""
    with transaction.atomic():
        found = Witness.objects.select_for_update().filter(key=line.strip(), ended_at=None).first()
        if found is None:
            raise WitnessWrong("no witness that signs has this key")
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        ledger.append("witness.ended", by=by, at=at, about={"witness": str(found.id)})
    return found


def take(signed: str, *, by: str, at: datetime) -> list[Cosignature]:
    """Keep what witnesses signed under a checkpoint of ours; answers what is new. Raises WitnessWrong."""
    try:
        seen = read_checkpoint(signed)
    except Unreadable as fault:
        raise WitnessWrong(str(fault)) from fault
    ours = Checkpoint.objects.filter(size=seen.size).first()
    if ours is None or read_checkpoint(ours.note).note.text != seen.note.text:
        raise WitnessWrong("this is no checkpoint that this office signed")
    new = []
    for one in Witness.objects.filter(ended_at=None):
        key = Key.read(one.key)
        if not any((each.name, each.key_id) == (key.name, key.id) for each in seen.note.signatures):
            continue
        try:
            moment = check_signed(seen.note, key)
        except Wrong as fault:
            raise WitnessWrong(str(fault)) from fault
        octets = next(each.octets for each in seen.note.signatures if each.key_id == key.id)
        new += _keep(ours, one, octets=octets, moment=moment, by=by, at=at)
    if not new and not ours.cosignatures.exists():
        raise WitnessWrong("no witness that this office knows signed it")
    return new


def _keep(
    ours: Checkpoint, by_whom: Witness, *, octets: bytes, moment: int, by: str, at: datetime
) -> list[Cosignature]:
    if moment > at.timestamp() + 3600:
        raise WitnessWrong(f"`{by_whom}` signed in the future: its clock is wrong")
    with transaction.atomic():
        found, is_new = Cosignature.objects.get_or_create(
            checkpoint=ours,
            witness=by_whom,
            defaults={"octets": octets, "at": datetime.fromtimestamp(moment, UTC)},
        )
        if is_new:
            ledger.append(
                "checkpoint.witnessed",
                by=by,
                at=at,
                about={"witness": str(by_whom.id)},
                detail={"entries": ours.size},
            )
    return [found] if is_new else []


def _name_key(at: datetime) -> None:
    """The ledger says itself by which key it is signed. Raises LedgerChanged for a key it does not name."""
    named = [one.detail["key"] for one in ledger.about(*_ABOUT)]
    if not named:
        config.make_secret(signing.SECRET)
    own = signing.fingerprint(signing.key())
    if not named:
        ledger.append(NAMED, at=at, about=dict([_ABOUT]), detail={"key": own})
    elif named[-1] != own:
        raise LedgerChanged("the key in `secrets/ledger-key` is not the one that the ledger names")


def _check_grew(size: int) -> None:
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return
    if last.size > size:
        raise LedgerChanged(f"the ledger was rolled back: it was signed with {last.size} entries")
    if queries.root(last.size) != bytes(last.root):
        raise LedgerChanged(f"the first {last.size} entries are not those that were signed")
