"""A person who reports, without a browser: the whole way from the start page to the letters."""

from __future__ import annotations

import re

from tests.visitor import Page, Visitor

STEP = "/next/"
CODE = re.compile(r'name="code" value="([0-9A-Z]{20})"')


def walk_to_tell(visitor: Visitor, **answers: str) -> Page:
    """Read the promise, answer the three questions (unsaid unless given), see the code; the tell page."""
    visitor.get("/")
    visitor.get("/read/")
    page = visitor.post(STEP, {"to": "kind"})
    page = visitor.send(page, to="part", kind=answers.get("kind", "unsaid"))
    page = visitor.send(page, to="trade", part=answers.get("part", "unsaid"))
    page = visitor.send(page, to="code", trade=answers.get("trade", "unsaid"))
    return visitor.send(page, to="tell")


def code_on(page: Page) -> str:
    """The code that rides in the hidden fields of a page."""
    found = CODE.search(page.body)
    assert found, page.text
    return found.group(1)


def send(visitor: Visitor, page: Page, words: str, **fields: str) -> Page:
    """Send the report on the tell page; answers the page that came back."""
    return visitor.send(page, to="send", words=words, typed=code_on(page)[-4:], **fields)


def report(visitor: Visitor, words: str, **fields: str) -> str:
    """The whole way; answers the code. Raises AssertionError unless the office said it was received."""
    answers = {name: fields.pop(name) for name in ("kind", "part", "trade") if name in fields}
    page = walk_to_tell(visitor, **answers)
    code = code_on(page)
    sent = send(visitor, page, words, **fields)
    assert sent.status == 200, sent.text
    return code


def come_back(visitor: Visitor, code: str) -> Page:
    """Open the thread with the code; answers the thread, or the page that says no."""
    page = visitor.post("/open/", {"code": code})
    return visitor.get(page.headers["Location"]) if page.status in (302, 303) else page
