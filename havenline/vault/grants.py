"""Decides by keys alone who can open an object: its key is wrapped to each of them and to nobody else.

A grant is a re-wrap by someone who can open. Opening by staff takes a purpose and leaves a trace that the
reporter can see. A team's seed is itself an object (kind "team"), wrapped to each member.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from havenline import ledger
from havenline.database.inserting import insert
from havenline.vault import directory, hpke
from havenline.vault.errors import BlobWrong, NoGrant
from havenline.vault.keys import DataKey, KemPublic, Keyring, Seed, Unlocked
from havenline.vault.models import Opening, PublicKey, Wrap

TEAM = "team"

# A reporter's key has no row and no name: two reports of one person must not show that they are.
_NAMELESS = UUID(int=0)


def _purpose(object_kind: str) -> str:
    return f"wrap.{object_kind}"


def new_data_key(
    object_kind: str, object_id: UUID, *, to: Sequence[PublicKey], reporter: KemPublic | None = None
) -> DataKey:
    """A fresh key for the object, wrapped to these keys and, where given, to the reporter's own.

    The act that makes the object ledgers it. Raises KeyNotTrusted before anything is sealed, ValueError when
    nobody could open.
    """
    points = [(row, directory.trusted(row)) for row in to]
    if not points and reporter is None:
        raise ValueError("a key that nobody can open is no key")
    key = DataKey.new()
    wraps = [_wrap(key.reveal(), object_kind, object_id, row, point) for row, point in points]
    if reporter is not None:
        wraps.append(_wrap(key.reveal(), object_kind, object_id, None, reporter))
    insert(*wraps)
    return key


def _wrap(secret: bytes, object_kind: str, object_id: UUID, row: PublicKey | None, point: KemPublic) -> Wrap:
    blob = hpke.seal(
        secret,
        to=point,
        key_id=row.id if row else _NAMELESS,
        purpose=_purpose(object_kind),
        about=str(object_id),
    )
    return Wrap(object_kind=object_kind, object_id=object_id, to=row, blob=blob)


def new_team(
    label: str,
    *,
    members: Sequence[PublicKey],
    signers: Sequence[Unlocked],
    at: datetime | None = None,
) -> PublicKey:
    """Publish a team's key and wrap its seed to each member. Run it in a transaction; raises as `publish`."""
    points = [(row, directory.trusted(row)) for row in members]
    keyring = Keyring.new()
    team = directory.publish(keyring, kind=PublicKey.TEAM, label=label, signers=signers, at=at)
    Wrap.objects.bulk_create(
        Wrap(
            object_kind=TEAM,
            object_id=team.id,
            to=row,
            blob=keyring.sealed_to(point, key_id=row.id, purpose=_purpose(TEAM), about=str(team.id)),
        )
        for row, point in points
    )
    return team


def data_key(holder: Unlocked, object_kind: str, object_id: UUID) -> DataKey:
    """The object's key through the holder's own wrap or that of one of their teams; raises NoGrant.

    Opening for a person to read goes through `open_for`, which leaves a trace.
    """
    return DataKey(_secret(holder, object_kind, object_id))


def team_keyring(holder: Unlocked, team_id: UUID) -> Keyring:
    """The keys of a team the holder belongs to; raises NoGrant."""
    return Keyring.from_seed(Seed(_secret(holder, TEAM, team_id)))


def _secret(holder: Unlocked, object_kind: str, object_id: UUID) -> bytes:
    mine = Q(to_id=holder.key)
    if object_kind != TEAM:
        teams = Wrap.objects.filter(object_kind=TEAM, to_id=holder.key).values("object_id")
        mine |= Q(to_id__in=teams)
    wraps = list(Wrap.objects.filter(mine, object_kind=object_kind, object_id=object_id))
    if not wraps:
        raise NoGrant("no key of this holder opens the object")
    wrap = next((one for one in wraps if one.to_id == holder.key), wraps[0])
    keyring = (
        holder.keyring if wrap.to_id == holder.key or wrap.to_id is None else team_keyring(holder, wrap.to_id)
    )
    return keyring.open(bytes(wrap.blob), purpose=_purpose(object_kind), about=str(object_id))


