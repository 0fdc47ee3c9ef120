"""A desk opens for name and passphrase, and says nothing to a guesser."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from havenline import ledger
from havenline.ledger.models import Entry
from havenline.staff.models import Member
from havenline.staff.throttle import FREE_FAILURES
from havenline.vault import passphrase
from havenline.vault.models import StaffSession
from tests.people import COOKIE, Office, code_of, come_in, passphrase_of, sign_in
from tests.stopped import StoppedClock

SIGN_IN, SECOND = "/desk/", "/desk/second/"


def acts() -> list[str]:
    size, _ = ledger.head()
    return [ledger.entry(number).act for number in range(size)]


@pytest.mark.parametrize("name", ["vera", " Vera ", "VERA"])
def test_name_and_passphrase_open_the_desk(outsider: Client, vera: Member, name: str) -> None:
    answer = outsider.post(SIGN_IN, {"name": name, "passphrase": passphrase_of(vera)})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/second/")
    assert not StaffSession.objects.exists()
    answer = outsider.post(SECOND, {"second": code_of(vera)})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/home/")
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (
        True,
        True,
        "Strict",
        "/",
    )
    assert cookie["max-age"] == cookie["expires"] == cookie["domain"] == ""
    entry = ledger.about("member", str(vera.id))[-1]
    said = {"role": "victim_services", "factor": "phone"}
    assert (entry.act, entry.by, entry.detail) == ("staff.signed_in", vera.actor, said)


def test_a_stranger_and_a_slip_of_the_hand_see_the_same(outsider: Client, vera: Member) -> None:
    answers = [
        outsider.post(SIGN_IN, {"name": name, "passphrase": typed})
        for name, typed in [("vera", "not the passphrase"), ("nobody at all", passphrase_of(vera)), ("", "")]
    ]
    tokens = [answer.context["csrf_token"] for answer in answers]
    pages = [
        answer.content.decode().replace(str(token), "").strip()
        for answer, token in zip(answers, tokens, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert len(set(pages)) == 1
    assert not any(COOKIE in answer.cookies for answer in answers)
    assert not StaffSession.objects.exists()


def test_a_failure_is_ledgered_without_a_strangers_name(outsider: Client, vera: Member) -> None:
    outsider.post(SIGN_IN, {"name": "vera", "passphrase": "not the passphrase"})
    outsider.post(SIGN_IN, {"name": "marigold", "passphrase": "not the passphrase"})
    assert acts()[-2:] == ["staff.sign_in_failed"] * 2
    assert [entry.act for entry in ledger.about("member", str(vera.id))] == ["staff.sign_in_failed"]
    assert not any(b"marigold" in bytes(entry.body) for entry in Entry.objects.all())


def failures(member: Member | None = None) -> list[Any]:
    """The ledger's entries of failed sign-ins: of a member, or every one."""
    numbers = range(ledger.head()[0])
    found = ledger.about("member", str(member.id)) if member else [ledger.entry(n) for n in numbers]
    return [entry for entry in found if entry.act == "staff.sign_in_failed"]


def test_a_flood_of_names_hardly_grows_the_ledger(outsider: Client, office: Office) -> None:
    for number in range(12):
        assert outsider.post(SIGN_IN, {"name": f"marigold {number}", "passphrase": "x"}).status_code == 403
    assert [entry.detail for entry in failures()] == [{"reason": "passphrase", "tries": 1}]
    assert ledger.verify().is_whole


def test_a_flood_on_one_name_hardly_grows_the_ledger(outsider: Client, vera: Member) -> None:
    statuses = [outsider.post(SIGN_IN, {"name": "vera", "passphrase": "x"}).status_code for _ in range(40)]
    assert len(failures(vera)) == len(failures()) == statuses.count(403) == FREE_FAILURES + 1


def test_a_members_failure_is_ledgered_amid_a_flood(outsider: Client, vera: Member) -> None:
    for name in ("marigold", "anemone", "vera", "clover"):
        outsider.post(SIGN_IN, {"name": name, "passphrase": "x"})
    assert (len(failures(vera)), len(failures())) == (1, 2)


