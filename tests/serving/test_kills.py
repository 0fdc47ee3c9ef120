"""The plug is pulled in the middle: every acknowledged report opens, and nothing stands half-written."""

from __future__ import annotations

import http.client
import os
import random
import subprocess
import sys
import threading
import time

import pytest

from tests.reporter import code_on, come_back, send, walk_to_tell
from tests.running import RunningOffice, running_office
from tests.visitor import Visitor

KILLS = int(os.environ.get("HAVENLINE_TEST_KILLS", "6"))
CLIENTS = 6

# One row of each for every report; asked of the database after the last kill.
_WHOLE = """
import django, json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "havenline.settings"
django.setup()
from havenline import ledger
from havenline.ledger.models import Entry
from havenline.protection.models import Enrolment
from havenline.reporting.models import Report
from havenline.vault.models import Subject, Wrap
from havenline.wall.models import Item
reports = list(Report.objects.all())
received = [e for e in Entry.objects.all() if json.loads(bytes(e.body))["act"] == "report.received"]
print(json.dumps({
    "reports": len(reports),
    "received": len(received),
    "subjects": Subject.objects.count(),
    "items": Item.objects.count(),
    "enrolments": Enrolment.objects.count(),
    "wraps": Wrap.objects.filter(object_id__in=[r.id for r in reports]).count(),
    "sound": ledger.verify().is_whole,
}))
"""


def _people(office: RunningOffice, ended: threading.Event) -> tuple[list[threading.Thread], dict, dict]:
    acknowledged: dict[str, str] = {}
    tried: dict[str, str] = {}

    def keep_telling(number: int) -> None:
        count = 0
        while not ended.is_set():
            visitor = Visitor(office.address)
            try:
                page = walk_to_tell(visitor)
                code, words = code_on(page), f"person {number} tells for the {count} time"
                tried[code] = words
                if send(visitor, page, words).status == 200:
                    acknowledged[code] = words
                count += 1
            except (OSError, http.client.HTTPException, IndexError, AssertionError):
                time.sleep(0.05)
            finally:
                visitor.close()

    threads = [threading.Thread(target=keep_telling, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    return threads, acknowledged, tried


@pytest.mark.xdist_group("serving")
def test_kills_at_random_lose_no_acknowledged_report() -> None:
    chance = random.Random(20180111)  # noqa: S311 - moments of a test, no secret
    with running_office() as office:
        before = _count(office)
        ended = threading.Event()
        threads, acknowledged, tried = _people(office, ended)
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.2, 1.2))
            office.kill("web")
        time.sleep(0.5)
        ended.set()
        for thread in threads:
            thread.join()
        assert len(acknowledged) > KILLS

        opened = {}
        for code, words in tried.items():
            visitor = Visitor(office.address)
            page = come_back(visitor, code)
            visitor.close()
            if words in page.body:
                opened[code] = words
        assert {code: opened.get(code) for code in acknowledged} == acknowledged
        counts = _count(office)

    assert counts["sound"], counts
    # Demo data brings protected people and items of its own.
    grown = {name: counts[name] - before[name] for name in counts}
    assert grown["reports"] == len(opened) == grown["received"] == grown["items"]
    assert grown["subjects"] == grown["enrolments"] == len(opened)
    assert grown["wraps"] == 2 * len(opened)


def _count(office: RunningOffice) -> dict:
    import json

    asked = subprocess.run(
        [sys.executable, "-c", _WHOLE],
        env=office.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(asked.stdout)
