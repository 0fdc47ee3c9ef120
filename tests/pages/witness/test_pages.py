"""Anybody may check the ledger, and learns nothing from it but that it grew."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from havenline.witness import actions, queries, verifier
from havenline.witness.models import Checkpoint
from tests.people import Office
from tests.unit.witness.watching import Watcher

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(office: Office) -> Checkpoint:
    return actions.publish(at=timezone.now())


@pytest.mark.parametrize("language", ["", "/es"])
def test_before_the_first_night_the_page_says_so(office: Office, outsider: Client, language: str) -> None:
    text = outsider.get(f"{language}/ledger/").content.decode()
    assert "each night" in text or "cada noche" in text
    assert "check.py" not in text


@pytest.mark.parametrize("language", ["", "/es"])
def test_the_page_shows_what_was_signed(signed: Checkpoint, outsider: Client, language: str) -> None:
    text = outsider.get(f"{language}/ledger/").content.decode()
    assert bytes(signed.root).hex() in text
    assert "havenline/ledger/" in text
    assert len(re.findall("<h1", text)) == 1


def test_a_witness_is_shown_by_name(signed: Checkpoint, outsider: Client, tmp_path: Path) -> None:
    watcher = Watcher(tmp_path)
    actions.add("<b>Harbor Outreach</b> (invented)", watcher.line, by="", at=timezone.now())
    assert "Harbor Outreach" not in outsider.get("/ledger/").content.decode()
    actions.take(watcher.watch(), by="", at=timezone.now())
    text = outsider.get("/ledger/").content.decode()
    assert "&lt;b&gt;Harbor Outreach&lt;/b&gt; (invented)" in text


def test_the_files_are_the_ones_of_the_texts(signed: Checkpoint, outsider: Client) -> None:
    found = outsider.get("/ledger/checkpoint")
    assert found.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert found.content.decode() == queries.written(signed)
    assert outsider.get("/ledger/since/0").content.decode() == queries.since(0)
    tile = outsider.get(f"/ledger/tile/0/000.p/{signed.size}")
    assert (tile.headers["Content-Type"], len(tile.content)) == ("application/octet-stream", 32 * signed.size)
    assert outsider.get("/ledger/check.py").content == Path(verifier.__file__).read_bytes()


MISSING = ["since/99999", "since/-1", "tile/0/000", "tile/9/000", "tile/entries/000", "tile/0/x", "nothing"]


@pytest.mark.parametrize("address", MISSING)
def test_what_was_not_signed_is_not_there(signed: Checkpoint, outsider: Client, address: str) -> None:
    missing = outsider.get("/nothing/here/")
    found = outsider.get(f"/ledger/{address}")
    assert (found.status_code, found.content) == (404, missing.content)


def test_no_entry_can_be_fetched(signed: Checkpoint, outsider: Client) -> None:
    """Entries say who acted when; only their hashes are public."""
    for address in ("checkpoint", "since/0", f"tile/0/000.p/{signed.size}", ""):
        assert b'"act"' not in outsider.get(f"/ledger/{address}").content


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent(signed: Checkpoint, outsider: Client, method: str) -> None:
    for address in ("", "checkpoint", "since/0", "check.py"):
        assert getattr(outsider, method)(f"/ledger/{address}").status_code == 405


def test_the_program_runs_without_this_house(signed: Checkpoint, outsider: Client, tmp_path: Path) -> None:
    """As an outsider has it: one file, in a folder of its own, that cannot import anything of ours."""
    program = tmp_path / "check.py"
    program.write_bytes(outsider.get("/ledger/check.py").content)
    (tmp_path / "checkpoint").write_bytes(outsider.get("/ledger/checkpoint").content)
    (tmp_path / "proof").write_text(queries.proof(0))
    key = re.findall(r"<code>(havenline/ledger/[^<]+)</code>", outsider.get("/ledger/").content.decode())[0]

    def run(*given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", str(program), *given],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    told = run("checkpoint", "checkpoint", "--key", key)
    assert (told.returncode, f"had {signed.size} entries" in told.stdout) == (0, True)
    told = run("proof", "proof", "--key", key)
    assert (told.returncode, '"act":' in told.stdout) == (0, True)
    made = run("newkey", "own", "--name", "example.org/w")
    assert made.returncode == 0
    (tmp_path / "request").write_bytes(outsider.get("/ledger/since/0").content)
    told = run(
        *("witness", "request", "--key", key, "--own-key", "own", "--state", "state", "--out", "signed")
    )
    assert told.returncode == 0, told.stderr
    actions.add("Harbor Outreach (invented)", made.stdout.strip(), by="", at=timezone.now())
    assert actions.take((tmp_path / "signed").read_text(), by="", at=timezone.now())
    told = run("checkpoint", "signed", "--key", key, "--witness", made.stdout.strip())
    assert "seen by example.org/w" in told.stdout
    (tmp_path / "proof").write_text(queries.proof(0).replace("index 0", "index 1"))
    told = run("proof", "proof", "--key", key)
    assert (told.returncode, told.stderr.startswith("NOT PROVED: ")) == (1, True)
    (tmp_path / "proof").write_bytes(queries.proof(0).rstrip().replace("\n", "\r\n").encode())
    assert run("proof", "proof", "--key", key).returncode == 0, "copied from a page on another system"
    told = run("proof", "nowhere", "--key", key)
    assert (told.returncode, told.stderr.startswith("cannot be read: ")) == (2, True)
