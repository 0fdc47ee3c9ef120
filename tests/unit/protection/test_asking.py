"""Whoever asks gets the keeper's whole answer or a hold, and a person's code never leaves the page."""

from __future__ import annotations

import json
import shutil
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from havenline import config, protection
from havenline.policy import load
from havenline.protection import CodeOffered, decision, wire
from havenline.protection.gate import CLEAR, ItemAsked, PersonAsked, Query
from havenline.protection.plain import written
from havenline.vault import codes
from tests.unit.protection.people import ROSA_ASKED, SOLD, question

ASKED = question(role="none", items=(ItemAsked("a camera", source="own"),))
CLEARED = decision.answer(ASKED, pack=load(), known=(), walled=frozenset())


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """A listening socket where the keeper's would be."""
    folder = config.load().keeper
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    with wire.listening(folder) as found:
        yield found
    shutil.rmtree(folder)


@contextmanager
def saying(door: socket.socket, content: bytes, *, hang_up: bool = True) -> Iterator[None]:
    """Somebody who reads a question and says this."""
    done = threading.Event()

    def speak() -> None:
        caller, _ = door.accept()
        with caller:
            caller.recv(1_000_000)
            caller.sendall(content)
            if not hang_up:
                done.wait(30)

    thread = threading.Thread(target=speak)
    thread.start()
    yield
    done.set()
    thread.join()


def framed(value: object) -> bytes:
    content = json.dumps(value).encode()
    return struct.pack(">I", len(content)) + content


def test_a_whole_answer_is_taken(door: socket.socket) -> None:
    with saying(door, framed(written(CLEARED))):
        found = protection.screen(ASKED)
    assert found == CLEARED
    assert found.charges[0].answer == CLEAR


OTHER_CHARGE = decision.answer(
    question(None, replace(SOLD, raw="PC 602"), role="none"), pack=load(), known=(), walled=frozenset()
)
WRONG = {
    "nothing": b"",
    "half a length": b"\0\0",
    "half an answer": framed(written(CLEARED))[:-5],
    "no JSON": struct.pack(">I", 3) + b"{{{",
    "too long": struct.pack(">I", 2**31),
    "another shape": framed({"charges": "clear"}),
    "an unknown word": framed(json.loads(json.dumps(written(CLEARED)).replace('"clear"', '"fine"'))),
    "the answer to another question": framed(written(OTHER_CHARGE)),
    "no charges at all": framed({**written(CLEARED), "charges": []}),
    "no items at all": framed({**written(CLEARED), "items": []}),
}


@pytest.mark.parametrize("content", WRONG.values(), ids=list(WRONG))
def test_any_other_answer_is_a_hold(door: socket.socket, content: bytes) -> None:
    with saying(door, content):
        assert protection.screen(ASKED) == decision.held(ASKED, pack=load())


@pytest.mark.parametrize("content", [b"", framed(written(CLEARED))[:20]], ids=["silence", "half"])
def test_a_keeper_who_falls_silent_is_a_hold(door: socket.socket, content: bytes) -> None:
    with saying(door, content, hang_up=False):
        assert protection.screen(ASKED, timeout=0.3) == decision.held(ASKED, pack=load())


def test_nobody_there_is_a_hold() -> None:
    shutil.rmtree(config.load().keeper, ignore_errors=True)
    assert protection.screen(ASKED) == decision.held(ASKED, pack=load())


def test_a_long_way_to_the_door_is_no_hindrance(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("x" * 150)
    with wire.listening(folder), wire.address(folder) as path, socket.socket(socket.AF_UNIX) as caller:
        caller.connect(path)


CODE = codes.new_code().shown
WITH_CODE = [
    ("slip", replace(ASKED, slip=CODE)),
    ("slip, small and together", replace(ASKED, slip=CODE.replace("-", "").lower())),
    ("reference", replace(ASKED, reference=CODE)),
    ("name", replace(ASKED, person=PersonAsked(f"Rosa {CODE}", "1994-03-09"))),
    ("number", replace(ASKED, person=PersonAsked(numbers=(("local_id", CODE),)))),
    ("charge", replace(ASKED, charges=(SOLD, replace(SOLD, raw=f"PC 211 {CODE}")))),
    ("item", replace(ASKED, items=(ItemAsked(f"code {CODE}"),))),
    ("reference of an item", replace(ASKED, items=(ItemAsked("x", CODE),))),
]


@pytest.mark.parametrize("query", [row[1] for row in WITH_CODE], ids=[row[0] for row in WITH_CODE])
def test_a_code_in_any_field_is_refused_before_it_is_sent(door: socket.socket, query: Query) -> None:
    with pytest.raises(CodeOffered) as met:
        protection.screen(query)
    assert CODE[:9] not in str(met.value)
    door.setblocking(False)
    with pytest.raises(BlockingIOError):
        door.accept()


def test_names_slips_and_charges_are_no_codes(door: socket.socket) -> None:
    harmless = replace(
        ASKED,
        slip=codes.new_slip(),
        person=replace(ROSA_ASKED, numbers=(("phone", "415-555-0134"), ("state_id", "D1234987"))),
    )
    with saying(door, framed(written(CLEARED))):
        assert protection.screen(harmless) == CLEARED
