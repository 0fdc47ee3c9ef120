"""A backup of a running office, put back on a clean machine, is that office: every report opens."""

from __future__ import annotations

import json
import os
import random
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import DATABASE, new_database
from tests.reporter import come_back, report
from tests.running import RunningOffice, running_office, served
from tests.visitor import Visitor

ROOT = Path(__file__).resolve().parents[2]
KILLS = 4

# Every report that victim services can open, and what the keeper answers: asked before and after.
_READ = """
import django, json, sys
django.setup()
from havenline import config, ledger
from havenline.cli.demo import PEOPLE
from havenline.reporting.models import Report
from havenline.reporting.queries import read
from havenline.staff.models import SEED, Member
from havenline.vault import grants, passphrase
from havenline.vault.keys import Keyring, Unlocked
vera = Member.objects.get(sign_in_name="vera")
word = next(row[3] for row in PEOPLE if row[1] == "vera")
key = passphrase.check(word, vera.salt, vera.verifier, config.read_secret("pepper"))
keyring = Keyring.unsealed(vera.sealed_seed, key=key, purpose=SEED, about=str(vera.id))
holder = Unlocked(member_id=vera.id, key=vera.key_id, keyring=keyring)
reports = Report.objects.all()
print(json.dumps({
    "words": sorted(read(one, grants.data_key(holder, "report", one.id)).words for one in reports),
    "sound": ledger.verify().is_whole,
}))
"""
_ASK = """
import django, json, sys
django.setup()
from havenline import protection
from havenline.protection.plain import written
from tests.unit.protection.people import CASE, OTHER_CASE, ROBBED, STRANGER, question
from havenline.protection.gate import PersonAsked
slip = sys.argv[1]
asked = [
    question(PersonAsked(name="Rosa Invented-Delgado", born="1994-03-09")),
    question(STRANGER, ROBBED, role="none"),
    question(None, slip=slip, case=CASE),
    question(None, slip=slip, case=OTHER_CASE),
]
print(json.dumps([written(protection.screen(one)) for one in asked]))
"""


BARRED, HOLD, CLEAR = ["barred"], ["hold"], ["clear"]


