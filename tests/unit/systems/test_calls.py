"""A call is let in by its token alone, done once, and refused without a word of what was sent."""

from __future__ import annotations

import json
import logging
import threading

import pytest
from django.db import connections
from django.test import Client

from havenline.systems import door
from havenline.systems.calls import HEADER
from havenline.systems.models import Call, System
from havenline.systems.throttle import AT_ONCE
from tests.people import Office
from tests.stopped import StoppedClock
from tests.systems import CaseSystem, codes_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unit.systems.urls")]
KEY = "a-key-of-the-case-system"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    door.THROTTLE.forget_all()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    stopped = StoppedClock()
    monkeypatch.setattr(door.THROTTLE, "clock", stopped)
    return stopped


@pytest.fixture
def system(office: Office) -> CaseSystem:
    return CaseSystem("cases:write")


def test_the_same_call_is_answered_with_the_same_bytes(system: CaseSystem) -> None:
    first = system.post("things", {"name": "One"}, key=KEY)
    again = system.post("things", {"name": "One"}, key=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert System.objects.filter(name="One").count() == 1


def test_another_order_is_the_same_call(system: CaseSystem) -> None:
    first = system.post("things", b'{"name": "One"}', key=KEY)
    assert system.post("things", b'{ "name":"One" }', key=KEY).content == first.content


def test_a_key_with_another_body_is_refused(system: CaseSystem) -> None:
    system.post("things", {"name": "One"}, key=KEY)
    found = system.post("things", {"name": "Two"}, key=KEY)
    assert (found.status_code, codes_of(found)) == (409, [("key_used", HEADER)])
    assert not System.objects.filter(name="Two").exists()


def test_two_tokens_may_use_one_key(system: CaseSystem, office: Office) -> None:
    other = CaseSystem("cases:write", name="Another")
    assert system.post("things", {"name": "One"}, key=KEY).status_code == 201
    assert other.post("things", {"name": "Two"}, key=KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "short", "x" * 81, "with a space in it it", "ключ-ключ-ключ-ключ"])
def test_a_call_needs_a_key_of_its_own(system: CaseSystem, key: str) -> None:
    headers = {"Authorization": f"Bearer {system.token}", HEADER: key}
    found = Client().post(
        "/api/v1/things", '{"name": "One"}', content_type="application/json", headers=headers
    )
    assert (found.status_code, codes_of(found)) == (422, [("no_idempotency_key", HEADER)])


def test_an_act_undone_keeps_no_answer(system: CaseSystem) -> None:
    """A name that is taken breaks the act: the call fails as ours, and may be sent again."""
    system.post("things", {"name": "One"})
    found = system.post("things", {"name": "One"}, key=KEY)
    assert (found.status_code, codes_of(found)) == (500, [("went_wrong", "")])
    assert Call.objects.count() == 1


def test_what_is_kept_opens_with_the_token_alone(system: CaseSystem) -> None:
    system.post("things", {"name": "Canary"}, key=KEY)
    row = Call.objects.get()
    kept = b"".join(bytes(part) for part in (row.sealed, row.key_hash, row.body_mac))
    assert b"Canary" not in kept
    assert KEY.encode() not in kept


@pytest.mark.django_db(transaction=True)
def test_fifty_of_one_call_at_once_are_one(office: Office) -> None:
    system = CaseSystem("cases:write")
    found: list[bytes] = []

    def send() -> None:
        try:
            while True:
                answer = system.post("things", {"name": "One"}, key=KEY)
                if answer.status_code not in (429, 503):
                    return found.append(answer.content)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found))) == (50, 1)
    assert json.loads(found[0])["name"] == "One"
    assert System.objects.filter(name="One").count() == 1


def test_whoever_is_not_let_in_sees_the_same_bytes(system: CaseSystem) -> None:
    from django.utils import timezone

    from havenline.systems import actions

    other_scope = CaseSystem("protections:write", name="Other").token
    revoked = CaseSystem("cases:write", name="Gone").token
    actions.revoke("Gone", by="", at=timezone.now())
    shown = [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer hvl_" + "A" * 43},
        {"Authorization": "Basic " + system.token},
        {"Authorization": f"Bearer {other_scope}"},
        {"Authorization": f"Bearer {revoked}"},
        {"Cookie": f"token={system.token}"},
    ]
    answers = [
        Client().post("/api/v1/things", "{", content_type="text/plain", headers=headers) for headers in shown
    ]
    told = {(one.status_code, one.content, tuple(sorted(one.headers.items()))) for one in answers}
    assert len(told) == 1
    [(status, content, headers)] = told
    assert status == 401
    assert len(content) % 4096 == 0
    assert ("WWW-Authenticate", "Bearer") in headers
    assert not any(one.cookies for one in answers)


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "unreadable"),
        (b"\xff", "application/json", 400, "unreadable"),
        (b'{"name": NaN}', "application/json", 400, "unreadable"),
        (b"[" * 100_000, "application/json", 400, "unreadable"),
        (b'{"name": "One"}', "text/plain", 415, "not_json"),
        (b"name=One", "application/x-www-form-urlencoded", 415, "not_json"),
        (b'{"name": "' + b"a" * 2_100_000 + b'"}', "application/json", 413, "too_large"),
        (b'{"name": "' + b"a" * 5_000_000 + b'"}', "application/json", 413, "too_large"),
        (b"", "application/json", 422, "missing"),
        (b"[]", "application/json", 422, "wrong_form"),
        (b'{"name": 7}', "application/json", 422, "wrong_form"),
        (b'{"name": "One", "secret": 1}', "application/json", 422, "unknown_field"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(
    system: CaseSystem, body: bytes, content_type: str, status: int, code: str
) -> None:
    found = system.post("things", body, content_type=content_type)
    assert found.headers["Content-Type"].startswith("application/json")
    assert (found.status_code, codes_of(found)[0][0]) == (status, code)
    assert not System.objects.filter(name="One").exists()


def test_a_fault_of_ours_tells_nothing(
    system: CaseSystem, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        found = system.post("things", {"name": "Fall"})
    assert (found.status_code, codes_of(found)) == (500, [("went_wrong", "")])
    assert "words of a person" not in found.content.decode() + capsys.readouterr().err


def test_one_token_that_hurries_is_slowed_alone(system: CaseSystem, clock: StoppedClock) -> None:
    other = CaseSystem("cases:write", name="Another")
    answers = [system.get("token") for _ in range(int(AT_ONCE) + 1)]
    assert [one.status_code for one in answers] == [200] * int(AT_ONCE) + [429]
    assert other.get("token").status_code == 200
    clock.now += int(answers[-1].headers["Retry-After"])
    assert system.get("token").status_code == 200


def test_calls_never_take_every_thread(system: CaseSystem) -> None:
    assert door.PLACES.take()
    assert door.PLACES.take()
    try:
        found = system.get("token")
        assert (found.status_code, codes_of(found)) == (503, [("busy", "")])
    finally:
        door.PLACES.leave()
        door.PLACES.leave()
    assert system.get("token").status_code == 200


def test_answers_long_kept_are_forgotten(system: CaseSystem) -> None:
    from datetime import timedelta

    from havenline.systems.tasks import forget_calls

    system.post("things", {"name": "One"})
    forget_calls()
    assert Call.objects.count() == 1
    row = Call.objects.get()
    Call.objects.update(day=row.day - timedelta(days=31))
    forget_calls()
    assert Call.objects.count() == 0
