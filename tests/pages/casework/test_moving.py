"""What becomes of a report: told to its person, given with a wrap, closed with a reason, reopened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from havenline import config, ledger
from havenline.casework import moving, queries
from havenline.casework.models import Assignment
from havenline.casework.moving import NotRead, NotTheirs, ReasonMissing
from havenline.reporting import actions, states
from havenline.reporting import queries as seen
from havenline.reporting.models import Moved, Report
from havenline.staff.models import Member
from havenline.staff.roles import NotAllowed
from havenline.staff.states import NotFromHere
from havenline.vault import codes, grants
from havenline.vault.models import Wrap
from tests.pages.casework.conftest import Sent, send
from tests.people import Office, unlocked

QUEUE = "/desk/reports/"


def do(client: Client, report: Report, where: str, **fields: str) -> Any:
    """Press a button of the reading page, and see the page that follows."""
    return client.post(f"{QUEUE}{report.reference}/{where}/", {"purpose": "review", **fields}, follow=True)


def opened(client: Client, report: Report) -> str:
    return client.post(f"{QUEUE}{report.reference}/", {"purpose": "review"}).content.decode()


def state(report: Report) -> str:
    return Report.objects.get(id=report.id).state


def stands(sent: Sent) -> str:
    keyring = codes.reporter_keyring(sent.code, config.read_secret("pepper"))
    return " ".join(seen.thread(sent.report.id, keyring).stands)


def acknowledged(report: Report, vera: Member) -> Report:
    Report.objects.filter(id=report.id).update(state=states.ACKNOWLEDGED)
    return report


def test_the_person_sees_by_when_they_hear(sent: Sent) -> None:
    assert "we tell you that somebody read it" in stands(sent)


def test_who_read_it_tells_the_person(vera_at_work: Client, sent: Sent) -> None:
    opened(vera_at_work, sent.report)
    page = do(vera_at_work, sent.report, "move", move="acknowledge")
    assert "The person sees where the report stands" in page.content.decode()
    assert (state(sent.report), stands(sent)) == ("acknowledged", "Somebody read it.")
    entry = ledger.about("report", str(sent.report.id))[-1]
    assert (entry.act, dict(entry.detail)) == (
        "report.moved",
        {"move": "acknowledge", "state": "acknowledged"},
    )


def test_nobody_says_read_who_has_not_opened_it(vera_at_work: Client, vera: Member, report: Report) -> None:
    with pytest.raises(NotRead):
        moving.move(report, "acknowledge", by=vera, at=timezone.now())
    page = do(vera_at_work, report, "move", move="acknowledge")
    assert "Nothing was changed" in page.content.decode()
    assert (state(report), Moved.objects.count()) == ("received", 0)


def test_a_first_letter_tells_it_too(vera_at_work: Client, vera: Member, sent: Sent) -> None:
    do(vera_at_work, sent.report, "answer", words="We read it.")
    moved = Moved.objects.get()
    assert (moved.move, moved.by, moved.role) == ("acknowledge", vera.id, "victim_services")
    assert state(sent.report) == "acknowledged"
    do(vera_at_work, sent.report, "answer", words="And again.")
    assert Moved.objects.count() == 1


def test_who_gets_it_gets_a_wrap_of_their_own(vera_at_work: Client, vera: Member, report: Report) -> None:
    acknowledged(report, vera)
    do(vera_at_work, report, "assign", member=str(vera.id))
    wrap = Wrap.objects.get(object_kind="report", object_id=report.id, to=vera.key)
    key = vera_key(vera, wrap)
    assert key == grants.data_key(unlocked(vera), "report", report.id)
    entry = ledger.about("key", str(vera.key_id))[-1]
    assert (entry.act, state(report)) == ("report.assigned", "assigned")


def vera_key(vera: Member, wrap: Wrap) -> Any:
    """What this wrap alone opens, the team's wrap gone."""
    Wrap.objects.filter(object_kind="report", object_id=wrap.object_id, to__kind="team").delete()
    return grants.data_key(unlocked(vera), "report", wrap.object_id)


def test_giving_it_back_takes_the_wrap(vera_at_work: Client, vera: Member, report: Report) -> None:
    acknowledged(report, vera)
    do(vera_at_work, report, "assign", member=str(vera.id))
    do(vera_at_work, report, "move", move="begin")
    assert state(report) == "working"
    do(vera_at_work, report, "move", move="give_back")
    assert state(report) == "acknowledged"
    assert not Wrap.objects.filter(object_id=report.id, to=vera.key).exists()
    held = Assignment.objects.get()
    assert held.until is not None
    assert queries.who_has(report) is None


@pytest.mark.parametrize("who", ["dana", "sol", "fern", "cho"])
def test_nobody_gets_it_who_may_not_open_it(office: Office, who: str, report: Report) -> None:
    acknowledged(report, office.vera)
    with pytest.raises(NotTheirs):
        moving.assign(
            report, getattr(office, who), holder=unlocked(office.vera), by=office.vera, at=timezone.now()
        )
    assert (Assignment.objects.count(), state(report)) == (0, "acknowledged")


@pytest.mark.parametrize("who", ["dana", "sol", "fern", "cho"])
def test_nobody_moves_it_who_may_not(office: Office, who: str, report: Report) -> None:
    member = getattr(office, who)
    with pytest.raises(NotAllowed):
        moving.move(report, "acknowledge", by=member, at=timezone.now())
    with pytest.raises(NotAllowed):
        moving.assign(report, office.vera, holder=unlocked(member), by=member, at=timezone.now())


