"""A web process that stands still, as in a lock that nobody opens, is replaced by one that answers."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.running import running_office
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
