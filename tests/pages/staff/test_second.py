"""After the passphrase no desk stands open: a second proof opens it, once, and each wrong one is told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from havenline import ledger
from havenline.staff import conduct, factors
from havenline.staff.models import Factor, Member
from havenline.staff.throttle import FREE_FAILURES
from havenline.vault import onetime, pending, sessions
from havenline.vault.models import PendingSignIn, StaffSession
from tests.people import COOKIE, Office, code_of, come_in, passphrase_of, sign_in, unlocked
from tests.stopped import StoppedClock

SIGN_IN, SECOND, FIRST, OWN = "/desk/", "/desk/second/", "/desk/first/", "/desk/own/"
WAITS = "__Host-second"


@pytest.fixture
def at_door(outsider: Client, vera: Member) -> Client:
    """A browser in which Vera's passphrase was right."""
    outsider.post(SIGN_IN, {"name": "vera", "passphrase": passphrase_of(vera)})
    return outsider


def acts(member: Member) -> list[str]:
    return [entry.act for entry in ledger.about("member", str(member.id))]


def test_a_passphrase_alone_opens_no_page(at_door: Client) -> None:
    cookie = at_door.cookies[WAITS]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Strict")
    assert at_door.get("/desk/reports/")["Location"] == SIGN_IN
    at_door.cookies[COOKIE] = cookie.value
    assert at_door.get("/desk/reports/")["Location"] == SIGN_IN
    assert not StaffSession.objects.exists()


def test_a_session_is_no_passphrase_given(vera: Member) -> None:
    client = sign_in(Client(), vera)
    client.cookies[WAITS] = client.cookies[COOKIE].value
    assert client.get(SECOND)["Location"] == SIGN_IN


@pytest.mark.parametrize("typed", ["000000", "", "12345", "ABCD-EFGH-JKMN", "\x00", "1" * 500])
def test_a_wrong_proof_opens_nothing(at_door: Client, vera: Member, typed: str) -> None:
    answer = at_door.post(SECOND, {"second": typed})
    assert answer.status_code == 403
    assert "Take the next one" in answer.content.decode()
    assert (acts(vera)[-1], StaffSession.objects.exists()) == ("staff.sign_in_failed", False)
    assert ledger.about("member", str(vera.id))[-1].detail == {"reason": "second", "tries": 1}


def test_a_code_opens_once(at_door: Client, vera: Member) -> None:
    code = code_of(vera)
    assert at_door.post(SECOND, {"second": code})["Location"] == "/desk/home/"
    assert not PendingSignIn.objects.exists()
    other = Client()
    other.post(SIGN_IN, {"name": "vera", "passphrase": passphrase_of(vera)})
    assert other.post(SECOND, {"second": code}).status_code == 403


def test_the_door_closes_after_five_minutes(vera: Member) -> None:
    client, now = Client(), timezone.now()
    for age, opens in ((timedelta(minutes=4, seconds=55), True), (timedelta(minutes=5, seconds=1), False)):
        client.cookies[WAITS] = pending.begin(unlocked(vera), now=now - age)
        assert (client.get(SECOND).status_code == 200) is opens


def test_a_member_who_left_meanwhile_stays_out(at_door: Client, vera: Member) -> None:
    Member.objects.filter(id=vera.id).update(active=False)
    assert at_door.post(SECOND, {"second": code_of(vera)})["Location"] == SIGN_IN
    assert not StaffSession.objects.exists()


@pytest.mark.parametrize("field", ["member", "key", "challenge", "expires", "sealed"])
def test_a_changed_row_lets_nobody_in(at_door: Client, office: Office, field: str) -> None:
    PendingSignIn.objects.update(**{
        "member": {"member": office.dana.id},
        "key": {"key": office.dana.key_id},
        "challenge": {"challenge": b"known to a thief"},
        "expires": {"expires": timezone.now() + timedelta(minutes=4)},
        "sealed": {"sealed": b""},
    }[field])  # fmt: skip
    assert at_door.get(SECOND)["Location"] == SIGN_IN


def test_guessing_codes_is_slowed(at_door: Client, vera: Member, clock: StoppedClock) -> None:
    statuses = [at_door.post(SECOND, {"second": "000000"}).status_code for _ in range(FREE_FAILURES + 2)]
    assert statuses == [403] * (FREE_FAILURES + 1) + [429]
    assert at_door.post(SECOND, {"second": code_of(vera)}).status_code == 429
    clock.now += 1
    assert at_door.post(SECOND, {"second": code_of(vera)}).status_code == 303


def test_a_recovery_code_opens_once(office: Office, vera: Member) -> None:
    fresh = factors.new_recovery(vera, unlocked(vera), now=timezone.now())
    assert (len(fresh), len(set(fresh))) == (10, 10)
    typed = fresh[3].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    for status in (303, 403):
        client = Client()
        client.post(SIGN_IN, {"name": "vera", "passphrase": passphrase_of(vera)})
        assert client.post(SECOND, {"second": typed}).status_code == status
    assert Factor.objects.filter(kind=factors.RECOVERY).count() == 9


