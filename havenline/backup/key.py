"""The backup key: its private half opens backups and stays out of the office; the other half only seals.

The office's half, `secrets/backup-key`, is the public key and a second secret. What is sealed needs both
halves of this pair to be opened and the second secret to be made: a thief of the place where backups lie can
neither open one nor put one there that would be taken for the office's. Whoever takes over the office's
machine has the second secret and can make false ones, but opens none.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from uuid import UUID

from havenline.backup.errors import BackupWrong
from havenline.vault import hpke
from havenline.vault.derivation import derive
from havenline.vault.keys import KEY_BYTES, Keyring, Seed

NAME = "backup-key"
_FIRST_LINE = "havenline backup key 1"
_CHECK_DIGITS = 8
_ADVICE = """
This file opens the backups of an office. Keep it away from the office's machines and from the backups:
two copies, on paper or a stick, in two safes. Without it no backup can ever be restored.
"""


@dataclass(frozen=True, slots=True)
class SealingKey:
    """The office's half: it seals parts and cannot open them."""

    public: bytes
    second: bytes

    def __repr__(self) -> str:
        return "<SealingKey, hidden>"

    @property
    def id(self) -> UUID:
        """Names the pair; it stands in clear in every part."""
        return UUID(hex=self.fingerprint[:32])

    @property
    def fingerprint(self) -> str:
        """Both halves of the file hashed, hexadecimal: what the ledger says of the key."""
        return hashlib.sha256(b"havenline backup key 1" + self.public + self.second).hexdigest()

    def seal(self, content: bytes, *, part: str, about: str) -> bytes:
        """A blob that the private half opens."""
        return hpke.seal(content, to=self.public, key_id=self.id, purpose=f"backup.{part}", about=about)

    def to_text(self) -> str:
        """The line of `secrets/backup-key`."""
        return (self.public + self.second).hex()

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it back; raises ValueError."""
        both = bytes.fromhex(text.strip())
        if len(both) != hpke.PUBLIC_BYTES + KEY_BYTES:
            raise ValueError("a backup key of the office has 97 bytes")
        return cls(public=both[: hpke.PUBLIC_BYTES], second=both[hpke.PUBLIC_BYTES :])

    @classmethod
    def of_office(cls, secrets: Path) -> Self:
        """The half in the office's folder of secrets; raises BackupWrong when none can be used."""
        path = secrets / NAME
        try:
            return cls.from_text(path.read_text(encoding="ascii"))
        except FileNotFoundError as fault:
            raise BackupWrong(
                "this office has no backup key", hint="make one with havenline office backup-key FILE"
            ) from fault
        except (OSError, ValueError) as fault:
            raise BackupWrong(
                f"`{path}` cannot be read", hint="restore it, or make a new backup key"
            ) from fault


class OpeningKey:
    """The private half, read from the file that lies outside the office."""

    def __init__(self, seed: Seed) -> None:
        self._seed = seed
        self._keyring = Keyring.from_seed(seed)
        self.sealing = SealingKey(
            public=self._keyring.kem_public, second=derive(seed.reveal(), use="backup second secret")
        )

    def __repr__(self) -> str:
        return "<OpeningKey, hidden>"

    def open(self, sealed: bytes, *, part: str, about: str) -> bytes:
        """The content of `SealingKey.seal`; raises BlobWrong."""
        return self._keyring.open(sealed, purpose=f"backup.{part}", about=about)

    def to_text(self) -> str:
        """What is written for the safe: groups that can be typed from paper, the last one finds a typo."""
        digits = self._seed.reveal().hex()
        groups = [digits[at : at + 8] for at in range(0, len(digits), 8)]
        return f"{_FIRST_LINE}\n{' '.join([*groups, _check(digits)])}\n{_ADVICE}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it back, from a copy typed off paper too; raises BackupWrong."""
        first, *rest = text.strip().splitlines() or [""]
        typed = "".join(rest[0].split()).lower() if rest else ""
        digits, check = typed[:-_CHECK_DIGITS], typed[-_CHECK_DIGITS:]
        if first.strip() != _FIRST_LINE:
            raise BackupWrong("this is no backup key", hint=f"its first line is `{_FIRST_LINE}`")
        try:
            seed = Seed(bytes.fromhex(digits))
        except ValueError:
            raise BackupWrong(
                "the backup key is incomplete", hint="its second line has nine groups"
            ) from None
        if check != _check(digits):
            raise BackupWrong("the backup key is mistyped", hint="compare it with the copy, group by group")
        return cls(seed)

    @classmethod
    def at(cls, path: Path) -> Self:
        """The private half in this file; raises BackupWrong."""
        try:
            return cls.from_text(path.read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError) as fault:
            raise BackupWrong(f"`{path}` cannot be read", hint="it is a short file of text") from fault

    @classmethod
    def new(cls) -> Self:
        """A fresh pair."""
        return cls(Seed.new())


def write_new(path: Path, text: str) -> None:
    """Write a file that was not there, for its owner alone, and see it on the disk. Raises BackupWrong."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise BackupWrong(f"`{path}` cannot be written ({fault.strerror})", hint="name a new file") from fault


def _check(digits: str) -> str:
    return hashlib.sha256(f"{_FIRST_LINE} {digits}".encode()).hexdigest()[:_CHECK_DIGITS]
