"""`havenline office check` tells everything that is wrong at once, in sentences, and changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PARTS = ("content", "wraps", "secrets")


def office(*arguments: str) -> tuple[int, str]:
    """Run `havenline office ...`; answers exit status and all it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HAVENLINE_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "havenline", "office", *arguments],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def back_up(data: Path, home: Path) -> str:
    folders = [(f"--{part}", home / part) for part in PARTS]
    for _, folder in folders:
        folder.mkdir(exist_ok=True)
    words = [str(word) for pair in folders for word in pair]
    status, said = office("backup", "--data", str(data), *words)
    assert status == 0, said
    return said


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("checked")
    data = home / "office"
    for words in (
        ["init", "--demo", "--data", str(data)],
        ["backup-key", str(home / "key"), "--data", str(data)],
    ):
        status, said = office(*words)
        assert status == 0, said
    back_up(data, home)
    return data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """An office of one's own to spoil."""
    return Path(shutil.copytree(made, tmp_path / "office"))


def written(name: str, text: str, mode: int = 0o600) -> Callable[[Path], None]:
    def spoil(data: Path) -> None:
        (data / name).write_text(text)
        (data / name).chmod(mode)

    return spoil


def changed(*statements: str) -> Callable[[Path], None]:
    """As who holds the file can, past every trigger."""

    def spoil(data: Path) -> None:
        with sqlite3.connect(data / "office.sqlite3") as file:
            for (trigger,) in file.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                file.execute(f"DROP TRIGGER {trigger}")
            for statement in statements:
                file.execute(statement)
        file.close()

    return spoil


def opened(name: str) -> Callable[[Path], None]:
    return lambda data: (data / name).chmod(0o755)


def gone(name: str) -> Callable[[Path], None]:
    return lambda data: (data / name).unlink()


def scribbled(data: Path) -> None:
    with (data / "office.sqlite3").open("r+b") as file:
        file.seek(20_000)
        file.write(b"\xff" * 300_000)


SPOILS = {
    "a folder others can read": (opened("."), "is open to others: run: chmod 700"),
    "a secret others can read": (opened("secrets/pepper"), "run: chmod 600"),
    "another pepper": (written("secrets/pepper", "ab" * 32), "pepper` is not this office's"),
    "no founders": (gone("secrets/founders"), "the keys|founders` is missing"),
    "no database": (gone("office.sqlite3"), "is missing: restore it from the office's backup"),
    "a database written over": (scribbled, "damaged|cannot be used"),
    "a changed ledger": (
        changed("""UPDATE ledger_entry SET body = X'7B7D' WHERE "index" = 5"""), "The ledger was changed",
    ),
    "a lost row": (changed("DELETE FROM vault_subject"), "belong to rows that are not there"),
    "a newer version": (
        changed("INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('wall', '9999_later', '2030-01-01')"),
        "written by a newer Havenline",
    ),
    "rows that wait": (
        changed("UPDATE protection_enrolment SET day = '2020-01-01'"), "wait for the keeper since",
    ),
    "a keeper's file that is none": (written("keeper/keeper.sqlite3", "no database" * 200), "keeper's file"),
    "an alarm of the wall": (
        changed(
            "INSERT INTO wall_alarm (found, rows, times, first_at, last_at)"
            " VALUES ('night', 1, 1, '2026-01-01', '2026-01-01')"
        ),
        "run havenline wall check",
    ),
    "work given up": (
        changed(
            "INSERT INTO work_task (id, name, is_periodic, due_at, tries, given_up_at, fault)"
            f" VALUES ('{'0' * 32}', 'wall.rebuild', 0, '2026-01-01', 12, '2026-01-01', 'OSError')"
        ),
        "was given up",
    ),
    "options changed since": (
        written("office.toml", "demo = true\nthreads = 4\n"), "in no backup as they are now",
    ),
    "another backup key": (written("secrets/backup-key", "04" * 97), "not the one that the ledger names"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "sentence"), SPOILS.values(), ids=SPOILS)
def test_what_is_wrong_is_said(spoil: Callable[[Path], None], sentence: str, data: Path) -> None:
    (data / "keeper").mkdir(mode=0o700, exist_ok=True)
    spoil(data)
    status, said = office("check", "--data", str(data))
    assert status in (1, 2), said
    assert any(part in said for part in sentence.split("|")), said
    assert "Traceback" not in said


def test_a_whole_office_is_called_good(data: Path) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    status, said = office("check", "--data", str(data))
    assert (status, said.splitlines()[-1]) == (0, "Nothing is wrong."), said
    assert {path: path.read_bytes() for path in before} == before


def test_several_faults_are_said_at_once(data: Path) -> None:
    opened("secrets/pepper")(data)
    changed("UPDATE ledger_entry SET body = X'7B7D' WHERE \"index\" = 5")(data)
    written("secrets/backup-key", "04" * 97)(data)
    _, said = office("check", "--data", str(data))
    for sentence in ("chmod 600", "The ledger was changed", "not the one that the ledger names"):
        assert sentence in said


def test_parts_in_one_place_are_refused(data: Path, tmp_path: Path) -> None:
    folders = [tmp_path / part for part in PARTS]
    for folder in folders:
        folder.mkdir()
    one = str(folders[0])
    for content, wraps in ((one, one), (one, str(data)), (str(data / "secrets"), one), (str(tmp_path), one)):
        status, said = office("backup", "--data", str(data), "--content", content, "--wraps", wraps)
        assert (status, "a place of its own" in said) == (2, True), said


def test_the_private_half_is_not_left_in_the_office(data: Path) -> None:
    status, said = office("backup-key", str(data / "secrets" / "key"), "--data", str(data))
    assert (status, "lies in the office" in said) == (2, True)
    status, said = office("backup-key", str(data.parent / "office" / "office.toml"), "--data", str(data))
    assert status == 2
    assert "demo = true" in (data / "office.toml").read_text()
