"""`havenline office`: what cannot run says so in one sentence, and nothing half-made is left."""

from __future__ import annotations

import os
import shutil
import socket
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
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "says"), [row[1:] for row in SPOILED], ids=[row[0] for row in SPOILED])
def test_a_spoiled_office_does_not_start(office: Path, spoil: Callable[[Path], None], says: str) -> None:
    spoil(office)
    status, said = havenline("office", "run", "--data", str(office))
    assert status == 2, said
    assert says in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1, said


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


def test_no_office_no_run(tmp_path: Path) -> None:
    status, said = havenline("office", "run", "--data", str(tmp_path / "none"))
    assert (status, "holds no office" in said) == (2, True), said
    assert not (tmp_path / "none").exists()


def test_everything_an_office_keeps_is_for_its_owner_alone(made: Path) -> None:
    assert made.stat().st_mode & 0o077 == 0
    open_ones = [path.name for path in (made / "secrets").iterdir() if path.stat().st_mode & 0o077]
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
