"""A real keeper, in a process of its own, on the test's committed database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from havenline import config
from havenline.protection import wire

# The test's database is not the office's: its name is put into the settings before the keeper begins.
_BEGIN = """
import os
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["TESTED_DATABASE"]
from havenline.protection import keeper
keeper.main()
"""


def second_keeper() -> str:
    """What a keeper says that is started where one runs; raises TimeoutExpired when it does not end."""
    ended = subprocess.run(
        [sys.executable, "-c", _BEGIN], env=_environment(), capture_output=True, timeout=30, check=False
    )
    return ended.stderr.decode(errors="replace")


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "havenline.settings",
        "TESTED_DATABASE": str(connection.settings_dict["NAME"]),
    }


@contextmanager
def running_keeper() -> Iterator[subprocess.Popen[bytes]]:
    """Start the keeper and wait for its door; end it after the block."""
    process = subprocess.Popen([sys.executable, "-c", _BEGIN], env=_environment(), stderr=subprocess.PIPE)
    try:
        _wait(process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stderr:
            process.stderr.close()


def knock(content: bytes) -> bytes:
    """Send bytes to the keeper as they are; answers all it says until it hangs up."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(20)
        with wire.address(config.load().keeper) as path:
            caller.connect(path)
        try:
            caller.sendall(content)
            caller.shutdown(socket.SHUT_WR)
            parts = []
            while part := caller.recv(65536):
                parts.append(part)
        except (BrokenPipeError, ConnectionResetError):
            return b""
        return b"".join(parts)


def _wait(process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
                with wire.address(config.load().keeper) as path:
                    caller.connect(path)
                return
        except OSError:
            time.sleep(0.05)
    said = (
        process.stderr.read().decode(errors="replace")
        if process.poll() is not None and process.stderr
        else ""
    )
    raise TimeoutError(f"the keeper does not answer: {said}")


def keeper_files() -> list[Path]:
    """Every file of the keeper's folder."""
    return [path for path in config.load().keeper.iterdir() if path.is_file()]