def test_a_member_who_left_signs_in_no_more(outsider: Client, vera: Member) -> None:
    Member.objects.update(active=False)
    assert outsider.post(SIGN_IN, {"name": "vera", "passphrase": passphrase_of(vera)}).status_code == 403


def test_a_members_row_under_another_id_does_not_open(outsider: Client, office: Office) -> None:
    stolen = office.dana
    Member.objects.filter(id=office.vera.id).update(
        salt=stolen.salt, verifier=stolen.verifier, sealed_seed=stolen.sealed_seed
    )
    assert outsider.post(SIGN_IN, {"name": "vera", "passphrase": passphrase_of(stolen)}).status_code == 403


def test_guessing_is_slowed_the_same_for_any_name(outsider: Client, vera: Member) -> None:
    for name in ("vera", "marigold"):
        statuses = [
            outsider.post(SIGN_IN, {"name": name, "passphrase": "wrong"}).status_code for _ in range(7)
        ]
        assert statuses == [403] * (FREE_FAILURES + 1) + [429]


def test_whoever_waits_as_told_signs_in(outsider: Client, vera: Member, clock: StoppedClock) -> None:
    asked = {"name": "vera", "passphrase": passphrase_of(vera)}
    for _ in range(FREE_FAILURES + 1):
        outsider.post(SIGN_IN, {**asked, "passphrase": "wrong"})
    assert "Wait 1 second," in seen(outsider.post(SIGN_IN, asked))
    clock.now += 1
    assert outsider.post(SIGN_IN, asked).status_code == 303


def test_the_usual_browser_is_not_slowed_by_strangers(outsider: Client, vera: Member) -> None:
    usual = Client()
    come_in(usual, vera)
    usual.post("/desk/lock/")
    for _ in range(7):
        refused = outsider.post(SIGN_IN, {"name": "vera", "passphrase": "wrong"})
    assert refused.status_code == 429
    assert usual.post(SIGN_IN, {"name": "vera", "passphrase": passphrase_of(vera)}).status_code == 303


def test_what_was_typed_is_not_given_back(outsider: Client, office: Office) -> None:
    answer = outsider.post(SIGN_IN, {"name": "a phrase in the wrong field", "passphrase": "another phrase"})
    assert b"phrase in the wrong" not in answer.content
    assert b"another phrase" not in answer.content


def test_a_form_of_another_site_is_refused(office: Office, vera: Member) -> None:
    strict = Client(enforce_csrf_checks=True)
    asked = {"name": "vera", "passphrase": passphrase_of(vera)}
    assert strict.post(SIGN_IN, asked).status_code == 403
    assert not StaffSession.objects.exists()
    token = strict.get(SIGN_IN).context["csrf_token"]
    assert strict.post(SIGN_IN, {**asked, "csrfmiddlewaretoken": token}).status_code == 303


def test_who_is_signed_in_is_led_to_the_desk(vera: Member) -> None:
    assert sign_in(Client(), vera).get(SIGN_IN)["Location"] == "/desk/home/"


def test_locking_ends_the_session(vera: Member) -> None:
    client = sign_in(Client(), vera)
    cookie = client.cookies[COOKIE].value
    answer = client.post("/desk/lock/")
    assert answer["Location"] == SIGN_IN
    assert answer.cookies[COOKIE]["max-age"] == 0
    assert not StaffSession.objects.exists()
    client.cookies[COOKIE] = cookie
    assert client.get("/desk/home/")["Location"] == SIGN_IN
    assert acts()[-1] == "staff.signed_out"


@pytest.mark.parametrize(
    ("idle", "is_open"),
    [(timedelta(minutes=14), True), (timedelta(minutes=17), False), (timedelta(hours=13), False)],
)
def test_an_unused_desk_locks_itself(vera: Member, idle: timedelta, is_open: bool) -> None:
    client = sign_in(Client(), vera, now=timezone.now() - idle)
    answer = client.get(SIGN_IN)
    assert (answer.status_code == 303) is is_open
    if not is_open:
        assert "You were signed out" in answer.content.decode()
        assert answer.cookies[COOKIE]["max-age"] == 0


