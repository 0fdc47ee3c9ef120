"""Answers whose public key is whose, so that nothing is ever sealed to a key somebody slipped in.

Every row is signed by two different members and committed in the ledger. The first two members, the founders,
sign themselves and each other, and their signing keys are pinned in a file outside the database: whoever can
write every table still cannot make a key that `trusted` accepts. What remains: two members who conspire.
"""

import hashlib
import json
import os
import stat
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from havenline import config, ledger
from havenline.ledger.body import BodyWrong
from havenline.ledger.queries import EntryMissing
from havenline.ledger.tree import ProofWrong
from havenline.vault import hpke
from havenline.vault.errors import KeyNotTrusted
from havenline.vault.keys import KemPublic, Keyring, Unlocked, is_signed
from havenline.vault.models import PublicKey

_SIGNERS = 2
_CACHED = 1000
_COLUMNS = [field.attname for field in PublicKey._meta.concrete_fields]
_IDS = frozenset(("id", "signer_1_id", "signer_2_id"))
_KEYS = f"SELECT {', '.join(_COLUMNS)} FROM {PublicKey._meta.db_table} WHERE kind = %s"  # noqa: S608 - names alone

# Rows found good by this process, by every byte that counts: one changed byte is another row.
_checked: set[tuple[object, ...]] = set()


def message(key: PublicKey) -> bytes:
    """What the signers sign: kind, label, both public keys and the id, each with its length before it."""
    parts = (key.kind.encode(), key.label.encode(), bytes(key.kem), bytes(key.sign), key.id.bytes)
    return b"havenline directory 1" + b"".join(len(part).to_bytes(4) + part for part in parts)


def fingerprint(key: PublicKey) -> str:
    """The hexadecimal SHA-256 of what was signed: what the ledger says of the key."""
    return hashlib.sha256(message(key)).hexdigest()


def found(
    first: tuple[str, Keyring], second: tuple[str, Keyring], *, at: datetime | None = None
) -> tuple[PublicKey, PublicKey]:
    """Publish the keys of the first two members (label, keyring), each signed by both.

    Run it in a transaction; after the commit, `pin` them. Raises ledger.NotInTransaction.
    """
    ids = (uuid4(), uuid4())
    signers = tuple(zip(ids, (first[1], second[1]), strict=True))
    rows = [
        _publish(keyring, PublicKey(id=key, kind=PublicKey.MEMBER, label=label), signers, by="", at=at)
        for key, (label, keyring) in zip(ids, (first, second), strict=True)
    ]
    return rows[0], rows[1]


