"""Ties sealed bytes to their place: moved to another row, field or purpose, they do not open.

A blob is a header and a body. The header, in clear, is

    version (1 byte) | suite (1) | length of purpose (1) | purpose (ASCII) | key id (16)

and the authenticated context of every body is the header followed by the id of the object it belongs to,
which is not stored in the blob: whoever opens must know it. In the suites below the body is nonce (12) |
ciphertext | tag (16) of AES-256-GCM (NIST SP 800-38D); suite 1 is HPKE (`hpke`).
"""

import os
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from havenline.vault.errors import BlobWrong

VERSION = 1
SUITE_HPKE = 1
SUITE_BYTES = 16  # AES-256-GCM over bytes as they are
SUITE_TEXT = 17  # AES-256-GCM over padded UTF-8
NONCE_BYTES = 12
_FIXED = 3 + 16  # version, suite, length of purpose, key id


@dataclass(frozen=True, slots=True)
class Header:
    """What a blob says of itself in clear."""

    suite: int
    purpose: str
    key_id: UUID

    def to_bytes(self) -> bytes:
        """Its bytes; raises ValueError for a purpose that is empty, over 255 letters, or not ASCII."""
        purpose = self.purpose.encode("ascii")
        if not 0 < len(purpose) < 256:
            raise ValueError("a purpose has 1 to 255 letters")
        return bytes([VERSION, self.suite, len(purpose)]) + purpose + self.key_id.bytes

    def context(self, about: str) -> bytes:
        """What the body is bound to. The header ends itself, so the object's id may be any text after it."""
        if not about:
            raise ValueError("a blob belongs to an object: its id cannot be empty")
        return self.to_bytes() + about.encode()

    @classmethod
    def read(cls, blob: bytes) -> tuple[Self, bytes]:
        """The header and the body; raises BlobWrong where the bytes begin with no header of version 1."""
        if len(blob) < _FIXED or blob[0] != VERSION or len(blob) < _FIXED + blob[2]:
            raise BlobWrong
        end = _FIXED + blob[2]
        try:
            purpose = blob[3 : end - 16].decode("ascii")
        except UnicodeDecodeError:
            raise BlobWrong from None
        return cls(suite=blob[1], purpose=purpose, key_id=UUID(bytes=blob[end - 16 : end])), blob[end:]


def seal(content: bytes, *, key: bytes, header: Header, about: str) -> bytes:
    """A blob of `content` under a 32-byte `key`. The nonce is random: one key seals few blobs (one field)."""
    nonce = os.urandom(NONCE_BYTES)
    return header.to_bytes() + nonce + AESGCM(key).encrypt(nonce, content, header.context(about))


def unseal(blob: bytes, *, key: bytes, header: Header, about: str) -> bytes:
    """The content of a blob that has exactly this header and belongs to `about`; raises BlobWrong."""
    found, body = Header.read(blob)
    if found != header or len(body) < NONCE_BYTES:
        raise BlobWrong
    try:
        return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], header.context(about))
    except InvalidTag:
        raise BlobWrong from None
