"""Checks the ledger of an office from outside, and witnesses that it only grows. One file, on its own.

It needs Python 3.9 or later and the package `cryptography`, nothing else of Havenline: keep your own copy.

    python3 check.py checkpoint FILE --key KEY        who signed what the ledger is, and who witnessed it
    python3 check.py proof FILE --key KEY             that an entry is in the ledger, and what it says
    python3 check.py newkey FILE --name NAME          a witness's own key: keep the file, give away the line
    python3 check.py witness FILE --key KEY --own-key FILE --state FILE --out FILE
                                                      that it only grew since last time, and sign that it did

FILE may be an address that begins with https:// wherever it is read. KEY is the line the office gives out;
take it from more than one place. Exit: 0 it holds, 1 it does not, 2 it could not be read.

Formats: C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof and the request of tlog-witness, all
v1 (c2sp.org); the tree is that of RFC 6962. This file shares no code with the writer of the ledger, so that
one fault cannot hide in both.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import struct
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LOG, WITNESS = 0x01, 0x04  # signature types of C2SP signed-note
MOST_BYTES = 1 << 20
_NAME = re.compile(r"[^\s+\x00-\x1f]+")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_LARGEST = 2**63 - 1
_ADDRESSES = ("https://", "http://127.0.0.1:", "http://localhost:")


class Wrong(Exception):  # noqa: N818 - named for what the reader met
    """What was read does not prove what it says it proves."""


class Unreadable(Exception):  # noqa: N818 - named for what the reader met
    """What was given is no such file, key or state at all."""


class Key(NamedTuple):
    """A public key as notes name it. `kind` is LOG or WITNESS; `public` has 32 bytes (Ed25519, RFC 8032)."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that stand before its signatures."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def line(self) -> str:
        """The key as one word to give away: C2SP signed-note, "verifier keys"."""
        return f"{self.name}+{self.id.hex()}+{_b64(bytes([self.kind]) + self.public)}"

    @classmethod
    def read(cls, line: str) -> Key:
        """The key in `line`; raises Unreadable."""
        parts = line.strip().split("+", 2)
        packed = _unb64(parts[2]) if len(parts) == 3 else b""
        if len(packed) != 33 or packed[0] not in (LOG, WITNESS) or not _NAME.fullmatch(parts[0]):
            raise Unreadable("this is no line of a key: NAME+8 hexadecimal digits+the key")
        key = cls(parts[0], packed[0], packed[1:])
        if key.id.hex() != parts[1]:
            raise Unreadable("the line of the key is damaged: its digits do not fit its key")
        return key


class Signature(NamedTuple):
    """One line under a note: by whom it says it is, and its bytes."""

    name: str
    key_id: bytes
    octets: bytes


class Note(NamedTuple):
    """A text and the lines signed under it. `text` ends with a newline."""

    text: str
    signatures: tuple[Signature, ...]

    @property
    def written(self) -> str:
        """The whole note, as it was read."""
        return f"{self.text}\n{''.join(map(_line, self.signatures))}"


class Checkpoint(NamedTuple):
    """What a log said it was: its name, how many entries, the root over them (32 bytes), and its note."""

    origin: str
    size: int
    root: bytes
    note: Note


