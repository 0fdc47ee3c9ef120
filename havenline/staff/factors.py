"""Keeps what proves a member beside their passphrase: codes of a phone, security keys, recovery codes.

Each is sealed under a key that comes from the member's own seed. So a stolen database tells no secret of a
phone, and whoever writes into it cannot slip in a key of theirs; it takes the passphrase to look at all. That
a member ever had one stands in the ledger: taking the rows away does not lead back to the first sign-in.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from havenline import ledger
from havenline.staff.models import Factor, Member
from havenline.vault import codes, onetime
from havenline.vault.errors import BlobWrong
from havenline.vault.keys import Unlocked
from havenline.vault.securitykeys import KeyAnswerWrong, Site

PHONE, KEY, RECOVERY = "phone", "key", "recovery"
RECOVERY_CODES, RECOVERY_SYMBOLS = 10, 12
MOST = 10
NAME_LONGEST = 40
_PURPOSE = "member.factor"
_READ_AS = str.maketrans("OIL", "011")


class SecondWrong(Exception):  # noqa: N818 - named for what the reader met
    """What was given proves nothing: no code of now, a used one, no signature of a known key."""


class LastOne(Exception):  # noqa: N818 - named for what the reader met
    """The last second proof is not taken away: the desk would stand open to a passphrase alone."""


@dataclass(frozen=True, slots=True)
class Held:
    """One second proof, opened: its row, the name its member gave it, and what is kept of it."""

    row: Factor
    name: str
    kept: bytes


def held(member: Member, unlocked: Unlocked, *kinds: str) -> list[Held]:
    """The member's second proofs of these kinds, oldest first. A row that does not open is none of theirs."""
    found = []
    for row in Factor.objects.filter(member=member, kind__in=kinds).order_by("added", "id"):
        try:
            content = unlocked.keyring.own_key.open(bytes(row.sealed), purpose=_PURPOSE, about=_context(row))
        except BlobWrong:
            continue
        said = json.loads(content)
        found.append(Held(row, said["name"], bytes.fromhex(said["kept"])))
    return found


def _context(row: Factor) -> str:
    return f"{row.member_id} {row.id} {row.kind}"


def had_any(member: Member) -> bool:
    """Whether the ledger says that this member ever had a second proof."""
    return any(entry.act == "staff.factor_added" for entry in ledger.about("member", str(member.id)))


def add_phone(
    member: Member, unlocked: Unlocked, *, secret: bytes, typed: str, name: str, now: datetime
) -> None:
    """Keep a phone's secret once its first code was right; raises SecondWrong. Ledgered."""
    step = onetime.matched(secret, typed, now=now, after=0)
    if step is None:
        raise SecondWrong
    _add(member, unlocked, PHONE, name=name, kept=secret, last=step, now=now)


def add_key(member: Member, unlocked: Unlocked, *, credential: bytes, name: str, now: datetime) -> None:
    """Keep a security key that answered (`Site.enrolled`). Ledgered."""
    _add(member, unlocked, KEY, name=name, kept=credential, last=0, now=now)


def _add(
    member: Member, unlocked: Unlocked, kind: str, *, name: str, kept: bytes, last: int, now: datetime
) -> None:
    with transaction.atomic():
        if Factor.objects.filter(member=member).exclude(kind=RECOVERY).count() >= MOST:
            raise SecondWrong
        sealed(member, unlocked, kind, name=name, kept=kept, last=last).save(force_insert=True)
        _ledgered("staff.factor_added", member, kind, now)


def sealed(member: Member, unlocked: Unlocked, kind: str, *, name: str, kept: bytes, last: int = 0) -> Factor:
    """A row, not saved yet, that only this member opens."""
    row = Factor(id=uuid4(), member=member, kind=kind, last=last, added=timezone.localdate())
    content = json.dumps({"name": name.strip()[:NAME_LONGEST], "kept": kept.hex()}).encode()
    row.sealed = unlocked.keyring.own_key.seal(content, purpose=_PURPOSE, about=_context(row))
    return row


def _ledgered(act: str, member: Member, kind: str, now: datetime) -> None:
    ledger.append(act, by=member.actor, at=now, about={"member": str(member.id)}, detail={"kind": kind})


def remove(member: Member, factor_id: str, *, now: datetime) -> None:
    """Take a phone or key away; raises LastOne. Ledgered; one that is not there is nothing done."""
    with transaction.atomic():
        mine = Factor.objects.select_for_update().filter(member=member).exclude(kind=RECOVERY)
        rows = {str(row.id): row for row in mine}
        if factor_id not in rows:
            return
        if len(rows) == 1:
            raise LastOne
        rows[factor_id].delete()
        _ledgered("staff.factor_removed", member, rows[factor_id].kind, now)


def new_recovery(member: Member, unlocked: Unlocked, *, now: datetime) -> list[str]:
    """Ten fresh codes, each good once, to be written on paper; all earlier ones are void. Ledgered."""
    fresh = [
        "".join(secrets.choice(codes.ALPHABET) for _ in range(RECOVERY_SYMBOLS))
        for _ in range(RECOVERY_CODES)
    ]
    with transaction.atomic():
        Factor.objects.filter(member=member, kind=RECOVERY).delete()
        Factor.objects.bulk_create(
            sealed(member, unlocked, RECOVERY, name="", kept=_digest(one)) for one in fresh
        )
        _ledgered("staff.factor_added", member, RECOVERY, now)
    return [f"{one[:4]}-{one[4:8]}-{one[8:]}" for one in fresh]


def _digest(symbols: str) -> bytes:
    # 60 random bits, sealed besides: no slow derivation is needed.
    return hashlib.sha256(f"havenline recovery {symbols}".encode()).digest()


def check_typed(member: Member, unlocked: Unlocked, typed: str, *, now: datetime) -> str:
    """The kind of the proof typed: a phone's code or a recovery code, used up by it. Raises SecondWrong."""
    for one in held(member, unlocked, PHONE):
        step = onetime.matched(one.kept, typed, now=now, after=one.row.last)
        # Asked again in the statement: of two at the same time one is late.
        if step and Factor.objects.filter(id=one.row.id, last__lt=step).update(last=step):
            return PHONE
    asked = _digest("".join(letter for letter in typed.upper() if letter.isalnum()).translate(_READ_AS))
    for one in held(member, unlocked, RECOVERY):
        if hmac.compare_digest(one.kept, asked) and Factor.objects.filter(id=one.row.id).delete()[0]:
            return RECOVERY
    raise SecondWrong


def check_key(member: Member, unlocked: Unlocked, answer: str, *, site: Site, challenge: bytes) -> str:
    """`key` when one of the member's security keys signed the challenge; raises SecondWrong."""
    mine = {one.kept: one for one in held(member, unlocked, KEY)}
    try:
        kept, count = site.answered(answer, known=list(mine), challenge=challenge)
    except KeyAnswerWrong:
        raise SecondWrong from None
    row = mine[kept].row
    # A count that does not grow is a copy of the key; keys that do not count say 0 always (WebAuthn 6.1.1).
    if (count or row.last) and not Factor.objects.filter(id=row.id, last__lt=count).update(last=count):
        raise SecondWrong
    return KEY