def test_new_recovery_codes_void_the_old(vera: Member) -> None:
    now = timezone.now()
    old = factors.new_recovery(vera, unlocked(vera), now=now)
    factors.new_recovery(vera, unlocked(vera), now=now)
    with pytest.raises(factors.SecondWrong):
        factors.check_typed(vera, unlocked(vera), old[0], now=now)


def test_another_members_proofs_open_nothing(office: Office, vera: Member) -> None:
    """A row moved to another member, or made by whoever writes the database, is none of theirs."""
    mine = Factor.objects.get(member=office.dana)
    Factor.objects.filter(id=mine.id).update(member=vera)
    assert [one.row.id for one in factors.held(vera, unlocked(vera), factors.PHONE)] != [mine.id]
    assert len(factors.held(vera, unlocked(vera), factors.PHONE)) == 1
    Factor.objects.filter(member=vera).exclude(id=mine.id).update(kind=factors.RECOVERY)
    assert factors.held(vera, unlocked(vera), factors.RECOVERY) == []


# The first second proof.


@pytest.fixture
def new_here(vera: Member) -> Client:
    """A browser in which Vera, who never had a second proof, gave her passphrase."""
    Factor.objects.filter(member=vera).delete()
    client = Client()
    client.post(SIGN_IN, {"name": "vera", "passphrase": passphrase_of(vera)})
    return client


def secret_on(page: str) -> bytes:
    found = re.search(r'class="code small"[^>]*>([A-Z2-7 ]+)<', page)
    assert found
    import base64

    return base64.b32decode(found[1].replace(" ", ""))


def test_the_first_time_a_phone_is_chosen(new_here: Client, vera: Member) -> None:
    assert new_here.get(SECOND)["Location"] == FIRST
    page = new_here.get(FIRST)
    assert "data:image/svg+xml" in page.content.decode()
    secret = secret_on(page.content.decode())
    sent = {"candidate": page.context["new"].candidate, "name": "My phone", "second": "000000"}
    wrong = new_here.post(FIRST, sent)
    assert (wrong.status_code, secret_on(wrong.content.decode())) == (403, secret)
    right = new_here.post(FIRST, {**sent, "second": onetime.code(secret, onetime.step_of(timezone.now()))})
    assert right.status_code == 200
    assert len(re.findall(r"<li>[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}</li>", right.content.decode())) == 10
    assert new_here.get("/desk/reports/").status_code == 200
    added = ["staff.factor_added", "staff.factor_added", "staff.signed_in"]
    assert acts(vera)[-3:] == added
    assert secret not in b"".join(bytes(row.sealed) for row in Factor.objects.all())


def test_who_had_one_is_not_given_a_first_again(new_here: Client, vera: Member) -> None:
    """Rows taken away from the table do not open the first sign-in to whoever has the passphrase."""
    factors.new_recovery(vera, unlocked(vera), now=timezone.now())
    Factor.objects.filter(member=vera).delete()
    assert new_here.get(FIRST)["Location"] == SECOND
    assert new_here.post(FIRST, {"candidate": "A" * 32, "second": "000000"})["Location"] == SECOND
    assert new_here.post(SECOND, {"second": "000000"}).status_code == 403


@pytest.mark.parametrize("candidate", ["", "A", "not base 32!", "A" * 16, "a" * 32, "A" * 100_000])
def test_a_senseless_first_proof_is_refused(new_here: Client, candidate: str) -> None:
    answer = new_here.post(FIRST, {"candidate": candidate, "name": "x", "second": "000000"})
    assert answer.status_code == 403
    assert not Factor.objects.filter(kind=factors.PHONE, member__sign_in_name="vera").exists()


@pytest.mark.parametrize("said", ["{}", "[]", "nothing", '{"response": 1}', "[" * 19_000, "x" * 50_000])
def test_a_senseless_answer_of_a_key_is_refused(new_here: Client, at_door: Client, said: str) -> None:
    assert new_here.post(FIRST, {"answer": said, "name": "x"}).status_code == 403
    assert not StaffSession.objects.exists()


# One's own door.


def test_a_failed_try_is_told_at_the_next_sign_in(outsider: Client, vera: Member) -> None:
    for words in ("wrong", passphrase_of(vera)):
        outsider.post(SIGN_IN, {"name": "vera", "passphrase": words})
    outsider.post(SECOND, {"second": "000000"})
    mine = Client()
    assert come_in(mine, vera)["Location"] == OWN
    page = mine.get(OWN).content.decode()
    assert "2 tries to sign in with your name failed" in page
    assert "The right passphrase, then a wrong second proof" in page
    mine.post("/desk/lock/")
    Factor.objects.filter(member=vera).update(last=0)
    assert come_in(mine, vera)["Location"] == "/desk/home/"


