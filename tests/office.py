"""A fresh office for every test process: a data directory with secrets of its own, gone at the end.

Loaded as a pytest plugin before Django reads its settings; each parallel worker gets an office of its own.
`python -m tests.office COMMAND ...` runs any other command that needs one (the type checker reads settings).
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest


def make_secrets(data: Path) -> None:
    """The secret files of an office, as `havenline office init` makes them."""
    folder = data / "secrets"
    folder.mkdir(mode=0o700, parents=True)
    for name in ("django-key", "pepper", "keeper-key"):
        path = folder / name
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")


DATA = Path(tempfile.mkdtemp(prefix="havenline-test-"))
make_secrets(DATA)
os.environ["HAVENLINE_DATA"] = str(DATA)
if address := os.environ.get("HAVENLINE_TEST_DATABASE"):
    os.environ["HAVENLINE_DATABASE"] = address
os.environ["HAVENLINE_HOSTS"] = "127.0.0.1,localhost,testserver"
atexit.register(shutil.rmtree, DATA, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _built_style_sheets() -> None:
    """Pages name style sheets by content hash: the names exist once the sheets are collected."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


if __name__ == "__main__":
    sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)
