"""Withdrawing stops the office, burning ends the code, a copy opens without us; the protection stays."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from havenline import ledger
from havenline.casework import actions as casework
from havenline.casework import moving, notes
from havenline.casework.actions import Withdrawn
from havenline.casework.models import Assignment
from havenline.casework.purposes import DUTY
from havenline.protection.facts import Facts
from havenline.protection.models import Enrolment
from havenline.reporting import actions
from havenline.reporting.models import Letter, Report
from havenline.vault import codes
from havenline.vault.models import ReporterSession, Wrap
from havenline.witness import signing, verifier
from havenline.witness.actions import publish
from tests.pages.reporting.way import WORDS, Way
from tests.people import Office, sign_in, unlocked
from tests.unit.witness import outsider

MORE = "/page/more/"


@pytest.fixture
def inside(way: Way) -> Way:
    """Somebody who has reported and come back."""
    way.code_kept = way.report(who="A man in a grey car")
    way.come_back(way.code_kept)
    return way


def act(way: Way, do: str, **fields: Any) -> str:
    way.page = way.client.post(MORE, {"do": do, **fields})
    return way.text


def state() -> tuple[str, bool]:
    row = Report.objects.get()
    return row.state, row.is_open


# What staff may no longer do with a withdrawn report.
ACTS = {
    "read": lambda row, vera: casework.open_report(
        row, holder=unlocked(vera), by=vera, purpose="review", at=timezone.now()
    ),
    "answer": lambda row, vera: casework.answer(
        row, "Please.", holder=unlocked(vera), by=vera, at=timezone.now()
    ),
    "complete": lambda row, vera: casework.complete(
        row, {"role": "victim"}, holder=unlocked(vera), by=vera, at=timezone.now()
    ),
    "find": lambda row, vera: casework.add_found(
        row, kind="video", label="it", obtained=None, through=[], once=row.id, holder=unlocked(vera), by=vera
    ),
    "note": lambda row, vera: notes.add(
        row, "next", "x", once=row.id, holder=unlocked(vera), by=vera, at=timezone.now()
    ),
}


def test_withdrawing_is_told_before_it_is_done(inside: Way) -> None:
    text = act(inside, "ask_withdraw")
    assert ("What was done before cannot be undone." in text, state()[0]) == (True, "received")


@pytest.mark.parametrize("name", ACTS)
def test_a_withdrawn_report_is_left_alone(inside: Way, office: Office, name: str) -> None:
    row = Report.objects.get()
    assert "You withdrew it" in act(inside, "withdraw")
    assert state() == ("withdrawn", False)
    with pytest.raises(Withdrawn):
        ACTS[name](row, office.vera)
    assert ledger.about("report", str(row.id))[-1].act == "report.withdrawn"


def test_a_duty_of_law_still_opens_it(inside: Way, office: Office) -> None:
    act(inside, "withdraw")
    casework.open_report(
        Report.objects.get(), holder=unlocked(office.vera), by=office.vera, purpose=DUTY, at=timezone.now()
    )
    assert "Because a law asked it of us" in act(inside, "")


def test_the_desk_is_told_that_it_was_withdrawn(inside: Way, office: Office) -> None:
    act(inside, "withdraw")
    client = sign_in(Client(), office.vera)
    address = f"/desk/reports/{Report.objects.get().reference}/"
    for where, fields in (("", {}), ("answer/", {"words": "Please."}), ("note/", {})):
        page = client.post(address + where, {"purpose": "review", **fields}, follow=True).content.decode()
        assert ("The person withdrew this report" in page, WORDS in page) == (True, False), where


def test_who_had_it_has_it_no_longer(inside: Way, office: Office) -> None:
    row = Report.objects.get()
    Report.objects.update(state="acknowledged")
    moving.assign(row, office.vera, holder=unlocked(office.vera), by=office.vera, at=timezone.now())
    act(inside, "withdraw")
    assert Assignment.objects.filter(until=None).count() == 0
    assert not Wrap.objects.filter(object_id=row.id, to=office.vera.key).exists()


def test_the_protection_stays(inside: Way) -> None:
    """Nothing is told to the keeper, which therefore knows what it knew."""
    before = list(Enrolment.objects.values_list("number", flat=True))
    act(inside, "withdraw")
    act(inside, "burn", code=inside.code_kept.shown)  # type: ignore[union-attr]
    assert list(Enrolment.objects.values_list("number", flat=True)) == before
    assert Facts().withdrawn_date == ""


def test_a_letter_takes_the_withdrawal_back(inside: Way) -> None:
    act(inside, "withdraw")
    act(inside, "withdraw")
    inside.client.post("/page/", {"do": "write", "letter": "I want to go on."})
    assert (state(), Letter.objects.count()) == (("acknowledged", True), 1)


def test_a_burned_code_opens_nothing(inside: Way) -> None:
    code = inside.code_kept
    assert code is not None
    other = Way()
    other.come_back(code)
    assert WORDS in other.text
    assert "Your code is useless now" in act(inside, "burn", code=code.shown.lower())
    assert ledger.about("report", str(Report.objects.get().id))[-1].act == "code.burned"
    assert inside.client.cookies["__Host-page"].value == ""
    for page in (other.client.get("/page/"), other.client.get(MORE), Way().come_back(code)):
        assert WORDS not in page.content.decode()
    assert (
        "Nothing opens with this code"
        in other.client.post("/open/", {"code": code.shown}, follow=True).content.decode()
    )
    assert ReporterSession.objects.count() < 3


def test_the_office_reads_on_after_a_burn(inside: Way, office: Office) -> None:
    act(inside, "burn", code=inside.code_kept.shown)  # type: ignore[union-attr]
    client = sign_in(Client(), office.vera)
    address = f"/desk/reports/{Report.objects.get().reference}/"
    assert WORDS in client.post(address, {"purpose": "safety"}).content.decode()


@pytest.mark.parametrize("typed", ["", "nonsense", "other"])
def test_another_code_burns_nothing(inside: Way, typed: str) -> None:
    text = act(inside, "burn", code=codes.new_code().shown if typed == "other" else typed)
    assert (inside.page.status_code, "This is not your code" in text) == (422, True)
    inside.come_back(inside.code_kept)  # type: ignore[arg-type]
    assert WORDS in inside.text


def test_the_copy_holds_everything_and_needs_nobody(inside: Way, office: Office) -> None:
    row = Report.objects.get()
    actions.answer(row, casework_key(office, row), "We <read> it.", office.vera.id, role="victim_services")
    inside.client.post(
        MORE, {"do": "reach", "how": "call", "to": "415 555 0100", "when": "morning", "word": "heron"}
    )
    text = act(inside, "export")
    for part in (
        WORDS,
        "A man in a grey car",
        "We &lt;read&gt; it.",
        "415 555 0100",
        "heron",
        "To answer you",
    ):
        assert part in text, part
    assert inside.page.headers["Content-Disposition"] == 'attachment; filename="information.html"'
    assert re.findall(r"(?:src|href|action)=", text) == []
    assert "<script" not in text


def casework_key(office: Office, row: Report) -> Any:
    return casework.open_report(
        row, holder=unlocked(office.vera), by=office.vera, purpose="answer", at=timezone.now()
    )


def test_the_copy_proves_what_the_log_says(inside: Way, office: Office) -> None:
    """Checked with code that shares nothing with ours, as an expert of hers would."""
    casework_key(office, Report.objects.get())
    publish(at=timezone.now())
    text = act(inside, "export")
    assert signing.key().line in unescape(text)
    proofs = [unescape(one) for one in re.findall(r'<pre class="proof">(.*?)</pre>', text, re.DOTALL)]
    found = [outsider.entry(proof, signing.key().line)[1] for proof in proofs]
    assert [entry["act"] for entry in found] == ["report.received", "object.opened"]
    for proof in proofs:
        told = verifier.open_proof(proof, signing.key()).told["about"]
        assert [(one["name"], one["about"]) for one in told] == [("report", str(Report.objects.get().id))]


def test_what_is_too_new_is_said_and_not_proved(inside: Way, office: Office) -> None:
    assert "1 line is too new" in act(inside, "export")
    publish(at=timezone.now())
    casework_key(office, Report.objects.get())
    text = act(inside, "export")
    assert ("1 line is too new" in text, text.count('<pre class="proof">')) == (True, 1)


@pytest.mark.parametrize("do", ["withdraw", "burn", "export", "ask_burn", "ask_withdraw"])
def test_the_outsider_stops_and_takes_nothing(way: Way, do: str) -> None:
    code = way.report()
    text = Client().post(MORE, {"do": do, "code": code.shown}).content.decode()
    assert ("Type your code" in text, WORDS in text, state()[0]) == (True, False, "received")
