"""Holds secret keys so that they can be used, and neither printed, logged nor copied by accident."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NewType, Self
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from havenline.vault import blob, hpke, padding
from havenline.vault.derivation import derive
from havenline.vault.errors import BlobWrong, TextUnclean

KEY_BYTES = 32

# A public key that may be sealed to: made by a keyring here, or vouched for by `directory.trusted`.
KemPublic = NewType("KemPublic", bytes)

# FIPS 186-5: the order of P-256.
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class _Secret:
    """32 bytes that do not show themselves, cannot be pickled, and compare in constant time or not at all."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has `{KEY_BYTES}` bytes")
        self._key = bytes(key)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, hidden>"

    def __reduce__(self) -> str:
        raise TypeError("a secret key is not copied")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and secrets.compare_digest(self._key, other._key)

    __hash__ = None  # type: ignore[assignment]  # a secret is no key of a dictionary

    @classmethod
    def new(cls) -> Self:
        """A fresh one from the operating system."""
        return cls(secrets.token_bytes(KEY_BYTES))


class Seed(_Secret):
    """The 32 bytes all keys of one holder are derived from."""

    __slots__ = ()

    def reveal(self) -> bytes:
        """The bytes themselves: for sealing them elsewhere in the vault, and for nothing else."""
        return self._key


class DataKey(_Secret):
    """The key of one object. Each field of each row gets a key of its own out of it (HKDF-SHA256)."""

    __slots__ = ()

    def reveal(self) -> bytes:
        """The bytes themselves: for wrapping them to somebody, and for nothing else."""
        return self._key

    @property
    def id(self) -> UUID:
        """Names the key without telling it."""
        return UUID(bytes=derive(self._key, use="data key id", length=16))

    def seal(self, content: bytes, *, purpose: str, about: str) -> bytes:
        """A blob of `content` for the field `purpose` of the object `about`; its length shows."""
        header = blob.Header(blob.SUITE_BYTES, purpose, self.id)
        return blob.seal(content, key=self._subkey(header, about), header=header, about=about)

    def open(self, sealed: bytes, *, purpose: str, about: str) -> bytes:
        """The content of `seal`; raises BlobWrong when it was changed or belongs elsewhere."""
        header = blob.Header(blob.SUITE_BYTES, purpose, self.id)
        return blob.unseal(bytes(sealed), key=self._subkey(header, about), header=header, about=about)

    def seal_text(self, text: str, *, purpose: str, about: str) -> bytes:
        """A blob of `text`, padded to whole blocks of 512 bytes. Raises TextUnclean for lone surrogates."""
        header = blob.Header(blob.SUITE_TEXT, purpose, self.id)
        content = padding.pad(_utf8(text))
        return blob.seal(content, key=self._subkey(header, about), header=header, about=about)

    def open_text(self, sealed: bytes, *, purpose: str, about: str) -> str:
        """The text of `seal_text`, equal to the letter; raises BlobWrong."""
        header = blob.Header(blob.SUITE_TEXT, purpose, self.id)
        content = blob.unseal(bytes(sealed), key=self._subkey(header, about), header=header, about=about)
        try:
            return padding.unpad(content).decode()
        except ValueError:
            raise BlobWrong from None

    def token(self, *, purpose: str, about: str) -> bytes:
        """32 bytes that name something for `purpose` and tell nothing without this key: to find a row by."""
        return derive(self._key, use=f"token {purpose}", salt=about.encode())

    def _subkey(self, header: blob.Header, about: str) -> bytes:
        return derive(self._key, use="field", salt=header.context(about))


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        pass  # the fault carries the whole text into whatever prints it: it is answered below, without it
    raise TextUnclean("the text holds lone surrogates", hint="clean it before sealing")


class Keyring:
    """All keys of one holder, derived from one seed: a P-256 key that opens, an Ed25519 key that signs."""

    def __init__(self, seed: Seed) -> None:
        self.seed = seed

    def __repr__(self) -> str:
        return "<Keyring, hidden>"

    def __reduce__(self) -> str:
        raise TypeError("a keyring is not copied")

    @classmethod
    def from_seed(cls, seed: Seed) -> Self:
        """The keyring of this seed; the same seed gives the same keys for ever."""
        return cls(seed)

    @classmethod
    def new(cls) -> Self:
        """A keyring of a fresh seed."""
        return cls(Seed.new())

    @cached_property
    def _kem(self) -> ec.EllipticCurvePrivateKey:
        # FIPS 186-5 section A.2.1, extra random bits: 384 bits for an order of 256 leave no measurable bias.
        wide = int.from_bytes(derive(self.seed.reveal(), use="p-256 scalar", length=48))
        return ec.derive_private_key(wide % (_P256_ORDER - 1) + 1, ec.SECP256R1())

    @cached_property
    def _sign(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(derive(self.seed.reveal(), use="ed25519 seed"))

    @cached_property
    def kem_public(self) -> KemPublic:
        """What others seal to: an uncompressed P-256 point, 65 bytes."""
        public = self._kem.public_key()
        return KemPublic(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @cached_property
    def sign_public(self) -> bytes:
        """What others check signatures with: an Ed25519 public key, 32 bytes (RFC 8032)."""
        return self._sign.public_key().public_bytes_raw()

    def open(self, sealed: bytes, *, purpose: str, about: str) -> bytes:
        """The content of a blob sealed to `kem_public` (`hpke.seal`); raises BlobWrong."""
        return hpke.unseal(bytes(sealed), private=self._kem, purpose=purpose, about=about)

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature, 64 bytes; the message says what it is for, as `directory.message` does."""
        return self._sign.sign(message)

    @cached_property
    def own_key(self) -> DataKey:
        """For what its holder alone keeps about themselves: nobody else opens it, or slips something in."""
        return DataKey(derive(self.seed.reveal(), use="own key"))

    def sealed_under(self, key: DataKey, *, purpose: str, about: str) -> bytes:
        """The seed, sealed under another key: how a keyring is put away."""
        return key.seal(self.seed.reveal(), purpose=purpose, about=about)

    @classmethod
    def unsealed(cls, sealed: bytes, *, key: DataKey, purpose: str, about: str) -> Self:
        """The keyring that `sealed_under` put away; raises BlobWrong."""
        return cls(Seed(key.open(sealed, purpose=purpose, about=about)))

    def sealed_to(self, to: KemPublic, *, key_id: UUID, purpose: str, about: str) -> bytes:
        """The seed, sealed to another's public key: how a team's keyring reaches its members."""
        return hpke.seal(self.seed.reveal(), to=to, key_id=key_id, purpose=purpose, about=about)


def is_signed(message: bytes, *, signature: bytes, sign_public: bytes) -> bool:
    """Whether `signature` is that of the holder of `sign_public` under `message` (Ed25519)."""
    try:
        Ed25519PublicKey.from_public_bytes(sign_public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A member of staff whose keys are at hand: `key` is the id of their row in the directory.

    `session` is the row they came by, and `proven_at` the minute in which they last gave a second proof; both
    are empty outside of a session.
    """

    member_id: UUID
    key: UUID
    keyring: Keyring
    session: UUID | None = None
    proven_at: datetime | None = None
