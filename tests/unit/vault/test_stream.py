"""A long sealed stream opens whole or not at all: nothing changed, moved, repeated or left out."""

from __future__ import annotations

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havenline.vault import stream
from havenline.vault.errors import BlobWrong

KEY = bytes(range(32))
SEALED_CHUNK = stream.CHUNK + 16


def sealed(content: bytes, *, step: int = 1 << 20, key: bytes = KEY) -> bytes:
    found = io.BytesIO()
    sealer = stream.Sealer(found.write, key=key)
    for at in range(0, len(content), step):
        sealer.write(content[at : at + step])
    sealer.end()
    return found.getvalue()


def opened(content: bytes, *, key: bytes = KEY) -> bytes:
    return b"".join(stream.opened(io.BytesIO(content).read, key=key))


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 131073, 300_000])
@pytest.mark.parametrize("step", [1, 65536, 100_000])
def test_streams_of_every_length_open_as_sealed(size: int, step: int) -> None:
    content = os.urandom(size)
    assert opened(sealed(content, step=max(step, size // 50))) == content


def test_length_of_a_stream_is_that_of_its_content() -> None:
    assert [len(sealed(bytes(size))) - size for size in (0, 1, 65536, 65537)] == [16, 16, 16, 32]


_THREE = sealed(os.urandom(2 * stream.CHUNK + 100))
_ONE, _TWO, _END = _THREE[:SEALED_CHUNK], _THREE[SEALED_CHUNK : 2 * SEALED_CHUNK], _THREE[2 * SEALED_CHUNK :]


@pytest.mark.parametrize(
    "changed",
    [
        b"", _ONE, _ONE + _TWO, _ONE + _END, _TWO + _END, _TWO + _ONE + _END, _ONE + _ONE + _TWO + _END,
        _THREE + _END, _THREE + b"x", _THREE[:-1], sealed(b"") + _THREE, _END, _THREE + sealed(b""),
        _THREE[: SEALED_CHUNK - 1] + _THREE[SEALED_CHUNK:],
    ],
)  # fmt: skip
def test_chunks_out_of_place_do_not_open(changed: bytes) -> None:
    with pytest.raises(BlobWrong):
        opened(changed)


@given(at=st.integers(0, len(_THREE) - 1), bit=st.integers(0, 7))
def test_no_changed_bit_goes_unseen(at: int, bit: int) -> None:
    changed = bytearray(_THREE)
    changed[at] ^= 1 << bit
    with pytest.raises(BlobWrong):
        opened(bytes(changed))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(BlobWrong):
        opened(_THREE, key=bytes(32))


def test_whole_stream_never_stands_in_memory() -> None:
    """What was read is handed on chunk by chunk."""
    asked: list[int] = []
    source = io.BytesIO(_THREE)

    def read(size: int) -> bytes:
        asked.append(size)
        return source.read(size)

    first = next(stream.opened(read, key=KEY))
    assert len(first) == stream.CHUNK
    assert sum(asked) <= 2 * SEALED_CHUNK
