"""Somebody on her way through the portal: presses buttons, fills fields, carries what the page carries."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from havenline import config
from havenline.reporting import ReportRead, read
from havenline.reporting.models import Report
from havenline.staff.models import Member
from havenline.vault import codes, grants
from tests.people import unlocked

ASKED = ("kind", "part", "trade", "code", "tell")
WORDS = "He took my money and held my arm."


class FilledIn(HTMLParser):
    """What a browser would send of a page if nothing were typed: inputs, areas, ticked rows."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, str] = {}
        self.offered: dict[str, list[str]] = {}
        self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "input" and found.get("type") == "radio":
            self.offered.setdefault(name, []).append(found["value"])
            if "checked" in found:
                self.fields[name] = found["value"]
        elif tag == "input":
            self.fields[name] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The first line break of an area belongs to the page, not to the text (HTML 13.1.2.5).
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data


@dataclass
class Way:
    """One person, one browser. `page` is the last answer; `press` sends its form."""

    client: Client = field(default_factory=Client)
    page: Any = None
    language: str = ""
    code_kept: codes.Code | None = None

    @property
    def text(self) -> str:
        """The last page as text of HTML."""
        return str(self.page.content.decode())

    @property
    def filled(self) -> dict[str, str]:
        """What the last page would send as it stands."""
        return FilledIn(self.text).fields if self.page is not None else {}

    def press(self, to: str, **typed: str) -> HttpResponse:
        """Fill in fields of the last page and press the button that leads `to`."""
        return self.post({**self.filled, **typed, "to": to})

    def post(self, fields: dict[str, str]) -> HttpResponse:
        """Send a form of one's own making to the way."""
        self.page = self.client.post(f"{self.language}/next/", fields)
        return self.page

    def walk_to(self, page: str, **answers: str) -> Way:
        """Press "go on" from the promise up to `page`, answering as given."""
        for to in ASKED[: ASKED.index(page) + 1]:
            self.press(to, **{name: value for name, value in answers.items() if name in self.offered})
        return self

    @property
    def offered(self) -> dict[str, list[str]]:
        """The closed answers of the last page."""
        return FilledIn(self.text).offered if self.page is not None else {}

    @property
    def code(self) -> codes.Code:
        """The code that rides in the last page."""
        return codes.read_code(self.filled["code"])

    def send(self, **typed: str) -> HttpResponse:
        """Send from the tell page, the last group typed back."""
        return self.press("send", **{"words": WORDS, "typed": self.code.last_group, **typed})

    def report(self, **typed: str) -> codes.Code:
        """The whole way; answers the code of the report that was received."""
        answers = {name: typed.pop(name) for name in ("kind", "part", "trade") if name in typed}
        code = self.walk_to("tell", **answers).code
        self.send(**typed)
        assert self.page.status_code == 200, self.text
        return code

    def come_back(self, code: codes.Code) -> HttpResponse:
        """Type the code and follow to the letters."""
        self.page = self.client.post(f"{self.language}/open/", {"code": code.shown}, follow=True)
        return self.page


def rename(table: str, name: str) -> None:
    """Take a table away from the office, or bring it back."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")


def report_of(code: codes.Code) -> Report:
    """The row that this code finds."""
    return Report.objects.get(locator=codes.locator(code, config.read_secret("pepper")))


def read_by(member: Member, report: Report) -> ReportRead:
    """The report as this member's keys open it, without a trace."""
    return read(report, grants.data_key(unlocked(member), "report", report.id))
