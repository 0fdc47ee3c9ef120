"""Holds a member between passphrase and second proof: five minutes, and no desk opens by it.

Like a session, neither the row nor the cookie alone opens anything. It is sealed for another purpose than a
session, so the one is never taken for the other.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from havenline.vault.errors import BlobWrong, SessionEnded
from havenline.vault.keys import DataKey, Keyring, Unlocked
from havenline.vault.models import PendingSignIn
from havenline.vault.securitykeys import new_challenge
from havenline.vault.sessions import cookie_of, read_cookie

LONGEST = timedelta(minutes=5)
_PURPOSE = "session.pending"


def begin(unlocked: Unlocked, *, now: datetime) -> str:
    """Keep that the passphrase was right; answers the cookie's value.

    Others of the member stay: who stole the passphrase cannot keep its owner from the second proof.
    """
    key = DataKey.new()
    row = PendingSignIn(
        id=uuid4(),
        member=unlocked.member_id,
        key=unlocked.key,
        challenge=new_challenge(),
        expires=now + LONGEST,
    )
    row.sealed = unlocked.keyring.sealed_under(key, purpose=_PURPOSE, about=_context(row))
    row.save(force_insert=True)
    return cookie_of(row.id, key)


def _context(row: PendingSignIn) -> str:
    ends = row.expires.astimezone(UTC).isoformat()
    return f"{row.member} {row.id} {row.key} {bytes(row.challenge).hex()} {ends}"


def opened(cookie: str, *, now: datetime) -> tuple[Unlocked, bytes]:
    """Whose passphrase was right, with the challenge for their security key; raises SessionEnded."""
    row_id, key = read_cookie(cookie)
    row = PendingSignIn.objects.filter(id=row_id).first()
    if row is None or not now < row.expires <= now + LONGEST:
        raise SessionEnded("there is no such sign-in")
    try:
        keyring = Keyring.unsealed(bytes(row.sealed), key=key, purpose=_PURPOSE, about=_context(row))
    except BlobWrong:
        raise SessionEnded("there is no such sign-in") from None
    return Unlocked(member_id=row.member, key=row.key, keyring=keyring), bytes(row.challenge)


def end(member_id: UUID) -> bool:
    """Take away all that wait of this member: a desk opened. Whether there was one: each is used once."""
    return PendingSignIn.objects.filter(member=member_id).delete()[0] > 0
