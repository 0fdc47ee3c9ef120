"""`havenline office`: what cannot run says so in one sentence, and nothing half-made is left."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


def havenline(*arguments: str, options: dict[str, str] | None = None, typed: str = "") -> tuple[int, str]:
    """Run the command as a person does; answers exit status and all it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HAVENLINE_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "havenline", *arguments],
        env={**environment, **(options or {})},
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("made") / "office"
    status, said = havenline("office", "init", "--demo", "--data", str(data))
    assert status == 0, said
    return data


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    """An office of one's own to spoil."""
    return Path(shutil.copytree(made, tmp_path / "office"))


def overwrite(name: str, text: str, mode: int = 0o600) -> Callable[[Path], None]:
    def spoil(data: Path) -> None:
        (data / name).write_text(text)
        (data / name).chmod(mode)

    return spoil


def strike(data: Path, *tables: str) -> None:
    """Empty tables as who holds the file can, past every trigger."""
    with sqlite3.connect(data / "office.sqlite3") as file:
        for table in tables:
            for (trigger,) in file.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]
            ).fetchall():
                file.execute(f"DROP TRIGGER {trigger}")
            file.execute(f"DELETE FROM {table}")  # noqa: S608 - our own words
    file.close()


SPOILED: list[tuple[str, Callable[[Path], None], str]] = [
    ("no pepper", lambda data: (data / "secrets/pepper").unlink(), "secrets/pepper` is missing"),
    ("no django key", lambda data: (data / "secrets/django-key").unlink(), "secrets/django-key` is missing"),
    ("no keeper key", lambda data: (data / "secrets/keeper-key").unlink(), "secrets/keeper-key` is missing"),
    ("no founders", lambda data: (data / "secrets/founders").unlink(), "no key can be trusted"),
    ("an open pepper", lambda data: (data / "secrets/pepper").chmod(0o644), "is open to others: run: chmod"),
    ("a short pepper", overwrite("secrets/pepper", "ab" * 8), "has the wrong length"),
    ("a torn pepper", overwrite("secrets/pepper", "no hex"), "is damaged"),
    ("a torn options file", overwrite("office.toml", "demo = "), "cannot be read"),
    ("an unknown option", overwrite("office.toml", "keep_addresses = true"), "`keep_addresses`"),
    ("an impossible option", overwrite("office.toml", "threads = 0"), "legal values: a whole number from 1"),
    ("another pepper", overwrite("secrets/pepper", "ab" * 32), "secrets/pepper` is not this office's"),
    ("another keeper key", overwrite("secrets/keeper-key", "ab" * 32), "keeper-key` is not this office's"),
    ("an open folder of secrets", lambda data: (data / "secrets").chmod(0o755), "run: chmod 700"),
    ("an open directory", lambda data: data.chmod(0o755), "is open to others: run: chmod 700"),
    ("empty founders", overwrite("secrets/founders", "[]"), "the founders' keys are not two"),
    ("torn founders", overwrite("secrets/founders", "{"), "the founders' keys cannot be read"),
    ("other founders", overwrite("secrets/founders", f'["{"ab" * 32}", "{"cd" * 32}"]'), "do not lead to"),
    ("open founders", lambda data: (data / "secrets/founders").chmod(0o666), "can be written by others"),
    ("no database", lambda data: (data / "office.sqlite3").unlink(), "office.sqlite3` is missing"),
    ("an empty database", overwrite("office.sqlite3", ""), "holds no office: restore it"),
    ("a torn database", overwrite("office.sqlite3", "no database " * 100), "cannot be used (DatabaseError)"),
    ("a beheaded ledger", lambda data: strike(data, "ledger_entry"), "the ledger is damaged where it begins"),
    ("no founding", lambda data: strike(data, "ledger_entry", "ledger_head"), "holds no founded office"),
    ("an unknown pack", overwrite("office.toml", 'pack = "nope"'), "the option `pack` cannot be used"),
    ("no host", overwrite("office.toml", 'hosts = ""'), "`hosts` is ``"),
    ("an exit that is a script", overwrite("office.toml", 'exit_site = "javascript:x"'), "`exit_site` is"),
    ("no number of threads", overwrite("office.toml", 'threads = "²"'), "`threads` is"),
    ("an unknown kind of database", overwrite("office.toml", 'database = "mysql://"'), "`database` is `mysql://`"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "says"), [row[1:] for row in SPOILED], ids=[row[0] for row in SPOILED])
