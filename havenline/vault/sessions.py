"""Keeps a signed-in person's keys so that neither the disk nor the cookie alone opens anything.

The cookie holds a row's id and a random key; the row holds the seed sealed under that key, bound to the row
and to who it is. Any worker can serve. A clock that ran backwards ends a session: undated is over.
"""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import Q

from havenline.database.inserting import insert
from havenline.vault.errors import BlobWrong, SessionEnded
from havenline.vault.keys import DataKey, Keyring, Seed, Unlocked
from havenline.vault.models import PendingSignIn, ReporterSession, StaffSession
from havenline.vault.securitykeys import new_challenge

STAFF_IDLE = timedelta(minutes=15)
STAFF_LONGEST = timedelta(hours=12)
REPORTER_IDLE = timedelta(minutes=10)
_ROUNDED = timedelta(minutes=10)

_STAFF, _REPORTER = "session.staff", "session.reporter"
_COOKIE_LETTERS = 64  # 48 bytes in base64url, without a rest


def cookie_of(row_id: UUID, key: DataKey) -> str:
    """A cookie's value: which row, and the key that opens it."""
    return base64.urlsafe_b64encode(row_id.bytes + key.reveal()).decode("ascii")


def read_cookie(cookie: str) -> tuple[UUID, DataKey]:
    """Row and key of a cookie; raises SessionEnded."""
    try:
        if len(cookie) != _COOKIE_LETTERS:
            raise ValueError
        held = base64.b64decode(cookie.encode("ascii"), altchars=b"-_", validate=True)
        return UUID(bytes=held[:16]), DataKey(held[16:])
    except (ValueError, binascii.Error):
        raise SessionEnded("there is no such session") from None


