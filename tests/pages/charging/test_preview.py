"""What was understood is shown before anything is asked, and the file's open facts, the same for anybody."""

from __future__ import annotations

import html
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from havenline.charging.models import Screening
from havenline.charging.preview import ASKED_OF_THE_FILE
from havenline.charging.rows import INCIDENT
from havenline.policy.vocabulary import vocabulary
from tests.pages.charging.conftest import SOUND, Gate, answer_of, barred, clear, hold, send

pytestmark = pytest.mark.django_db


def first(client: Client, **changes: str) -> HttpResponse:
    """The form sent once, with what was understood."""
    form = {**SOUND, **{name.replace("_", "-", 2): value for name, value in changes.items()}}
    return client.post("/desk/gate/ask/", form)


def understood(page: HttpResponse) -> str:
    """The words of the part that says what was understood."""
    found = re.search(r'<section class="note" id="understood".*?</section>', page.content.decode(), re.S)
    assert found is not None
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", found[0]).split()))


def test_nothing_is_asked_before_the_preview(at_desk: Client, gate: Gate) -> None:
    page = first(at_desk)
    assert page.status_code == 200
    assert "Charge 1 PC 647(b)(1) PC 647(b)(1)" in understood(page)
    assert not gate.asked
    assert not Screening.objects.exists()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("664/459 pc", "PC 459 , an attempt"),
        ("647b", "PC 647(b)"),
        ("647", "It may be:"),
        ("PC 459 and HS 11377(a)", "Several charges in one row: PC 459, HS 11377(a)."),
        ("gibberish", "It could not be read. Write code and section; until then it is held."),
    ],
)
def test_each_charge_shows_what_was_read(at_desk: Client, gate: Gate, raw: str, words: str) -> None:
    assert words in understood(first(at_desk, charge_1_raw=raw))


@pytest.mark.parametrize(
    ("change", "is_shown_again"),
    [
        ({"charge-1-raw": "PC 459"}, True),
        ({"charge-1-offense_date": "10/03/2024"}, True),
        ({"name": "Ana Ruiz"}, False),
    ],
)
def test_another_charge_is_shown_again(
    at_desk: Client, gate: Gate, change: dict[str, str], is_shown_again: bool
) -> None:
    seen = re.search(r'name="seen" value="(\w+)"', first(at_desk).content.decode())
    assert seen is not None
    page = at_desk.post("/desk/gate/ask/", {**SOUND, "seen": seen[1], **change})
    assert (page.status_code == 200) is is_shown_again
    assert bool(gate.asked) is not is_shown_again


def test_the_next_question_never_knows_the_person(at_desk: Client, gate: Gate) -> None:
    told = set()
    for number, answer in enumerate((clear, hold, barred)):
        gate.says = lambda query, answer=answer: answer_of(query, *(answer(one.raw) for one in query.charges))
        form = {"charge_1_offense_date": "", "number": f"{number:032x}"}
        send(at_desk, {**SOUND, "charge-1-offense_date": "", "number": f"{number:032x}"})
        told.add(understood(first(at_desk, **form)))
    assert len(told) == 1, "an answer given before changes nothing of what is asked"
    assert "Look up next in your file" in told.pop()
    assert len(gate.asked) == 3, "no preview asked the gate"


def test_an_open_file_is_asked_for_its_facts(at_desk: Client, gate: Gate) -> None:
    told = understood(first(at_desk, role="unknown", sex_trade="unknown"))
    asked = [str(words) for _, words in ASKED_OF_THE_FILE.values()]
    assert re.search(f"Look up next in your file: (Charge 1 : )?({'|'.join(map(re.escape, asked))})", told)
    assert "report" not in told


def test_a_file_without_doubt_is_asked_nothing(at_desk: Client, gate: Gate) -> None:
    assert "Nothing else that this form asks can change the answer." in understood(
        first(at_desk, charge_1_raw="PC 459", sex_trade="none", charge_1_level="felony")
    )


def test_every_question_has_a_field_on_the_form(at_desk: Client, gate: Gate) -> None:
    page = first(at_desk).content.decode()
    for fact, (field, _) in ASKED_OF_THE_FILE.items():
        assert fact in vocabulary()
        assert f'name="{field}"' in page or f'name="charge-1-{field}"' in page
        assert not fact.startswith("report.")


def test_one_day_is_proposed_and_never_assumed(at_desk: Client, gate: Gate) -> None:
    same = {"charge_2_raw": "HS 11377(a)", "charge_2_offense_date": "10/02/2024", "charge_3_raw": "PC 459"}
    page = first(at_desk, **same)
    assert "Charges 1, 2 are of one day." in understood(page)
    assert "selected>Yes" not in page.content.decode()
    send(at_desk, {**SOUND, **{name.replace("_", "-", 2): value for name, value in same.items()}})
    assert {charge.same_incident for charge in gate.asked[0].charges} == {"unknown"}


def test_what_the_deputy_says_of_the_incident_is_asked(at_desk: Client, gate: Gate) -> None:
    send(at_desk, {**SOUND, "charge-1-same_incident": "true"})
    assert gate.asked[0].charges[0].same_incident == "true"


def test_a_deputy_cannot_deny_the_incident(at_desk: Client, gate: Gate) -> None:
    assert [word for word, _ in INCIDENT] == ["unknown", "true"]
    assert first(at_desk, charge_1_same_incident="false").status_code == 422
