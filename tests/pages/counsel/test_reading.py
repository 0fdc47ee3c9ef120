"""The policy to be read: a rule one step from its sentence, and whom another reading would strike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.test import Client

from havenline import ledger, policy
from havenline.counsel.models import SignedReading
from havenline.policy.signing import read_signed
from havenline.staff.models import Member
from tests.pages.counsel.conftest import PACK, text
from tests.people import sign_in

pytestmark = pytest.mark.django_db

CHANGE = f"/desk/policy/{PACK}/readings/I-03/c2-defines-c1/"


@pytest.mark.parametrize("pack_id", policy.known_packs())
def test_every_sentence_leads_to_its_rule(at_desk: Client, pack_id: str) -> None:
    page = at_desk.get(f"/desk/policy/{pack_id}/").content.decode()
    pack = policy.load(pack_id)
    links = re.findall(r'<p><a href="#([^"]+)">', page)
    assert links == list(pack.clauses)
    for name, clause in pack.clauses.items():
        assert clause.quote[:40] in text(page.encode())
        if clause.question:
            assert re.search(rf'<h2 id="{re.escape(name)}".*?<ol class="tried">', page, re.S)


@pytest.mark.parametrize("pack_id", policy.known_packs())
def test_no_link_in_a_page_leads_nowhere(at_desk: Client, pack_id: str) -> None:
    page = at_desk.get(f"/desk/policy/{pack_id}/").content.decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) - set(ids) == set()


def test_the_policy_stands_whole_in_its_page(at_desk: Client) -> None:
    told = text(at_desk.get(f"/desk/policy/{PACK}/").content)
    for clause in policy.load(PACK).clauses.values():
        assert clause.quote in told


@pytest.mark.parametrize(
    "address", ["", f"{PACK}/", f"{PACK}/readings/", f"{PACK}/try/", f"{PACK}/beside/us-or/"]
)
def test_a_draft_is_called_one(at_desk: Client, address: str) -> None:
    assert "draft" in text(at_desk.get(f"/desk/policy/{address}").content).casefold()


def test_who_loses_is_told_by_cases(at_desk: Client) -> None:
    told = text(at_desk.get(CHANGE).content)
    assert "C1 No prosecution for involvement in the sex trade Loses protection" in told
    assert (
        "S14 Prostitution complaint already filed when she reports a later kidnapping: barred → not" in told
    )
    assert "The smallest case that shows it screening:" in told


def test_who_gains_is_told_too(at_desk: Client) -> None:
    assert "Gains protection" in text(at_desk.get(f"/desk/policy/{PACK}/readings/I-01/any-offense/").content)


def test_two_policies_stand_beside_each_other(at_desk: Client) -> None:
    told = text(at_desk.get(f"/desk/policy/{PACK}/beside/us-ca-647.3/").content)
    assert "worked cases are answered differently" in told
    assert "Loses protection" in told


@pytest.mark.parametrize(
    "address",
    [
        "nobodys/",
        f"{PACK}/readings/I-99/x/",
        f"{PACK}/readings/I-03/x/",
        f"{PACK}/beside/{PACK}/",
        f"{PACK}/beside/nobodys/",
        "../../secrets/",
    ],
)
def test_what_is_not_offered_is_not_there(at_desk: Client, address: str) -> None:
    assert at_desk.get(f"/desk/policy/{address}").status_code == 404


def test_a_signature_says_who_when_why_and_for_which_text(
    at_desk: Client, cora: Member, tmp_path: Path
) -> None:
    size = ledger.head()[0]
    answer = at_desk.post(f"{CHANGE}sign/", {"why": "  Counsel's\nopinion "})
    assert answer.status_code == 303
    pack, row = policy.load(PACK), SignedReading.objects.get()
    assert (row.signed_by, row.why, row.pack_hash) == (cora, "Counsel's opinion", pack.hash)
    assert ledger.head()[0] == size + 1
    entry = ledger.entry(size)
    assert (entry.act, entry.by, entry.detail) == ("reading.signed", cora.actor, {"pack": pack.hash})
    told = text(at_desk.get(f"/desk/policy/{PACK}/readings/").content)
    assert "Cora Szabo" in told
    assert "Counsel's opinion" in told
    assert pack.hash[:16] in told
    assert "Signed: c2-defines-c1" in told


def test_the_record_is_one_the_command_applies(at_desk: Client, tmp_path: Path) -> None:
    at_desk.post(f"{CHANGE}sign/", {"why": "asked"})
    row = SignedReading.objects.get()
    file = tmp_path / "record.yaml"
    file.write_bytes(at_desk.get(f"/desk/policy/{PACK}/readings/signed/{row.id}/").content)
    assert yaml.safe_load(file.read_text())["signed_by"] == "Cora Szabo"
    assert read_signed(file, policy.load(PACK)).readings == {"I-03": "c2-defines-c1"}


@pytest.mark.parametrize("why", ["", " \n ", "x" * 1001, "a\u202eb"])
def test_without_a_reason_nothing_is_signed(at_desk: Client, why: str) -> None:
    size = ledger.head()[0]
    answer = at_desk.post(f"{CHANGE}sign/", {"why": why})
    assert answer.status_code == 422
    assert "Nothing was signed." in text(answer.content)
    assert (SignedReading.objects.count(), ledger.head()[0]) == (0, size)


def test_a_reading_not_offered_is_not_signed(at_desk: Client) -> None:
    assert at_desk.post(f"/desk/policy/{PACK}/readings/I-03/mine/sign/", {"why": "asked"}).status_code == 404
    assert SignedReading.objects.count() == 0


@pytest.mark.parametrize("who", ["vera", "dana", "sol", "fern", "cho"])
def test_who_may_not_sign_signs_nothing(who: str, request: pytest.FixtureRequest) -> None:
    client = sign_in(Client(), request.getfixturevalue(who))
    assert client.post(f"{CHANGE}sign/", {"why": "asked"}).status_code == 404
    assert SignedReading.objects.count() == 0


def test_a_signature_for_another_text_no_longer_counts(at_desk: Client) -> None:
    at_desk.post(f"{CHANGE}sign/", {"why": "asked"})
    SignedReading.objects.update(pack_hash="0" * 64)
    told = text(at_desk.get(f"/desk/policy/{PACK}/readings/").content)
    assert "the text was changed since" in told
    assert "Signed: c2-defines-c1" not in told


def test_the_later_signature_counts(at_desk: Client) -> None:
    at_desk.post(f"{CHANGE}sign/", {"why": "first"})
    at_desk.post(f"/desk/policy/{PACK}/readings/I-03/c1-stands-alone/sign/", {"why": "second"})
    told = text(at_desk.get(f"/desk/policy/{PACK}/readings/").content)
    assert "Signed: c1-stands-alone" in told
    assert told.count("a later signature counts") == 1


def test_the_deputy_reads_the_policy_too(dana: Member) -> None:
    assert sign_in(Client(), dana).get(f"/desk/policy/{PACK}/").status_code == 200


def test_the_pages_speak_spanish(at_desk: Client) -> None:
    told = text(at_desk.get(f"/es/desk/policy/{PACK}/readings/").content)
    assert "Lecturas firmadas" in told
    assert "quién gana y quién pierde" in told