def _b64(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")


def _unb64(text: str) -> bytes:
    """The bytes, if this is the one way to write them; else none."""
    try:
        octets = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return octets if _b64(octets) == text else b""


# Notes (C2SP signed-note)


def read_note(text: str) -> Note:
    """The note in `text`; raises Unreadable."""
    body, blank, lines = text.rpartition("\n\n")
    if (
        not blank
        or not body
        or not lines.endswith("\n")
        or any(ord(one) < 32 and one != "\n" for one in text)
    ):
        raise Unreadable("this is no signed note: a text, an empty line, and lines of signatures")
    signatures = tuple(_signature(line) for line in lines[:-1].split("\n"))
    return Note(body + "\n", signatures)


def _signature(line: str) -> Signature:
    parts = line.split(" ")
    packed = _unb64(parts[2]) if len(parts) == 3 and parts[0] == "\N{EM DASH}" else b""
    if len(packed) < 5 or not _NAME.fullmatch(parts[1]):
        raise Unreadable("a line under the note is no signature")
    return Signature(parts[1], packed[:4], packed[4:])


def _line(one: Signature) -> str:
    return f"\N{EM DASH} {one.name} {_b64(one.key_id + one.octets)}\n"


def check_signed(note: Note, key: Key) -> int:
    """Whether the holder of `key` signed: 0 for a log; for a witness the moment, in seconds since 1970.

    Raises Wrong when no line is theirs, or one is and does not hold.
    """
    found = None
    for one in note.signatures:
        if (one.name, one.key_id) == (key.name, key.id):
            found = _check(one.octets, note.text, key)
    if found is None:
        raise Wrong(f"`{key.name}` did not sign this")
    return found


def _check(octets: bytes, text: str, key: Key) -> int:
    at, signature, message = 0, octets, text.encode()
    if key.kind == WITNESS and len(octets) == 72:
        at, signature = struct.unpack(">Q", octets[:8])[0], octets[8:]
        message = cosigned(text, at)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Wrong(f"the signature of `{key.name}` does not hold") from None
    if at > _LARGEST or (key.kind == WITNESS and not at):
        raise Wrong(f"the signature of `{key.name}` names no moment")
    return int(at)


def cosigned(text: str, at: int) -> bytes:
    """What a witness signs: C2SP tlog-cosignature, Ed25519. `at` is in seconds since 1970."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


# Checkpoints and proofs (C2SP tlog-checkpoint, tlog-proof; RFC 6962)


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in `text`, whoever signed it; raises Unreadable."""
    note = read_note(text)
    lines = note.text[:-1].split("\n")
    if len(lines) < 3 or not all(lines) or not _NUMBER.fullmatch(lines[1]) or len(_unb64(lines[2])) != 32:
        raise Unreadable("this is no checkpoint: the ledger's name, its size and its root")
    return Checkpoint(lines[0], int(lines[1]), _unb64(lines[2]), note)


def open_checkpoint(text: str, key: Key) -> Checkpoint:
    """The checkpoint in `text` if the log of `key` signed it; raises Unreadable, Wrong."""
    found = read_checkpoint(text)
    if key.kind != LOG:
        raise Unreadable("the line of the key is that of a witness, not of a ledger")
    if found.origin != key.name:
        raise Wrong(f"this is the ledger `{found.origin}`, not `{key.name}`")
    check_signed(found.note, key)
    return found


def leaf_hash(body: bytes) -> bytes:
    """RFC 6962 section 2.1."""
    return hashlib.sha256(b"\x00" + body).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _middle(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def root_with(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """RFC 6962 section 2.1.1: the root that `path` leads to from entry `index` of `size`; raises Wrong."""
    if size == 1 or not path:
        if size != 1 or path:
            raise Wrong("the proof has the wrong length")
        return leaf
    middle = _middle(size)
    if index < middle:
        return _node(root_with(leaf, index, middle, path[:-1]), path[-1])
    return _node(path[-1], root_with(leaf, index - middle, size - middle, path[:-1]))


def check_included(body: bytes, index: int, checkpoint: Checkpoint, path: list[bytes]) -> None:
    """Raise Wrong unless `body` is entry `index` of the log that `checkpoint` stands for."""
    if not 0 <= index < checkpoint.size:
        raise Wrong(f"the ledger had no entry `{index}` yet: it had {checkpoint.size}")
    if root_with(leaf_hash(body), index, checkpoint.size, path) != checkpoint.root:
        raise Wrong("the proof leads to another ledger than the one that was signed")


def check_grown(older: int, older_root: bytes, newer: int, newer_root: bytes, path: list[bytes]) -> None:
    """RFC 6962 section 2.1.2: raise Wrong unless the older log is the beginning of the newer."""
    if older == 0 or older == newer:
        if path or (older and older_root != newer_root):
            raise Wrong("there are two ledgers of one size: one of them was rewritten")
        return
    if (older_root, newer_root) != _two_roots(older, newer, path, older_root, whole=True):
        raise Wrong("the ledger was rewritten: what stood in it before does not begin it now")


def _two_roots(
    older: int, newer: int, path: list[bytes], known: bytes, *, whole: bool
) -> tuple[bytes, bytes]:
    if older == newer:
        if len(path) != (0 if whole else 1):
            raise Wrong("the proof has the wrong length")
        return (known, known) if whole else (path[0], path[0])
    if not path:
        raise Wrong("the proof has the wrong length")
    middle, rest, beside = _middle(newer), path[:-1], path[-1]
    if older <= middle:
        first, second = _two_roots(older, middle, rest, known, whole=whole)
        return first, _node(second, beside)
    first, second = _two_roots(older - middle, newer - middle, rest, known, whole=False)
    return _node(beside, first), _node(beside, second)


def _hashes(lines: list[str]) -> list[bytes]:
    path = [_unb64(line) for line in lines]
    if len(path) > 63 or any(len(one) != 32 for one in path):
        raise Unreadable("a line of the proof is no hash")
    return path


class Proof(NamedTuple):
    """That an entry is in a log. `told` came along: the entry, and salts that open what it is about."""

    number: int
    path: list[bytes]
    told: dict[str, Any]
    checkpoint: Checkpoint


def open_proof(text: str, key: Key) -> Proof:
    """The proof in `text` (C2SP tlog-proof) if it holds under the log of `key`; raises Unreadable, Wrong."""
    head, _, rest = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 3 or not lines[1].startswith("extra "):
        raise Unreadable("this is no proof of an entry of the ledger")
    said, _, number = lines[2].partition(" ")
    if said != "index" or not _NUMBER.fullmatch(number):
        raise Unreadable("the proof names no entry")
    told = _told(_unb64(lines[1][len("extra ") :]))
    proof = Proof(int(number), _hashes(lines[3:]), told, open_checkpoint(rest, key))
    check_included(str(told["entry"]).encode(), proof.number, proof.checkpoint, proof.path)
    _check_opened(told)
    return proof


def _told(octets: bytes) -> dict[str, Any]:
    try:
        told = json.loads(octets)
    except ValueError:
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("entry"), str):
        raise Unreadable("the entry itself did not come along with its proof")
    return told


def _check_opened(told: dict[str, Any]) -> None:
    """Raise Wrong unless each salt that came along opens what the entry commits to."""
    try:
        said = json.loads(str(told["entry"]))["about"]
        for one in told.get("about", []):
            hidden = bytes.fromhex(one["salt"]) + one["name"].encode() + b"\x00" + one["about"].encode()
            if said[one["name"]] != hashlib.sha256(b"havenline about\x00" + hidden).hexdigest():
                raise Wrong(f"the entry is not about this {one['name']}")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable("what the entry is about cannot be read") from None


# The witness (C2SP tlog-witness: the request, as a file)


def read_request(text: str, key: Key) -> tuple[int, list[bytes], Checkpoint]:
    """The size it starts from, the proof of growth, and the checkpoint; raises Unreadable, Wrong."""
    head, _, rest = text.partition("\n\n")
    lines = head.split("\n")
    word, _, size = lines[0].partition(" ")
    if word != "old" or not _NUMBER.fullmatch(size):
        raise Unreadable("this is no file for a witness: it begins with `old` and a size")
    return int(size), _hashes(lines[1:]), open_checkpoint(rest, key)


def witness(request: str, *, log: Key, own: Ed25519PrivateKey, name: str, state: str, at: int) -> str:
    """Check that the log only grew since the last time, remember it in the file `state`, and sign.

    Answers the checkpoint with this witness's line under it. What was seen is on the disk before anything is
    signed, so no power cut makes a witness sign two ledgers. Raises Wrong, Unreadable.
    """
    before = _remembered(state, log)
    older, path, now = read_request(request, log)
    if before and now.size < before.size:
        raise Wrong(
            f"the ledger was rolled back: it had {before.size} entries and now has {now.size}. "
            "Keep both signed checkpoints, they prove it"
        )
    if older != (before.size if before else 0):
        raise Unreadable(
            f"the file starts from entry {older}; ask for the one from {before.size if before else 0}"
        )
    check_grown(older, before.root if before else b"", now.size, now.root, path)
    _write(state, now.note.written)
    key = Key(name, WITNESS, _public(own))
    mine = Signature(name, key.id, struct.pack(">Q", at) + own.sign(cosigned(now.note.text, at)))
    return Note(now.note.text, (*now.note.signatures, mine)).written


def _remembered(state: str, log: Key) -> Checkpoint | None:
    return open_checkpoint(_read(state), log) if Path(state).exists() else None


def new_key(name: str, path: str) -> Key:
    """Make a witness's key and put its secret half into a new file `path`; raises Unreadable."""
    if not _NAME.fullmatch(name):
        raise Unreadable("a name has no spaces and no `+`: write it like example.org/ledger-witness")
    if Path(path).exists():
        raise Unreadable(f"`{path}` is there already")
    secret = os.urandom(32)
    _write(path, f"{name} {secret.hex()}\n")
    return Key(name, WITNESS, _public(Ed25519PrivateKey.from_private_bytes(secret)))


def _public(own: Ed25519PrivateKey) -> bytes:
    return own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def own_key(path: str) -> tuple[str, Ed25519PrivateKey]:
    """The name and the secret half in a file of `new_key`; raises Unreadable."""
    name, _, secret = _read(path).strip().partition(" ")
    try:
        return name, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    except ValueError:
        raise Unreadable(f"`{path}` holds no key of a witness") from None


# Files and addresses


def _read(source: str) -> str:
    try:
        octets = _fetch(source) if source.startswith(_ADDRESSES) else _start_of(source)
        if len(octets) > MOST_BYTES:
            raise Unreadable(f"`{source}` is too large")
        # What was copied from a page or came by mail may have lost its last newline, or changed them all.
        text = octets.decode().replace("\r\n", "\n")
        return text if text.endswith("\n") else f"{text}\n"
    except (OSError, UnicodeDecodeError) as fault:
        raise Unreadable(f"`{source}` cannot be read ({fault})") from None


def _fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - only `_ADDRESSES` come here
        return bytes(answer.read(MOST_BYTES + 1))


def _start_of(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _write(path: str, text: str) -> None:
    """Write a file for its owner alone, whole or not at all; raises Unreadable."""
    try:
        new = Path(f"{path}.new")
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        folder = os.open(Path(path).absolute().parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except OSError as fault:
        raise Unreadable(f"`{path}` cannot be written ({fault.strerror})") from None


def _moment(at: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(at))


def _say_checkpoint(found: Checkpoint, witnesses: list[Key]) -> None:
    print(f"The ledger {found.origin} had {found.size} entries, signed by its office.")
    print(f"  root  {_b64(found.root)}")
    for key in witnesses:
        print(f"  seen by {key.name} at {_moment(check_signed(found.note, key))}")
    if not witnesses:
        print("  No witness was asked for: the office alone says so (give --witness KEY).")


def _say_proof(proof: Proof, witnesses: list[Key]) -> None:
    print(f"Entry {proof.number} is in the ledger:")
    print(f"  {proof.told['entry']}")
    for one in proof.told.get("about", []):
        print(f"  it is about the {one['name']} {one['about']}")
    _say_checkpoint(proof.checkpoint, witnesses)


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Check the ledger of an office from outside.")
    parts = parser.add_subparsers(dest="do", required=True)
    for name in ("checkpoint", "proof", "witness"):
        part = parts.add_parser(name)
        part.add_argument("file", help="a file, or an address that begins with https://")
        part.add_argument("--key", required=True, help="the line of the ledger's key")
        if name != "witness":
            part.add_argument("--witness", action="append", default=[], help="the line of a witness's key")
            continue
        part.add_argument("--own-key", required=True, help="the file of your own key")
        part.add_argument("--state", required=True, help="the file that remembers what you saw last")
        part.add_argument(
            "--out", required=True, help="where the signed checkpoint goes: give it to the office"
        )
    part = parts.add_parser("newkey")
    part.add_argument("file", help="where the secret half goes")
    part.add_argument("--name", required=True, help="such as example.org/ledger-witness")
    return parser.parse_args(given)


def run(arguments: argparse.Namespace) -> None:
    """Do what was asked; raises Wrong, Unreadable."""
    if arguments.do == "newkey":
        print(new_key(arguments.name, arguments.file).line)
        return
    log = Key.read(arguments.key)
    if arguments.do == "witness":
        name, own = own_key(arguments.own_key)
        request = _read(_since(arguments.file, arguments.state, log))
        at = int(time.time())
        signed = witness(request, log=log, own=own, name=name, state=arguments.state, at=at)
        _write(arguments.out, signed)
        print(f"It only grew: {read_checkpoint(signed).size} entries. Signed: {arguments.out}")
        return
    witnesses = [Key.read(line) for line in arguments.witness]
    if arguments.do == "proof":
        _say_proof(open_proof(_read(arguments.file), log), witnesses)
    else:
        _say_checkpoint(open_checkpoint(_read(arguments.file), log), witnesses)


def _since(source: str, state: str, log: Key) -> str:
    """An address of the office's ledger is asked for what is new since last time; a file is read as it is."""
    if "://" not in source:
        return source
    before = _remembered(state, log)
    return f"{source.rstrip('/')}/since/{before.size if before else 0}"


def main(given: list[str] | None = None) -> int:
    """Run; answers the exit status: 0 it holds, 1 it does not, 2 it could not be read."""
    try:
        run(_arguments(given))
    except Wrong as fault:
        print(f"NOT PROVED: {fault}", file=sys.stderr)
        return 1
    except Unreadable as fault:
        print(f"cannot be read: {fault}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
