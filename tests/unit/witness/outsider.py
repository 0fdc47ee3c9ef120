"""An outside verifier of its own: written from the texts of C2SP and RFC 9162, and from no code of the house.

The tree is walked by the bits of the index, where the house walks it by halves. It answers what it believes,
or raises AssertionError.
"""

from __future__ import annotations

import base64
import hashlib
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def decode(text: str) -> bytes:
    octets = base64.b64decode(text.encode("ascii"), validate=True)
    assert base64.b64encode(octets).decode() == text
    return octets


def is_by(vkey: str, line: str, text: str) -> bool:
    """Whether a signature line is of this key; a line that is, and does not hold, spoils the whole note."""
    name, digits, packed = vkey.split("+", 2)
    kind, public = decode(packed)[0], decode(packed)[1:]
    assert sha(name.encode(), b"\n", decode(packed))[:4].hex() == digits
    dash, who, signature = line.split(" ")
    assert dash == "—"
    octets = decode(signature)
    if who != name or octets[:4].hex() != digits:
        return False
    message, octets = text, octets[4:]
    if kind == 4:
        moment = int.from_bytes(octets[:8], "big")
        assert 0 < moment < 2**63
        message, octets = f"cosignature/v1\ntime {moment}\n{text}", octets[8:]
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(octets, message.encode())
    except InvalidSignature:
        raise AssertionError("the signature does not hold") from None
    return True


def checkpoint(note: str, *vkeys: str) -> tuple[int, bytes]:
    """Size and root of a checkpoint that all these keys signed."""
    cut = note.rindex("\n\n")
    text, lines = note[: cut + 1], note[cut + 2 :]
    assert lines.endswith("\n")
    for vkey in vkeys:
        assert [line for line in lines.splitlines() if is_by(vkey, line, text)]
    origin, size, root = text.splitlines()
    assert origin == vkeys[0].split("+")[0]
    assert str(int(size)) == size
    assert len(decode(root)) == 32
    return int(size), decode(root)


def included(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> None:
    assert 0 <= index < size
    inner = (index ^ (size - 1)).bit_length()
    assert len(path) == inner + (index >> inner).bit_count()
    found = leaf
    for level, beside in enumerate(path):
        on_the_left = level < inner and not index >> level & 1
        found = sha(b"\x01", found, beside) if on_the_left else sha(b"\x01", beside, found)
    assert found == root


def entry(proof: str, *vkeys: str) -> tuple[int, dict[str, object]]:
    """Number and content of the entry a tlog-proof proves."""
    head, note = proof.split("\n\n", 1)
    magic, extra, index, *path = head.split("\n")
    assert magic == "c2sp.org/tlog-proof@v1"
    assert extra.startswith("extra ")
    assert index.startswith("index ")
    number = int(index[6:])
    assert f"index {number}" == index
    size, root = checkpoint(note, *vkeys)
    body = json.loads(decode(extra[6:]))["entry"]
    included(sha(b"\x00", body.encode()), number, size, [decode(one) for one in path], root)
    return number, json.loads(body)


def grown(request: str, older_root: bytes, *vkeys: str) -> tuple[int, bytes]:
    """Size and root in a witness's request, if the older log is its beginning (RFC 9162, 2.1.4.2)."""
    head, note = request.split("\n\n", 1)
    old, *lines = head.split("\n")
    assert old.startswith("old ")
    older, path = int(old[4:]), [decode(one) for one in lines]
    size, root = checkpoint(note, *vkeys)
    assert older <= size
    if older in (0, size):
        assert not path
        assert older == 0 or older_root == root
        return size, root
    if older & (older - 1) == 0:
        path = [older_root, *path]
    assert path
    first, last = older - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    left = right = path[0]
    for one in path[1:]:
        assert last
        if first & 1 or first == last:
            left, right = sha(b"\x01", one, left), sha(b"\x01", one, right)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            right = sha(b"\x01", right, one)
        first, last = first >> 1, last >> 1
    assert (left, right, last) == (older_root, root, 0)
    return size, root
