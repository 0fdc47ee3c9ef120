"""Every page for everybody: no accessibility fault, nothing cut off on a phone, no way back at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.chromium import a_browser
from tests.browser.signing import come_in, give_passphrase
from tests.browser.test_story import answer, open_thread
from tests.running import RunningOffice, running_office

pytestmark = pytest.mark.xdist_group("serving")
# WCAG 2.2 AA and what went before.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def office() -> Iterator[RunningOffice]:
    with running_office() as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as running:
        yield running


def window(browser: Browser, office: RunningOffice, *, scheme: str = "light", language: str = "") -> Page:
    context = browser.new_context(
        base_url=office.address + language,
        viewport={"width": 320, "height": 700},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # the checker's own script; the pages' policy has tests of its own
    )
    context.set_default_timeout(20_000)
    return context.new_page()


def faults(page: Page) -> list[str]:
    """What the checker finds on this page, and whether anything is wider than the window."""
    checked = Axe().run(page, options=RULES).response
    assert checked["passes"], "the checker looked at nothing"
    found = [f"{one['id']}: {one['nodes'][0]['html'][:90]}" for one in checked["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"{wide} px too wide"] if wide > 0 else [])


def portal_pages(page: Page) -> Iterator[str]:
    """Walk the portal, stopping at each page with its name."""
    page.goto("/")
    yield "start"
    yield from check_pages(page)
    page.get_by_role("link", name="Read what we promise").click()
    for line in page.locator("summary").all():
        line.click()
    yield "promise"
    page.locator("main form button").first.click()
    yield "kind"
    answer(page, "I would rather not say")
    yield "part"
    answer(page, "I would rather not say")
    yield "trade"
    answer(page, "I would rather not say")
    yield "code"
    code = "-".join(page.locator(".code span").all_inner_texts())
    page.get_by_role("button", name="Go on").click()
    yield "tell"
    page.get_by_role("button", name="Send").click()
    yield "tell, with mistakes"
    page.get_by_label("Your words").fill("words")
    page.get_by_label("The last group of your code").fill(code[-4:])
    page.get_by_role("button", name="Send").click()
    yield "sent"
    page.goto("/open/")
    yield "come back"
    open_thread(page, code)
    yield "thread"
    page.get_by_role("button", name="Make a slip").click()
    yield "slip"
    page.goto("/nowhere/")
    yield "not here"


def check_pages(page: Page) -> Iterator[str]:
    """Walk the coverage check from the start to its answer, where the way to the promise is."""
    page.get_by_role("button", name="Check first").click()
    yield "check"
    page.get_by_role("button", name="Go on").click()
    yield "check, asked"
    for words in ("It happened to me", "No", "No", "Someone was hit, hurt or attacked"):
        answer(page, words)
    page.get_by_role("radio", name="Yes. I do or did sex work").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="You are covered").wait_for()
    yield "check, covered"
    page.get_by_role("button", name="Back").click()
    answer(page, "I would rather not say")
    yield "check, answered again"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_portal_shuts_anybody_out(
    office: RunningOffice, browser: Browser, scheme: str
) -> None:
    page = window(browser, office, scheme=scheme)
    found = {name: faults(page) for name in portal_pages(page)}
    page.context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(found) == 17


@pytest.mark.parametrize(
    ("who", "addresses"),
    [
        (
            "vera",
            [
                "/desk/reports/",
                "/desk/protected/",
                "/desk/protected/entered/",
                "/desk/own/",
                "/desk/own/add/",
                "/desk/conduct/",
            ],
        ),
        ("dana", ["/desk/gate/", "/desk/gate/ask/"]),
        ("sol", ["/desk/gate/", "/desk/protected/"]),
    ],
)
def test_no_desk_shuts_anybody_out(
    office: RunningOffice, browser: Browser, who: str, addresses: list[str]
) -> None:
    page = window(browser, office)
    page.goto("/desk/")
    found = {"/desk/": faults(page)}
    if who == "vera":
        give_passphrase(page, who)
        found["second proof"] = faults(page)
    come_in(page, office, who)
    for address in addresses:
        page.goto(address)
        found[address] = faults(page)
    page.context.close()
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_behind_the_wall_shuts_nobody_out(office: RunningOffice, browser: Browser, scheme: str) -> None:
    """The reason as a picture, the list by person, and what was learned later, with mistakes."""
    page = window(browser, office, scheme=scheme)
    page.goto("/desk/")
    come_in(page, office, "fern")
    page.goto("/desk/wall/")
    found = {"wall": faults(page)}
    page.locator("table a").first.click()
    page.get_by_role("img", name="What led to the item").wait_for()
    page.get_by_text("Attest a source of its own").click()
    found["item"] = faults(page)
    page.get_by_role("button", name="Attest this source").click()
    found["item, with mistakes"] = faults(page)
    page.get_by_role("link", name="Everything barred against this person").click()
    found["person"] = faults(page)
    page.goto("/desk/wall/later/")
    page.get_by_role("button", name="Keep this").click()
    found["later, with mistakes"] = faults(page)
    page.context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_matters_shut_nobody_out(office: RunningOffice, browser: Browser, scheme: str) -> None:
    """A matter and who works on it, exposures, what was frozen, the report for a court; with mistakes."""
    page = window(browser, office, scheme=scheme)
    page.goto("/desk/")
    come_in(page, office, "sol")
    page.goto("/desk/matters/")
    found = {"find": faults(page)}
    page.get_by_label("Case number").fill("24-0001")
    page.locator("main form button").first.click()
    page.get_by_role("button", name="Put it in").click()
    found["matter, with mistakes"] = faults(page)
    page.get_by_role("link", name="Who may work on it").click()
    found["staff"] = faults(page)
    page.get_by_role("button", name="Ask who may work on it").click()
    found["staff, nobody screened"] = faults(page)
    page.goto("/desk/matters/exposures/")
    found["exposures"] = faults(page)
    page.goto("/desk/matters/frozen/")
    page.get_by_role("button", name="Freeze these files").click()
    found["frozen, with mistakes"] = faults(page)
    page.context.close()
    page = window(browser, office, scheme=scheme)
    page.goto("/desk/")
    come_in(page, office, "fern")
    page.goto("/desk/matters/")
    page.locator("table a").first.click()
    page.get_by_role("link", name="Report for a court").click()
    found["report"] = faults(page)
    page.context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(found) == 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_counsel_shuts_anybody_out(office: RunningOffice, browser: Browser, scheme: str) -> None:
    """Every page of a policy, and a case decided twice on a phone, all reasons open."""
    page = window(browser, office, scheme=scheme)
    page.goto("/desk/")
    come_in(page, office, "cora")
    found = {}
    for address in ("", "readings/", "readings/I-03/c2-defines-c1/", "beside/us-or/", "try/"):
        page.goto(f"/desk/policy/us-ca-sfda-2018/{address}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found[address] = faults(page)
    page.get_by_label("Part in the crime").select_option("victim")
    page.get_by_label("Offense as written").fill("PC 647(b)(1)")
    page.locator("#r-other-I-03").select_option("c2-defines-c1")
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("heading", name="Clause by clause").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found["decided"] = faults(page)
    assert page.locator(".side").count() == 2
    page.context.close()
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_after_leaving_nothing_comes_back(office: RunningOffice, browser: Browser) -> None:
    """Quick exit ends the visit: the session is dead, the cookie gone, and Back shows no word."""
    page = window(browser, office)
    # The neutral site is outside this machine; what counts is what stays behind.
    page.route("https://www.weather.gov/**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
    code = ""
    for name in portal_pages(page):
        if name == "code":
            code = "-".join(page.locator(".code span").all_inner_texts())
        if name == "thread":
            break
    assert code
    assert page.get_by_text("words", exact=True).is_visible()
    assert page.context.cookies()
    page.locator("#leave").click()
    page.get_by_role("heading", name="Weather").wait_for()
    assert page.context.cookies(office.address) == []
    page.go_back()
    assert page.get_by_text("words", exact=True).count() == 0
    page.goto("/page/")
    assert page.get_by_text("words", exact=True).count() == 0
    page.context.close()


def test_after_leaving_back_sends_no_form_again(office: RunningOffice, browser: Browser) -> None:
    """No entry of the history holds a form: not the story, not the code, not after a mistake or a detour."""
    page = window(browser, office)
    page.route("https://www.weather.gov/**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
    code = ""
    for name in portal_pages(page):
        if name == "code":
            code = "-".join(page.locator(".code span").all_inner_texts())
        if name == "sent":
            break
    page.get_by_role("link", name="I have a code").click()
    open_thread(page, code)
    page.get_by_role("button", name="Make a slip").click()
    page.get_by_role("heading", name="Your slip").wait_for()
    page.locator("#leave").click()
    page.get_by_role("heading", name="Weather").wait_for()
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    visited = set()
    for _ in range(page.evaluate("history.length")):
        if page.go_back() is None:
            break
        page.reload()
        visited.add(page.url.removeprefix(office.address))
    assert {"/", "/read/"} <= visited
    assert posted == []
    page.context.close()


def test_a_reload_on_the_way_loses_nothing(office: RunningOffice, browser: Browser) -> None:
    page = window(browser, office)
    for name in portal_pages(page):
        if name == "tell":
            page.get_by_label("Your words").fill("what I wrote")
        if name == "tell, with mistakes":
            break
    for _ in range(2):
        page.reload()
        assert page.get_by_label("Your words").input_value() == "what I wrote"
    page.context.close()


def test_leaving_one_tab_leaves_them_all(office: RunningOffice, browser: Browser) -> None:
    page = window(browser, office)
    page.context.route("https://www.weather.gov/**", lambda route: route.fulfill(body="<h1>Weather</h1>"))
    for name in portal_pages(page):
        if name == "thread":
            break
    other = page.context.new_page()
    other.goto("/page/")
    assert other.get_by_text("words", exact=True).is_visible()
    page.locator("#leave").click()
    other.get_by_role("heading", name="Weather").wait_for()
    assert other.get_by_text("words", exact=True).count() == 0
    page.context.close()
