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
from havenline.vault.models import ReporterSession, StaffSession

STAFF_IDLE = timedelta(minutes=15)
STAFF_LONGEST = timedelta(hours=12)
REPORTER_IDLE = timedelta(minutes=10)
_ROUNDED = timedelta(minutes=10)

_STAFF, _REPORTER = "session.staff", "session.reporter"
_COOKIE_LETTERS = 64  # 48 bytes in base64url, without a rest


def _cookie(row_id: UUID, key: DataKey) -> str:
    return base64.urlsafe_b64encode(row_id.bytes + key.reveal()).decode("ascii")


def _read_cookie(cookie: str) -> tuple[UUID, DataKey]:
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
        expires=minute + STAFF_LONGEST,
    )
    row.sealed = unlocked.keyring.sealed_under(key, purpose=_STAFF, about=_staff_context(row))
    row.save(force_insert=True)
    return _cookie(row.id, key)


def _staff_context(row: StaffSession) -> str:
    # Last use is left out, it changes: who can write the row can undo idling, not the twelve hours.
    ids = f"{row.member} {row.id} {row.key}"
    return f"{ids} {row.begun_at.astimezone(UTC).isoformat()} {row.expires.astimezone(UTC).isoformat()}"


def staff(cookie: str, *, now: datetime) -> Unlocked:
    """Whose session this is, with their keys; raises SessionEnded after 15 idle minutes or 12 hours."""
    row_id, key = _read_cookie(cookie)
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
    return Unlocked(member_id=row.member, key=row.key, keyring=keyring)


def end_staff(cookie: str) -> None:
    """End the session: sign-out and lock. A session that is not there is ended already."""
    _end(StaffSession, cookie)


def end_all_staff(member_id: UUID) -> None:
    """End every session of a member: a new passphrase, another role, somebody who leaves."""
    StaffSession.objects.filter(member=member_id).delete()


def begin_reporter(report_id: UUID, keyring: Keyring, *, now: datetime) -> str:
    """Open a session on one report and answer the value of its cookie. The row does not say which report.

    Once a minute it first deletes what is over: guesses open sessions too, and no sign-in clears them away.
    """
    _purge_once_a_minute(_minute(now))
    key, row = DataKey.new(), ReporterSession(id=uuid4())
    _seal_reporter(row, key, report_id, keyring, _minute(now))
    insert(row)
    return _cookie(row.id, key)


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
    row_id, key = _read_cookie(cookie)
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
        row_id, _ = _read_cookie(cookie)
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
        for table, over in ((StaffSession, staff_over), (ReporterSession, _reporter_over(now)))
    )
