"""Coming back: the code opens its own report and nothing else tells whether there is one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from havenline import config
from havenline.reporting.models import Report
from havenline.reporting.throttle import MISSES
from havenline.reporting.views import thread
from havenline.vault import codes, sessions
from havenline.vault.models import ReporterSession
from tests.pages.reporting.way import WORDS, Way, report_of
from tests.stopped import StoppedClock

COOKIE = "__Host-page"

# As people type a code.
FORMS = ("{0}", "{1}", "{2}", "  {2}\t", "{3}")


@pytest.mark.parametrize("form", FORMS)
def test_the_code_is_read_as_people_type(way: Way, form: str) -> None:
    code = way.report()
    spaced = code.shown.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    typed = form.format(code.shown, code.shown.lower(), code.symbols, spaced)
    page = Client().post("/open/", {"code": typed}, follow=True).content.decode()
    assert WORDS in page


def test_the_cookie_is_strict_and_ends_with_the_browser(way: Way) -> None:
    code = way.report()
    assert way.client.cookies == {}
    answer = way.client.post("/open/", {"code": code.shown})
    cookie = answer.cookies[COOKIE]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        True,
        True,
        "Strict",
        "/",
    )
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
    assert code.symbols not in str(answer.headers) + cookie.value


def told(answer: Any) -> tuple[Any, ...]:
    """All that an answer shows but the value of its cookie."""
    cookie = answer.cookies[COOKIE]
    kept = {**cookie, "letters": len(cookie.value)}
    return answer.status_code, answer.content, sorted(answer.headers.items()), sorted(kept.items())


def test_a_miss_answers_with_the_bytes_of_a_hit(way: Way) -> None:
    hit = Client().post("/open/", {"code": way.report().shown})
    miss = Client().post("/open/", {"code": codes.new_code().shown})
    assert told(hit) == told(miss)
    assert ReporterSession.objects.count() == 2


def test_a_miss_opens_nothing(outsider: Client) -> None:
    page = outsider.post("/open/", {"code": codes.new_code().shown}, follow=True)
    assert "Nothing opens with this code" in page.content.decode()
    assert outsider.cookies[COOKIE].value == ""
    assert ReporterSession.objects.count() == 0


# What cannot be a code, whoever has which report.
MISTYPED = ("", "7K2Q", "7K2Q-D9MX-4TRA-0000-0000", "U" * 20, "\0", "x" * 5_000, "\u202e\u2066")


@pytest.mark.parametrize("typed", MISTYPED)
def test_a_typo_is_told_before_any_look_up(
    outsider: Client, typed: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = outsider.post("/open/", {"code": typed})
    assert answer.status_code == 422
    assert "not a whole code" in answer.content.decode()
    assert (typed or "nothing typed") not in answer.content.decode()


def test_a_code_that_keeps_missing_fills_no_table(outsider: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread.throttle, "clock", StoppedClock())
    code = codes.new_code().shown
    answers = [outsider.post("/open/", {"code": code}) for _ in range(3 * MISSES)]
    assert ReporterSession.objects.count() == MISSES
    assert told(answers[-1]) == told(answers[0])


def test_others_misses_slow_nobody(way: Way) -> None:
    code = way.report()
    for _ in range(50):
        Client().post("/open/", {"code": codes.new_code().shown})
    assert WORDS in way.come_back(code).content.decode()


def test_a_code_tried_too_early_opens_once_it_is_sent(way: Way) -> None:
    way.walk_to("tell")
    code = way.code
    for _ in range(20):
        Client().post("/open/", {"code": code.shown})
    way.send()
    assert WORDS in way.come_back(code).content.decode()


def test_after_ten_idle_minutes_the_code_is_asked_again(way: Way) -> None:
    code = way.report()
    row = report_of(code)
    keyring = codes.reporter_keyring(code, config.read_secret("pepper"))
    for minutes, opens in ((9, True), (12, False)):
        begun = timezone.now() - timedelta(minutes=minutes)
        browser = Client()
        browser.cookies[COOKIE] = sessions.begin_reporter(row.id, keyring, now=begun)
        assert (WORDS in browser.get("/page/").content.decode()) is opens


# Cookies that open nothing.
COOKIES = ("", "x", "A" * 64, "\u00e9" * 64, "=" * 64)


@pytest.mark.parametrize("value", COOKIES)
def test_a_made_up_cookie_asks_for_the_code(outsider: Client, value: str) -> None:
    outsider.cookies[COOKIE] = value
    page = outsider.get("/page/").content.decode()
    assert "Type your code" in page


def test_a_session_opens_only_its_own_report(way: Way) -> None:
    mine, other = way.report(), Way().report(words="Somebody else's words.")
    pepper = config.read_secret("pepper")
    browser = Client()
    browser.cookies[COOKIE] = sessions.begin_reporter(
        report_of(other).id, codes.reporter_keyring(mine, pepper), now=timezone.now()
    )
    page = browser.get("/page/").content.decode()
    assert "Nothing opens with this code" in page
    assert Report.objects.count() == 2


def test_leaving_ends_the_session_itself(way: Way) -> None:
    way.come_back(way.report())
    value = way.client.cookies[COOKIE].value
    answer = way.client.get("/leave/")
    assert answer.status_code == 303
    assert way.client.cookies[COOKIE].value == ""
    assert ReporterSession.objects.count() == 0
    way.client.cookies[COOKIE] = value
    assert "Type your code" in way.client.get("/page/").content.decode()