def pin(founders: Sequence[PublicKey]) -> None:
    """Write the founders' signing keys where `trusted` looks; raises FileExistsError: it is done once."""
    descriptor = os.open(config.founders_path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump([bytes(key.sign).hex() for key in founders], file)


def publish(
    keyring: Keyring, *, kind: str, label: str, signers: Sequence[Unlocked], at: datetime | None = None
) -> PublicKey:
    """Enter the public half of `keyring`, signed by two members, into the directory and the ledger.

    Run it in a transaction. Raises ValueError unless there are two different signers.
    """
    if len({signer.key for signer in signers}) != _SIGNERS or len(signers) != _SIGNERS:
        raise ValueError("a public key is signed by two different members")
    pairs = [(signer.key, signer.keyring) for signer in signers]
    row = PublicKey(kind=kind, label=label)
    return _publish(keyring, row, pairs, by=f"member:{signers[0].member_id}", at=at)


def _publish(
    keyring: Keyring,
    row: PublicKey,
    signers: Sequence[tuple[UUID, Keyring]],
    *,
    by: str,
    at: datetime | None,
) -> PublicKey:
    row.kem, row.sign = keyring.kem_public, keyring.sign_public
    signed = message(row)
    (row.signer_1_id, one), (row.signer_2_id, other) = signers
    row.signature_1, row.signature_2 = one.sign(signed), other.sign(signed)
    row.entry = ledger.append(
        "key.published",
        by=by,
        at=at or timezone.now(),
        about={"key": str(row.id)},
        detail={"kind": row.kind, "fingerprint": fingerprint(row)},
    )
    row.save(force_insert=True)
    return row


def newest_first(kind: str, *, label: str = "") -> list[PublicKey]:
    """The keys of this kind, and of this label where one is given, as they stand now; newest first.

    Asked anew each time, never kept: a key that was changed or slipped in is met by the very next `trusted`,
    and a new key is used at once. The statement is written out because every report asks it twice.
    """
    where, values = (" AND label = %s", [kind, label]) if label else ("", [kind])
    with connection.cursor() as cursor:
        cursor.execute(f"{_KEYS}{where} ORDER BY entry DESC", values)
        return [_key(row) for row in cursor.fetchall()]


def _key(row: Sequence[Any]) -> PublicKey:
    # SQLite has no type for ids and answers their text.
    read = [
        UUID(value) if name in _IDS and isinstance(value, str) else value
        for name, value in zip(_COLUMNS, row, strict=True)
    ]
    return PublicKey.from_db(connection.alias, _COLUMNS, read)


def seal_to(key: PublicKey, content: bytes, *, purpose: str, about: str) -> bytes:
    """A blob for the holder of this key alone; raises KeyNotTrusted before anything is sealed."""
    return hpke.seal(content, to=trusted(key), key_id=key.id, purpose=purpose, about=about)


def trusted(key: PublicKey) -> KemPublic:
    """The key to seal to, once both signatures lead to the founders and the ledger committed to it.

    Raises KeyNotTrusted. A row is checked once per process, by its exact bytes.
    """
    _check(key, _founders())
    return KemPublic(bytes(key.kem))


def _founders() -> frozenset[bytes]:
    path = config.founders_path()
    try:
        seen = path.stat()
        # Whoever may touch the file's times may write the file: it is read again whenever it was changed.
        return _pinned(path, seen.st_mode, (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns))
    except OSError:
        raise KeyNotTrusted("the founders' keys cannot be read", hint=f"see `{path}`") from None


@lru_cache(maxsize=4)
def _pinned(path: Path, mode: int, _version: tuple[int, ...]) -> frozenset[bytes]:
    """The founders' keys in the file as it stood at this version."""
    try:
        if stat.S_IMODE(mode) & 0o022:
            raise KeyNotTrusted("the founders' keys can be written by others", hint=f"run: chmod 600 {path}")
        pinned = frozenset(bytes.fromhex(one) for one in json.loads(path.read_text(encoding="ascii")))
    except (ValueError, TypeError):
        raise KeyNotTrusted("the founders' keys cannot be read", hint=f"see `{path}`") from None
    if len(pinned) != _SIGNERS:
        raise KeyNotTrusted("the founders' keys are not two", hint=f"see `{path}`")
    return pinned


def _columns(key: PublicKey) -> tuple[object, ...]:
    signatures = (key.signer_1_id, bytes(key.signature_1), key.signer_2_id, bytes(key.signature_2))
    return message(key), *signatures, key.entry


def _check(key: PublicKey, founders: frozenset[bytes]) -> None:
    row = (founders, *_columns(key))
    if row in _checked:
        return
    _check_ledger(key)
    _check_signatures(key, founders)
    if len(_checked) >= _CACHED:
        _checked.clear()
    _checked.add(row)


def _check_signatures(key: PublicKey, founders: frozenset[bytes]) -> None:
    signers = PublicKey.objects.in_bulk([key.signer_1_id, key.signer_2_id])
    # Two rows with one signing key would be one member signing twice.
    if len({bytes(signer.sign) for signer in signers.values()}) != _SIGNERS:
        raise KeyNotTrusted("a public key does not have two signers")
    for signer_id, signature in (
        (key.signer_1_id, key.signature_1),
        (key.signer_2_id, key.signature_2),
    ):
        signer = signers[signer_id]
        if not is_signed(message(key), signature=bytes(signature), sign_public=bytes(signer.sign)):
            raise KeyNotTrusted("a public key is not signed by who is said to have signed it")
        if bytes(signer.sign) in founders:
            continue
        # INVARIANT: a signer was there before what it signs, so this always comes to an end at the founders.
        if signer.kind != PublicKey.MEMBER or signer.entry >= key.entry:
            raise KeyNotTrusted("a public key is signed by one that could not sign it")
        _check(signer, founders)


def _check_ledger(key: PublicKey) -> None:
    try:
        proof = ledger.inclusion(key.entry)
        proof.check()
        entry = ledger.entry(key.entry)
    except (EntryMissing, ProofWrong, BodyWrong):
        raise KeyNotTrusted("the ledger does not hold this public key") from None
    said = {"kind": key.kind, "fingerprint": fingerprint(key)}
    if entry.act != "key.published" or entry.detail != said:
        raise KeyNotTrusted("the ledger holds another public key")
