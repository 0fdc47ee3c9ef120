"""What an office keeps outside its database: its secrets, its founders' keys and its options."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from havenline import config
from havenline.backup.key import NAME
from havenline.backup.part import sync_folder

OPTIONS = "office.toml"
# The backup key and the later secrets are there once somebody made them.
NAMES = (*config.SECRET_LENGTHS, *config.LATER_SECRETS, "founders", NAME, OPTIONS)


def place(data: Path, name: str) -> Path:
    """Where a file of this name stands."""
    return data / name if name == OPTIONS else data / "secrets" / name


def kept() -> dict[str, bytes]:
    """The files of this office by name. Raises OSError."""
    data = config.load().data
    return {name: place(data, name).read_bytes() for name in NAMES if place(data, name).exists()}


def fingerprint() -> str:
    """All of them hashed, hexadecimal: whether a kept copy is still the same. It tells nothing of a secret
    of 32 random bytes."""
    digest = hashlib.sha256(b"havenline secrets 1")
    for name, content in sorted(kept().items()):
        digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def lay(data: Path, name: str, content: bytes) -> None:
    """Put a file where it belongs, for its owner alone, whole or not at all. Raises OSError."""
    path = place(data, name)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)
