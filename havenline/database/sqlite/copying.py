"""Copies a SQLite file that others write to, as it stood at one moment."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def copy(path: Path, *, to: Path) -> None:
    """Copy the file with SQLite's own backup, in one step: no writer interrupts it, and none waits for it.

    `to` is a new file for its owner alone. Raises sqlite3.Error, OSError.
    """
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    # Opened to write, or SQLite could not read the log of changes of a file whose last user is gone.
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target, pages=-1)
        # The copy is one file: without this it would ask for its log of changes.
        target.execute("PRAGMA journal_mode=DELETE")
