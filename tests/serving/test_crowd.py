"""64 people at once: no report is lost, and each code opens its own report and no other."""

from __future__ import annotations

import threading

import pytest

from tests.reporter import come_back, report
from tests.running import running_office
from tests.visitor import Visitor

CLIENTS = 64


@pytest.mark.xdist_group("serving")
def test_sixty_four_people_at_once_lose_nothing() -> None:
    codes: dict[int, str] = {}
    faults: list[BaseException] = []
    start = threading.Barrier(CLIENTS)

    with running_office() as office:

        def tell(number: int) -> None:
            visitor = Visitor(office.address)
            try:
                start.wait()
                codes[number] = report(visitor, f"the words of person {number} and no other")
            except BaseException as fault:  # noqa: BLE001 - told below, in the test's own thread
                faults.append(fault)
            finally:
                visitor.close()

        threads = [threading.Thread(target=tell, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert faults == []
        assert len(set(codes.values())) == CLIENTS
        for number, code in codes.items():
            visitor = Visitor(office.address)
            thread_page = come_back(visitor, code)
            visitor.close()
            assert f"the words of person {number} and no other" in thread_page.body
            assert thread_page.body.count("and no other") == 1
