"""Many sign-ins at once: each is answered, and who reports does not wait for them."""

from __future__ import annotations

import threading

import pytest

from havenline.cli import demo
from tests.running import running_office
from tests.visitor import Visitor

SIGN_INS = 16
ANSWERS = {303, 403, 503}  # the desk opens, the passphrase is wrong, others are signing in


@pytest.mark.xdist_group("serving")
def test_sixteen_sign_ins_at_once_are_all_answered_while_the_portal_answers() -> None:
    statuses: list[int] = []
    faults: list[BaseException] = []
    start = threading.Barrier(SIGN_INS + 1)

    with running_office() as office:

        def sign_in(number: int) -> None:
            visitor = Visitor(office.address)
            try:
                page = visitor.get("/desk/")
                start.wait()
                for _ in range(3):
                    sent = visitor.send(page, name=f"nobody {number}", passphrase="no passphrase at all")
                    statuses.append(sent.status)
            except BaseException as fault:  # noqa: BLE001 - told below, in the test's own thread
                faults.append(fault)
            finally:
                visitor.close()

        threads = [threading.Thread(target=sign_in, args=(number,)) for number in range(SIGN_INS)]
        for thread in threads:
            thread.start()
        portal = Visitor(office.address)
        start.wait()
        pages = [portal.get("/").status for _ in range(20)]
        portal.close()
        for thread in threads:
            thread.join()

        assert faults == []
        assert pages == [200] * 20
        assert len(statuses) == 3 * SIGN_INS
        assert set(statuses) <= ANSWERS
        assert 403 in statuses

        visitor = Visitor(office.address)
        member = demo.members()[0]
        entered = visitor.send(visitor.get("/desk/"), name=member.sign_in_name, passphrase=member.passphrase)
        visitor.close()
        assert entered.status == 303
