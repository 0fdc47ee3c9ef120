"""Django's SQLite backend with a fair write lock, so that writers wait in line and none is refused.

SQLite lets one writer in at a time and makes the others poll: under load some poll for seconds and give up.
Here each write transaction first takes a file lock, which the kernel hands on in order, and only then begins.
Order that must not change: lock, BEGIN IMMEDIATE, ..., COMMIT or ROLLBACK, unlock.
"""

from __future__ import annotations

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base

# INVARIANT: FULL, or a power cut can take a commit that was already acknowledged to a person.
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=20000;"
)


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection, one lock file descriptor: a descriptor shared between threads would lock nothing."""

    _lock: int | None = None

    def _lock_path(self) -> str | None:
        name = str(self.settings_dict["NAME"])
        return None if ":memory:" in name or "mode=memory" in name else f"{name}-writers"

    def _take_lock(self) -> None:
        path = self._lock_path()
        if path is None or self._lock is not None:
            return
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        self._lock = descriptor

    def _drop_lock(self) -> None:
        # The file is left in place: removing it would let two writers lock two different files.
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_lock()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._drop_lock()
            raise

    def _commit(self) -> Any:
        # A commit that fails (disk full) leaves the transaction open: the lock stays until the rollback.
        result = super()._commit()  # type: ignore[misc]
        self._drop_lock()
        return result

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._drop_lock()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._drop_lock()