def test_sessions_of_ones_own_are_ended(office: Office, vera: Member) -> None:
    here, there, others = (sign_in(Client(), who) for who in (vera, vera, office.dana))
    mine = {str(row.id) for row in sessions.of_staff(vera.id, now=timezone.now())}
    assert len(mine) == 2
    other = str(StaffSession.objects.get(member=office.dana.id).id)
    page = here.get(OWN).content.decode()
    assert other not in page
    [shown] = re.findall(r'name="session" value="([0-9a-f-]+)"', page)
    for session in (shown, other, "no id at all"):
        assert here.post("/desk/own/end/", {"session": session})["Location"] == OWN
    assert there.get(OWN)["Location"] == SIGN_IN
    assert others.get(OWN).status_code == here.get(OWN).status_code == 200


def test_the_last_proof_stays(vera: Member) -> None:
    client = sign_in(Client(), vera)
    [only] = Factor.objects.filter(member=vera)
    assert client.post("/desk/own/remove/", {"proof": str(only.id)}).status_code == 403
    page = client.get("/desk/own/add/")
    secret = secret_on(page.content.decode())
    sent = {"candidate": page.context["new"].candidate, "name": "Old <phone>"}
    code = onetime.code(secret, onetime.step_of(timezone.now()))
    assert client.post("/desk/own/add/", {**sent, "second": code})["Location"] == OWN
    assert "Old &lt;phone&gt;" in client.get(OWN).content.decode()
    assert client.post("/desk/own/remove/", {"proof": str(only.id)})["Location"] == OWN
    assert [one.name for one in factors.held(vera, unlocked(vera), factors.PHONE)] == ["Old <phone>"]
    assert acts(vera)[-2:] == ["staff.factor_added", "staff.factor_removed"]


def test_anothers_proof_is_not_taken_away(office: Office, vera: Member) -> None:
    theirs = Factor.objects.get(member=office.dana)
    sign_in(Client(), vera).post("/desk/own/remove/", {"proof": str(theirs.id)})
    assert Factor.objects.filter(id=theirs.id).exists()


# Once more, before what takes much out.


def late(member: Member) -> Client:
    """A desk in use whose second proof is twelve minutes old."""
    now = timezone.now()
    client = sign_in(Client(), member, now=now - timedelta(minutes=12))
    assert client.get(OWN).status_code == 200
    return client


@pytest.mark.parametrize("address", ["/desk/wall/W-00000/prov.json", "/desk/own/add/"])
def test_what_takes_much_out_asks_again(fern: Member, address: str) -> None:
    client = late(fern)
    asked = client.get(address)
    assert asked["Location"].startswith("/desk/again/?next=%2Fdesk%2F")
    assert client.post(asked["Location"], {"second": "000000", "next": address}).status_code == 403
    answer = client.post("/desk/again/", {"second": code_of(fern), "next": address})
    assert answer["Location"] == address
    assert client.get(address).status_code in (200, 404)
    assert acts(fern)[-1] == "staff.proven_again"


def test_the_words_of_a_late_act_are_given_back(vera: Member) -> None:
    answer = late(vera).post("/desk/own/add/", {"name": "My <phone>", "second": "123456"})
    page = answer.content.decode()
    assert (answer.status_code, "My &lt;phone&gt;" in page, "123456" in page) == (403, True, False)


@pytest.mark.parametrize(
    "to", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "/\\x.example"]
)
def test_the_way_back_stays_in_the_house(vera: Member, to: str) -> None:
    client = sign_in(Client(), vera)
    assert client.post("/desk/again/", {"second": code_of(vera), "next": to})["Location"] == "/desk/home/"


def test_who_writes_the_table_makes_no_proof_fresh(fern: Member) -> None:
    client = late(fern)
    StaffSession.objects.update(proven_at=timezone.now())
    assert client.get("/desk/own/add/")["Location"] == SIGN_IN


# The code of conduct.


def test_the_code_of_conduct_comes_before_the_work(vera: Member) -> None:
    Member.objects.filter(id=vera.id).update(conduct=conduct.VERSION - 1)
    client = sign_in(Client(), vera)
    for address in ("/desk/home/", "/desk/reports/", "/desk/policy/"):
        assert client.get(address)["Location"] == "/desk/conduct/"
    assert client.get("/desk/gate/").status_code == 404
    for said in ("", "0", str(conduct.VERSION + 1), "one"):
        client.post("/desk/conduct/", {"version": said})
        assert client.get("/desk/reports/")["Location"] == "/desk/conduct/"
    for _ in range(2):
        client.post("/desk/conduct/", {"version": str(conduct.VERSION)})
    assert client.get("/desk/reports/").status_code == 200
    assert acts(vera).count("conduct.accepted") == 1
    assert "You accepted this version" in client.get("/desk/conduct/").content.decode()
