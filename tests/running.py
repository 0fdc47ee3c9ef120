"""A real office, running: its own data directory, web, keeper and worker processes, on loopback."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.loopback import free_port
from tests.postgres import DATABASE, new_database

_COMMAND = [sys.executable, "-m", "havenline", "office"]


@dataclass
class RunningOffice:
    """A demo office that serves. `said` is the file with everything it printed and logged."""

    address: str
    data: Path
    said: Path
    temporary: Path
    process: subprocess.Popen[bytes]
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """The variables under which a command of one's own works on this office."""
        return {**os.environ, "HAVENLINE_DATA": str(self.data), "HAVENLINE_DATABASE": self.database}

    def code(self, who: str) -> str:
        """The next unused code of this demo member's phone: their second proof."""
        command = [*_COMMAND, "code", "--data", str(self.data), who]
        found = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True)
        return found.stdout.strip()

    def child(self, name: str) -> int:
        """The process id of `web`, `keeper` or `worker`; raises LookupError."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in listed:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            if name in words and "process" in words:
                return int(pid)
        raise LookupError(name)

    def kill(self, name: str, *, seconds: float = 60) -> None:
        """Kill a process as a power cut would, and wait until another stands in its place and answers."""
        killed = self.child(name)
        os.kill(killed, signal.SIGKILL)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.child(name) != killed:
                    return self.wait()
            except (LookupError, OSError):
                pass
            time.sleep(0.05)
        raise TimeoutError(f"{name} was not started again: {self.said.read_text(errors='replace')}")

    def wait(self, seconds: float = 30) -> None:
        """Until the office answers; raises TimeoutError with what it said."""
        end = time.monotonic() + seconds
        host, _, port = self.address.removeprefix("http://").partition(":")
        while time.monotonic() < end:
            try:
                with socket.create_connection((host, int(port)), timeout=1):
                    return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise TimeoutError(f"the office does not answer: {self.said.read_text(errors='replace')}")


@contextmanager
def running_office(*, threads: int = 3, silence: float = 60) -> Iterator[RunningOffice]:
    """Make a demo office and serve it until the block ends; everything is removed then.

    silence: for how many seconds the web process may answer nothing before it is replaced.
    """
    with _home() as home:
        cluster = os.environ.get(DATABASE)
        database = new_database(cluster, f"office_{secrets.token_hex(8)}") if cluster else "sqlite"
        said = home / "said.txt"
        with said.open("wb") as log:
            made = subprocess.run(
                [*_COMMAND, "init", "--demo", "--data", str(home / "data")],
                env=_environment(home, database=database), stdout=log, stderr=log, check=False,
            )  # fmt: skip
        if made.returncode:
            raise RuntimeError(said.read_text(errors="replace"))
        with _serving(home, home / "data", database=database, threads=threads, silence=silence) as office:
            yield office


@contextmanager
def served(data: Path, *, database: str) -> Iterator[RunningOffice]:
    """Serve an office that stands already, such as a restored one, until the block ends."""
    with _home() as home, _serving(home, data, database=database, threads=3, silence=60) as office:
        yield office


@contextmanager
def _home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="havenline-office-"))
    (home / "tmp").mkdir()
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _environment(home: Path, *, database: str) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HAVENLINE_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    said = {"HAVENLINE_DATABASE": database, "TMPDIR": str(home / "tmp"), "PYTHONUNBUFFERED": "1"}
    return environment | said


@contextmanager
def _serving(
    home: Path, data: Path, *, database: str, threads: int, silence: float
) -> Iterator[RunningOffice]:
    said, address = home / "said.txt", f"127.0.0.1:{free_port()}"
    environment = _environment(home, database=database)
    environment |= {"HAVENLINE_LISTEN": address, "HAVENLINE_THREADS": str(threads)}
    words = f"from havenline.cli import main, watching; watching.LONGEST_SILENCE = {silence}; main()"
    command = [sys.executable, "-c", words, "office", "run", "--data", str(data)]
    with said.open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    office = RunningOffice(f"http://{address}", data, said, home / "tmp", process, database)
    try:
        office.wait()
        yield office
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
