"""The gate is answered by a process of its own, and by a hold when there is none."""

from __future__ import annotations

import json
import shutil
import stat
import struct
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from havenline import config, protection
from havenline.policy import load
from havenline.protection import decision
from havenline.protection.facts import Identifiers
from havenline.protection.gate import BARRED, HOLD, UNSOUGHT, GateAnswer, PersonAsked
from havenline.protection.models import Enrolment
from havenline.protection.plain import written
from havenline.vault import codes
from tests.people import Office
from tests.unit.protection.conftest import protect
from tests.unit.protection.people import REPORTED, ROSA, question
from tests.unit.protection.running import keeper_files, knock, running_keeper, second_keeper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _fresh_folder(office: Office) -> Iterator[None]:
    shutil.rmtree(config.load().keeper, ignore_errors=True)
    yield
    shutil.rmtree(config.load().keeper, ignore_errors=True)


def answers(found: GateAnswer) -> list[str]:
    return [charge.answer for charge in found.charges]


def test_protection_bars_at_once_without_waiting_for_the_keeper() -> None:
    protect(REPORTED, ROSA)
    with running_keeper():
        assert answers(protection.screen(question())) == [BARRED]
        # Written while the keeper runs, asked in the same breath.
        protect(REPORTED, Identifiers(names=("Ines Invented Mora",), born="1990-05-05"))
        asked = question(PersonAsked("Mora, Inés Invented", "1990-05-05"))
        assert answers(protection.screen(asked)) == [BARRED]


def test_without_a_keeper_everything_is_held() -> None:
    protect(REPORTED, ROSA)
    asked = question()
    found = protection.screen(asked)
    assert answers(found) == [HOLD]
    assert written(found) == written(replace(decision.held(asked, pack=load()), neutral=UNSOUGHT))
    # A door that nobody stands behind is the same.
    with running_keeper() as process:
        process.kill()
        process.wait()
        assert protection.screen(asked) == found


def test_rows_are_marked_read_and_a_new_keeper_knows_them() -> None:
    protect(REPORTED, ROSA)
    with running_keeper():
        assert answers(protection.screen(question())) == [BARRED]
        end = time.monotonic() + 30
        while Enrolment.objects.filter(read=False).exists() and time.monotonic() < end:
            time.sleep(0.05)
        assert not Enrolment.objects.filter(read=False).exists()
    with running_keeper():
        assert answers(protection.screen(question())) == [BARRED]


GARBAGE = [
    b"",
    b"\x00\x00",
    b"GET / HTTP/1.1\r\n\r\n",
    struct.pack(">I", 5) + b"{]]]]",
    struct.pack(">I", 2) + b"[]",
    struct.pack(">I", 4) + b"null",
    struct.pack(">I", 6) + b'"\xff\xff\xff"',
    struct.pack(">I", 100) + b"{}",
    struct.pack(">I", 200_000) + b"[" * 200_000,
    struct.pack(">I", 2**31) + b"x" * 100_000,
]


def framed(value: object) -> bytes:
    content = json.dumps(value).encode()
    return struct.pack(">I", len(content)) + content


def test_garbage_gets_no_answer_and_ends_nothing() -> None:
    protect(REPORTED, ROSA)
    good = written(question())
    wrong = [
        {**good, "role": "suspect"},
        {**good, "day": "tomorrow"},
        {**good, "person": {"name": 5}},
        {**good, "story": "invented"},
        {**good, "charges": [good["charges"][0]] * 101},
        {**good, "items": [{"label": "x" * 501}]},
    ]
    with running_keeper() as process:
        for content in [*GARBAGE, *map(framed, wrong)]:
            assert knock(content) == b""
        assert process.poll() is None
        assert answers(protection.screen(question())) == [BARRED]


def test_of_many_cases_that_show_one_slip_one_is_answered() -> None:
    handle = protect(REPORTED)
    with transaction.atomic():
        slip = protection.give_slip(handle)
    with running_keeper(), ThreadPoolExecutor(6) as threads:
        queries = [question(None, slip=slip, case=f"{number:064x}") for number in range(6)]
        found = list(threads.map(protection.screen, queries))
    connections.close_all()
    assert sorted(answer for each in found for answer in answers(each)) == [BARRED] + [HOLD] * 5


def test_door_and_file_are_the_keepers_alone() -> None:
    with running_keeper():
        folder = config.load().keeper
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert {"gate.sock", "keeper.sqlite3"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_two_keepers_never_hold_one_folder() -> None:
    with running_keeper() as first:
        assert "another keeper holds" in second_keeper()
        assert first.poll() is None
        assert answers(protection.screen(question())) == [HOLD]


def test_a_keeper_with_another_secret_does_not_start() -> None:
    protect(REPORTED, ROSA)
    path = config.load().secrets / "keeper-key"
    kept = path.read_text()
    path.write_text("00" * 32)
    try:
        assert "is not that of the key in the directory" in second_keeper()
    finally:
        path.write_text(kept)
    assert answers(protection.screen(question())) == [HOLD]


CANARIES = ("Zzyzxina", "Quuxcanary", "1971-02-03", "4155559876", "D1234987", "robbery", "current")


def test_no_name_number_fact_or_slip_stands_in_clear() -> None:
    known = Identifiers(
        names=("Zzyzxina Quuxcanary",),
        born="1971-02-03",
        numbers=(("phone", "415-555-9876"), ("state_id", "D1234987")),
    )
    handle = protect(REPORTED, known)
    with transaction.atomic():
        slip = protection.give_slip(handle)
    with running_keeper():
        asked = question(PersonAsked("Zzyzxina Quuxcanary", "1971-02-03"), slip=slip)
        assert answers(protection.screen(asked)) == [BARRED]
        office = Path(str(connection.settings_dict["NAME"]))
        files = [*office.parent.glob(office.name + "*"), *keeper_files()]
        kept = b"\0".join(path.read_bytes() for path in files).lower()
    secret = [*CANARIES, slip, codes.read_slip(slip), handle]
    assert len(files) >= 4
    assert [text for text in secret if text.lower().encode() in kept] == []
    assert b"keeper" in kept  # what is searched does hold what was written
