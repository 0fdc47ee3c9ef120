"""All the keeper can do it does with one secret: one key for each use, derived from the file `keeper-key`."""

import hmac
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from havenline import config
from havenline.vault.keys import DataKey, Keyring, Seed

TOKEN_BYTES = 12  # truncated: enough to find one person in an office, less to carry away


def _derived(secret: bytes, use: str) -> bytes:
    return hmac.digest(secret, f"havenline keeper 1 {use}".encode(), "sha256")


@dataclass(frozen=True, slots=True)
class KeeperKeys:
    """The keeper's keys. `keyring` opens what the rooms sealed to it; its public half is in the directory.

    Whoever holds these and the keeper's file can test any name. The weakness is accepted, said in the
    product, and kept small: the secret lies in a file of its own, out of the database and ordinary backups.
    """

    keyring: Keyring
    store: DataKey
    _tokens: bytes
    _slips: bytes
    _handles: bytes
    _cases: bytes
    _outgoing: bytes

    def __repr__(self) -> str:
        return "<KeeperKeys, hidden>"

    @classmethod
    def from_secret(cls, secret: bytes) -> Self:
        """The keys of this secret (32 bytes); the same secret gives the same keys for ever."""
        return cls(
            keyring=Keyring.from_seed(Seed(secret)),
            store=DataKey(_derived(secret, "store")),
            _tokens=_derived(secret, "tokens"),
            _slips=_derived(secret, "slips"),
            _handles=_derived(secret, "handles"),
            _cases=_derived(secret, "cases"),
            _outgoing=_derived(secret, "outgoing"),
        )

    @classmethod
    def load(cls) -> Self:
        """The keys of this office; raises config.SecretMissing or SecretWrong. For the keeper process."""
        return cls.from_secret(config.read_secret("keeper-key"))

    def place(self, kind: str, text: str) -> bytes:
        """The key under which the holders of a name or number stand (`keeper_map`): HMAC-SHA-256 within its
        kind."""
        return hmac.digest(self._tokens, f"{kind}\0{text}".encode(), "sha256")

    def outgoing(self, kind: str, *about: bytes) -> UUID:
        """The id of a row that the keeper writes for others: the same again for the same cause, so that a
        keeper made anew writes nothing twice, and telling nothing of it."""
        told = b"".join(len(part).to_bytes(4) + part for part in (kind.encode(), *about))
        return UUID(bytes=hmac.digest(self._outgoing, told, "sha256")[:16])

    def slip(self, digest: str) -> bytes:
        """What the keeper stores of a slip: a keyed hash of its digest (`messages.slip_digest`)."""
        return hmac.digest(self._slips, digest.encode(), "sha256")

    def case(self, case: str, *, slip: bytes) -> bytes:
        """What the keeper stores of the case a slip is bound to: another value for each slip, so that it
        leads neither to the office's rows nor from one slip to another."""
        return hmac.digest(self._cases, slip + case.encode(), "sha256")

    def protection(self, handle: str) -> bytes:
        """What the keeper stores of a handle, so that a report's own handle is not found in its file."""
        return hmac.digest(self._handles, handle.encode(), "sha256")[:16]
