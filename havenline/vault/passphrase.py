"""Turns a passphrase into a key that opens and a hash that tells nothing: there is no weaker hash to attack.

One Argon2id run (RFC 9106: t=3, m=64 MiB, p=4, 16-byte salt), then HMAC with the pepper, which lies outside
the database; HKDF splits the result into a verifier, stored hashed, and the key that seals the member's seed.
"""

import hashlib
import hmac
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from havenline.vault.derivation import derive
from havenline.vault.errors import PassphraseBusy, PassphraseWrong
from havenline.vault.keys import DataKey

SALT_BYTES = 16
_PASSES, _KIBIBYTES, _LANES = 3, 64 * 1024, 4

# INVARIANT: one run at a time. The lanes of a run share the one pool of threads that OpenSSL keeps for the
# whole process; two runs at once each hold some of it, wait for the rest, and never end.
_RUN = threading.Lock()

# Who runs and who waits next. Anybody else is told at once that it is busy: sign-ins that wait would take the
# threads the portal is served by.
_LINE = threading.BoundedSemaphore(2)
LONGEST_WAIT = 5.0

# Stands in for the account that does not exist, so that the answer takes as long.
_NOBODY_SALT = bytes(SALT_BYTES)
_NOBODY_VERIFIER = bytes(32)


class Enrolled(NamedTuple):
    """What a new passphrase gives: `salt` and `verifier` to store, `key` to seal the member's seed with."""

    salt: bytes
    verifier: bytes
    key: DataKey


def enrol(text: str, pepper: bytes) -> Enrolled:
    """Salt, verifier hash and key of a new passphrase. How long it has to be is the caller's rule.

    Raises PassphraseBusy.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    verifier, key = _derive(text, salt, pepper)
    return Enrolled(salt=salt, verifier=verifier, key=key)


def check(text: str, salt: bytes, verifier_hash: bytes, pepper: bytes) -> DataKey:
    """The key of the passphrase, in the same time right or wrong. Raises PassphraseWrong, PassphraseBusy."""
    verifier, key = _derive(text, bytes(salt), pepper)
    if not hmac.compare_digest(verifier, bytes(verifier_hash)):
        raise PassphraseWrong("the passphrase does not open this account")
    return key


def check_nobody(text: str, pepper: bytes) -> None:
    """Do the work of `check` for an account that does not exist, and raise what it raises."""
    check(text, _NOBODY_SALT, _NOBODY_VERIFIER, pepper)


def pepper_mark(pepper: bytes) -> str:
    """What the office keeps of its pepper, to know a wrong one: a derived value that tells nothing of it."""
    return derive(pepper, use="pepper mark").hex()


def _derive(text: str, salt: bytes, pepper: bytes) -> tuple[bytes, DataKey]:
    # NFKC: the same passphrase typed on two keyboards is the same bytes (NIST SP 800-63B section 3.1.1.2).
    # Lone surrogates, which some keyboards' input may hold, are bytes like any other here.
    typed = unicodedata.normalize("NFKC", text).encode("utf-8", "surrogatepass")
    with _turn():
        slow = Argon2id(
            salt=salt, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_KIBIBYTES
        ).derive(typed)
    strong = hmac.digest(pepper, slow, "sha256")
    verifier = hashlib.sha256(derive(strong, use="passphrase verifier")).digest()
    return verifier, DataKey(derive(strong, use="passphrase key"))


@contextmanager
def _turn() -> Iterator[None]:
    busy = PassphraseBusy("others are signing in", hint="try again in a moment")
    if not _LINE.acquire(blocking=False):
        raise busy
    try:
        if not _RUN.acquire(timeout=LONGEST_WAIT):
            raise busy
        try:
            yield
        finally:
            _RUN.release()
    finally:
        _LINE.release()