def test_a_desk_locks_after_twelve_hours_of_use(vera: Member) -> None:
    now = timezone.now()
    client = sign_in(Client(), vera, now=now - timedelta(hours=12, minutes=1))
    StaffSession.objects.update(used_at=now - timedelta(minutes=1))
    assert client.get("/desk/home/")["Location"] == SIGN_IN


@pytest.mark.parametrize("at", [0, 20, 40, 63])
def test_a_changed_cookie_opens_nothing(vera: Member, at: int) -> None:
    client = sign_in(Client(), vera)
    value = client.cookies[COOKIE].value
    client.cookies[COOKIE] = value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]
    assert client.get("/desk/home/")["Location"] == SIGN_IN


def test_a_stolen_session_row_opens_nothing(office: Office) -> None:
    mine, theirs = sign_in(Client(), office.dana), sign_in(Client(), office.vera)
    row = StaffSession.objects.get(member=office.vera.id)
    StaffSession.objects.filter(member=office.dana.id).update(
        member=row.member, key=row.key, sealed=row.sealed, begun_at=row.begun_at, expires=row.expires
    )
    assert mine.get("/desk/home/")["Location"] == SIGN_IN
    assert theirs.get("/desk/home/").status_code in (200, 303)


def test_a_member_who_left_is_out_at_once(vera: Member) -> None:
    client = sign_in(Client(), vera)
    Member.objects.filter(id=vera.id).update(active=False)
    assert client.get("/desk/home/")["Location"] == SIGN_IN


def test_words_survive_a_session_that_ended(outsider: Client, office: Office) -> None:
    answer = outsider.post("/desk/lock/", {"words": "Thank you for <telling> us."})
    assert answer.status_code == 403
    assert "Thank you for &lt;telling&gt; us." in answer.content.decode()


def test_who_meets_a_full_line_is_asked_to_sign_in_again_and_loses_no_try(
    outsider: Client, vera: Member
) -> None:
    asked = {"name": "vera", "passphrase": passphrase_of(vera)}
    before = acts()
    with passphrase._LINE, passphrase._LINE:
        answers = [outsider.post(SIGN_IN, asked) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [503] * 8
    assert "sign in again" in answers[0].content.decode()
    assert acts() == before
    assert outsider.post(SIGN_IN, asked).status_code == 303


# Forms of every desk -> what was typed into them.
TYPED = {
    "/desk/gate/ask/": {"case_number": "24-018832", "name": "Marisol <Q>", "charge-1-raw": "PC 647(b)(1)"},
    "/desk/protected/": {"name": "Marisol <Q>", "born": "05/14/1994", "other_name": "Red\nof Eddy St"},
    "/desk/reports/R-000000/answer/": {"words": "Thank you for <telling> us."},
}


def seen(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.mark.parametrize("address", TYPED)
def test_every_field_survives_a_session_that_ended(outsider: Client, office: Office, address: str) -> None:
    answer = outsider.post(address, {**TYPED[address], "number": "f" * 32})
    assert answer.status_code == 403
    assert [text for text in TYPED[address].values() if text not in seen(answer)] == []
    assert "<Q>" not in answer.content.decode()
    assert "f" * 32 not in seen(answer)
    assert "charge 1 raw" in seen(answer) or "charge-1-raw" not in TYPED[address]


@pytest.mark.parametrize("address", TYPED)
def test_every_field_survives_a_lost_form_cookie(office: Office, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = sign_in(strict, office.dana).post(address, TYPED[address])
    assert answer.status_code == 403
    assert [text for text in TYPED[address].values() if text not in seen(answer)] == []
    assert 'href="/desk/"' in seen(answer)


def test_a_sign_in_without_its_cookie_gives_nothing_back(office: Office) -> None:
    answer = Client(enforce_csrf_checks=True).post(SIGN_IN, {"name": "a phrase", "passphrase": "more words"})
    assert answer.status_code == 403
    assert ("a phrase" in seen(answer), "more words" in seen(answer)) == (False, False)


def test_words_of_another_site_stand_on_no_page(outsider: Client) -> None:
    for client in (outsider, Client(enforce_csrf_checks=True)):
        answer = client.post(
            "/desk/protected/", {"words": "Call this number"}, headers={"sec-fetch-site": "cross-site"}
        )
        assert "Call this number" not in seen(answer)
