"""A session opens with row and cookie together, and ends when it should or when time cannot be trusted."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from havenline.vault import sessions
from havenline.vault.errors import SessionEnded
from havenline.vault.keys import Keyring, Unlocked
from havenline.vault.models import ReporterSession, StaffSession

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 3, 14, 7, 31, 250_000, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
REPORT = UUID(int=5)


def _someone() -> Unlocked:
    return Unlocked(member_id=uuid4(), key=uuid4(), keyring=Keyring.new())


def _begin() -> tuple[Unlocked, str]:
    someone = _someone()
    return someone, sessions.begin_staff(someone, now=NOW)


def test_a_staff_session_gives_the_keys_back() -> None:
    someone, cookie = _begin()
    back = sessions.staff(cookie, now=NOW)
    assert (back.member_id, back.key) == (someone.member_id, someone.key)
    assert back.keyring.kem_public == someone.keyring.kem_public


def test_a_reporter_session_gives_report_and_keys_back() -> None:
    keyring = Keyring.new()
    cookie = sessions.begin_reporter(REPORT, keyring, now=NOW)
    report, back = sessions.reporter(cookie, now=NOW + 5 * MINUTE)
    assert report == REPORT
    assert back.kem_public == keyring.kem_public


def _staff_ends(cookie: str, now: datetime) -> bool:
    try:
        sessions.staff(cookie, now=now)
    except SessionEnded:
        return True
    return False


@pytest.mark.parametrize(
    ("later", "ends"),
    [
        (0 * MINUTE, False),
        (14 * MINUTE, False),
        (15 * MINUTE, True),
        (16 * MINUTE, True),
        (-1 * SECOND, False),
        (-1 * MINUTE, True),
        (timedelta(days=-1), True),
        (timedelta(days=1), True),
    ],
)
def test_a_staff_session_ends_idle_or_before_its_time(later: timedelta, ends: bool) -> None:
    _, cookie = _begin()
    assert _staff_ends(cookie, NOW + later) is ends
    assert StaffSession.objects.exists() is not ends


def test_a_staff_session_in_use_ends_after_twelve_hours() -> None:
    _, cookie = _begin()
    moment, used = NOW, 0
    while not _staff_ends(cookie, moment):
        moment, used = moment + 10 * MINUTE, used + 1
    assert moment - NOW == timedelta(hours=12)
    assert used == 72
    assert not StaffSession.objects.exists()


@pytest.mark.parametrize(
    ("later", "ends"),
    [
        (0 * MINUTE, False),
        (9 * MINUTE, False),
        (10 * MINUTE, True),
        (11 * MINUTE, True),
        (-1 * SECOND, False),
        (-1 * MINUTE, True),
        (timedelta(days=1), True),
    ],
)
def test_a_reporter_session_ends_idle_or_before_its_time(later: timedelta, ends: bool) -> None:
    cookie = sessions.begin_reporter(REPORT, Keyring.new(), now=NOW)
    if ends:
        with pytest.raises(SessionEnded):
            sessions.reporter(cookie, now=NOW + later)
    else:
        assert sessions.reporter(cookie, now=NOW + later)[0] == REPORT
    assert ReporterSession.objects.exists() is not ends


def test_a_reporter_session_in_use_goes_on() -> None:
    cookie = sessions.begin_reporter(REPORT, Keyring.new(), now=NOW)
    for minutes in range(0, 120, 8):
        assert sessions.reporter(cookie, now=NOW + minutes * MINUTE)[0] == REPORT
    with pytest.raises(SessionEnded):
        sessions.reporter(cookie, now=NOW + 100 * MINUTE)


@pytest.mark.parametrize("minutes", range(0, 21, 3))
def test_a_reporter_row_shows_only_whole_ten_minutes(minutes: int) -> None:
    moment = NOW + minutes * MINUTE
    sessions.begin_reporter(REPORT, Keyring.new(), now=moment)
    row = ReporterSession.objects.get()
    assert (row.expires.minute % 10, row.expires.second, row.expires.microsecond) == (0, 0, 0)
    assert timedelta(0) < row.expires - moment <= 20 * MINUTE
    assert {field.name for field in ReporterSession._meta.fields} == {"id", "sealed", "expires"}


def test_a_staff_row_shows_whole_minutes() -> None:
    _begin()
    row = StaffSession.objects.get()
    for moment in (row.begun_at, row.used_at, row.expires):
        assert (moment.second, moment.microsecond) == (0, 0)


def test_rows_hold_no_key_in_clear() -> None:
    someone, _ = _begin()
    keyring = Keyring.new()
    sessions.begin_reporter(REPORT, keyring, now=NOW)
    rows = [bytes(StaffSession.objects.get().sealed), bytes(ReporterSession.objects.get().sealed)]
    for secret in (someone.keyring.seed.reveal(), keyring.seed.reveal(), REPORT.bytes):
        assert not [row for row in rows if secret in row]


COOKIES = [
    "",
    "x",
    "A" * 63,
    "A" * 65,
    "A" * 64,
    "=" * 64,
    "ñ" * 64,
    "\ud800" * 64,
    "A" * 62 + "+/",
    "A" * 10_000,
]


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_made_up_cookie_is_no_session(cookie: str) -> None:
    _begin()
    sessions.begin_reporter(REPORT, Keyring.new(), now=NOW)
    for read in (sessions.staff, sessions.reporter):
        with pytest.raises(SessionEnded):
            read(cookie, now=NOW)
    sessions.end_staff(cookie)
    sessions.end_reporter(cookie)
    assert (StaffSession.objects.count(), ReporterSession.objects.count()) == (1, 1)


def test_the_row_of_one_and_the_key_of_another_open_nothing() -> None:
    (_, one), (_, other) = _begin(), _begin()
    # 16 of 48 bytes are the row's id; 21 letters hold 15 of them, so the cut lies within the key.
    mixed = one[:24] + other[24:]
    with pytest.raises(SessionEnded):
        sessions.staff(mixed, now=NOW)
    assert StaffSession.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"member": uuid4()},
        {"key": uuid4()},
        {"begun_at": NOW.replace(second=0, microsecond=0) + MINUTE},
        {"proven_at": NOW.replace(second=0, microsecond=0) + MINUTE},
        {"expires": NOW + timedelta(days=30)},
        {"id": UUID(int=9)},
        {"sealed": b""},
    ],
    ids=["member", "key", "beginning", "second proof", "expiry", "id", "seed"],
)
def test_a_changed_staff_row_opens_nothing(change: dict[str, object]) -> None:
    _, cookie = _begin()
    StaffSession.objects.update(**change)
    if "id" in change:
        cookie = sessions.cookie_of(UUID(int=9), sessions.read_cookie(cookie)[1])
    with pytest.raises(SessionEnded):
        sessions.staff(cookie, now=NOW)


def test_two_staff_rows_swapped_open_nothing() -> None:
    (_, one), (_, other) = _begin(), _begin()
    first, second = StaffSession.objects.all()
    StaffSession.objects.filter(id=first.id).update(sealed=second.sealed)
    StaffSession.objects.filter(id=second.id).update(sealed=first.sealed)
    assert _staff_ends(one, NOW)
    assert _staff_ends(other, NOW)


@pytest.mark.parametrize("change", [{"expires": NOW + timedelta(days=30)}, {"sealed": b""}])
def test_a_changed_reporter_row_opens_nothing(change: dict[str, object]) -> None:
    cookie = sessions.begin_reporter(REPORT, Keyring.new(), now=NOW)
    ReporterSession.objects.update(**change)
    with pytest.raises(SessionEnded):
        sessions.reporter(cookie, now=NOW)


def test_an_ended_session_is_gone() -> None:
    _, cookie = _begin()
    other = sessions.begin_reporter(REPORT, Keyring.new(), now=NOW)
    for _ in range(2):
        sessions.end_staff(cookie)
        sessions.end_reporter(other)
    assert (StaffSession.objects.count(), ReporterSession.objects.count()) == (0, 0)
    with pytest.raises(SessionEnded):
        sessions.staff(cookie, now=NOW)
    with pytest.raises(SessionEnded):
        sessions.reporter(other, now=NOW)


def test_all_sessions_of_a_member_end_together() -> None:
    someone = _someone()
    mine = [sessions.begin_staff(someone, now=NOW) for _ in range(3)]
    other, theirs = _begin()
    sessions.end_all_staff(someone.member_id)
    assert all(_staff_ends(cookie, NOW) for cookie in mine)
    assert sessions.staff(theirs, now=NOW).member_id == other.member_id


@pytest.mark.parametrize(
    ("later", "staff_left", "reporters_left"),
    [
        (0 * MINUTE, 1, 1),
        (9 * MINUTE, 1, 1),
        (17 * MINUTE, 0, 0),
        (timedelta(hours=13), 0, 0),
        (timedelta(hours=-2), 0, 0),
    ],
)
def test_a_purge_leaves_what_is_alive(later: timedelta, staff_left: int, reporters_left: int) -> None:
    _begin()
    sessions.begin_reporter(REPORT, Keyring.new(), now=NOW)
    gone = sessions.purge(now=NOW + later)
    assert (StaffSession.objects.count(), ReporterSession.objects.count()) == (staff_left, reporters_left)
    assert gone == 2 - staff_left - reporters_left


def test_coming_back_clears_what_is_over_and_nothing_else() -> None:
    _, member = _begin()
    for moment in (NOW, NOW + 2 * MINUTE, NOW + 30 * MINUTE):
        cookie = sessions.begin_reporter(REPORT, Keyring.new(), now=moment)
    assert ReporterSession.objects.count() == 1
    assert sessions.reporter(cookie, now=NOW + 30 * MINUTE)[0] == REPORT
    # Members' sessions are cleared where members sign in.
    assert StaffSession.objects.count() == 1
    assert sessions.staff(member, now=NOW).keyring


def test_what_is_over_is_looked_for_once_a_minute(django_assert_num_queries: object) -> None:
    assert callable(django_assert_num_queries)
    sessions.begin_reporter(REPORT, Keyring.new(), now=NOW)
    with django_assert_num_queries(1):
        sessions.begin_reporter(REPORT, Keyring.new(), now=NOW + SECOND)
    with django_assert_num_queries(2):
        sessions.begin_reporter(REPORT, Keyring.new(), now=NOW + MINUTE)
    # A clock that was set back is another minute too.
    with django_assert_num_queries(2):
        sessions.begin_reporter(REPORT, Keyring.new(), now=NOW)


def test_last_use_is_written_once_a_minute(django_assert_num_queries: object) -> None:
    _, cookie = _begin()
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(2):
        sessions.staff(cookie, now=NOW + MINUTE)
    with django_assert_num_queries(1):
        sessions.staff(cookie, now=NOW + MINUTE + SECOND)
