"""A process that stands still, as in a lock that nobody opens, is replaced by one that goes on."""

from __future__ import annotations

import os
import signal
import sqlite3
import time

import psycopg
import pytest

from tests.running import RunningOffice, running_office
from tests.visitor import Visitor


@pytest.mark.xdist_group("serving")
def test_a_web_process_that_answers_nothing_is_replaced() -> None:
    with running_office(silence=4) as office:
        still = office.child("web")
        os.kill(still, signal.SIGSTOP)
        visitor = Visitor(office.address)
        visitor.connection.timeout = 1
        for _ in range(60):
            try:
                if visitor.get("/").status == 200:
                    break
            except OSError:
                visitor.close()
                time.sleep(0.5)
        else:
            raise TimeoutError(office.said.read_text(errors="replace"))
        visitor.close()
        assert office.child("web") != still
        assert "web does not answer, ending it" in office.said.read_text(errors="replace")


@pytest.mark.xdist_group("serving")
def test_a_web_process_that_answers_is_left_alone() -> None:
    with running_office(silence=4) as office:
        first = office.child("web")
        time.sleep(6)
        assert office.child("web") == first


@pytest.mark.xdist_group("serving")
def test_a_worker_that_stands_still_is_replaced() -> None:
    with running_office(silence=4) as office:
        still = office.child("worker")
        os.kill(still, signal.SIGSTOP)
        new_child(office, "worker", than=still)
        assert "worker does not answer, ending it" in office.said.read_text(errors="replace")


@pytest.mark.xdist_group("serving")
def test_a_worker_that_falls_is_started_again() -> None:
    """And it does its work: what was begun by the one before, too."""
    with running_office() as office:
        until_due(office, after="2020-01-01")
        fallen = office.child("worker")
        ask(office, "UPDATE work_task SET due_at = '2020-01-01', begun_at = '2020-01-01'")
        os.kill(fallen, signal.SIGKILL)
        new_child(office, "worker", than=fallen)
        until_due(office, after="2020-01-01")


def ask(office: RunningOffice, statement: str) -> object:
    """Run a statement on the office's database; the first value it gives, None where there is none yet."""
    try:
        if office.database == "sqlite":
            with sqlite3.connect(office.data / "office.sqlite3") as file:
                row = file.execute(statement).fetchone()
        else:
            with psycopg.connect(office.database) as server:
                asked = server.execute(statement)
                row = asked.fetchone() if asked.description else None
    except (sqlite3.OperationalError, psycopg.errors.UndefinedTable):
        return None
    return row[0] if row else None


def until_due(office: RunningOffice, *, after: str) -> None:
    """Wait until periodic work is due later than `after`; raises TimeoutError."""
    for _ in range(200):
        due = ask(office, "SELECT due_at FROM work_task WHERE name = 'vault.purge_sessions' LIMIT 1")
        if due is not None and str(due) > after:
            return
        time.sleep(0.1)
    raise TimeoutError(office.said.read_text(errors="replace"))


def new_child(office: RunningOffice, name: str, *, than: int) -> int:
    """The process that took the place of another; raises TimeoutError."""
    for _ in range(300):
        try:
            if office.child(name) != than:
                return office.child(name)
        except (LookupError, OSError):
            pass
        time.sleep(0.1)
    raise TimeoutError(office.said.read_text(errors="replace"))
