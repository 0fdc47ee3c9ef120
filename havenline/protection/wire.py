"""How a question travels to the keeper: length, then JSON, over a socket that only this account can open.

The socket lies in the keeper's folder (mode 0700; itself 0600). Anything longer than agreed, or not JSON, is
refused before it is understood.
"""

import json
import os
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

QUESTION_LIMIT = 1024 * 1024
ANSWER_LIMIT = 8 * 1024 * 1024
_NAME = "gate.sock"
_LENGTH = struct.Struct(">I")
_PATH_LIMIT = 100  # what fits into a socket's address, on every system


class WireWrong(Exception):  # noqa: N818 - named for what the reader met
    """What came is too long, cut short, late or no JSON. Says nothing of what it was."""


@contextmanager
def address(folder: Path) -> Iterator[str]:
    """The socket's address, valid within the block; by way of the open folder where the path is too long."""
    path = str(folder / _NAME)
    if len(os.fsencode(path)) <= _PATH_LIMIT:
        yield path
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}/{_NAME}"
    finally:
        os.close(descriptor)


def listening(folder: Path) -> socket.socket:
    """The keeper's end: a fresh socket in the folder, mode 0600. The caller holds the folder's lock."""
    (folder / _NAME).unlink(missing_ok=True)
    found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with address(folder) as path:
        found.bind(path)
    (folder / _NAME).chmod(0o600)
    found.listen(64)
    return found


def send(to: socket.socket, value: Any, *, limit: int, deadline: float) -> None:
    """Send one value; raises WireWrong, OSError. deadline: on `time.monotonic`."""
    content = json.dumps(value).encode()
    if len(content) > limit:
        raise WireWrong("the message is longer than agreed")
    to.settimeout(_left(deadline))
    to.sendall(_LENGTH.pack(len(content)) + content)


def receive(of: socket.socket, *, limit: int, deadline: float) -> Any:
    """The next value; raises WireWrong, OSError."""
    (length,) = _LENGTH.unpack(_exactly(of, _LENGTH.size, deadline))
    if length > limit:
        raise WireWrong("the message is longer than agreed")
    try:
        return json.loads(_exactly(of, length, deadline))
    except (ValueError, RecursionError):
        raise WireWrong("the message is no JSON") from None


def _exactly(of: socket.socket, count: int, deadline: float) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        of.settimeout(_left(deadline))
        part = of.recv(min(65536, count - len(parts)))
        if not part:
            raise WireWrong("the message was cut short")
        parts += part
    return bytes(parts)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise WireWrong("the message came too late")
    return left
