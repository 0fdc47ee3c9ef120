"""What is to be done by which day: set, shown to whom it concerns, late when it is late, and done once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from havenline import config, ledger
from havenline.casework import handed, tasking
from havenline.casework.models import Task
from havenline.reporting import leaving
from havenline.reporting.models import Report
from havenline.staff.roles import NotAllowed
from havenline.vault import codes
from havenline.vault.models import Wrap
from tests.at_rest import database_files
from tests.pages.casework.conftest import Sent
from tests.pages.casework.handing import Person, hand, read_by, undertake
from tests.people import Office, sign_in, unlocked

QUEUE = "/desk/reports/"
TO_DO = f"{QUEUE}to-do/"
WORDS = "Ring the shelter about Friday."


def day(ahead: int) -> str:
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def post(client: Client, report: Report, where: str, **fields: Any) -> Any:
    sending = {"purpose": "review", **fields}
    return client.post(f"{QUEUE}{report.reference}/{where}", sending, follow=True)


def keep(client: Client, report: Report, **fields: Any) -> str:
    sending = {"kind": "safety", "due": day(2), "text": WORDS, "once": str(uuid4()), **fields}
    return str(post(client, report, "task/", **sending).content.decode())


@pytest.fixture
def vito_at_work(office: Office) -> Client:
    """A browser in which Vito is signed in."""
    return sign_in(Client(), office.vito)


def test_a_task_is_set_and_shown(vera_at_work: Client, vito_at_work: Client, report: Report) -> None:
    assert "It stands in the list" in keep(vera_at_work, report)
    row = Task.objects.get()
    assert (row.kind, row.due.isoformat(), row.member) == ("safety", day(2), None)
    entry = ledger.about("report", str(report.id))[-1]
    assert (entry.act, dict(entry.detail)) == ("task.set", {"kind": "safety"})
    listed = vito_at_work.get(TO_DO).content.decode()
    assert (report.reference in listed, WORDS in listed) == (True, False)
    assert WORDS in post(vito_at_work, report, "").content.decode()


def test_it_is_somebodys_or_anybodys(
    vera_at_work: Client, vito_at_work: Client, office: Office, report: Report
) -> None:
    keep(vera_at_work, report, member=str(office.vito.id))
    assert report.reference in vito_at_work.get(TO_DO).content.decode()
    assert report.reference not in vera_at_work.get(TO_DO).content.decode()
    assert "Vito Amankwah" in vera_at_work.get(f"{TO_DO}?show=all").content.decode()


def test_what_is_due_is_counted_and_late(vera_at_work: Client, office: Office, report: Report) -> None:
    keep(vera_at_work, report, due=day(0))
    keep(vera_at_work, report, due=day(1))
    assert tasking.count_due(office.vera) == 1
    Task.objects.filter(due=day(0)).update(due=day(-1))
    assert "Late." in vera_at_work.get(TO_DO).content.decode()
    assert tasking.count_due(office.vera) == 1


def test_done_is_done_once(vera_at_work: Client, office: Office, report: Report) -> None:
    keep(vera_at_work, report)
    row = Task.objects.get()
    for _ in range(2):
        page = vera_at_work.post(f"{TO_DO}done/", {"task": str(row.id)}, follow=True).content.decode()
    row.refresh_from_db()
    assert (row.done_by, report.reference in page) == (office.vera.id, False)
    assert [one.act for one in ledger.about("report", str(report.id))].count("task.done") == 1


@pytest.mark.parametrize("task", ["", "nobodys", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_task_is_not_done(vera_at_work: Client, report: Report, task: str) -> None:
    keep(vera_at_work, report)
    assert vera_at_work.post(f"{TO_DO}done/", {"task": task}).status_code == 303
    assert Task.objects.get().done_at is None


# What is sent -> what is said.
BAD = {
    "no day": ({"due": ""}, "Give a day from today on"),
    "yesterday": ({"due": day(-1)}, "Give a day from today on"),
    "in ten years": ({"due": day(3_660)}, "Give a day from today on"),
    "no day at all": ({"due": "soon"}, "Give the day as year"),
    "a kind of the software's": ({"kind": "destroy"}, "Choose from the list."),
    "no kind": ({"kind": ""}, "Choose what is to be done."),
    "nobody's": ({"member": "00000000-0000-0000-0000-000000000000"}, "Choose from the list."),
    "too many words": ({"text": "w" * 2_001}, "A few words are enough here."),
    "a status": ({"text": "She is undocumented"}, "may tell immigration status"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_sets_nothing(vera_at_work: Client, report: Report, name: str) -> None:
    fields, said = BAD[name]
    page = keep(vera_at_work, report, **fields)
    assert said in page
    assert Task.objects.count() == 0


def test_a_mistake_costs_no_word(vera_at_work: Client, report: Report) -> None:
    assert WORDS in keep(vera_at_work, report, due="")


def test_the_same_form_twice_is_one_task(vera_at_work: Client, report: Report) -> None:
    once = str(uuid4())
    for _ in range(2):
        keep(vera_at_work, report, once=once)
    assert Task.objects.count() == 1


@pytest.mark.parametrize("who", ["dana", "sol", "fern", "cho", "cora", "cass", "ines"])
def test_nobody_else_sets_or_ends_anything(office: Office, who: str, report: Report) -> None:
    member = getattr(office, who)
    with pytest.raises(NotAllowed):
        tasking.finish(report.id, by=member, at=timezone.now())
    with pytest.raises(NotAllowed):
        tasking.keep(
            report,
            kind="write",
            due=timezone.localdate(),
            text="",
            member=None,
            once=uuid4(),
            holder=unlocked(member),
            by=member,
            at=timezone.now(),
        )


def test_a_withdrawal_ends_what_was_to_do(vera_at_work: Client, sent: Sent) -> None:
    keep(vera_at_work, sent.report)
    keyring = codes.reporter_keyring(sent.code, config.read_secret("pepper"))
    leaving.withdraw(sent.report.id, keyring, day=timezone.localdate())
    row = Task.objects.get()
    assert (row.done_at is not None, row.done_by) == (True, None)
    page = keep(vera_at_work, sent.report, text="Kept words")
    assert ("while you wrote" in page, "Kept words" in page, Task.objects.count()) == (True, True, 1)


@pytest.mark.parametrize("is_exported", [True, False])
@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_a_file_that_went_out_is_asked_back(
    vera_at_work: Client, office: Office, is_exported: bool, is_withdrawn: bool
) -> None:
    person = Person(office)
    read_by(person, office.vera)
    consent = person.allow("agency", "words")
    asked = hand(person, consent, named="Kim Outside")
    undertake(asked, office.vera)
    if is_exported:
        handed.export(
            asked, lambda _: b"file", holder=unlocked(office.vera), by=office.vera, at=timezone.now()
        )
    if is_withdrawn:
        leaving.withdraw(person.report.id, person.keyring, day=timezone.localdate())
    else:
        person.take_back(consent)
    due = Task.objects.filter(done_at=None)
    assert [(row.kind, row.due, row.by) for row in due] == (
        [("destroy", timezone.localdate(), None)] if is_exported else []
    )
    listed = vera_at_work.get(TO_DO).content.decode()
    assert ("Ask that a file be destroyed" in listed) == is_exported
    client = Client()
    client.post("/open/", {"code": person.code.shown})
    seen = client.get("/page/more/").content.decode()
    assert ("We ask them to destroy their file." in seen) == is_exported


def test_without_the_notes_key_no_words_show(vera_at_work: Client, office: Office, report: Report) -> None:
    keep(vera_at_work, report)
    Wrap.objects.filter(object_kind="notes").delete()
    assert [(one.kind, one.text) for one in tasking.of(report, holder=unlocked(office.vera))] == [
        ("Look after the person's safety", "")
    ]


@pytest.mark.django_db(transaction=True)
def test_no_word_of_a_task_is_on_the_disk(transactional_db: None, office: Office, sent: Sent) -> None:
    client = sign_in(Client(), office.vera)
    keep(client, sent.report, text="Canary-task-9190")
    assert Task.objects.count() == 1
    for path in database_files():
        assert b"Canary-task" not in path.read_bytes(), path.name
