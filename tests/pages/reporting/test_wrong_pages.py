"""Pages for what went wrong: in the reader's language, with a way back to where the reader was."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.test.client import RequestFactory
from django.utils.translation import override

from havenline.web.views import went_wrong
from tests.people import Office, sign_in

# Where somebody is -> where the way back leads, and the language.
PLACES = {
    "/": ("/", "en"),
    "/es/": ("/es/", "es"),
    "/desk/": ("/desk/", "en"),
    "/es/desk/": ("/es/desk/", "es"),
}


def ways_back(answer: Any) -> list[str]:
    return re.findall(r'<a class="go" href="([^"]*)"', answer.content.decode())


def led(answer: Any, place: str) -> None:
    """Fail unless the page leads back to where the reader was, and does not say who the reader is."""
    home, language = PLACES[place]
    text = answer.content.decode()
    assert ways_back(answer) == [home]
    assert f'<html lang="{language}">' in text
    assert ('class="desk"' in text, 'id="leave"' in text) == ("desk" in place, "desk" not in place)


@pytest.mark.parametrize("place", PLACES)
def test_nothing_here_leads_back_in_the_same_language(outsider: Client, place: str) -> None:
    answer = outsider.get(place + "nothing/here/")
    assert answer.status_code == 404
    led(answer, place)


@pytest.mark.parametrize("place", PLACES)
def test_too_many_fields_lead_back_in_the_same_language(outsider: Client, place: str) -> None:
    address = place if "desk" in place else place + "open/"
    answer = outsider.post(address, {f"f{number}": "x" for number in range(500)})
    assert answer.status_code == 400
    led(answer, place)


@pytest.mark.parametrize("place", PLACES)
def test_an_old_form_leads_back_in_the_same_language(office: Office, place: str) -> None:
    address = place if "desk" in place else place + "open/"
    strict = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site"})
    answer = strict.post(address, {})
    assert answer.status_code == 403
    led(answer, place)


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_leads_back_in_the_same_language(place: str) -> None:
    with override(PLACES[place][1]):
        answer = went_wrong(RequestFactory().get(place))
    assert answer.status_code == 500
    led(answer, place)


def test_a_wrong_page_of_a_desk_knows_no_reader(office: Office, outsider: Client) -> None:
    theirs = sign_in(Client(), office.vera).get("/desk/nothing/here/")
    assert theirs.content == outsider.get("/desk/nothing/here/").content


# Address -> the methods it answers.
ASKED = {
    "/": "GET, HEAD",
    "/read/": "GET, HEAD",
    "/next/": "GET, HEAD, POST",
    "/open/": "GET, HEAD, POST",
    "/page/": "GET, HEAD, POST",
    "/leave/": "GET, HEAD",
    "/desk/": "GET, HEAD, POST",
}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("address", ASKED)
def test_an_odd_method_is_answered_with_a_page(outsider: Client, address: str, method: str) -> None:
    answer = outsider.generic(method, address)
    assert (answer.status_code, answer.headers["Allow"]) == (405, ASKED[address])
    led(answer, "/desk/" if "desk" in address else "/")
    assert len(answer.content) % 4096 == 0
