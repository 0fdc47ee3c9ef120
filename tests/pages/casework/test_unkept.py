"""Access that ends while somebody writes costs no word, and two who write at once read one another first."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from havenline import config
from havenline.casework import actions, queries
from havenline.casework.actions import WrittenMeanwhile
from havenline.casework.models import Finding, Note
from havenline.reporting import actions as person
from havenline.reporting import leaving
from havenline.reporting.models import Letter
from havenline.vault import codes
from havenline.vault.models import Wrap
from tests.pages.casework.conftest import Sent
from tests.people import Office, unlocked

QUEUE = "/desk/reports/"
WORDS = "Half an hour of careful words."

# Where it is written -> the fields with the words in them.
WRITTEN = {
    "answer/": {"words": WORDS},
    "note/": {"kind": "safety", "text": WORDS},
    "found/": {"kind": "document", "label": WORDS},
}


def post(client: Client, sent: Sent, where: str, **fields: Any) -> Any:
    more = {
        "note/": {"once": str(uuid4())},
        "found/": {"once": str(uuid4()), "through": queries.refs(sent.report)},
    }
    sending = {"purpose": "answer", **WRITTEN.get(where, {}), **more.get(where, {}), **fields}
    return client.post(f"{QUEUE}{sent.report.reference}/{where}", sending)


def withdraw(sent: Sent) -> None:
    keyring = codes.reporter_keyring(sent.code, config.read_secret("pepper"))
    leaving.withdraw(sent.report.id, keyring, day=timezone.localdate())


def kept() -> int:
    return Letter.objects.count() + Note.objects.count() + Finding.objects.count()


@pytest.mark.parametrize("where", WRITTEN)
def test_a_withdrawal_costs_no_word(vera_at_work: Client, sent: Sent, where: str) -> None:
    post(vera_at_work, sent, "")
    withdraw(sent)
    answer = post(vera_at_work, sent, where)
    text = answer.content.decode()
    assert (answer.status_code, WORDS in text) == (409, True)
    assert "The person withdrew this report while you wrote" in text
    assert kept() == 0


@pytest.mark.parametrize("where", WRITTEN)
def test_a_lost_key_costs_no_word(vera_at_work: Client, sent: Sent, where: str) -> None:
    post(vera_at_work, sent, "")
    Wrap.objects.filter(object_id=sent.report.id).delete()
    answer = post(vera_at_work, sent, where)
    text = answer.content.decode()
    assert (answer.status_code, WORDS in text) == (409, True)
    assert "Your access ended while you wrote" in text
    assert (kept(), "phone" in text) == (0, False)


@pytest.mark.parametrize("where", WRITTEN)
def test_who_never_read_it_learns_nothing(vera_at_work: Client, sent: Sent, where: str) -> None:
    Wrap.objects.filter(object_id=sent.report.id).delete()
    assert post(vera_at_work, sent, where).status_code == 404


@pytest.mark.parametrize("who", ["a colleague", "the person"])
def test_what_came_meanwhile_is_read_first(
    vera_at_work: Client, office: Office, sent: Sent, who: str
) -> None:
    assert 'name="after" value="0"' in post(vera_at_work, sent, "").content.decode()
    if who == "a colleague":
        actions.answer(
            sent.report, "From Vito.", holder=unlocked(office.vito), by=office.vito, at=timezone.now()
        )
    else:
        keyring = codes.reporter_keyring(sent.code, config.read_secret("pepper"))
        person.write_again(sent.report.id, keyring, "From Vito.", letter_id=uuid4(), day=timezone.localdate())
    answer = post(vera_at_work, sent, "answer/", after="0")
    text = answer.content.decode()
    assert answer.status_code == 422
    for shown in ("A letter came meanwhile", "From Vito.", WORDS, 'name="after" value="1"'):
        assert shown in text
    assert Letter.objects.count() == 1
    post(vera_at_work, sent, "answer/", after="1")
    assert Letter.objects.count() == 2


def test_the_same_letter_twice_is_no_meanwhile(vera_at_work: Client, sent: Sent) -> None:
    for _ in range(2):
        assert post(vera_at_work, sent, "answer/", after="0").status_code == 303
    assert Letter.objects.count() == 1


def test_the_act_refuses_what_was_overtaken(office: Office, sent: Sent) -> None:
    with pytest.raises(WrittenMeanwhile):
        actions.answer(
            sent.report, WORDS, after=3, holder=unlocked(office.vera), by=office.vera, at=timezone.now()
        )
