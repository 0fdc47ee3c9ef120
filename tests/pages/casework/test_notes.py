"""Notes stay where they were written: under a key of their own, told apart from what the person said."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

import havenline
from havenline import config, ledger, reporting
from havenline.casework import moving, notes, queries
from havenline.casework.models import Note
from havenline.casework.note_kinds import NOTE_KINDS, SAID
from havenline.reporting.models import Report
from havenline.staff.models import Member
from havenline.staff.roles import NotAllowed
from havenline.vault import codes, grants
from havenline.vault.errors import BlobWrong, NoGrant
from havenline.vault.models import Opening, Wrap
from havenline.wall.models import Exposure
from tests.at_rest import database_files
from tests.pages.casework.conftest import Sent
from tests.people import Office, unlocked

QUEUE = "/desk/reports/"
CANARY = "Heron-and-lantern, said the colleague."
INTERNAL = [kind for kind in NOTE_KINDS if kind != SAID]


def keep(member: Member, report: Report, kind: str = "next", text: str = CANARY) -> Note:
    once = uuid4()
    notes.add(report, kind, text, once=once, holder=unlocked(member), by=member, at=timezone.now())
    return Note.objects.get(id=once)


def post(client: Client, report: Report, **fields: str) -> Any:
    return client.post(
        f"{QUEUE}{report.reference}/note/", {"purpose": "review", "once": str(uuid4()), **fields}
    )


def shown(client: Client, report: Report) -> str:
    return client.post(f"{QUEUE}{report.reference}/", {"purpose": "review"}).content.decode()


@pytest.mark.parametrize("kind", NOTE_KINDS)
def test_a_note_is_kept_and_read_again(vera_at_work: Client, report: Report, kind: str) -> None:
    assert post(vera_at_work, report, kind=kind, text=CANARY).status_code == 303
    page = shown(vera_at_work, report)
    assert (CANARY in page, escape(str(NOTE_KINDS[kind])) in page) == (True, True)
    entry = ledger.about("report", str(report.id))[-2]
    assert (entry.act, dict(entry.detail)) == ("report.noted", {"kind": kind})


@pytest.mark.parametrize("kind", INTERNAL)
def test_the_key_of_a_report_opens_no_note(vera: Member, report: Report, kind: str) -> None:
    note = keep(vera, report, kind)
    key = grants.data_key(unlocked(vera), "report", report.id)
    for purpose in ("note.internal", "note.statement", "letter.words", "report.words"):
        with pytest.raises(BlobWrong):
            key.open_text(bytes(note.sealed), purpose=purpose, about=str(note.id))


@pytest.mark.parametrize("who", ["dana", "sol", "fern", "cho"])
def test_who_was_given_the_report_sees_no_note(office: Office, report: Report, who: str) -> None:
    """As a discovery officer would be given it: a wrap of the report's key, and nothing else."""
    keep(office.vera, report)
    keep(office.vera, report, SAID, "He drove a grey car.")
    given = getattr(office, who)
    with transaction.atomic():
        grants.give(unlocked(office.vera), "report", report.id, given.key)
    key = grants.data_key(unlocked(given), "report", report.id)
    assert [note.text for note in notes.of(report, holder=unlocked(given), key=key)] == [
        "He drove a grey car."
    ]
    with pytest.raises(NoGrant):
        grants.data_key(unlocked(given), notes.NOTES, report.id)


def test_the_person_is_shown_no_note(vera: Member, sent: Sent) -> None:
    keep(vera, sent.report)
    keyring = codes.reporter_keyring(sent.code, config.read_secret("pepper"))
    assert CANARY not in str(reporting.queries.thread(sent.report.id, keyring))
    with pytest.raises(NoGrant):
        grants.reporter_data_key(keyring, notes.NOTES, sent.report.id)


def test_what_the_person_said_is_an_item_of_the_wall(vera: Member, report: Report) -> None:
    note = keep(vera, report, SAID, "He drove a grey car.")
    assert note.item is not None
    assert (note.item.kind, note.item.given_by_id) == ("own_statement", report.subject_id)
    assert note.item.ref in queries.refs(report)
    assert Exposure.objects.filter(member=vera.id, subject=report.subject).exists()
    assert ledger.about("item", str(note.item.id))[-1].act == "report.noted"


def test_something_is_found_through_what_was_said(vera_at_work: Client, vera: Member, report: Report) -> None:
    note = keep(vera, report, SAID)
    assert note.item is not None
    done = vera_at_work.post(
        f"{QUEUE}{report.reference}/found/",
        {
            "purpose": "review",
            "kind": "video",
            "label": "a camera",
            "once": str(uuid4()),
            "through": note.item.ref,
        },
    )
    assert "done=found" in done.headers["Location"]


@pytest.mark.parametrize("kind", NOTE_KINDS)
def test_the_database_tells_a_statement_from_a_note(vera: Member, report: Report, kind: str) -> None:
    note = keep(vera, report, kind)
    other = "next" if kind == SAID else SAID
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.filter(id=note.id).update(kind=other)


def test_the_same_form_twice_is_one_note(vera_at_work: Client, report: Report) -> None:
    once = str(uuid4())
    for _ in range(3):
        post(vera_at_work, report, kind=SAID, text=CANARY, once=once)
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("next", "", "The note is empty"),
        ("next", " \n", "The note is empty"),
        ("next", "a" * 20_001, "too long"),
        ("", "Words.", "what kind of note"),
        ("gossip", "Words.", "what kind of note"),
    ],
)
def test_a_note_that_cannot_be_kept_comes_back(
    vera_at_work: Client, report: Report, kind: str, text: str, said: str
) -> None:
    page = post(vera_at_work, report, kind=kind, text=text)
    assert (page.status_code, said in page.content.decode()) == (422, True)
    assert page.context["note"]["text"].value() == text
    assert (Note.objects.count(), Opening.objects.count()) == (0, 1)


@pytest.mark.parametrize("who", ["dana", "sol", "fern", "cho"])
def test_nobody_notes_who_may_not(office: Office, report: Report, who: str) -> None:
    with pytest.raises(NotAllowed):
        keep(getattr(office, who), report)
    assert (Note.objects.count(), Wrap.objects.filter(object_kind=notes.NOTES).count()) == (0, 0)


def test_who_has_the_report_has_its_notes(vera: Member, report: Report) -> None:
    """Given before the first note or after it; and both keys go together."""

    def is_held() -> bool:
        return Wrap.objects.filter(object_kind=notes.NOTES, object_id=report.id, to=vera.key).exists()

    Report.objects.filter(id=report.id).update(state="acknowledged")
    for _ in range(2):
        moving.assign(report, vera, holder=unlocked(vera), by=vera, at=timezone.now())
        keep(vera, report)
        assert is_held()
        moving.move(report, "give_back", by=vera, at=timezone.now())
        assert not is_held()


@pytest.mark.django_db(transaction=True)
def test_no_word_of_a_note_is_on_the_disk(transactional_db: None, vera: Member, report: Report) -> None:
    for kind in NOTE_KINDS:
        keep(vera, report, kind)
    for path in database_files():
        assert b"Heron-and-lantern" not in path.read_bytes(), path.name


def test_no_other_room_reads_notes() -> None:
    """Discovery, statistics and the API to come included: the names are used in casework alone."""
    rooms = Path(havenline.__file__).parent
    reaching = [
        str(path.relative_to(rooms))
        for path in rooms.rglob("*.py")
        if path.relative_to(rooms).parts[0] != "casework"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("havenline.casework")
        and {one.name for one in node.names} & {"Note", "notes", "NOTES"}
    ]
    assert reaching == []
