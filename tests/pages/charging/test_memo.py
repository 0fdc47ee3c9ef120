"""The memo: the answer on paper, with all a charging file needs and nothing it must not have."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client

import havenline
from havenline import ledger
from havenline.charging.models import Screening
from tests.pages.charging.conftest import QUOTE, SENTENCE, Gate, answer_of, ask, barred, clear, hold

pytestmark = pytest.mark.django_db


def test_the_memo_holds_the_whole_answer(at_desk: Client, gate: Gate) -> None:
    gate.says = lambda query: answer_of(query, barred("a"), clear("PC 459"), hold("c", "offense.level"))
    ask(
        at_desk,
        charge_1_raw="a",
        charge_2_raw="PC 459",
        charge_3_raw="c",
        file_by="12/24/2026",
        role="unknown",
    )
    screening = Screening.objects.get()
    page = at_desk.get(f"/desk/gate/{screening.reference}/memo/").content.decode()
    text = html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))
    number = ledger.about("screening", str(screening.id))[0].number
    for words in (
        "Charging memo",
        "Case number 24-018832",
        f"Reference {screening.reference}",
        "Deputy Dana Reyes",
        "File by Dec. 24, 2026",
        "Person Marisol Quintanilla-Vane",
        "Telephone 415 555 0134",
        "Barred PC 647(b)(1)",
        f"“{QUOTE}” C1 bars this",
        "Readings leaned on I-16. Which conduct is covered? All conduct up to the report.",
        "Clear PC 459",
        "Hold c",
        "Whether the charge is an infraction, a misdemeanor or a felony.",
        SENTENCE,
        "version 1.0.0. Draft: not approved by counsel.",
        f"Ledger entry {number} records this answer.",
        "Deputy, signature Date",
    ):
        assert words in text
    assert "<details" not in page, "paper opens nothing"


def test_the_memo_prints_without_the_desk_around_it() -> None:
    sheet = (Path(havenline.__file__).parent / "web/static/web/desk.css").read_text(encoding="utf-8")
    printed = sheet[sheet.index("@media print") :]
    assert "@page { size: letter;" in sheet
    assert re.search(r"\.top, \.places, \.margin, \.demo, \.skip \{ display: none; \}", printed)
