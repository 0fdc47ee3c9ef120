"""A person at the portal, as cheap to run as can be: the server is to be measured, not who asks it.

One connection, requests written out beforehand, answers read by their length and not parsed; the code and the
ticket are cut out of the one page that shows them. What travels is what a browser sends and gets.
"""

from __future__ import annotations

import re
import socket
import time
from dataclasses import dataclass
from urllib.parse import quote_plus, urlsplit

STORY = ("He took the money and held my arm. I want somebody to know. " * 40)[:2000]
_WORDS = quote_plus(STORY).encode()
_CODE = re.compile(rb'name="code" value="([0-9A-Z]{20})"')
_TICKET = re.compile(rb'name="ticket" value="([^"]+)"')
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: *([^;\r]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """One answer: its status, its head as it came, its body."""

    status: int
    head: bytes
    body: bytes


@dataclass(frozen=True)
class Told:
    """One report: its code, whether it was acknowledged, and the milliseconds of the POST and the way."""

    code: bytes
    is_received: bool
    post: float
    way: float


class Person:
    """One person on one connection."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host = parts.netloc.encode()
        self.connection = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        forms = (b"to=kind", b"to=part&kind=robbery", b"to=trade&kind=robbery&part=me")
        self._to_code = (
            self.got(b"/"),
            self.got(b"/read/"),
            *(self.posted(b"/next/", form) for form in forms),
        )

    def got(self, path: bytes, cookie: bytes = b"") -> bytes:
        """A GET, written out."""
        sent = b"Cookie: %s\r\n" % cookie if cookie else b""
        return b"GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (path, self.host, sent)

    def posted(self, path: bytes, form: bytes) -> bytes:
        """A POST of a form of our own page, written out."""
        return (
            b"POST %s HTTP/1.1\r\nHost: %s\r\nSec-Fetch-Site: same-origin\r\nOrigin: null\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
            % (path, self.host, len(form), form)
        )

    def ask(self, request: bytes) -> Answer:
        """Send it and read the whole answer; raises ConnectionError when the office hangs up."""
        self.connection.sendall(request)
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        head = got[:end]
        length = _LENGTH.search(head)
        whole = end + 4 + (int(length.group(1)) if length else 0)
        while len(got) < whole:
            got += self._more()
        return Answer(int(head[9:12]), head, got[end + 4 :])

    def _more(self) -> bytes:
        more = self.connection.recv(65536)
        if not more:
            raise ConnectionError("the office hung up")
        return more

    def tell(self) -> Told:
        """The whole way: start, promise, three questions, code, tell, send."""
        begun = time.perf_counter()
        for request in self._to_code:
            self.ask(request)
        answers = b"&kind=robbery&part=me&trade=mine"
        page = self.ask(self.posted(b"/next/", b"to=code" + answers)).body
        code, ticket = _CODE.search(page), _TICKET.search(page)
        if code is None or ticket is None:
            raise ConnectionError("the office gave no code")
        carried = answers + b"&code=%s&ticket=%s" % (code.group(1), ticket.group(1))
        self.ask(self.posted(b"/next/", b"to=tell" + carried))
        form = b"to=send%s&words=%s&typed=%s" % (carried, _WORDS, code.group(1)[-4:])
        before = time.perf_counter()
        sent = self.ask(self.posted(b"/next/", form))
        done = time.perf_counter()
        return Told(code.group(1), sent.status == 200, 1000 * (done - before), 1000 * (done - begun))

    def come_back(self, code: bytes) -> Answer:
        """Type a code and follow to the letters, or to the page that says no."""
        opened = self.ask(self.posted(b"/open/", b"code=" + code))
        cookie = _COOKIE.search(opened.head)
        return self.ask(self.got(b"/page/", cookie.group(1))) if cookie else opened

    def hang_up(self) -> None:
        """End the connection."""
        self.connection.close()
