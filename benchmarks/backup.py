"""What a backup costs: its size and time, its memory, and what a person who reports meanwhile notices.

    .venv/bin/python -m benchmarks.backup [--reports 2000] [--clients 4]

A demo office of its own is served on loopback (SQLite, or the PostgreSQL of `python -m tests.postgres`).
Clients walk the whole way of the portal with 2,000 letters until there are so many reports. Then it is
backed up while one client goes on, read back (`--rehearse`) and restored into an empty directory. Seconds are
those of the whole command, start included; memory is the peak of its process. Run it at two sizes to see that
the memory stays.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.portal_client import Person
from tests.postgres import DATABASE, new_database
from tests.running import RunningOffice, running_office

PARTS = ("content", "wraps", "secrets")
_MEASURED = """
import resource, sys
from havenline.cli import main
try:
    main(sys.argv[1:])
finally:
    print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def command(office: RunningOffice, *words: str, database: str = "") -> tuple[float, float]:
    """Run `havenline office ...`; answers its seconds and its peak memory in MB."""
    environment = {**office.environment}
    environment.pop("HAVENLINE_DATA")
    if database:
        environment["HAVENLINE_DATABASE"] = database
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, "office", *words],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return time.perf_counter() - begun, int(done.stdout.split("peak")[-1]) / 1024


def tell(office: RunningOffice, *, reports: int, clients: int) -> None:
    """Fill the office through its portal."""

    def one_client() -> None:
        person = Person(office.address)
        for _ in range(reports // clients):
            person.tell()
        person.hang_up()

    threads = [threading.Thread(target=one_client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Teller:
    """One person after another, until told to end; keeps how long each POST took, in milliseconds."""

    def __init__(self, office: RunningOffice) -> None:
        self.posts: list[float] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go_on, args=(Person(office.address),))
        self._thread.start()

    def _go_on(self, person: Person) -> None:
        while not self._ended.is_set():
            told = person.tell()
            assert told.is_received
            self.posts.append(told.post)
        person.hang_up()

    def end(self) -> str:
        """Median and slowest POST."""
        self._ended.set()
        self._thread.join()
        return f"p50 {statistics.median(self.posts):.1f} ms, slowest {max(self.posts):.0f} ms"


def measure(office: RunningOffice, home: Path) -> None:
    """Print the table."""
    folders = {part: home / part for part in PARTS}
    for folder in folders.values():
        folder.mkdir()
    data, key = str(office.data), str(home / "key")
    command(office, "backup-key", key, "--data", data)
    alone = Teller(office)
    time.sleep(5)
    print(f"a POST, no backup           {alone.end()}, {len(alone.posts)} reports more")
    words = [word for part, folder in folders.items() for word in (f"--{part}", str(folder))]
    beside = Teller(office)
    seconds, peak = command(office, "backup", "--data", data, *words)
    print(f"a POST, beside the backup   {beside.end()}")
    parts = {part: next(folder.iterdir()) for part, folder in folders.items()}
    for part, path in parts.items():
        print(f"{part:<27} {path.stat().st_size / 1e6:.2f} MB")
    print(f"backup                      {seconds:.1f} s, peak {peak:.0f} MB")
    named = ["--key", key, *(word for part, path in parts.items() for word in (f"--{part}", str(path)))]
    seconds, peak = command(office, "restore", "--rehearse", *named)
    print(f"rehearsal                   {seconds:.1f} s, peak {peak:.0f} MB")
    cluster = os.environ.get(DATABASE)
    database = new_database(cluster, f"restored_{secrets.token_hex(8)}") if cluster else "sqlite"
    seconds, peak = command(office, "restore", "--data", str(home / "again"), *named, database=database)
    print(f"restore                     {seconds:.1f} s, peak {peak:.0f} MB")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--reports", type=int, default=2000)
    asked.add_argument("--clients", type=int, default=4)
    chosen = asked.parse_args()
    with running_office() as served, tempfile.TemporaryDirectory() as folder:
        tell(served, reports=chosen.reports, clients=chosen.clients)
        print(f"{chosen.reports} reports, {'PostgreSQL' if served.database != 'sqlite' else 'SQLite'}")
        measure(served, Path(folder))
