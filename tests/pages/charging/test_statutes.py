"""State law beside the answer: the same for a hold and a clearance, for a match and for none."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from havenline.charging.models import Screening
from havenline.protection.gate import ChargeAnswer, GateAnswer, Query
from tests.pages.charging.conftest import Gate, answer_of, ask, barred, clear, hold

pytestmark = pytest.mark.django_db


def apart(client: Client, *, page: str = "") -> str:
    """The section on state law of the newest screening, as it stands in the page."""
    found = client.get(f"/desk/gate/{Screening.objects.latest('asked_at').reference}/{page}")
    sections = re.findall(r'<section class="apart".*?</section>', found.content.decode(), re.S)
    assert len(sections) == 1
    return html.unescape(sections[0])


def says(answer: Callable[[str], ChargeAnswer]) -> Callable[[Query], GateAnswer]:
    return lambda query: answer_of(query, *(answer(charge.raw) for charge in query.charges))


@pytest.mark.parametrize("page", ["", "memo/"])
def test_state_law_stands_apart_with_its_marks(at_desk: Client, gate: Gate, page: str) -> None:
    ask(at_desk, role="victim", trafficked="unknown")
    told = apart(at_desk, page=page)
    for words in ("PC 647.3(a)", "EC 1162", "EC 1161", "PC 236.23", "PC 236.14", "[verified text]"):
        assert words in told
    assert "[secondary source; details unverified]" in told
    assert "Draft: not approved by counsel." in told


def test_a_file_that_says_none_is_told_no_trafficking_law(at_desk: Client, gate: Gate) -> None:
    ask(at_desk, role="none", trafficked="false")
    told = apart(at_desk)
    assert "PC 236.23" not in told
    assert "Not of these charges: PC 647.3(a)" in told


@pytest.mark.parametrize("role", ["victim", "none", "unknown"])
@pytest.mark.parametrize("trafficked", ["true", "false", "unknown"])
def test_a_hold_reads_like_a_clearance(at_desk: Client, gate: Gate, role: str, trafficked: str) -> None:
    """Whatever the gate answered, the same question gives the same bytes: no oracle beside the oracle."""
    seen = set()
    for number, answer in enumerate((hold, clear, barred)):
        gate.says = says(answer)
        ask(at_desk, role=role, trafficked=trafficked, number=f"{number}" * 32)
        seen |= {apart(at_desk), apart(at_desk, page="memo/")}
    assert Screening.objects.count() == 3
    assert len(seen) == 1


def test_charges_of_one_standing_stand_together(at_desk: Client, gate: Gate) -> None:
    gate.says = says(clear)
    ask(
        at_desk,
        role="victim",
        charge_1_raw="PC 647(b)(1)",
        charge_2_raw="PC 647(b)(1)",
        charge_3_raw="PC 459",
    )
    told = " ".join(re.sub(r"<[^>]+>", " ", apart(at_desk)).split())
    assert "This file does not tell: charge 1 PC 647(b)(1) , charge 2 PC 647(b)(1) ." in told
    assert "Does not apply: charge 3 PC 459 ." in told


def test_a_hostile_charge_stays_text(at_desk: Client, gate: Gate) -> None:
    gate.says = says(hold)
    ask(at_desk, charge_1_raw="<script>alert(1)</script>", role="victim")
    found = at_desk.get(f"/desk/gate/{Screening.objects.latest('asked_at').reference}/")
    assert b"<script>alert" not in found.content
