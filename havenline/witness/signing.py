"""Signs what the ledger is, with a key the office has for this alone.

The name of a log must never change and never be another's: it is drawn from the log's own first entry.
"""

from __future__ import annotations

import hashlib
from functools import cache

from havenline import config, ledger
from havenline.vault.keys import Keyring, Seed
from havenline.witness.verifier import LOG, Key, Note, Signature

SECRET = "ledger-key"  # noqa: S105 - the name of a file


@cache
def _keyring() -> Keyring:
    return Keyring.from_seed(Seed(config.read_secret(SECRET)))


def origin() -> str:
    """The name of this office's log; raises ledger.EntryMissing while nothing was ever written."""
    first = hashlib.sha256(ledger.inclusion(0).body).hexdigest()
    return f"havenline/ledger/{first[:32]}"


def key() -> Key:
    """The public key outsiders check with; raises config.SecretMissing, SecretWrong, ledger.EntryMissing."""
    return Key(origin(), LOG, _keyring().sign_public)


def fingerprint(of: Key) -> str:
    """What the ledger itself says of a key: SHA-256 of its line, hexadecimal."""
    return hashlib.sha256(of.line.encode()).hexdigest()


def signed(text: str) -> str:
    """`text`, which ends with a newline, as a note signed by this office (C2SP signed-note)."""
    by = key()
    return Note(text, (Signature(by.name, by.id, _keyring().sign(text.encode())),)).written
