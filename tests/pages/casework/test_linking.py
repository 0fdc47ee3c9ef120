"""Reports that belong together: told to who has read both, and to nobody else in any way."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from havenline import config, ledger
from havenline.casework import actions, linking
from havenline.casework.actions import Withdrawn
from havenline.casework.linking import OtherUnknown
from havenline.casework.models import Link
from havenline.ledger.models import Entry
from havenline.reporting import actions as person
from havenline.reporting.models import Report
from havenline.staff.models import Member
from havenline.staff.roles import NotAllowed
from havenline.staff.states import NotFromHere
from havenline.vault import codes, grants
from havenline.vault.errors import NoGrant
from havenline.vault.keys import DataKey
from havenline.vault.models import Wrap
from tests.pages.casework.conftest import Sent, send
from tests.people import Office, sign_in, unlocked
from tests.unit.wall.test_turn import at_once

QUEUE = "/desk/reports/"


def read(report: Report, member: Member) -> None:
    actions.open_report(report, holder=unlocked(member), by=member, purpose="review", at=timezone.now())


def link(one: Report, other: Report, by: Member, kind: str = "same_person") -> None:
    linking.link(one, other.reference, kind=kind, holder=unlocked(by), by=by, at=timezone.now())


def shown(report: Report, member: Member) -> list[str]:
    return [one.reference for one in linking.of(report, holder=unlocked(member), by=member)]


def leave(report: Report, by: Member) -> None:
    found = linking.of(report, holder=unlocked(by), by=by)[0]
    linking.leave(report, found.id, holder=unlocked(by), by=by, at=timezone.now())


def post(client: Client, report: Report, where: str, **fields: Any) -> str:
    sending = {"purpose": "review", **fields}
    return client.post(f"{QUEUE}{report.reference}/{where}", sending, follow=True).content.decode()


@pytest.fixture
def both(office: Office, sent: Sent) -> tuple[Sent, Sent]:
    """Two reports that Vera has read, told to their persons."""
    pair = (sent, send(words="The same man, I think, in May."))
    for one in pair:
        read(one.report, office.vera)
    Report.objects.update(state="acknowledged")
    return pair


def test_who_read_both_sees_it_at_both(vera_at_work: Client, office: Office, both: tuple[Sent, Sent]) -> None:
    one, other = both[0].report, both[1].report
    page = post(vera_at_work, one, "link/", other=f" {other.reference.lower()} ", kind="same_attacker")
    assert "Only who has opened both reports sees it." in page
    assert (shown(one, office.vera), shown(other, office.vera)) == ([other.reference], [one.reference])
    text = post(vera_at_work, other, "")
    assert (one.reference in text, "One and the same did it in both" in text) == (True, True)


def test_who_read_one_sees_nothing(office: Office, both: tuple[Sent, Sent]) -> None:
    one, other = both[0].report, both[1].report
    link(one, other, office.vera)
    client = sign_in(Client(), office.vito)
    text = post(client, one, "")
    assert (other.reference in text, "What belongs together" in text) == (False, False)
    found = linking.of(one, holder=unlocked(office.vera), by=office.vera)[0]
    for act in (linking.leave, linking.unlink):
        with pytest.raises(OtherUnknown):
            act(one, found.id, holder=unlocked(office.vito), by=office.vito, at=timezone.now())
    read(other, office.vito)
    assert shown(one, office.vito) == [other.reference]


def test_neither_person_sees_it(office: Office, both: tuple[Sent, Sent]) -> None:
    link(both[0].report, both[1].report, office.vera)
    leave(both[0].report, office.vera)
    for mine, theirs in (both, both[::-1]):
        client = Client()
        thread = client.post("/open/", {"code": mine.code.shown}, follow=True).content.decode()
        own = client.get("/page/more/").content.decode()
        copy = client.post("/page/more/", {"do": "export"}).content.decode()
        for page in (thread, own, copy):
            assert theirs.report.reference not in page
            assert "duplicate" not in page
        assert "Somebody read it." in own


def test_no_code_opens_a_link(office: Office, both: tuple[Sent, Sent]) -> None:
    """The keys of both persons and of both reports together find and open nothing."""
    link(both[0].report, both[1].report, office.vera)
    row = Link.objects.get()
    for one in both:
        keyring = codes.reporter_keyring(one.code, config.read_secret("pepper"))
        key = grants.reporter_data_key(keyring, "report", one.report.id)
        token = key.token(purpose="link.token", about=str(one.report.id))
        assert token not in (bytes(row.token_1), bytes(row.token_2))
        with pytest.raises(NoGrant):
            grants.reporter_data_key(keyring, "notes", one.report.id)


def test_the_database_does_not_tell_which(office: Office, both: tuple[Sent, Sent]) -> None:
    """Every column of a link, and every entry about it: neither report is named in clear."""
    before = Entry.objects.count()
    link(both[0].report, both[1].report, office.vera)
    assert Entry.objects.count() == before + 1
    assert ledger.entry(before).act == "report.linked"
    for one in both:
        assert "report.linked" not in [entry.act for entry in ledger.about("report", str(one.report.id))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT token_1, token_2, sealed_1, sealed_2 FROM casework_link")
        columns = b"|".join(bytes(value) for value in cursor.fetchone())
    for one in both:
        for told in (one.report.reference.encode(), str(one.report.id).encode(), one.report.id.bytes):
            assert told not in columns
    assert b"same_person" not in columns


def test_no_key_is_wrapped_by_it(office: Office, both: tuple[Sent, Sent]) -> None:
    before = set(Wrap.objects.exclude(object_kind="notes").values_list("id", flat=True))
    link(both[0].report, both[1].report, office.vera)
    leave(both[0].report, office.vera)
    assert set(Wrap.objects.exclude(object_kind="notes").values_list("id", flat=True)) == before


def test_the_last_word_stands(office: Office, both: tuple[Sent, Sent]) -> None:
    one, other = both[0].report, both[1].report
    link(one, other, office.vera, "same_event")
    link(other, one, office.vera, "same_person")
    found = linking.of(one, holder=unlocked(office.vera), by=office.vera)
    assert [str(each.kind) for each in found] == ["One person told both"]
    assert Link.objects.count() == 1


@pytest.mark.parametrize("other", ["", "R-000000", "itself", "unread"])
def test_an_unread_report_is_like_none(vera_at_work: Client, both: tuple[Sent, Sent], other: str) -> None:
    one = both[0].report
    names = {"itself": one.reference, "unread": send().report.reference}
    page = post(vera_at_work, one, "link/", other=names.get(other, other), kind="same_event")
    assert ("Nothing was kept." in page, Link.objects.count()) == (True, 0)


def test_no_other_kind_is_kept(vera_at_work: Client, both: tuple[Sent, Sent]) -> None:
    post(vera_at_work, both[0].report, "link/", other=both[1].report.reference, kind="same_lie")
    assert Link.objects.count() == 0


@pytest.mark.parametrize("who", ["dana", "sol", "fern", "cho", "cora", "cass", "ines"])
def test_nobody_else_links_anything(office: Office, who: str, both: tuple[Sent, Sent]) -> None:
    with pytest.raises(NotAllowed):
        link(both[0].report, both[1].report, getattr(office, who))
    with pytest.raises(NotAllowed):
        linking.take_up(both[0].report, by=getattr(office, who), at=timezone.now())


def test_a_withdrawn_report_is_not_linked(office: Office, both: tuple[Sent, Sent]) -> None:
    Report.objects.filter(id=both[1].report.id).update(state="withdrawn", is_open=False)
    with pytest.raises(Withdrawn):
        link(both[0].report, both[1].report, office.vera)
    assert Link.objects.count() == 0


def in_queue(client: Client, report: Report) -> bool:
    return report.reference in client.get(QUEUE).content.decode()


def test_a_duplicate_leaves_the_list(vera_at_work: Client, office: Office, both: tuple[Sent, Sent]) -> None:
    mine, other = both[0].report, both[1].report
    link(mine, other, office.vera)
    found = linking.of(mine, holder=unlocked(office.vera), by=office.vera)[0]
    post(vera_at_work, mine, "link/change/", do="leave", link=str(found.id))
    assert (in_queue(vera_at_work, mine), in_queue(vera_at_work, other)) == (False, True)
    assert "It is left to this one." in post(vera_at_work, other, "")
    assert Report.objects.get(id=mine.id).state == "acknowledged"
    post(vera_at_work, mine, "link/change/", do="take_up")
    assert in_queue(vera_at_work, mine)
    moves = [
        dict(one.detail)["move"] for one in ledger.about("report", str(mine.id)) if one.act == "report.left"
    ]
    assert moves == ["leave", "take_up"]


def test_a_letter_of_the_person_brings_it_back(
    vera_at_work: Client, office: Office, both: tuple[Sent, Sent]
) -> None:
    mine = both[0]
    link(mine.report, both[1].report, office.vera)
    leave(mine.report, office.vera)
    actions.answer(mine.report, "Hello.", holder=unlocked(office.vera), by=office.vera, at=timezone.now())
    assert not in_queue(vera_at_work, mine.report)
    keyring = codes.reporter_keyring(mine.code, config.read_secret("pepper"))
    person.write_again(mine.report.id, keyring, "Still here.", letter_id=uuid4(), day=timezone.localdate())
    assert in_queue(vera_at_work, mine.report)


def test_nobody_is_left_unheard(office: Office, both: tuple[Sent, Sent]) -> None:
    """A person who was not told that it was read waits in the list; and of two one stays there."""
    one, other = both[0].report, both[1].report
    link(one, other, office.vera)
    Report.objects.filter(id=one.id).update(state="received")
    with pytest.raises(NotFromHere):
        leave(one, office.vera)
    leave(other, office.vera)
    Report.objects.filter(id=one.id).update(state="acknowledged")
    with pytest.raises(NotFromHere):
        leave(one, office.vera)
    assert list(Report.objects.filter(is_left=True)) == [other]


def test_only_one_persons_reports_are_duplicates(office: Office, both: tuple[Sent, Sent]) -> None:
    link(both[0].report, both[1].report, office.vera, "same_event")
    with pytest.raises(OtherUnknown):
        leave(both[0].report, office.vera)


def test_what_does_not_belong_together_is_undone(
    vera_at_work: Client, office: Office, both: tuple[Sent, Sent]
) -> None:
    mine = both[0].report
    link(mine, both[1].report, office.vera)
    leave(mine, office.vera)
    found = linking.of(mine, holder=unlocked(office.vera), by=office.vera)[0]
    for fields in (
        {"do": "unlink", "link": "nobodys"},
        {"do": "unlink", "link": str(UUID(int=0))},
        {"do": ""},
    ):
        assert "Nothing was changed" in post(vera_at_work, mine, "link/change/", **fields)
    post(vera_at_work, mine, "link/change/", do="unlink", link=str(found.id))
    assert (Link.objects.count(), in_queue(vera_at_work, mine)) == (0, True)
    assert dict(ledger.about("link", str(found.id))[-1].detail) == {"kind": "no_longer"}


@pytest.mark.django_db(transaction=True)
def test_two_who_link_at_once_link_once(transactional_db: None, office: Office) -> None:
    one, other = send(), send()
    for each in (one, other):
        read(each.report, office.vera)
        read(each.report, office.vito)
    raised = at_once(
        lambda: link(one.report, other.report, office.vera),
        lambda: link(other.report, one.report, office.vito),
    )
    assert raised == [None, None]
    assert Link.objects.count() == 1
    assert shown(one.report, office.vera) == [other.report.reference]


def test_a_token_is_of_one_key_and_one_thing() -> None:
    key, other = DataKey.new(), DataKey.new()
    names = {
        each.token(purpose=purpose, about=about)
        for each in (key, other)
        for purpose in ("one", "two")
        for about in ("a", "b")
    }
    assert len(names) == 8
    assert key.token(purpose="one", about="a") == key.token(purpose="one", about="a")
