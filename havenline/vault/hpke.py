"""Seals to a public key so that only its holder opens: suite 1, HPKE (RFC 9180) base mode.

DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The library takes no additional data: header and object
id are bound through `info`, which enters the key schedule: another context is another key.
"""

from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from havenline.vault.blob import SUITE_HPKE, Header
from havenline.vault.errors import BlobWrong

PUBLIC_BYTES = 65  # an uncompressed point (SEC 1 section 2.3.3)
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_CURVE = ec.SECP256R1()


def seal(content: bytes, *, to: bytes, key_id: UUID, purpose: str, about: str) -> bytes:
    """A blob of `content` for the holder of the public key `to` (65 bytes).

    `key_id` names that key, `about` is the id of the object the blob belongs to. Raises ValueError when `to`
    is no point of the curve.
    """
    header = Header(SUITE_HPKE, purpose, key_id)
    public = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, to)
    return header.to_bytes() + _SUITE.encrypt(content, public, info=header.context(about))


def unseal(blob: bytes, *, private: ec.EllipticCurvePrivateKey, purpose: str, about: str) -> bytes:
    """The content of a blob sealed to this key for this purpose and object; raises BlobWrong."""
    header, body = Header.read(blob)
    if header.suite != SUITE_HPKE or header.purpose != purpose:
        raise BlobWrong
    try:
        return _SUITE.decrypt(body, private, info=header.context(about))
    except (InvalidTag, ValueError):
        raise BlobWrong from None