def test_one_member_has_it_at_a_time(office: Office, vera: Member, report: Report) -> None:
    acknowledged(report, vera)
    moving.assign(report, vera, holder=unlocked(vera), by=vera, at=timezone.now())
    with pytest.raises(IntegrityError):
        Assignment.objects.create(
            report=report, member=vera.id, key=vera.key_id, by=vera.id, since=timezone.now()
        )


def test_given_twice_is_given_once(vera: Member, report: Report) -> None:
    acknowledged(report, vera)
    for _ in range(2):
        moving.assign(report, vera, holder=unlocked(vera), by=vera, at=timezone.now())
    assert (Assignment.objects.count(), Moved.objects.count()) == (1, 1)


def test_who_does_not_have_it_does_not_begin(vera: Member, report: Report) -> None:
    Report.objects.filter(id=report.id).update(state="assigned")
    with pytest.raises(NotTheirs):
        moving.move(report, "begin", by=vera, at=timezone.now())
    assert (state(report), Moved.objects.count()) == ("assigned", 0)


def test_it_is_closed_for_a_reason_the_person_reads(vera_at_work: Client, vera: Member, sent: Sent) -> None:
    acknowledged(sent.report, vera)
    page = do(vera_at_work, sent.report, "move", move="close")
    assert "Say why the report is closed" in page.content.decode()
    assert state(sent.report) == "acknowledged"
    do(vera_at_work, sent.report, "move", move="close", reason="done")
    assert state(sent.report) == "closed"
    assert "What we could do is done. The promise stays." in stands(sent)


def test_closing_takes_the_wrap(vera: Member, report: Report) -> None:
    acknowledged(report, vera)
    moving.assign(report, vera, holder=unlocked(vera), by=vera, at=timezone.now())
    moving.move(report, "close", reason="done", by=vera, at=timezone.now())
    assert not Wrap.objects.filter(object_id=report.id, to=vera.key).exists()


@pytest.mark.parametrize("reason", ["", "because", "no reason"])
def test_a_reason_outside_the_list_closes_nothing(vera: Member, report: Report, reason: str) -> None:
    acknowledged(report, vera)
    with pytest.raises(ReasonMissing):
        moving.move(report, "close", reason=reason, by=vera, at=timezone.now())
    assert state(report) == "acknowledged"


def test_nothing_is_closed_that_was_not_acknowledged(vera: Member, report: Report) -> None:
    with pytest.raises(NotFromHere):
        moving.move(report, "close", reason="done", by=vera, at=timezone.now())


def test_a_letter_opens_a_closed_report(vera: Member, sent: Sent) -> None:
    acknowledged(sent.report, vera)
    moving.move(sent.report, "close", reason="done", by=vera, at=timezone.now())
    keyring = codes.reporter_keyring(sent.code, config.read_secret("pepper"))
    letter = Moved(report=sent.report).report.id
    actions.write_again(sent.report.id, keyring, "Again.", letter_id=letter, day=timezone.localdate())
    row = Report.objects.get(id=sent.report.id)
    assert (row.state, row.is_open) == ("acknowledged", True)
    moved = Moved.objects.order_by("number").last()
    assert moved is not None
    assert (moved.move, moved.by, moved.at) == ("write", None, None)


def test_the_queue_shows_who_waits_too_long(vera_at_work: Client, vera: Member, report: Report) -> None:
    shown = f'href="/desk/reports/{report.reference}/"'
    assert shown not in vera_at_work.get(f"{QUEUE}?show=late").content.decode()
    Report.objects.filter(id=report.id).update(day=timezone.localdate() - timedelta(days=7))
    page = vera_at_work.get(f"{QUEUE}?show=late").content.decode()
    assert (shown in page, "Late." in page) == (True, True)
    acknowledged(report, vera)
    assert queries.count_late() == 0


def test_each_part_of_the_queue_shows_its_own(vera_at_work: Client, vera: Member, report: Report) -> None:
    closed, mine = acknowledged(send().report, vera), acknowledged(send().report, vera)
    moving.move(closed, "close", reason="done", by=vera, at=timezone.now())
    moving.assign(mine, vera, holder=unlocked(vera), by=vera, at=timezone.now())

    def of(show: str) -> set[str]:
        return {row.reference for row in queries.page("newest", show=show, member=vera).rows}

    assert of("open") == {report.reference, mine.reference}
    assert of("mine") == {mine.reference}
    assert of("closed") == {closed.reference}
    assert vera.name in vera_at_work.get(f"{QUEUE}?show=mine").content.decode()


@pytest.mark.parametrize("move", ["", "assign", "write", "nonsense"])
def test_a_move_no_page_offers_is_refused(vera_at_work: Client, report: Report, move: str) -> None:
    page = do(vera_at_work, report, "move", move=move)
    assert "Nothing was changed" in page.content.decode()
    assert (state(report), Moved.objects.count()) == ("received", 0)


@pytest.mark.parametrize("member", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_nobody_gets_it_by_a_wrong_name(
    vera_at_work: Client, vera: Member, report: Report, member: str
) -> None:
    acknowledged(report, vera)
    assert "Nothing was changed" in do(vera_at_work, report, "assign", member=member).content.decode()
    assert Assignment.objects.count() == 0


def test_the_reading_page_offers_what_can_be_done(vera_at_work: Client, vera: Member, report: Report) -> None:
    page = opened(vera_at_work, report)
    assert ('value="acknowledge"' in page, 'value="close"' in page) == (True, False)
    acknowledged(report, vera)
    page = opened(vera_at_work, report)
    assert ('value="acknowledge"' in page, 'value="close"' in page, 'id="member"' in page) == (
        False,
        True,
        True,
    )
