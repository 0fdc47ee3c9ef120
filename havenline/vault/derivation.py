"""Makes one key for each use out of one secret, so that no key serves two uses (HKDF-SHA256, RFC 5869)."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret: bytes, *, use: str, salt: bytes = b"", length: int = 32) -> bytes:
    """`length` bytes from `secret` for this `use`; `salt` may be a second secret, such as the pepper."""
    return HKDF(SHA256(), length=length, salt=salt or None, info=f"havenline 1 {use}".encode()).derive(secret)
