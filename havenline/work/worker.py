"""The worker: a process of its own that does what the rooms asked for. It holds no key of anybody.

A few threads, so that a night's rebuild keeps no clock of a hold waiting.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from django.db import DatabaseError, connections
from django.utils import timezone

from havenline import config
from havenline.work import actions, declaring
from havenline.work.models import Task

THREADS = 4
_REST = 1.0  # seconds between two looks at the rows
_SETTLED = 60.0  # seconds between two looks at the periods
_LAST_BREATH = 8.0  # seconds for what runs when the worker is asked to end
# What the parent process looks at (`cli/watching.py`): a pulse that stands still is a worker that does.
PULSE = "worker.pulse"
LOCK = "worker.lock"
_log = logging.getLogger(__name__)


class WorkerRuns(Exception):  # noqa: N818 - named for what the reader met
    """Another worker already serves this office."""


class Worker:
    """Takes what is due and does it, a few at once."""

    def __init__(self, *, threads: int = THREADS) -> None:
        self._threads = threads
        self._running: dict[str, float] = {}  # task id -> when it counts as hanging, on `time.monotonic`
        self._turn = threading.Lock()
        self._pool = ThreadPoolExecutor(threads)
        self._is_first = True
        self._settle_at = 0.0

    @property
    def hangs(self) -> bool:
        """Whether some work has run longer than it may."""
        with self._turn:
            return any(time.monotonic() > limit for limit in self._running.values())

    def look(self) -> bool:
        """Begin what is due, as far as threads are free; whether anything was begun. Raises DatabaseError."""
        self._settle()
        begun = False
        while len(self._running) < self._threads:
            found = actions.begin_next(now=timezone.now())
            if found is None:
                return begun
            with self._turn:
                self._running[str(found.id)] = time.monotonic() + _longest(found.name).total_seconds()
            self._pool.submit(self._do, found)
            begun = True
        return begun

    def _settle(self) -> None:
        if self._is_first:
            actions.free_begun()
            self._is_first = False
        if time.monotonic() >= self._settle_at:
            actions.settle_periods(now=timezone.now())
            self._settle_at = time.monotonic() + _SETTLED

    def end(self, *, seconds: float) -> bool:
        """Begin no more and wait for what runs; whether all of it came to its end."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        limit = time.monotonic() + seconds
        while self._running and time.monotonic() < limit:
            time.sleep(0.02)
        return not self._running

    def _do(self, found: Task) -> None:
        try:
            _until_noted(found, fault=_fault_of(found))
        finally:
            connections.close_all()
            with self._turn:
                self._running.pop(str(found.id), None)


def run(found: Task) -> None:
    """Do one piece of work that was begun, and note how it went. Raises DatabaseError when it cannot be."""
    _note(found, fault=_fault_of(found))


def main() -> None:
    """Run the worker of this office until SIGTERM or SIGINT. Raises WorkerRuns.

    Needs Django set up. `havenline office run` starts it as a child.
    """
    folder = config.load().data
    lock = _locked(folder)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    worker = Worker()
    while not ended.is_set():
        begun = _looked(worker)
        if not worker.hangs:
            _beat(folder)
        if not begun:
            ended.wait(_REST)
    worker.end(seconds=_LAST_BREATH)
    os.close(lock)
    # A thread that still runs is not waited for: what it does is done again by the next worker.
    os._exit(0)


def _looked(worker: Worker) -> bool:
    try:
        return worker.look()
    except DatabaseError as fault:
        _log.error("the work cannot be read: %s", type(fault).__name__)
        connections.close_all()
        return False


def _fault_of(found: Task) -> Exception | None:
    try:
        kind = declaring.declared(found.name)
        if kind.do and found.about:
            kind.do(found.about)
        elif kind.do_again:
            kind.do_again()
    except Exception as fault:  # noqa: BLE001 - one piece of work that fails must not end the worker
        _log.exception("work failed")
        return fault
    return None


def _note(found: Task, *, fault: Exception | None) -> None:
    if fault:
        actions.failed(found, fault, now=timezone.now())
    else:
        actions.done(found, now=timezone.now())


def _until_noted(found: Task, *, fault: Exception | None) -> None:
    """Note it, and where the database does not answer, again until it does."""
    while True:
        try:
            return _note(found, fault=fault)
        except DatabaseError:
            connections.close_all()
            time.sleep(_REST)


def _longest(name: str) -> timedelta:
    try:
        return declaring.declared(name).longest
    except declaring.WorkUnknown:
        return declaring.LONGEST_RUN


def _locked(folder: Path) -> int:
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        os.close(lock)
        raise WorkerRuns(f"another worker serves the office in `{folder}`") from fault
    return lock


def _beat(folder: Path) -> None:
    try:
        (folder / PULSE).touch(mode=0o600)
    except OSError:
        return  # a full disk: the parent will see a pulse that stands still
