"""A report goes to a colleague who takes it on: asked, refused, called back, and ended with its wrap."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from havenline import config, ledger
from havenline.casework import moving, queries
from havenline.casework.models import Assignment
from havenline.casework.moving import NotTheirs, ReasonMissing
from havenline.reporting import leaving, transitions
from havenline.reporting.models import Report, Transition, TransitionMove
from havenline.staff.models import Member
from havenline.staff.roles import ACTS, NotAllowed
from havenline.staff.states import NotFromHere
from havenline.vault import codes
from havenline.vault.models import Wrap
from tests.pages.casework.conftest import Sent
from tests.people import Office, sign_in, unlocked
from tests.unit.wall.test_turn import at_once

QUEUE = "/desk/reports/"


def do(client: Client, report: Report, where: str, **fields: str) -> str:
    fields = {"purpose": "review", **fields}
    return client.post(f"{QUEUE}{report.reference}/{where}", fields, follow=True).content.decode()


def give(report: Report, to: Member, *, by: Member) -> None:
    moving.assign(report, to, holder=unlocked(by), by=by, at=timezone.now())


def take_on(asked: Transition, by: Member) -> None:
    moving.take_on(asked, holder=unlocked(by), by=by, at=timezone.now())


def has_wrap(report: Report, member: Member) -> bool:
    return Wrap.objects.filter(object_kind="report", object_id=report.id, to=member.key_id).exists()


def states() -> list[str]:
    return list(Transition.objects.order_by("number").values_list("state", flat=True))


@pytest.fixture
def read(report: Report) -> Report:
    """The report, told to its person."""
    Report.objects.filter(id=report.id).update(state="acknowledged")
    return report


@pytest.fixture
def asked(read: Report, office: Office) -> Transition:
    """Vera has asked Vito."""
    give(read, office.vito, by=office.vera)
    return Transition.objects.get()


@pytest.fixture
def vito_at_work(office: Office) -> Client:
    """A browser in which Vito is signed in."""
    return sign_in(Client(), office.vito)


def test_a_colleague_is_asked_first(vera_at_work: Client, office: Office, read: Report) -> None:
    page = do(vera_at_work, read, "assign/", member=str(office.vito.id))
    assert "Your colleague was asked" in page
    assert (states(), has_wrap(read, office.vito), Assignment.objects.count()) == (["requested"], False, 0)
    assert Report.objects.get(id=read.id).state == "acknowledged"
    entry = ledger.about("report", str(read.id))[-1]
    assert (entry.act, dict(entry.detail)) == ("transition.asked", {"kind": "assignment"})


def test_who_takes_it_on_has_it(vito_at_work: Client, office: Office, asked: Transition) -> None:
    assert "Vera Lindqvist asks you to take this report." in do(vito_at_work, asked.report, "")
    page = do(vito_at_work, asked.report, "asked/", asked=asked.ref, do="accept")
    assert "It is done" in page
    assert (states(), has_wrap(asked.report, office.vito)) == (["accepted"], True)
    held = queries.who_has(asked.report)
    assert held is not None
    assert (held.member, held.by) == (office.vito.id, office.vera.id)
    assert ledger.about("transition", str(asked.id))[-1].act == "report.assigned"


def test_who_refuses_says_why(
    vito_at_work: Client, vera_at_work: Client, office: Office, asked: Transition
) -> None:
    assert "Say why you refuse" in do(vito_at_work, asked.report, "asked/", asked=asked.ref, do="reject")
    assert states() == ["requested"]
    page = do(vito_at_work, asked.report, "asked/", asked=asked.ref, do="reject", reason="too_near")
    assert ("You refused it" in page, states()) == (True, ["rejected"])
    shown = do(vera_at_work, asked.report, "")
    assert "Vito Amankwah refused: I am too near to somebody in it" in shown
    assert not has_wrap(asked.report, office.vito)
    entry = ledger.about("transition", str(asked.id))[-1]
    assert dict(entry.detail) == {
        "kind": "assignment",
        "move": "reject",
        "state": "rejected",
        "reason": "too_near",
    }


def test_who_asked_may_ask_no_more(vera_at_work: Client, office: Office, asked: Transition) -> None:
    assert "Ask no more" in do(vera_at_work, asked.report, "")
    assert "asked no more" in do(vera_at_work, asked.report, "asked/end/", asked=asked.ref)
    assert states() == ["revoked"]
    with pytest.raises(NotFromHere):
        take_on(asked, office.vito)


def test_nobody_takes_what_another_was_asked(office: Office, asked: Transition) -> None:
    with pytest.raises(NotTheirs):
        take_on(asked, office.vera)
    with pytest.raises(NotTheirs):
        moving.refuse(asked, reason="no_time", by=office.vera, at=timezone.now())
    assert states() == ["requested"]


@pytest.mark.parametrize("who", ["dana", "sol", "fern", "cho", "cora"])
def test_nobody_else_takes_anything_on(office: Office, who: str, asked: Transition) -> None:
    member = getattr(office, who)
    with pytest.raises(NotAllowed):
        take_on(asked, member)
    with pytest.raises(NotAllowed):
        moving.call_back(asked, by=member, at=timezone.now())


def test_no_other_reason_is_a_refusal(office: Office, asked: Transition) -> None:
    for reason in ("", "other"):
        with pytest.raises(ReasonMissing):
            moving.refuse(asked, reason=reason, by=office.vito, at=timezone.now())


def test_asked_twice_is_asked_once(office: Office, asked: Transition) -> None:
    give(asked.report, office.vito, by=office.vera)
    assert states() == ["requested"]
    asked.number, asked.id, asked.ref = None, asked.report_id, "T-000000"
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save(force_insert=True)


def test_who_had_it_loses_the_wrap_then(office: Office, read: Report) -> None:
    give(read, office.vera, by=office.vera)
    give(read, office.vito, by=office.vera)
    assert (has_wrap(read, office.vera), has_wrap(read, office.vito)) == (True, False)
    take_on(Transition.objects.get(state="requested"), office.vito)
    assert (has_wrap(read, office.vera), has_wrap(read, office.vito)) == (False, True)
    assert states() == ["revoked", "accepted"]


# What ends an assignment -> the state of what was taken on.
ENDS = {"give_back": "done", "close": "done"}


@pytest.mark.parametrize("name", ENDS)
def test_access_ends_with_the_assignment(office: Office, asked: Transition, name: str) -> None:
    take_on(asked, office.vito)
    reason = "done" if name == "close" else ""
    moving.move(asked.report, name, reason=reason, by=office.vito, at=timezone.now())
    assert (states(), has_wrap(asked.report, office.vito)) == ([ENDS[name]], False)


def test_closing_asks_nobody_any_more(office: Office, asked: Transition) -> None:
    moving.move(asked.report, "close", reason="done", by=office.vera, at=timezone.now())
    assert states() == ["revoked"]


@pytest.mark.parametrize("is_taken_on", [True, False])
def test_withdrawing_ends_every_transition(
    office: Office, asked: Transition, sent: Sent, is_taken_on: bool
) -> None:
    if is_taken_on:
        take_on(asked, office.vito)
    keyring = codes.reporter_keyring(sent.code, config.read_secret("pepper"))
    leaving.withdraw(sent.report.id, keyring, day=timezone.localdate())
    assert (states(), has_wrap(sent.report, office.vito)) == (["revoked"], False)
    moved = TransitionMove.objects.order_by("number").last()
    assert moved is not None
    assert (moved.move, moved.by, moved.at) == ("take_back", None, None)
    if not is_taken_on:
        with pytest.raises(NotFromHere):
            take_on(asked, office.vito)


@pytest.mark.parametrize("ref", ["", "T-000000"])
def test_what_nobody_asked_is_not_there(vito_at_work: Client, asked: Transition, ref: str) -> None:
    for where in ("asked/", "asked/end/"):
        answer = vito_at_work.post(f"{QUEUE}{asked.report.reference}/{where}", {"asked": ref, "do": "accept"})
        assert answer.status_code == 404


def test_the_queue_shows_what_is_asked_of_me(
    vito_at_work: Client, vera_at_work: Client, asked: Transition
) -> None:
    mine = vito_at_work.get(f"{QUEUE}?show=asked").content.decode()
    assert (asked.report.reference in mine, '<span class="waiting">1</span>' in mine) == (True, True)
    assert asked.report.reference not in vera_at_work.get(f"{QUEUE}?show=asked").content.decode()


@pytest.mark.django_db(transaction=True)
def test_one_of_two_at_once_has_it(transactional_db: None, office: Office, sent: Sent) -> None:
    Report.objects.filter(id=sent.report.id).update(state="acknowledged")
    give(sent.report, office.vito, by=office.vera)
    asked = Transition.objects.get()

    def later() -> Any:
        return moving.call_back(asked, by=office.vera, at=timezone.now())

    raised = at_once(lambda: take_on(asked, office.vito), later)
    assert sorted(type(fault).__name__ for fault in raised) == ["NoneType", "NotFromHere"]
    taken_on = raised[0] is None
    assert (states(), has_wrap(sent.report, office.vito)) == (
        ["accepted" if taken_on else "revoked"],
        taken_on,
    )


def test_the_table_names_acts_there_are() -> None:
    assert {move.act for move in transitions.MOVES.values()} <= {"", *ACTS}
    assert {move.end for move in transitions.MOVES.values()} <= set(transitions.STATES)
