"""A person lets two parts go, and takes them back: the day of victim services and of a case deputy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_story import browser, office, open_thread, picture, sign_in, someone
from tests.reporter import report
from tests.running import RunningOffice
from tests.visitor import Visitor

__all__ = ["browser", "office"]

WORDS = "He took my saffron bag and held the door."
WHERE = "Behind the periwinkle arcade"
PHONE = {"width": 360, "height": 760}

pytestmark = pytest.mark.xdist_group("serving")


def own_page(page: Page) -> None:
    page.get_by_role("link", name="What is yours to see and decide").click()


def read_report(page: Page) -> None:
    page.goto("/desk/reports/")
    page.locator("tbody a").first.click()
    page.get_by_label("To answer the person").check()
    page.get_by_role("button", name="Open the report").click()


def open_handed(page: Page) -> None:
    page.get_by_role("link", name="Handed to me").click()
    page.locator("tbody a").first.click()


def test_what_a_person_lets_go_comes_back_to_them(office: RunningOffice, browser: Browser) -> None:
    visitor = Visitor(office.address)
    code = report(visitor, WORDS, where=WHERE, who="A tall man")
    visitor.close()

    # The person allows two parts, without the name, for a month.
    person = someone(browser, office, viewport=PHONE)
    open_thread(person, code)
    own_page(person)
    expect(person.get_by_text("Nothing is shared.")).to_be_visible()
    person.get_by_role("button", name="Change this").first.click()
    picture(person, "consent-1-grade")
    person.get_by_label("Share parts of it, without my name.").check()
    person.get_by_role("button", name="Go on").click()
    person.get_by_label("People in this office, to act against who did it").check()
    person.get_by_label("My words about what happened").check()
    person.get_by_label("Where it was").check()
    person.get_by_label("30 days").check()
    picture(person, "consent-2-share")
    person.get_by_role("button", name="Allow this").click()
    expect(person.get_by_text("It is saved.")).to_be_visible()
    picture(person, "consent-3-own")

    # Victim services ask a case deputy, who reads nothing before the undertaking.
    vera = sign_in(browser, office, "vera")
    read_report(vera)
    vera.get_by_role("button", name="Tell the person that it was read").click()
    read_report(vera)
    vera.locator("summary", has_text="Hand these parts over").click()
    vera.get_by_label("Who works on the case?").select_option(index=0)
    picture(vera, "hand-over-1-asked")
    vera.get_by_role("button", name="Ask them").click()
    expect(vera.get_by_text("They were asked.")).to_be_visible()
    cass = sign_in(browser, office, "cass")
    open_handed(cass)
    expect(cass.get_by_text("What you undertake")).to_be_visible()
    expect(cass.locator("body")).not_to_contain_text("saffron")
    picture(cass, "hand-over-2-undertaking")
    cass.get_by_label("I undertake this").check()
    cass.get_by_role("button", name="Take it on").click()
    cass.get_by_role("button", name="Open what was handed over").click()
    expect(cass.get_by_text(WORDS)).to_be_visible()
    expect(cass.get_by_text(WHERE)).to_be_visible()
    expect(cass.locator("body")).not_to_contain_text("A tall man")
    picture(cass, "hand-over-3-read")
    cass.get_by_label("Charges were filed").check()
    cass.get_by_role("button", name="Tell the person").click()

    # What became of it is a letter; who opened what stands on the person's page.
    person.get_by_role("link", name="Back to your letters").click()
    expect(person.get_by_text("About what you let us hand over: charges were filed.")).to_be_visible()
    picture(person, "hand-over-4-letter")
    own_page(person)
    expect(person.get_by_text("Case deputy opened it")).to_be_visible()
    picture(person, "hand-over-5-own")

    # Taken back, it opens for nobody.
    person.get_by_role("button", name="Take this back").click()
    expect(person.get_by_text("It is taken back. They can read it here no more.")).to_be_visible()
    open_handed(cass)
    expect(cass.get_by_text("The person took the consent back")).to_be_visible()
    expect(cass.get_by_role("button", name="Open what was handed over")).to_have_count(0)
    picture(cass, "hand-over-6-taken-back")
