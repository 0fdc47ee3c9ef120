"""Nothing a person wrote, and no code or slip, stands readable on the disk or in a log."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings

from havenline.web.logs import PlaceFormatter
from tests.at_rest import database_files
from tests.pages.reporting.way import Way, report_of
from tests.people import an_office

# Every field of the way, each with a word that is nowhere else.
CANARIES = {
    "words": "canary-words-okapi",
    "who": "canary-who-narwhal",
    "where": "canary-where-quokka",
    "when": "canary-when-axolotl",
    "name": "Canary Nameolm",
}


def on_disk(folder: Path) -> dict[str, bytes]:
    """Every file of the office: the database, what waits beside it, and whatever else was left."""
    files = {path for path in folder.rglob("*") if path.is_file()} | set(database_files())
    return {str(path): path.read_bytes() for path in files}


@pytest.mark.django_db(transaction=True)
def test_no_word_name_or_code_is_readable_on_disk(caplog: pytest.LogCaptureFixture) -> None:
    an_office()
    way = Way()
    caplog.set_level(logging.DEBUG)
    code = way.report(
        **CANARIES, naming="name", month="4", day="27", year="1990", kind="blackmail", trade="paid"
    )
    row = report_of(code)
    way.come_back(code)
    way.client.post("/page/", {"do": "write", "letter": "canary-letter-pangolin"})
    way.page = way.client.post("/page/", {"do": "slip"})
    slip = re.findall(r"<span>([0-9A-Z]{4})</span>", way.text)
    assert len(slip) == 3

    files = on_disk(settings.OFFICE.data)
    # The walk sees the database: what is meant to stand in clear is found.
    assert any(row.reference.encode() in content for content in files.values())
    unseen = [
        *CANARIES.values(),
        "canary-letter-pangolin",
        code.symbols,
        code.shown,
        code.shown.lower(),
        "".join(slip),
        "-".join(slip),
        "1990-04-27",
        "blackmail",
        way.client.cookies["__Host-page"].value,
    ]
    formatter = PlaceFormatter()
    logs = "\n".join([*(formatter.format(record) for record in caplog.records), caplog.text]).encode()
    for word in unseen:
        for form in (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()):
            assert [name for name, content in files.items() if form in content] == []
            assert form not in logs
