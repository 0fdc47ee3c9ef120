"""A visitor without a browser: reads pages, fills their forms as they stand, keeps the cookies it is given.

Standard library only, so that benchmarks and crash tests can run hundreds of visitors side by side.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit


@dataclass
class Form:
    """A form of a page: where it goes and what it would send if nothing were changed."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.text: list[str] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(a.get("action", ""), a.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None or not (name := a.get("name", "")):
            return
        if tag == "input" and a.get("type") in ("radio", "checkbox"):
            self._form.choices.setdefault(name, []).append(a.get("value", "on"))
            if "checked" in a:
                self._form.fields[name] = a.get("value", "on")
        elif tag == "input":
            self._form.fields[name] = a.get("value", "")
        elif tag == "textarea":
            self._form.fields[name] = ""
            self._area = name
        elif tag == "select":
            self._select = name
            self._form.fields[name] = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area and self._form:
            self._form.fields[self._area] += data
        elif data.strip():
            self.text.append(" ".join(data.split()))


@dataclass
class Page:
    """One answer of the office."""

    status: int
    body: str
    headers: dict[str, str]
    forms: list[Form]
    text: str


class Visitor:
    """One person, one connection: `get`, `post`, or `send` a form of a page with some fields filled in."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host = parts.netloc
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        """Fetch a page; follows no redirect."""
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Page:
        """Send a form of one's own making."""
        return self._ask("POST", path, urlencode(fields, errors="surrogatepass").encode())

    def send(self, page: Page, form: int = 0, **changes: str) -> Page:
        """Fill in form number `form` of `page` and send it, hidden fields and all."""
        found = page.forms[form]
        fields = {**found.fields, **changes}
        return self.post(found.action, fields) if found.method == "post" else self.get(found.action)

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Page:
        headers = {"Host": self.host}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Sec-Fetch-Site"] = "same-origin"
            headers["Origin"] = f"http://{self.host}"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for header, value in answer.getheaders():
            if header.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                content = rest.split(";", 1)[0].strip('"')
                if content and "max-age=0" not in rest.lower():
                    self.cookies[name] = content
                else:
                    self.cookies.pop(name, None)
        reader = _Reader()
        reader.feed(text)
        return Page(answer.status, text, dict(answer.getheaders()), reader.forms, " ".join(reader.text))
