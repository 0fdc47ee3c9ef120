"""Finds a case by its number without keeping the number: a keyed hash, the same in every room."""

from __future__ import annotations

import hmac
import unicodedata

from havenline import config
from havenline.vault.derivation import derive


def case_number(text: str) -> str:
    """A case number as it is compared: letters and digits alone, in capitals."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).upper() if letter.isalnum())


def case_hash(number: str) -> bytes:
    """What a case number is found by: HMAC-SHA-256 under a key drawn from the pepper, 32 bytes."""
    key = derive(config.read_secret("pepper"), use="case number")
    return hmac.digest(key, case_number(number).encode(), "sha256")
