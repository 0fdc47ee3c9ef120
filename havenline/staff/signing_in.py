"""Opens a member's keys by their passphrase, and tells a guesser nothing, not even which names exist.

`prove` opens the keys; `wait` keeps them for five minutes until a second proof opens the desk (`second`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction

from havenline import config, ledger
from havenline.staff.models import SEED, Member, typed_name
from havenline.staff.throttle import EachMinute, Throttle
from havenline.vault import passphrase, pending, sessions
from havenline.vault.errors import BlobWrong, PassphraseBusy, PassphraseWrong
from havenline.vault.keys import Keyring, Unlocked

KNOWN_BROWSER_DAYS = 90
_KNOWN = signing.TimestampSigner(salt="staff.known-browser")

throttle = Throttle()
unnamed = EachMinute()


class SignInRefused(Exception):  # noqa: N818 - named for what the reader met
    """Name and passphrase do not open a desk. Which of the two it was is not said."""


class SignInBusy(Exception):  # noqa: N818 - named for what the reader met
    """Others are signing in at this moment: nothing was tried, and nothing counts against the name."""


class TooManyTries(Exception):  # noqa: N818 - named for what the reader met
    """This name was tried too often just now; `seconds` until its next turn."""

    def __init__(self, seconds: int) -> None:
        super().__init__("tried too often: wait and try again")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Proven:
    """A member whose passphrase was right, with their keys; no session exists yet."""

    member: Member
    unlocked: Unlocked


def prove(name: str, typed: str, *, known: str = "", now: datetime) -> Proven:
    """Who this is, with their keys. `known` is the browser's mark of an earlier sign-in.

    Raises SignInRefused, the same after the same work for a wrong passphrase and a name nobody has;
    TooManyTries; SignInBusy. A failure is ledgered: with the member when the name is one; for all other
    names together once a minute, with their number.
    """
    asked = typed_name(name)
    member = Member.objects.filter(sign_in_name=asked, active=True).select_related("key").first()
    browser = known_browser(member, known)
    if seconds := throttle.admit(asked, browser=browser):
        raise TooManyTries(ceil(seconds))
    try:
        keyring = _opened(member, typed)
    except (PassphraseWrong, BlobWrong):
        _failed(member, now)
        raise SignInRefused("name and passphrase do not open a desk") from None
    except PassphraseBusy:
        throttle.untried(asked, browser=browser)
        raise SignInBusy("others are signing in: try again in a moment") from None
    # `_opened` answers for a member or not at all.
    assert member is not None
    return Proven(member, Unlocked(member_id=member.id, key=member.key_id, keyring=keyring))


def _opened(member: Member | None, typed: str) -> Keyring:
    pepper = config.read_secret("pepper")
    if member is None:
        passphrase.check_nobody(typed, pepper)
        raise PassphraseWrong("nobody has this name")
    key = passphrase.check(typed, bytes(member.salt), bytes(member.verifier), pepper)
    return Keyring.unsealed(bytes(member.sealed_seed), key=key, purpose=SEED, about=str(member.id))


def _failed(member: Member | None, now: datetime) -> None:
    # A name nobody has is not kept in any form: people type passphrases into the wrong field.
    about = {"member": str(member.id)} if member else {"attempt": str(uuid4())}
    # A member's name takes few tries a minute; made-up names are without number and share one entry.
    tries = 1 if member else unnamed.count()
    with transaction.atomic():
        if tries:
            _keep_failure(about, tries, now)
        else:
            _spend_as_much(about, now)


def _keep_failure(about: dict[str, str], tries: int, now: datetime) -> None:
    detail: dict[str, str | int] = {"reason": "passphrase", "tries": tries}
    ledger.append("staff.sign_in_failed", at=now, about=about, detail=detail)


def _spend_as_much(about: dict[str, str], now: datetime) -> None:
    """Write and commit as for an entry, and leave none: no clock may tell which names somebody has."""
    Member.objects.filter(active=True).update(active=True)
    with transaction.atomic():
        _keep_failure(about, 1, now)
        transaction.set_rollback(True)


def wait(proven: Proven, *, now: datetime) -> str:
    """Keep for five minutes that the passphrase was right, ledgered; answers the value of the cookie."""
    member = proven.member
    with transaction.atomic():
        sessions.purge(now=now)
        cookie = pending.begin(proven.unlocked, now=now)
        ledger.append("staff.passphrase_given", by="", at=now, about={"member": str(member.id)})
    return cookie


def end(cookie: str, member: Member, *, now: datetime) -> None:
    """Lock the desk: the session and its key are gone. Ledgered."""
    with transaction.atomic():
        sessions.end_staff(cookie)
        ledger.append(
            "staff.signed_out",
            by=member.actor,
            at=now,
            about={"member": str(member.id)},
            detail={"reason": "lock"},
        )


def end_other(member: Member, session: UUID, *, now: datetime) -> None:
    """End one of the member's own sessions, wherever it is open. Ledgered; another's is nothing done."""
    with transaction.atomic():
        if sessions.end_one_staff(member.id, session):
            ledger.append(
                "staff.signed_out",
                by=member.actor,
                at=now,
                about={"member": str(member.id)},
                detail={"reason": "ended"},
            )


def browser_mark(member: Member) -> str:
    """What the browser keeps to be known again: it opens nothing, it only keeps strangers' tries apart."""
    return _KNOWN.sign(str(member.id))


def known_browser(member: Member | None, mark: str) -> str:
    """`known` when the mark says that this member signed in here within 90 days, else `new`."""
    try:
        said = _KNOWN.unsign(mark, max_age=KNOWN_BROWSER_DAYS * 24 * 3600)
    except signing.BadSignature:
        return "new"
    return "known" if member is not None and said == str(member.id) else "new"
