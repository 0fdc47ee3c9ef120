"""A security key opens the desk at this site alone: a real browser, a virtual key, the real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.chromium import a_browser
from tests.browser.signing import PASSPHRASES, give_passphrase
from tests.browser.test_story import picture
from tests.running import RunningOffice, running_office

pytestmark = pytest.mark.xdist_group("serving")


@pytest.fixture(scope="module")
def office() -> Iterator[RunningOffice]:
    with running_office() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as running:
        yield running


def window(browser: Browser, address: str, *, scripts: bool = True) -> Page:
    context = browser.new_context(
        base_url=address, java_script_enabled=scripts, viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(20_000)
    return context.new_page()


def with_key(page: Page) -> tuple[CDPSession, str]:
    """Plug a fresh security key into the window, touched at once whenever it is asked."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False,
        "isUserVerified": False, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    return line, made["authenticatorId"]


def test_a_security_key_is_added_and_opens_the_desk(office: RunningOffice, browser: Browser) -> None:
    # A key is bound to the name of a host, and an address of numbers is none.
    named = office.address.replace("127.0.0.1", "localhost")
    page = window(browser, named)
    line, key = with_key(page)
    give_passphrase(page, "dana")
    picture(page, "door-1-second")
    expect(page.get_by_role("button", name="Use my security key")).to_have_count(0)
    page.get_by_label("Code").fill(office.code("dana"))
    page.get_by_role("button", name="Open my desk").click()
    page.get_by_role("link", name="Dana Whitfield").click()
    page.get_by_role("link", name="Add a phone or a security key").click()
    picture(page, "door-2-add")
    page.get_by_label("What you call this key").fill("Key on my ring")
    page.get_by_role("button", name="Use this security key").click()
    expect(page.get_by_role("row", name="Key on my ring")).to_contain_text("Security key")
    picture(page, "door-3-own")
    # It is not enrolled twice.
    page.get_by_role("link", name="Add a phone or a security key").click()
    page.get_by_label("What you call this key").fill("Again")
    page.get_by_role("button", name="Use this security key").click()
    expect(page.get_by_role("alert")).to_contain_text("yours already")

    page.get_by_role("button", name="Lock and sign out").click()
    give_passphrase(page, "dana")
    page.get_by_role("button", name="Use my security key").click()
    page.get_by_role("button", name="Lock and sign out").wait_for()
    held = line.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert [one["signCount"] for one in held] == [2]

    # A copy of the key does not count on where the real one stands.
    page.get_by_role("button", name="Lock and sign out").click()
    line.send("WebAuthn.removeCredential", {"authenticatorId": key, "credentialId": held[0]["credentialId"]})
    line.send("WebAuthn.addCredential", {"authenticatorId": key, "credential": {**held[0], "signCount": 1}})
    give_passphrase(page, "dana")
    page.get_by_role("button", name="Use my security key").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("proves nothing")
    page.context.close()


def test_another_key_and_another_host_open_nothing(office: RunningOffice, browser: Browser) -> None:
    """Runs after the one above: Dana has a key now, and this browser has another."""
    page = window(browser, office.address.replace("127.0.0.1", "localhost"))
    with_key(page)
    give_passphrase(page, "dana")
    page.get_by_role("button", name="Use my security key").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("did not answer")
    page.context.close()
    page = window(browser, office.address)
    give_passphrase(page, "dana")
    expect(page.get_by_label("Code")).to_be_visible()
    assert page.get_by_role("button", name="Use my security key").count() == 0
    page.context.close()


def test_without_scripts_a_code_is_asked_for(office: RunningOffice, browser: Browser) -> None:
    page = window(browser, office.address.replace("127.0.0.1", "localhost"), scripts=False)
    page.goto("/desk/")
    page.get_by_label("Name").fill("sol")
    page.get_by_label("Passphrase").fill(PASSPHRASES["sol"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(office.code("sol"))
    page.get_by_role("button", name="Open my desk").click()
    page.get_by_role("button", name="Lock and sign out").wait_for()
    page.goto("/desk/own/add/")
    assert page.get_by_role("button", name="Use this security key").count() == 0
    assert page.get_by_role("button", name="Use this phone").count() == 1
    page.context.close()
