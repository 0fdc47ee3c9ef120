"""Opens the desk by a second proof, after the passphrase: a code, a security key, or the first of either."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db import transaction

from havenline import ledger
from havenline.staff import factors, signing_in
from havenline.staff.factors import SecondWrong
from havenline.staff.models import Member
from havenline.staff.signing_in import TooManyTries
from havenline.staff.throttle import Throttle
from havenline.vault import pending, sessions
from havenline.vault.errors import SessionEnded
from havenline.vault.keys import Unlocked

# Whoever guesses here knows the passphrase already: 300 tries a day find one of a million codes in years.
LONGEST_WAIT = 300.0
throttle = Throttle(longest_wait=LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A member whose passphrase was right; `challenge` is what a security key has to sign."""

    member: Member
    unlocked: Unlocked
    challenge: bytes

    @property
    def is_first(self) -> bool:
        """Whether this member never had a second proof, so that the first is made now."""
        return not factors.held(
            self.member, self.unlocked, factors.PHONE, factors.KEY
        ) and not factors.had_any(self.member)


def waiting(cookie: str, *, now: datetime) -> Waiting:
    """Who waits at the door with this cookie; raises SessionEnded."""
    unlocked, challenge = pending.opened(cookie, now=now)
    member = Member.objects.filter(id=unlocked.member_id, key=unlocked.key, active=True).first()
    if member is None:
        raise SessionEnded("there is no such sign-in")
    return Waiting(member, unlocked, challenge)


def give(one: Waiting, check: Callable[[], str], *, known: str, now: datetime) -> str:
    """Open the desk when `check` names a proof; answers the session's cookie. Ledgered, failures too.

    `known` is the browser's mark of an earlier sign-in. Raises SecondWrong, TooManyTries, SessionEnded.
    """
    with _turn(one.member, known=known, now=now), transaction.atomic():
        return _begin(one, check(), now=now)


@contextmanager
def _turn(member: Member, *, known: str, now: datetime) -> Iterator[None]:
    """A turn to give a second proof: after too many wrong ones the next waits, and each is ledgered."""
    browser = signing_in.known_browser(member, known)
    if seconds := throttle.admit(str(member.id), browser=browser):
        raise TooManyTries(ceil(seconds))
    try:
        yield
    except SecondWrong:
        detail: dict[str, str | int] = {"reason": "second", "tries": 1}
        with transaction.atomic():
            ledger.append("staff.sign_in_failed", at=now, about={"member": str(member.id)}, detail=detail)
        raise
    throttle.succeeded(str(member.id), browser=browser)
    signing_in.throttle.succeeded(member.sign_in_name, browser=browser)


def first(one: Waiting, add: Callable[[], None], *, kind: str, now: datetime) -> tuple[str, list[str]]:
    """Make the first second proof with `add`, and open the desk: the cookie, and fresh recovery codes.

    Raises SecondWrong when `add` does, or when there was one before; SessionEnded.
    """
    with transaction.atomic():
        if not one.is_first:
            raise SecondWrong
        add()
        fresh = factors.new_recovery(one.member, one.unlocked, now=now)
        return _begin(one, kind, now=now), fresh


def _begin(one: Waiting, factor: str, *, now: datetime) -> str:
    # Used once: of two answers at the same time one finds nothing to end.
    if not pending.end(one.member.id):
        raise SessionEnded("there is no such sign-in")
    cookie = sessions.begin_staff(one.unlocked, now=now)
    ledger.append(
        "staff.signed_in",
        by=one.member.actor,
        at=now,
        about={"member": str(one.member.id)},
        detail={"role": one.member.role, "factor": factor},
    )
    return cookie


def again(member: Member, cookie: str, check: Callable[[], str], *, known: str, now: datetime) -> None:
    """Keep in the session of this cookie that a second proof was given once more. Ledgered.

    Raises SecondWrong, TooManyTries, SessionEnded.
    """
    with _turn(member, known=known, now=now), transaction.atomic():
        factor = check()
        sessions.prove_again(cookie, now=now)
        ledger.append(
            "staff.proven_again",
            by=member.actor,
            at=now,
            about={"member": str(member.id)},
            detail={"factor": factor},
        )