def _minute(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(second=0, microsecond=0)


def begin_staff(unlocked: Unlocked, *, now: datetime) -> str:
    """Open a session and answer the value of its cookie. `now` has a zone."""
    minute, key = _minute(now), DataKey.new()
    row = StaffSession(
        id=uuid4(),
        member=unlocked.member_id,
        key=unlocked.key,
        begun_at=minute,
        used_at=minute,
        proven_at=minute,
        challenge=new_challenge(),
        expires=minute + STAFF_LONGEST,
    )
    row.sealed = unlocked.keyring.sealed_under(key, purpose=_STAFF, about=_staff_context(row))
    row.save(force_insert=True)
    return cookie_of(row.id, key)


def _staff_context(row: StaffSession) -> str:
    # Last use is left out, it changes: who can write the row can undo idling, not the twelve hours.
    times = (row.begun_at, row.proven_at, row.expires)
    return f"{row.member} {row.id} {row.key} {' '.join(one.astimezone(UTC).isoformat() for one in times)}"


def staff(cookie: str, *, now: datetime) -> Unlocked:
    """Whose session this is, with their keys; raises SessionEnded after 15 idle minutes or 12 hours."""
    row_id, key = read_cookie(cookie)
    row = StaffSession.objects.filter(id=row_id).first()
    if row is None:
        raise SessionEnded("there is no such session")
    try:
        keyring = Keyring.unsealed(bytes(row.sealed), key=key, purpose=_STAFF, about=_staff_context(row))
    except BlobWrong:
        raise SessionEnded("there is no such session") from None
    minute = _minute(now)
    if not (row.begun_at <= row.used_at <= minute < row.expires) or now - row.used_at > STAFF_IDLE:
        StaffSession.objects.filter(id=row_id).delete()
        raise SessionEnded("the session has ended")
    if minute > row.used_at:
        StaffSession.objects.filter(id=row_id, used_at__lt=minute).update(used_at=minute)
    return Unlocked(
        member_id=row.member, key=row.key, keyring=keyring, session=row.id, proven_at=row.proven_at
    )


def challenge_of(unlocked: Unlocked) -> bytes:
    """What this session's next security key has to sign; raises SessionEnded."""
    row = StaffSession.objects.filter(id=unlocked.session).first() if unlocked.session else None
    if row is None:
        raise SessionEnded("there is no such session")
    return bytes(row.challenge)


def prove_again(cookie: str, *, now: datetime) -> None:
    """Keep that a second proof was given now, sealed into the row like its beginning; raises SessionEnded.

    The challenge is a new one from here on: what was signed once is no proof again.
    """
    unlocked, (row_id, key) = staff(cookie, now=now), read_cookie(cookie)
    row = StaffSession.objects.get(id=row_id)
    row.proven_at, row.challenge = _minute(now), new_challenge()
    row.sealed = unlocked.keyring.sealed_under(key, purpose=_STAFF, about=_staff_context(row))
    row.save(update_fields=["proven_at", "challenge", "sealed"])


def of_staff(member_id: UUID, *, now: datetime) -> list[StaffSession]:
    """The sessions of a member that are open now, the last used first."""
    rows = StaffSession.objects.filter(member=member_id, expires__gt=now, used_at__gte=now - STAFF_IDLE)
    return list(rows.order_by("-used_at", "-begun_at", "id"))


def end_one_staff(member_id: UUID, session_id: UUID) -> bool:
    """End this session if it is one of the member's; whether it was."""
    return StaffSession.objects.filter(member=member_id, id=session_id).delete()[0] > 0


def end_staff(cookie: str) -> None:
    """End the session: sign-out and lock. A session that is not there is ended already."""
    _end(StaffSession, cookie)


def end_all_staff(member_id: UUID) -> None:
    """End every session of a member: a new passphrase, another role, somebody who leaves."""
    for table in (StaffSession, PendingSignIn):
        table.objects.filter(member=member_id).delete()


def begin_reporter(report_id: UUID, keyring: Keyring, *, now: datetime) -> str:
    """Open a session on one report and answer the value of its cookie. The row does not say which report.

    Once a minute it first deletes what is over: guesses open sessions too, and no sign-in clears them away.
    """
    _purge_once_a_minute(_minute(now))
    key, row = DataKey.new(), ReporterSession(id=uuid4())
    _seal_reporter(row, key, report_id, keyring, _minute(now))
    insert(row)
    return cookie_of(row.id, key)


def _seal_reporter(
    row: ReporterSession, key: DataKey, report_id: UUID, keyring: Keyring, minute: datetime
) -> None:
    """The last use is sealed too: the row shows only the next whole ten minutes after which it is nothing."""
    row.expires = _rounded_up(minute + REPORTER_IDLE)
    used = int(minute.timestamp()).to_bytes(8)
    content = report_id.bytes + used + keyring.seed.reveal()
    row.sealed = key.seal(content, purpose=_REPORTER, about=_reporter_context(row))


def _rounded_up(moment: datetime) -> datetime:
    rest = timedelta(seconds=int(moment.timestamp()) % int(_ROUNDED.total_seconds()))
    return moment + (_ROUNDED - rest if rest else timedelta(0))


def _reporter_context(row: ReporterSession) -> str:
    return f"{row.id} {row.expires.astimezone(UTC).isoformat()}"


def reporter(cookie: str, *, now: datetime) -> tuple[UUID, Keyring]:
    """The report and the keys of this session; raises SessionEnded after 10 idle minutes."""
    row_id, key = read_cookie(cookie)
    row = ReporterSession.objects.filter(id=row_id).first()
    if row is None:
        raise SessionEnded("there is no such session")
    try:
        content = key.open(bytes(row.sealed), purpose=_REPORTER, about=_reporter_context(row))
    except BlobWrong:
        raise SessionEnded("there is no such session") from None
    report_id, keyring = UUID(bytes=content[:16]), Keyring.from_seed(Seed(content[24:]))
    used, minute = datetime.fromtimestamp(int.from_bytes(content[16:24]), UTC), _minute(now)
    if minute < used or now - used > REPORTER_IDLE:
        ReporterSession.objects.filter(id=row_id).delete()
        raise SessionEnded("the session has ended")
    if minute > used:
        _seal_reporter(row, key, report_id, keyring, minute)
        ReporterSession.objects.filter(id=row_id).update(sealed=row.sealed, expires=row.expires)
    return report_id, keyring


def end_reporter(cookie: str) -> None:
    """End the session: exit and burn. A session that is not there is ended already."""
    _end(ReporterSession, cookie)


def _end(table: type[StaffSession] | type[ReporterSession], cookie: str) -> None:
    try:
        row_id, _ = read_cookie(cookie)
    except SessionEnded:
        return
    table.objects.filter(id=row_id).delete()


_purged: datetime | None = None


def _purge_once_a_minute(minute: datetime) -> None:
    """Delete reporters' sessions that are over, unless this process has done so in this minute."""
    global _purged
    if _purged != minute:
        _purged = minute
        ReporterSession.objects.filter(_reporter_over(minute)).delete()


def _reporter_over(now: datetime) -> Q:
    return Q(expires__lte=now) | Q(expires__gt=now + REPORTER_IDLE + _ROUNDED)


def purge(*, now: datetime) -> int:
    """Delete every session that is over, or dated later than a session of now can be; answers how many."""
    idle_since = now - STAFF_IDLE
    staff_over = Q(expires__lte=now) | Q(used_at__lt=idle_since) | Q(used_at__gt=now)
    return sum(
        table.objects.filter(over).delete()[0]
        for table, over in (
            (StaffSession, staff_over),
            (ReporterSession, _reporter_over(now)),
            (PendingSignIn, Q(expires__lte=now)),
        )
    )
