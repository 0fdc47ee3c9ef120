"""The answer: barred, hold or clear for each charge, opened only by whom it concerns, a hold always alike."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from havenline import ledger
from havenline.charging import actions
from havenline.charging.models import Screening
from havenline.charging.words import MISSING
from havenline.protection.gate import ChargeAnswer, ClauseCited, GateAnswer, Query, ReadingCited
from havenline.staff.models import Member
from havenline.vault.models import Opening, Wrap
from tests.pages.charging.conftest import QUOTE, SENTENCE, Gate, answer_of, ask, barred, clear, hold
from tests.people import sign_in, unlocked

pytestmark = pytest.mark.django_db


def read(client: Client, *, page: str = "") -> str:
    """The newest screening's answer, or another page of it, as text."""
    found = client.get(f"/desk/gate/{Screening.objects.latest('asked_at').reference}/{page}")
    assert found.status_code == 200
    return html.unescape(found.content.decode())


def panels(text: str) -> list[str]:
    """The panels of a page, one for each charge, without their markup."""
    found = re.findall(r'<section class="answer .*?</section>', text, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", panel).split()) for panel in found]


def test_each_charge_has_a_panel_of_its_own(at_desk: Client, gate: Gate) -> None:
    gate.says = lambda query: answer_of(
        query, barred("647b PC"), clear("PC 459"), hold("HS 11377(a)", "offense.date")
    )
    ask(at_desk, role="unknown", charge_1_raw="647b PC", charge_2_raw="PC 459", charge_3_raw="HS 11377(a)")
    first, second, third = panels(read(at_desk))
    for words in (
        "Barred PC 647(b)(1)",
        "As written: 647b PC",
        "Misdemeanor conduct of Oct. 2, 2024 Not filed",
        "The office promised not to prosecute this. Do not file it.",
        f"“{QUOTE}” C1 bars this",
        "A supervisor confirms this before it takes effect.",
        "Readings leaned on: I-16",
        "I-16. Which conduct is covered? All conduct up to the report.",
    ):
        assert words in first
    assert SENTENCE not in first
    assert second.startswith("Clear PC 459")
    assert SENTENCE in second
    assert "Other law to look at before acting: PC 236.23." in second
    assert third.startswith("Hold HS 11377(a)")
    assert "Do not file this charge until the hold is answered." in third
    assert "What would decide The day of the conduct." in third


@pytest.mark.parametrize(
    ("ground", "disposition", "words"),
    [
        ("policy", "do_not_charge", "The office promised not to prosecute this. Do not file it."),
        ("policy", "dismiss_review", "Take it to a supervisor for dismissal."),
        (
            "no_such_offense",
            "no_such_offense",
            "Not an offense for anybody on that day, or not for this person, whatever the promise says. "
            "Do not file it.",
        ),
    ],
)
def test_a_bar_says_what_to_do(
    at_desk: Client, gate: Gate, ground: str, disposition: str, words: str
) -> None:
    gate.says = lambda query: answer_of(
        query,
        ChargeAnswer(query.charges[0].raw, "PC 653.22", "barred", ground=ground, disposition=disposition),
    )
    ask(at_desk)
    (panel,) = panels(read(at_desk))
    assert words in panel
    assert panel.startswith("Barred PC 653.22")


def test_the_page_names_case_items_pack_and_draft(at_desk: Client, gate: Gate) -> None:
    ask(at_desk, item_2_label="E-2", item_2_source="person", file_by="12/24/2026", slip="7K2Q-D9MX-4TRA")
    text = read(at_desk)
    plain = " ".join(re.sub(r"<[^>]+>", " ", text).split())
    for words in (
        "Case 24-018832",
        "E-1 Something else. A source of its own. Usable",
        "E-2 Something else. From this person. Not usable",
        SENTENCE,
        "Decided by the policy pack us-ca-sfda-2018, version 1.0.0. Draft: not approved by counsel.",
        "Marisol Quintanilla-Vane",
        "May 14, 1994",
        "Dec. 24, 2026",
        "Shown, not kept",
        "Dana Reyes",
    ):
        assert words in plain
    assert "7K2Q" not in text


def test_a_slip_is_in_no_screening_even_sealed(at_desk: Client, dana: Member, gate: Gate) -> None:
    ask(at_desk, slip="7K2Q-D9MX-4TRA")
    content = actions.open_content(
        Screening.objects.get(), holder=unlocked(dana), role=dana.role, purpose="answer"
    )
    assert gate.asked[0].slip == "7K2QD9MX4TRA"
    assert (content.query.slip, content.by_slip) == ("", True)


def held_by_match(query: Query) -> GateAnswer:
    """A hold that carries all that a careless answer could: none of it may show."""
    reason = ChargeAnswer(
        raw=query.charges[0].raw,
        understood="PC 647(b)(1)",
        answer="hold",
        disposition="hold_and_refer",
        clauses=(ClauseCited("C1", "undetermined", QUOTE),),
        readings=(ReadingCited("I-20", "Who profits?", "A supervisor decides."),),
        missing=("offense.date", "person.role", "report.made"),
        confirm_by="chief",
        check=("PC 236.23",),
    )
    return answer_of(query, reason)


def held_for_no_reason(query: Query) -> GateAnswer:
    """The same charge held for a reason that has nothing to do with the person."""
    return answer_of(
        query, ChargeAnswer(query.charges[0].raw, "PC 647(b)(1)", "hold", missing=("offense.date",))
    )


@pytest.mark.parametrize("page", ["", "memo/"])
def test_a_hold_reads_the_same_whatever_its_reason(at_desk: Client, gate: Gate, page: str) -> None:
    pages = []
    for number, says in enumerate((held_by_match, held_for_no_reason)):
        gate.says = says
        ask(at_desk, case_number=f"24-{number}")
        screening = Screening.objects.latest("asked_at")
        found = at_desk.get(f"/desk/gate/{screening.reference}/{page}").content.decode()
        text = found.replace(screening.reference, "S-").replace(f"24-{number}", "24-")
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
        pages.append(re.sub(r"Ledger entry \d+", "Ledger entry", text).rstrip())
    assert pages[0] == pages[1]
    assert "Hold" in pages[0]


def test_a_hold_without_a_keeper_reads_like_any_hold(at_desk: Client) -> None:
    ask(at_desk)
    text = read(at_desk)
    assert "A hold is not a finding." in text
    assert "A filter attorney looks, and the chief decides." in text
    for word in ("keeper", "unreachable", "failed", "match"):
        assert word not in text.lower()


def test_what_would_decide_can_be_answered_on_the_form(at_desk: Client, gate: Gate) -> None:
    asked_back = ("code", "level", "date", "charged", "charged_date")
    never = ("same_incident", "office", "proceeding", "sex_trade_involvement", "personal_drug_use")
    paths = tuple(f"offense.{name}" for name in (*asked_back, *never))
    gate.says = lambda query: answer_of(query, hold(query.charges[0].raw, *paths))
    ask(at_desk, role="unknown")
    (panel,) = panels(read(at_desk))
    would_decide = re.search(r"<h3>What would decide</h3>\s*<ul>(.*?)</ul>", read(at_desk), re.S)
    assert would_decide is not None
    assert would_decide[1].count("<li>") == len(asked_back) == len(MISSING)
    assert "same incident" not in panel


def test_no_page_speaks_of_a_report(at_desk: Client, gate: Gate) -> None:
    ask(at_desk)
    for page in ("", "memo/"):
        told = [panel.replace(QUOTE, "") for panel in panels(read(at_desk, page=page))]
        told = [panel.replace("All conduct up to the report.", "") for panel in told]
        for word in ("report", "victim", "witness", "assault", "protected"):
            assert all(word not in panel.lower() for panel in told)


def test_hostile_words_are_shown_as_words(at_desk: Client, gate: Gate) -> None:
    gate.says = lambda query: answer_of(query, barred("<script>alert(1)</script>"))
    ask(at_desk, case_number="<img src=x>", charge_1_raw="<script>alert(1)</script>")
    raw = at_desk.get(f"/desk/gate/{Screening.objects.get().reference}/").content.decode()
    assert "<script>alert" not in raw
    assert "<img src=x>" not in raw


def test_the_screening_is_open_to_its_deputy_and_the_supervisor_alone(
    at_desk: Client, as_sol: Client, as_other: Client, vera: Member, outsider: Client, gate: Gate
) -> None:
    ask(at_desk)
    address = f"/desk/gate/{Screening.objects.get().reference}/"
    missing = as_other.get("/desk/gate/S-000000/")
    assert missing.status_code == 404
    for page in (address, f"{address}memo/"):
        assert at_desk.get(page).status_code == 200
        assert as_sol.get(page).status_code == 200
        for client in (as_other, sign_in(Client(), vera)):
            found = client.get(page)
            assert (found.status_code, found.content) == (404, missing.content)
        assert outsider.get(page).status_code == 303


def test_each_opening_is_in_the_ledger(
    at_desk: Client, as_sol: Client, dana: Member, sol: Member, gate: Gate
) -> None:
    ask(at_desk)
    screening = Screening.objects.get()
    address = f"/desk/gate/{screening.reference}/"
    at_desk.get(address)
    as_sol.get(f"{address}memo/")
    entries = ledger.about("screening", str(screening.id))
    assert [entry.act for entry in entries] == ["screening.answered", "object.opened", "object.opened"]
    assert [(entry.by, entry.detail["role"], entry.detail["purpose"]) for entry in entries[1:]] == [
        (dana.actor, "charging_deputy", "answer"),
        (sol.actor, "supervisor", "memo"),
    ]
    assert Opening.objects.filter(object_id=screening.id).count() == 2
    assert ledger.verify().faults == []


def test_without_the_key_the_page_is_not_there(at_desk: Client, as_sol: Client, gate: Gate) -> None:
    ask(at_desk)
    screening = Screening.objects.get()
    Wrap.objects.filter(object_id=screening.id).delete()
    assert as_sol.get(f"/desk/gate/{screening.reference}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "head"])
def test_an_answer_is_only_read(at_desk: Client, gate: Gate, method: str) -> None:
    ask(at_desk)
    address = f"/desk/gate/{Screening.objects.get().reference}/"
    assert getattr(at_desk, method)(address).status_code == 405
    assert not Opening.objects.exists()