def open_for(
    holder: Unlocked,
    object_kind: str,
    object_id: UUID,
    *,
    purpose: str,
    role: str,
    at: datetime | None = None,
) -> DataKey:
    """`data_key` with its trace: an Opening and a ledger entry about the object. Last in a transaction.

    `purpose` and `role` are closed words. Raises NoGrant, ledger.NotInTransaction, acts.ActWrong.
    """
    key = data_key(holder, object_kind, object_id)
    moment = at or timezone.now()
    entry = ledger.append(
        "object.opened",
        by=f"member:{holder.member_id}",
        at=moment,
        about={object_kind: str(object_id)},
        detail={"kind": object_kind, "role": role, "purpose": purpose},
    )
    Opening.objects.create(
        object_kind=object_kind,
        object_id=object_id,
        by=holder.member_id,
        role=role,
        purpose=purpose,
        at=moment,
        entry=entry,
    )
    return key


def reporter_data_key(reporter: Keyring, object_kind: str, object_id: UUID) -> DataKey:
    """The object's key through the reporter's wrap; raises NoGrant.

    A miss costs what a hit costs: one look-up and one opening. Ask with any id where a code found no report.
    """
    wrap = Wrap.objects.filter(object_kind=object_kind, object_id=object_id, to=None).first()
    blob = bytes(wrap.blob) if wrap else _nobodys(object_kind)
    try:
        return DataKey(reporter.open(blob, purpose=_purpose(object_kind), about=str(object_id)))
    except BlobWrong:
        raise NoGrant("no key of this holder opens the object") from None


@cache
def _nobodys(object_kind: str) -> bytes:
    """A wrap like any other whose key nobody has."""
    to = Keyring.new().kem_public
    return hpke.seal(bytes(32), to=to, key_id=_NAMELESS, purpose=_purpose(object_kind), about="nobody")


def give(
    holder: Unlocked, object_kind: str, object_id: UUID, to: PublicKey, *, at: datetime | None = None
) -> Wrap:
    """Wrap the object's key to one more public key, ledgered. Last in a transaction; twice is once.

    Raises NoGrant when the holder cannot open, KeyNotTrusted.
    """
    wrap, is_new = hand(holder, object_kind, object_id, to)
    if is_new:
        ledger.append(
            "grant.given",
            by=f"member:{holder.member_id}",
            at=at or timezone.now(),
            about={object_kind: str(object_id), "key": str(to.id)},
            detail={"kind": object_kind},
        )
    return wrap


def hand(holder: Unlocked, object_kind: str, object_id: UUID, to: PublicKey) -> tuple[Wrap, bool]:
    """`give` within an act that ledgers it, naming object and key; answers the wrap and whether it is new."""
    point = directory.trusted(to)
    secret = _secret(holder, object_kind, object_id)
    given = Wrap.objects.filter(object_kind=object_kind, object_id=object_id, to=to).first()
    if given:
        return given, False
    wrap = _wrap(secret, object_kind, object_id, to, point)
    wrap.save(force_insert=True)
    return wrap, True


def withdraw(
    object_kind: str, object_id: UUID, key: PublicKey, *, by: UUID, at: datetime | None = None
) -> None:
    """Delete a key's wrap of the object, ledgered. Last in a transaction; nothing there is nothing done.

    What the holder has read or kept before is not taken back by this.
    """
    if take(object_kind, object_id, key.id):
        ledger.append(
            "grant.withdrawn",
            by=f"member:{by}",
            at=at or timezone.now(),
            about={object_kind: str(object_id), "key": str(key.id)},
            detail={"kind": object_kind},
        )


def take(object_kind: str, object_id: UUID, key: UUID | None) -> bool:
    """`withdraw` within an act that ledgers it; `None` is the reporter's. Whether there was a wrap."""
    return Wrap.objects.filter(object_kind=object_kind, object_id=object_id, to_id=key).delete()[0] > 0
