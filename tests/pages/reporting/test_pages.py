"""Every page of the portal: no cookie, nothing kept, nothing from others, nothing that needs a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.pages.reporting.way import ASKED, Way

Open = Callable[[Way], Any]


def _asked(page: str) -> Open:
    return lambda way: way.walk_to(page).page


def _sent(way: Way) -> Any:
    way.report()
    return way.page


def _mistaken(way: Way) -> Any:
    return way.walk_to("tell").send(typed="")


def _expired(way: Way) -> Any:
    return way.walk_to("tell").send(ticket="1.0")


def _different(way: Way) -> Any:
    fields = {**way.walk_to("tell").filled, "typed": way.code.last_group, "to": "send"}
    way.post({**fields, "words": "one"})
    return way.post({**fields, "words": "two"})


def _get(address: str) -> Open:
    return lambda way: way.client.get(way.language + address)


def _checked(**fields: str) -> Open:
    return lambda way: way.client.post(f"{way.language}/first/", fields)


def _inside(way: Way) -> Any:
    return way.come_back(way.report())


# Every page before the code is typed on the come-back page.
BEFORE: Mapping[str, Open] = {
    "start": _get("/"),
    "promise": _get("/read/"),
    "check": _checked(),
    "check, asked": _checked(to="on", part="me"),
    "check, covered": _checked(to="on", part="me", kind="threats", trade="mine", charged="no", suspect="no"),
    "check, unknown": _checked(to="on", part="me", kind="unsaid", trade="mine", charged="no", suspect="no"),
    "check, outside": _checked(to="on", part="neither"),
    **{page: _asked(page) for page in ASKED},
    "mistake": _mistaken,
    "expired": _expired,
    "different": _different,
    "sent": _sent,
    "come back": _get("/open/"),
    "no session": _get("/page/"),
}


def _own(do: str) -> Open:
    """A page of what is theirs, as the button `do` of it shows it."""

    def opened(way: Way) -> Any:
        _inside(way)
        way.page = way.client.post(f"{way.language}/page/more/", {"do": do})
        return way.page

    return opened


PAGES: Mapping[str, Open] = {
    **BEFORE,
    "letters": _inside,
    "own": _own(""),
    "reach": _own("ask_reach"),
    "withdraw": _own("ask_withdraw"),
    "burn": _own("ask_burn"),
}

KEPT_OUT = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


class Outline(HTMLParser):
    """The tags of a page, and which field has which label."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.mark.parametrize("page", BEFORE)
def test_no_cookie_before_the_code(way: Way, page: str) -> None:
    answer = BEFORE[page](way)
    assert "Set-Cookie" not in answer.headers
    assert answer.cookies == {}
    assert way.client.cookies == {}


@pytest.mark.parametrize("language", ["", "/es"])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_kept_and_nothing_told(way: Way, page: str, language: str) -> None:
    way.language = language
    answer = PAGES[page](way)
    assert {name: answer.headers[name] for name in KEPT_OUT} == KEPT_OUT
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert len(answer.content) % 4096 == 0
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    title = re.search(r"<title>(.*)</title>", answer.content.decode())
    assert title is not None
    assert title[1] in ("Information", "Información")


@pytest.mark.parametrize("page", PAGES)
def test_quick_exit_is_the_first_thing_in_the_page(way: Way, page: str) -> None:
    outline = Outline(PAGES[page](way).content.decode())
    first = outline.all("a", "button", "input", "textarea", "summary")[0]
    assert (first["href"], first["id"]) == ("/leave/", "leave")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_needs_a_script(way: Way, page: str) -> None:
    text = PAGES[page](way).content.decode()
    outline = Outline(text)
    assert [attrs for attrs in outline.all("script") if "web/leave" not in attrs["src"]] == []
    assert not [
        name for _, attrs in outline.tags for name in attrs if name.startswith("on") or name == "style"
    ]
    assert "javascript:" not in text
    assert not any("required" in attrs for _, attrs in outline.tags)


@pytest.mark.parametrize("page", PAGES)
def test_every_field_has_a_label_and_every_page_a_heading(way: Way, page: str) -> None:
    text = PAGES[page](way).content.decode()
    outline = Outline(text)
    labelled = {attrs["for"] for attrs in outline.all("label") if "for" in attrs}
    # Rows to tick stand inside their labels.
    ticked = ("hidden", "radio", "checkbox")
    fields = [a for a in outline.all("input", "textarea") if a.get("type") not in ticked]
    assert [a["id"] for a in fields if a["id"] not in labelled] == []
    assert len(re.findall(r"<h1", text)) == 1
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    described = {one for _, attrs in outline.tags for one in attrs.get("aria-describedby", "").split()}
    assert described <= set(ids)


@pytest.mark.parametrize("page", PAGES)
def test_no_form_is_remembered_by_the_browser(way: Way, page: str) -> None:
    outline = Outline(PAGES[page](way).content.decode())
    for form in outline.all("form"):
        assert form["method"] == "post"
        if form["action"] != "/page/" or "autocomplete" in form:
            assert form["autocomplete"] == "off"
    assert [a for a in outline.all("textarea") if a.get("spellcheck") != "false"] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_translation_says_so(way: Way, page: str) -> None:
    assert "Borrador" not in PAGES[page](way).content.decode()
    spanish = Way(language="/es")
    assert "Borrador, no revisado" in PAGES[page](spanish).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_no_address_tells_anything(way: Way, page: str) -> None:
    outline = Outline(PAGES[page](way).content.decode())
    told = {attrs.get("href", attrs.get("action", attrs.get("formaction", ""))) for _, attrs in outline.tags}
    outward = {one for one in told if one and not one.startswith(("/static/", "#", "data:"))}
    assert outward <= {
        prefix + address
        for prefix in ("", "/es")
        for address in ("/", "/read/", "/first/", "/next/", "/open/", "/page/", "/page/more/")
    } | {"/leave/"}