def test_a_spoiled_office_does_not_start(office: Path, spoil: Callable[[Path], None], says: str) -> None:
    spoil(office)
    status, said = havenline("office", "run", "--data", str(office))
    assert status == 2, said
    assert says in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1, said
    assert "office init" not in said


@pytest.mark.parametrize("listen", ["0.0.0.0:8123", "10.0.0.5:8123", "[::]:8123", "example.org:8123"])
def test_a_demo_serves_this_machine_only(office: Path, listen: str) -> None:
    status, said = havenline("office", "run", "--data", str(office), options={"HAVENLINE_LISTEN": listen})
    assert (status, "serves this machine only" in said) == (2, True), said


@pytest.mark.parametrize("listen", ["8000", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:http"])
def test_an_address_that_is_none_is_refused(office: Path, listen: str) -> None:
    status, said = havenline("office", "run", "--data", str(office), options={"HAVENLINE_LISTEN": listen})
    assert (status, "legal values: HOST:PORT" in said) == (2, True), said


def test_a_port_somebody_holds_is_named(office: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        listen = f"127.0.0.1:{held.getsockname()[1]}"
        status, said = havenline("office", "run", "--data", str(office), options={"HAVENLINE_LISTEN": listen})
    assert status == 2, said
    assert f"`{listen}` cannot be used" in said


def test_an_office_is_made_once(made: Path) -> None:
    before = {path: path.read_bytes() for path in (made / "secrets").iterdir()}
    status, said = havenline("office", "init", "--demo", "--data", str(made))
    assert (status, "already holds an office" in said) == (2, True), said
    assert {path: path.read_bytes() for path in (made / "secrets").iterdir()} == before


def kept(data: Path) -> dict[str, bytes]:
    """Everything in the directory but the lock, which holds nothing."""
    files = (path for path in data.rglob("*") if path.is_file() and path.name != "running")
    return {str(path.relative_to(data)): path.read_bytes() for path in files}


@pytest.mark.parametrize("lost", [["office.toml"], ["office.toml", "secrets/founders", "office.sqlite3"]])
def test_an_office_without_its_options_is_never_cleared_away(office: Path, lost: list[str]) -> None:
    for name in lost:
        (office / name).unlink()
    before = kept(office)
    status, said = havenline("office", "init", "--demo", "--data", str(office))
    assert (status, f"`{office}/" in said) == (2, True), said
    assert kept(office) == before
    status, said = havenline("office", "run", "--data", str(office))
    assert (status, "office.toml` is missing: restore it" in said) == (2, True), said
    assert "init" not in said
    assert kept(office) == before


def test_no_office_is_made_among_other_things(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("not an office's")
    status, said = havenline("office", "init", "--demo", "--data", str(tmp_path))
    assert (status, f"`{tmp_path}/letters.txt` stands where" in said) == (2, True), said
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_making_that_stopped_half_way_is_begun_again_clean(tmp_path: Path) -> None:
    data = tmp_path / "office"
    options = {"HAVENLINE_PACK": "nope"}
    status, said = havenline("office", "init", "--demo", "--data", str(data), options=options)
    assert (status, len(said.strip().splitlines())) == (2, 1), said
    assert (data / "founding").exists()
    status, said = havenline("office", "run", "--data", str(data))
    assert (status, "stopped half-way: run havenline office init again" in said) == (2, True), said
    status, said = havenline("office", "init", "--demo", "--data", str(data))
    assert status == 0, said
    assert not (data / "founding").exists()
    assert (data / "office.toml").exists()


def test_an_office_is_not_made_where_one_runs_or_begins(tmp_path: Path) -> None:
    data = tmp_path / "office"
    data.mkdir()
    with (data / "running").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        status, said = havenline("office", "init", "--demo", "--data", str(data))
    assert (status, "already running" in said) == (2, True), said
    assert kept(data) == {}


LEDGERS: list[tuple[str, Callable[[Path], None], str]] = [
    ("no office", shutil.rmtree, "secrets/django-key` is missing"),
    ("no database", lambda data: (data / "office.sqlite3").unlink(), "office.sqlite3` is missing"),
    ("a torn database", overwrite("office.sqlite3", "no database " * 100), "cannot be used"),
    ("an empty database", overwrite("office.sqlite3", ""), "cannot be used"),
]


@pytest.mark.parametrize(("spoil", "says"), [row[1:] for row in LEDGERS], ids=[row[0] for row in LEDGERS])
def test_a_ledger_that_cannot_be_read_is_said_in_one_sentence(
    office: Path, spoil: Callable[[Path], None], says: str
) -> None:
    spoil(office)
    status, said = havenline("ledger", "verify", "--data", str(office))
    assert (status, says in said, len(said.strip().splitlines())) == (2, True, 1), said


@pytest.mark.parametrize("named", ["option", "variable"])
def test_the_ledger_of_a_named_office_is_verified(office: Path, named: str) -> None:
    arguments = ["--data", str(office)] if named == "option" else []
    options = {"HAVENLINE_DATA": str(office)} if named == "variable" else {}
    status, said = havenline("ledger", "verify", *arguments, options=options)
    assert (status, "The ledger is whole." in said) == (0, True), said


def test_no_office_no_run(tmp_path: Path) -> None:
    status, said = havenline("office", "run", "--data", str(tmp_path / "none"))
    assert (status, "holds no office" in said) == (2, True), said
    assert not (tmp_path / "none").exists()


def test_everything_an_office_keeps_is_for_its_owner_alone(made: Path) -> None:
    assert made.stat().st_mode & 0o077 == 0
    assert "office.sqlite3" in kept(made)
    open_ones = [path.name for path in made.rglob("*") if path.stat().st_mode & 0o077]
    assert open_ones == []


def test_an_office_of_ones_own_asks_who_works_there(tmp_path: Path) -> None:
    """Passphrases are typed unseen, so the questions are answered at a terminal of the test's own."""
    import pty

    data = tmp_path / "own"
    answers = (
        ("Name, as colleagues see it", "Ines Testperson (invented)"), ("Name to sign in with", "ines"),
        ("Role", "supervisor"), ("Passphrase", "nine grey pebbles"), ("Repeat", "nine grey pebbles"),
        ("Name, as colleagues see it", "Olu Testperson (invented)"), ("Name to sign in with", "olu"),
        ("Role", "victim_services"), ("Passphrase", "two slow rivers"), ("Repeat", "two slow rivers"),
        ("Name, as colleagues see it", "Ana Testperson (invented)"), ("Name to sign in with", "ana"),
        ("Role", "filter_attorney"), ("Passphrase", "a closed white gate"), ("Repeat", "a closed white gate"),
        ("One more?", "n"),
    )  # fmt: skip
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-m", "havenline", "office", "init", "--data", str(data)])
    said = b""
    for question, answer in answers:
        while question.encode() not in said:
            said += os.read(terminal, 1024)
        said = b""
        os.write(terminal, answer.encode() + b"\n")
    try:
        while chunk := os.read(terminal, 1024):
            said += chunk
    except OSError:  # the terminal closes with the command
        pass
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, said
    assert (data / "office.toml").exists()
    assert "demo" not in (data / "office.toml").read_text()
