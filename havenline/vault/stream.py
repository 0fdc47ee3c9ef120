"""Seals what is too long for the memory, chunk by chunk: the STREAM shape that age uses.

Chunks of 64 KiB, each AES-256-GCM under one key; the nonce is the number of the chunk (11 bytes) and a byte
that says whether it is the last one. So no chunk can be changed, moved, repeated or left out, and an end that
was cut off is no end. A last chunk is empty only where everything is.
"""

from collections.abc import Callable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from havenline.vault.errors import BlobWrong

CHUNK = 64 * 1024
_TAG = 16


class Sealer:
    """Takes bytes, writes sealed chunks. INVARIANT: a key seals one stream: its nonces begin at nought."""

    def __init__(self, write: Callable[[bytes], object], *, key: bytes) -> None:
        self._write = write
        self._cipher = AESGCM(key)
        self._waiting = bytearray()
        self._number = 0

    def write(self, content: bytes) -> None:
        """Seal what fills whole chunks; the rest waits, for the last chunk is marked as the last."""
        self._waiting += content
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=0)
            del self._waiting[:CHUNK]

    def end(self) -> None:
        """Seal the last chunk. Without it the stream does not open to its end."""
        self._seal(bytes(self._waiting), last=1)
        self._waiting.clear()

    def _seal(self, chunk: bytes, *, last: int) -> None:
        self._write(self._cipher.encrypt(_nonce(self._number, last), chunk, None))
        self._number += 1


def opened(read: Callable[[int], bytes], *, key: bytes) -> Iterator[bytes]:
    """The chunks of a stream, each answered only once it is known to be whole.

    read: as of a file, fewer bytes than asked for at its end alone. Raises BlobWrong at the first chunk that
    is not what was sealed there, and at an end that is not the last chunk; what was answered before is good.
    """
    cipher = AESGCM(key)
    sealed = read(CHUNK + _TAG)
    number = 0
    while True:
        following = read(CHUNK + _TAG)
        last = int(not following)
        try:
            chunk = cipher.decrypt(_nonce(number, last), sealed, None)
        except (InvalidTag, ValueError):
            raise BlobWrong from None
        if last and number and not chunk:
            raise BlobWrong
        yield chunk
        if last:
            return
        sealed, number = following, number + 1


def _nonce(number: int, last: int) -> bytes:
    return number.to_bytes(11) + bytes([last])
