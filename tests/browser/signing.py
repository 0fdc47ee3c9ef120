"""A member of the demo comes in as people do: name, passphrase, second proof."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from havenline.cli.demo import PEOPLE
from tests.running import RunningOffice

PASSPHRASES = {sign_in: passphrase for _, sign_in, _, passphrase in PEOPLE}

# Whoever came in before stays in: a phone has one code in thirty seconds, and stretching costs a second.
_cookies: dict[tuple[str, str], list[Any]] = {}


def give_passphrase(page: Page, who: str) -> None:
    """The first page of the door."""
    page.goto("/desk/")
    page.get_by_label("Name").fill(who)
    page.get_by_label("Passphrase").fill(PASSPHRASES[who])
    page.get_by_role("button", name="Sign in").click()


def come_in(page: Page, office: RunningOffice, who: str) -> None:
    """Open this member's desk in the page's window."""
    kept = _cookies.get((office.address, who))
    if kept:
        page.context.add_cookies(kept)
        page.goto("/desk/home/")
    else:
        give_passphrase(page, who)
        page.get_by_label("Code").fill(office.code(who))
        page.get_by_role("button", name="Open my desk").click()
    page.get_by_role("button", name="Lock and sign out").wait_for()
    _cookies[office.address, who] = page.context.cookies()
