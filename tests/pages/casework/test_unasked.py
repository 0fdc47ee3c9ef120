"""Staff are stopped before they write immigration status down, and go on where the person wants it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from havenline.casework.models import Note
from havenline.reporting.models import Letter, Report
from havenline.wall.models import Item

TELLS = "She said she has no papers; call the consulate."
FORMS: list[tuple[str, dict[str, str], str]] = [
    ("answer", {"words": TELLS}, "words"),
    ("note", {"kind": "next", "text": TELLS}, "text"),
    ("found", {"kind": "document", "label": "Copy of a passport"}, "label"),
]


def post(client: Client, report: Report, page: str, fields: dict[str, str], **more: str) -> Any:
    sent = {"purpose": "answer", "once": str(uuid4()), "through": report.item.ref, **fields, **more}
    return client.post(f"/desk/reports/{report.reference}/{page}/", sent)


def kept() -> tuple[int, int, int]:
    return Letter.objects.count(), Note.objects.count(), Item.objects.count()


@pytest.mark.parametrize(("page", "fields", "name"), FORMS)
def test_status_is_not_written_down_unasked(
    vera_at_work: Client, report: Report, page: str, fields: dict[str, str], name: str
) -> None:
    before = kept()
    answer = post(vera_at_work, report, page, fields)
    text = answer.content.decode()
    assert "This may tell immigration status" in text
    assert 'name="kept"' in text
    assert fields[name] in text, "what was typed stands there still"
    assert kept() == before


@pytest.mark.parametrize(("page", "fields", "name"), FORMS)
def test_what_the_person_wants_is_kept(
    vera_at_work: Client, report: Report, page: str, fields: dict[str, str], name: str
) -> None:
    before = kept()
    post(vera_at_work, report, page, fields, kept="1")
    assert sum(kept()) == sum(before) + 1


@pytest.mark.parametrize(("page", "fields", "name"), FORMS)
def test_the_box_is_offered_only_then(
    vera_at_work: Client, report: Report, page: str, fields: dict[str, str], name: str
) -> None:
    text = post(vera_at_work, report, page, {**fields, name: ""}).content.decode()
    assert 'name="kept"' not in text
