"""A throw-away PostgreSQL of the tests' own: `python -m tests.postgres COMMAND` runs a command beside one.

The cluster lives in a temporary directory, listens on a free loopback port only, and is gone at the end.
PostgreSQL refuses to run as root: there the machine's own `postgres` account runs it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.loopback import free_port

DATABASE = "HAVENLINE_TEST_DATABASE"


def programs() -> Path:
    """Where Debian keeps the newest PostgreSQL's programs; raises FileNotFoundError with what to install."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise FileNotFoundError("the tests need PostgreSQL's programs (Debian: apt-get install postgresql)")
    return Path(found).parent


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a new, empty PostgreSQL; its server and files are gone when the block ends."""
    home = Path(tempfile.mkdtemp(prefix="havenline-postgres-"))
    account = "postgres" if os.getuid() == 0 else None
    if account:
        shutil.chown(home, account)
    files, port = home / "data", free_port()

    def run(*words: str | Path) -> None:
        subprocess.run(words, user=account, check=True, stdout=subprocess.DEVNULL, cwd=home)

    run(
        programs() / "initdb", "-D", files, "-U", "havenline", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
    )
    # Synced writes guard a real office's rows against a power cut; this one is thrown away in any case.
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    try:
        run(programs() / "pg_ctl", "-D", files, "-l", home / "log", "-w", "-o", options, "start")
        yield f"postgresql://havenline@127.0.0.1:{port}/havenline"
    finally:
        subprocess.run(
            [programs() / "pg_ctl", "-D", files, "-m", "immediate", "stop"],
            user=account, check=False, stdout=subprocess.DEVNULL, cwd=home,
        )  # fmt: skip
        shutil.rmtree(home, ignore_errors=True)


def new_database(address: str, name: str) -> str:
    """Create a database in the cluster at `address` and return the address of it."""
    with psycopg.connect(address.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{address.rpartition('/')[0]}/{name}"


if __name__ == "__main__":
    with cluster() as made:
        environment = {**os.environ, DATABASE: new_database(made, "havenline")}
        sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