def _said(office: RunningOffice, script: str, *words: str) -> Any:
    environment = {**office.environment, "DJANGO_SETTINGS_MODULE": "havenline.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Vault:
    """Where one office's backups lie: a folder for each part, and the key that lies elsewhere."""

    def __init__(self, home: Path) -> None:
        self.key = home / "safe" / "key.txt"
        self.folders = {part: home / part for part in ("content", "wraps", "secrets")}
        for folder in (self.key.parent, *self.folders.values()):
            folder.mkdir(parents=True)

    def begin(self, data: Path, database: str) -> None:
        command("backup-key", str(self.key), "--data", str(data), database=database)

    def back_up(self, data: Path, database: str) -> dict[str, Path]:
        """Make a backup; answers its parts."""
        known = self._all()
        words = [word for part, folder in self.folders.items() for word in (f"--{part}", str(folder))]
        command("backup", *words, "--data", str(data), database=database)
        return {path.suffix[1:]: path for path in self._all() - known}

    def words(self, parts: dict[str, Path], data: Path) -> list[str]:
        """What `restore` is told."""
        named = [word for part, path in parts.items() for word in (f"--{part}", str(path))]
        return ["restore", "--data", str(data), "--key", str(self.key), *named]

    def _all(self) -> set[Path]:
        return {path for folder in self.folders.values() for path in folder.iterdir()}


def _environment(database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HAVENLINE_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, "HAVENLINE_DATABASE": database}


def command(*words: str, database: str, status: int = 0) -> str:
    """Run `havenline office ...`; answers all it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "havenline", "office", *words],
        env=_environment(database), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def empty_database() -> str:
    """An empty database of the kind under test."""
    cluster = os.environ.get(DATABASE)
    return new_database(cluster, f"restored_{secrets.token_hex(8)}") if cluster else "sqlite"


_CLOSED = {"kind": "robbery", "part": "me", "trade": "mine"}


def _words(number: int) -> str:
    return f"what happened, number {number}"


def _tell_on(office: RunningOffice, ended: threading.Event, faults: list[BaseException]) -> None:
    visitor = Visitor(office.address)
    try:
        while not ended.is_set():
            report(visitor, "told while the backup is made")
    except BaseException as fault:  # noqa: BLE001 - told in the test's own thread
        faults.append(fault)
    finally:
        visitor.close()


@pytest.mark.xdist_group("serving")
def test_restored_office_opens_every_report_and_answers_the_same(tmp_path: Path) -> None:
    vault, ended = Vault(tmp_path), threading.Event()
    faults: list[BaseException] = []
    with running_office() as office:
        visitor = Visitor(office.address)
        told = {report(visitor, words, **_CLOSED): words for words in map(_words, range(5))}
        slip = _slip(visitor, next(iter(told)))
        asked = _said(office, _ASK, slip)
        # A person of the office's own files, a stranger, a slip, and the same slip in another case.
        assert [[c["answer"] for c in one["charges"]] for one in asked] == [BARRED, CLEAR, BARRED, HOLD]
        visitor.close()
        vault.begin(office.data, office.database)

        writing = [threading.Thread(target=_tell_on, args=(office, ended, faults)) for _ in range(3)]
        for thread in writing:
            thread.start()
        parts = vault.back_up(office.data, office.database)
        ended.set()
        for thread in writing:
            thread.join()
        assert faults == []
        assert not list((office.data / "keeper").glob("backup-*"))

    data, database = tmp_path / "restored", empty_database()
    command(*vault.words(parts, data), database=database)
    said = command("check", "--data", str(data), database=database, status=1)
    # All is well but that the restored office, looked at alone, knows of no backup yet.
    assert said.count("\nwrong") == 1
    assert "No backup was ever made" in said
    with served(data, database=database) as again:
        visitor = Visitor(again.address)
        for code, words in told.items():
            assert words in come_back(visitor, code).body
        read = _said(again, _READ)
        assert read["sound"]
        assert set(told.values()) <= set(read["words"])
        assert _said(again, _ASK, slip) == asked
        # And it is an office that goes on.
        code = report(visitor, "told to the restored office")
        assert "told to the restored office" in come_back(visitor, code).body
        visitor.close()


def _slip(visitor: Visitor, code: str) -> str:
    come_back(visitor, code)
    shown = visitor.post("/page/", {"do": "slip"})
    if shown.status in (302, 303):
        shown = visitor.get(shown.headers["Location"])
    groups = re.findall(r"<span>([0-9A-Z]{4})</span>", shown.body)
    assert len(groups) == 3, shown.text
    return "".join(groups)


@pytest.mark.xdist_group("serving")
def test_restore_cut_off_anywhere_leaves_no_office_or_all_of_it(tmp_path: Path) -> None:
    chance = random.Random(20180111)  # noqa: S311 - moments of a test, no secret
    vault = Vault(tmp_path)
    # On PostgreSQL this is also the move of an office that SQLite kept.
    source, from_ = tmp_path / "office", "sqlite"
    command("init", "--demo", "--data", str(source), database=from_)
    vault.begin(source, from_)
    parts = vault.back_up(source, from_)
    data, database = tmp_path / "restored", empty_database()
    words = vault.words(parts, data)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "havenline", "office", *words],
            env=_environment(database), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.4, 2.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if (data / "office.toml").exists():
            break
        said = command("run", "--data", str(data), database=database, status=2)
        assert "stopped half-way" in said or "holds no office" in said
    if not (data / "office.toml").exists():
        command(*words, database=database)
    assert "already holds an office" in command(*words, database=database, status=2)
    done = subprocess.run(
        [sys.executable, "-m", "havenline", "ledger", "verify", "--data", str(data)],
        env=_environment(database), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.xdist_group("serving")
def test_nothing_is_restored_over_a_founded_office(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    data, database = tmp_path / "office", empty_database()
    command("init", "--demo", "--data", str(data), database=database)
    vault.begin(data, database)
    parts = vault.back_up(data, database)
    before = (data / "office.toml").read_bytes(), (data / "secrets" / "pepper").read_bytes()
    assert "was not touched" in command(*vault.words(parts, data), database=database, status=2)
    assert ((data / "office.toml").read_bytes(), (data / "secrets" / "pepper").read_bytes()) == before
    if database != "sqlite":
        # Another directory, the same database.
        elsewhere = vault.words(parts, tmp_path / "elsewhere")
        assert "already holds an office" in command(*elsewhere, database=database, status=2)


@pytest.mark.xdist_group("serving")
def test_damaged_part_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    vault, data, database = Vault(tmp_path), tmp_path / "office", empty_database()
    command("init", "--demo", "--data", str(data), database=database)
    vault.begin(data, database)
    parts = vault.back_up(data, database)
    empty, target = empty_database(), tmp_path / "restored"
    for part, path in parts.items():
        whole = path.read_bytes()
        # The last byte: all before it has been read and found good by then.
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        said = command(*vault.words(parts, target), database=empty, status=2)
        assert f"{path}` is damaged or was changed" in said, part
        assert not target.exists()
        path.write_bytes(whole)
    assert "Nothing was written" in command(*vault.words(parts, target), "--rehearse", database=empty)
    assert not target.exists()
