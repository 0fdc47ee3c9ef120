"""The same seed gives the same keys for ever, by the published constructions."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from havenline.vault.derivation import derive
from havenline.vault.errors import BlobWrong
from havenline.vault.keys import DataKey, Keyring, Seed, is_signed

SEED = Seed(bytes(range(32)))
RING = Keyring.from_seed(SEED)

# P-256 (FIPS 186-5, SP 800-186), for a second, naive computation.
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)

Point = tuple[int, int] | None


def added(one: Point, other: Point) -> Point:
    """The sum of two points; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    (x1, y1), (x2, y2) = one, other
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P) if one == other else (y2 - y1) * pow(x2 - x1, -1, P)
    x3 = (slope * slope - x1 - x2) % P
    return x3, (slope * (x1 - x3) - y1) % P


def times(scalar: int) -> bytes:
    """The generator times `scalar`, as an uncompressed point."""
    total, power = None, G
    while scalar:
        total = added(total, power) if scalar & 1 else total
        power, scalar = added(power, power), scalar >> 1
    assert total is not None
    return b"\x04" + total[0].to_bytes(32) + total[1].to_bytes(32)


def hkdf(secret: bytes, info: bytes, length: int, salt: bytes = bytes(32)) -> bytes:
    """RFC 5869 with SHA-256, from its definition."""
    extracted, block, made = hmac.digest(salt, secret, "sha256"), b"", b""
    for counter in range(1, -(-length // 32) + 1):
        block = hmac.digest(extracted, block + info + bytes([counter]), "sha256")
        made += block
    return made[:length]


@pytest.mark.parametrize(
    ("secret", "salt", "length"), [(b"s" * 32, b"", 32), (b"s", b"pepper", 48), (bytes(32), b"p" * 80, 16)]
)
def test_derivation_is_hkdf(secret: bytes, salt: bytes, length: int) -> None:
    expected = hkdf(secret, b"havenline 1 some use", length, salt or bytes(32))
    assert derive(secret, use="some use", salt=salt, length=length) == expected


@pytest.mark.parametrize("seed", [bytes(32), bytes(range(32)), b"\xff" * 32, hashlib.sha256(b"7").digest()])
def test_the_opening_key_is_the_seed_reduced(seed: bytes) -> None:
    scalar = int.from_bytes(hkdf(seed, b"havenline 1 p-256 scalar", 48)) % (N - 1) + 1
    assert Keyring.from_seed(Seed(seed)).kem_public == times(scalar)


def test_the_signing_key_is_derived_apart() -> None:
    expected = Ed25519PrivateKey.from_private_bytes(hkdf(SEED.reveal(), b"havenline 1 ed25519 seed", 32))
    assert RING.sign_public == expected.public_key().public_bytes_raw()


def test_lengths_are_those_the_directory_keeps() -> None:
    assert (len(RING.kem_public), len(RING.sign_public), len(RING.sign(b""))) == (65, 32, 64)


def test_fresh_keys_differ() -> None:
    assert len({Keyring.new().kem_public for _ in range(5)}) == 5
    assert DataKey.new() != DataKey.new()


@pytest.mark.parametrize(
    ("message", "signature", "public"),
    [
        (b"other", RING.sign(b"message"), RING.sign_public),
        (b"message", RING.sign(b"other"), RING.sign_public),
        (b"message", RING.sign(b"message"), Keyring.from_seed(Seed(bytes(range(32, 64)))).sign_public),
        (b"message", b"", RING.sign_public),
        (b"message", RING.sign(b"message"), b"short"),
        (b"message", RING.sign(b"message"), RING.kem_public),
    ],
)
def test_a_signature_of_anything_else_is_none(message: bytes, signature: bytes, public: bytes) -> None:
    assert is_signed(b"message", signature=RING.sign(b"message"), sign_public=RING.sign_public)
    assert not is_signed(message, signature=signature, sign_public=public)


def test_a_keyring_put_away_comes_back_the_same() -> None:
    key = DataKey.new()
    sealed = RING.sealed_under(key, purpose="member.seed", about="someone")
    back = Keyring.unsealed(sealed, key=key, purpose="member.seed", about="someone")
    assert (back.kem_public, back.sign_public) == (RING.kem_public, RING.sign_public)
    with pytest.raises(BlobWrong):
        Keyring.unsealed(sealed, key=key, purpose="member.seed", about="someone else")


def test_secrets_compare_by_kind_and_content() -> None:
    assert DataKey(bytes(32)) == DataKey(bytes(32))
    assert DataKey(bytes(32)) != DataKey(b"x" * 32)
    assert DataKey(bytes(32)) != Seed(bytes(32))
    assert DataKey(bytes(32)) != bytes(32)


def test_a_data_key_is_named_without_being_told() -> None:
    key = DataKey(b"k" * 32)
    assert key.id == DataKey(b"k" * 32).id != DataKey(b"j" * 32).id
    assert key.id.bytes not in key.reveal()
