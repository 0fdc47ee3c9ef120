"""The question: every mistake is said in words, nothing is lost, no code kept, no answer doubled."""

from __future__ import annotations

import html
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from havenline import ledger, protection
from havenline.charging.models import Screening
from havenline.protection.gate import GateAnswer, Query
from havenline.staff.models import Member
from havenline.wall.models import Item
from tests.pages.charging.conftest import SOUND, Gate, answer_of, ask, barred, clear, hold
from tests.people import sign_in

pytestmark = pytest.mark.django_db

CODE = "7K2Q-D9MX-4TRA-P0WZ-3HVN"
SIZE = {"charges": "4", "items": "2"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"case_number": ""}, "Write the case number"),
        ({"case_number": " - / - "}, "Write the case number"),
        ({"case_number": "9" * 61}, "at most 60 letters"),
        ({"name": "", "phone": ""}, "Name the person, or give a number or a slip."),
        ({"born": "31/31/2020"}, "Type the day as month/day/year"),
        ({"born": "05/14/94"}, "Type the day as month/day/year"),
        ({"born": "05/14/2094"}, "this day has not come yet"),
        ({"born": "05/14/1794"}, "it lies before 1900"),
        ({"slip": "7K2Q-D9MX"}, "A slip has twelve symbols"),
        ({"role": ""}, "Choose what the file says. Not known is an answer."),
        ({"role": "suspect"}, "Choose one of the answers shown."),
        ({"sex_trade": ""}, "Choose what the file says. Not known is an answer."),
        ({"trafficked": ""}, "Choose what the file says. “It may be so” is an answer."),
        ({"trafficked": "perhaps"}, "Choose one of the answers shown."),
        ({"charge_1_raw": ""}, "Write the charge, or empty this row."),
        ({"charge_2_level": "felony"}, "Write the charge, or empty this row."),
        ({"charge_1_level": "capital"}, "Choose one of the answers shown."),
        ({"charge_1_offense_date": "soon"}, "Type the day as month/day/year"),
        ({"charge_1_charged_date": "10/03/2024"}, "choose yes, or take the day out"),
        ({"charge_1_charged": "true", "charge_1_charged_date": "10/01/2024"}, "lies before the conduct"),
        ({"item_1_label": ""}, "Write the evidence number, or empty this row."),
        ({"item_1_ref": "box 123"}, "A wall number is W- and five symbols"),
        ({"item_2_label": "e-1"}, "Two items have this evidence number"),
        ({"file_by": "Friday"}, "Type the day as month/day/year"),
    ],
)
def test_every_mistake_is_said_in_words(
    at_desk: Client, gate: Gate, changes: dict[str, str], words: str
) -> None:
    page = ask(at_desk, **changes)
    text = html.unescape(page.content.decode())
    assert page.status_code == 422
    assert text.count(words) == 2, "once above, once at the field"
    assert 'aria-invalid="true"' in text or "fieldset" in text
    assert not gate.asked
    assert not Screening.objects.exists()


def test_no_charge_at_all_is_a_mistake(at_desk: Client, gate: Gate) -> None:
    form = {name: value for name, value in SOUND.items() if not name.startswith("charge-")}
    page = at_desk.post("/desk/gate/ask/", form)
    assert "Write at least one charge." in page.content.decode()


def test_nothing_typed_is_lost_beside_a_mistake(at_desk: Client, gate: Gate) -> None:
    typed = {
        "charge_3_raw": "HS 11364 <b>",
        "item_2_label": "E-2 & E-3",
        "file_by": "never",
        "name": "Ö" * 300,
    }
    text = html.unescape(ask(at_desk, **typed).content.decode())
    for value in (*typed.values(), *(value for name, value in SOUND.items() if name != "name")):
        assert value in text


@pytest.mark.parametrize(("kind", "least", "most"), [("charge", 4, 20), ("item", 2, 30)])
def test_another_row_keeps_everything(at_desk: Client, kind: str, least: int, most: int) -> None:
    shown = least
    while shown < most:
        form = {**SOUND, **SIZE, f"{kind}s": str(shown), f"{kind}-{shown}-source": "own", "add": kind}
        page = at_desk.post("/desk/gate/ask/", form)
        text = page.content.decode()
        shown += 1
        assert page.status_code == 200
        assert f'id="{kind}-{shown}"' in text
        assert f'id="{kind}-{shown + 1}"' not in text
        assert SOUND["name"] in text
        assert 'class="wrong"' not in text
    assert f'name="add" value="{kind}"' not in text


def test_a_number_of_rows_nobody_shows_is_not_believed(at_desk: Client) -> None:
    for wild in ("100000000", "-1", "²", ""):
        text = at_desk.post("/desk/gate/ask/", {**SOUND, "charges": wild, "add": "item"}).content.decode()
        assert 'id="charge-4"' in text
        assert 'id="charge-21"' not in text


@pytest.mark.parametrize(
    "field",
    [
        "case_number",
        "name",
        "born",
        "state_id",
        "slip",
        "charge-1-raw",
        "charge-2-raw",
        "item-1-label",
        "file_by",
    ],
)
@pytest.mark.parametrize("add", ["", "charge"])
def test_a_persons_code_is_taken_out_and_refused(at_desk: Client, gate: Gate, field: str, add: str) -> None:
    form = {**SOUND, field: f"see {CODE}", **({"add": add} if add else {})}
    text = at_desk.post("/desk/gate/ask/", form).content.decode()
    assert "Never ask for a person&#x27;s code" in text
    assert "Ask for a slip." in text
    assert CODE not in text
    assert not gate.asked
    assert not Screening.objects.exists()


def test_a_sound_question_reaches_the_gate_whole(at_desk: Client, gate: Gate) -> None:
    Item.objects.create(ref="W-7K2QD", kind="other")
    ask(
        at_desk,
        slip="7k2q d9mx 4tra",
        charge_1_charged="true",
        charge_1_charged_date="2024-10-03",
        item_1_ref="w7k2qd",
        item_1_obtained="10/05/2024",
    )
    (query,) = gate.asked
    assert query.person is not None
    assert (query.person.name, query.person.born) == ("Marisol Quintanilla-Vane", "1994-05-14")
    assert query.person.numbers == (("phone", "415 555 0134"),)
    assert (query.slip, query.role, query.sex_trade) == ("7K2QD9MX4TRA", "none", "unknown")
    (charge,) = query.charges
    assert (charge.raw, charge.level, charge.offense_date) == ("PC 647(b)(1)", "misdemeanor", "2024-10-02")
    assert (charge.charged, charge.charged_date, charge.same_incident) == ("true", "2024-10-03", "unknown")
    (item,) = query.items
    assert (item.label, item.ref, item.obtained, item.source) == ("E-1", "W-7K2QD", "2024-10-05", "own")


@pytest.mark.parametrize("trafficked", ["false", "unknown", "true"])
def test_what_the_file_says_of_trafficking_reaches_the_gate_and_the_page(
    at_desk: Client, gate: Gate, trafficked: str
) -> None:
    answered = ask(at_desk, trafficked=trafficked)
    assert gate.asked[0].trafficked == trafficked
    words = {"false": "Nothing in this file says so", "unknown": "It may be so", "true": "Yes"}
    page = at_desk.get(answered.headers["Location"]).content.decode()
    assert f"<dt>Trafficked</dt><dd>{words[trafficked]}</dd>" in page


def test_no_answer_about_trafficking_is_chosen_beforehand(at_desk: Client) -> None:
    assert "checked" not in at_desk.get("/desk/gate/ask/").content.decode()


def test_signs_that_hide_or_turn_text_are_dropped(at_desk: Client, gate: Gate) -> None:
    ask(at_desk, name="Mar\u202eisol\x00 \t Vane\u2069")
    person = gate.asked[0].person
    assert person is not None
    assert person.name == "Marisol Vane"


def test_the_gate_knows_the_case_by_a_hash_that_dress_does_not_change(at_desk: Client, gate: Gate) -> None:
    for number in ("24-018832", "24 018832", "24-018833"):
        ask(at_desk, case_number=number, number="0" * 31 + number[-1], charge_2_raw=number)
    hashes = [query.case for query in gate.asked]
    assert hashes[0] == hashes[1] != hashes[2]
    assert hashes[0] == bytes(Screening.objects.order_by("asked_at")[0].case_hash).hex()


def test_a_slip_alone_is_enough(at_desk: Client, gate: Gate) -> None:
    page = ask(at_desk, name="", born="", phone="", slip="7K2Q-D9MX-4TRA")
    assert page.status_code == 303
    assert gate.asked[0].person is None


def test_the_ledger_counts_and_says_no_more(at_desk: Client, dana: Member, gate: Gate) -> None:
    gate.says = lambda query: answer_of(
        query, barred("PC 647(b)(1)"), clear("PC 459"), hold("HS 11377(a)"), clear("PC 488")
    )
    ask(at_desk, charge_2_raw="PC 459", charge_3_raw="HS 11377(a)", charge_4_raw="PC 488")
    screening = Screening.objects.get()
    (entry,) = ledger.about("screening", str(screening.id))
    assert (entry.act, entry.by) == ("screening.answered", dana.actor)
    assert entry.detail == {"charges": 4, "items": 1}
    assert screening.held


def test_without_a_keeper_all_is_held_and_kept(at_desk: Client) -> None:
    page = ask(at_desk, charge_2_raw="PC 459")
    screening = Screening.objects.get()
    assert page.headers["Location"] == f"/desk/gate/{screening.reference}/"
    assert screening.held
    assert ledger.about("screening", str(screening.id))[0].detail == {"charges": 2, "items": 1}


def used_up(member: Member, count: int) -> None:
    """Rows as if the member had asked this often today."""
    now = timezone.now()
    Screening.objects.bulk_create(
        Screening(
            reference=f"S-{number:06}",
            day=timezone.localdate(now),
            asked_by=member.id,
            asked_at=now,
            case_hash=b"",
            form_hash=bytes([number]),
            held=False,
            sealed=b"",
        )
        for number in range(count)
    )


def test_beyond_the_quota_no_question_is_taken(
    at_desk: Client, as_sol: Client, dana: Member, gate: Gate
) -> None:
    used_up(dana, 59)
    ask(at_desk, case_number="24-1")
    last = Screening.objects.latest("asked_at")
    page = ask(at_desk, case_number="24-2")
    assert (page.status_code, Screening.objects.latest("asked_at")) == (429, last)
    assert len(gate.asked) == 1, "a question that is refused uses no slip up"
    refused = ledger.entry(ledger.head()[0] - 1)
    assert (refused.act, refused.detail) == ("gate.refused", {"reason": "quota"})
    assert ask(at_desk, case_number="24-1").headers["Location"].endswith(f"{last.reference}/"), "sent before"
    ask(as_sol, case_number="24-3")
    assert not Screening.objects.latest("asked_at").held, "the quota is each member's own"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_pass_the_quota_together(
    at_desk: Client, dana: Member, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The pages wait for one another here, so a slow machine is given its time.
    monkeypatch.setitem(protection.screen.__kwdefaults__, "timeout", 60.0)
    used_up(dana, 58)
    all_asked = threading.Barrier(6)
    answer = gate.says

    def says_when_all_asked(query: Query) -> GateAnswer:
        all_asked.wait(timeout=50)
        return answer(query)

    gate.says = says_when_all_asked
    together(at_desk, [{"case_number": f"24-{number}"} for number in range(6)])
    assert len(gate.asked) == 6
    assert Screening.objects.filter(held=False).count() == 60
    assert Screening.objects.filter(held=True).count() == 4


def test_the_same_form_twice_is_one_screening(at_desk: Client, gate: Gate) -> None:
    first, second = ask(at_desk), ask(at_desk)
    assert first.headers["Location"] == second.headers["Location"]
    assert Screening.objects.count() == len(gate.asked) == 1


def test_a_form_gone_back_to_and_changed_is_a_new_question(at_desk: Client, gate: Gate) -> None:
    first, second = ask(at_desk), ask(at_desk, charge_1_raw="PC 372")
    assert first.headers["Location"] != second.headers["Location"]


def test_anothers_form_number_finds_nothing(at_desk: Client, as_other: Client, gate: Gate) -> None:
    assert ask(at_desk).headers["Location"] != ask(as_other).headers["Location"]


@pytest.mark.django_db(transaction=True)
def test_eight_sends_at_once_are_one_screening(at_desk: Client, gate: Gate) -> None:
    found = together(at_desk, [{}] * 8)
    assert len(found) == 8
    assert len(set(found)) == Screening.objects.count() == len(gate.asked) == 1


def together(at_desk: Client, forms: list[dict[str, str]]) -> list[str]:
    """Send these forms at the same time from one browser; where each led."""
    found: list[str] = []

    def send(changes: dict[str, str]) -> None:
        client = Client()
        client.cookies = at_desk.cookies
        found.append(ask(client, **changes).headers["Location"])
        connections["default"].close()

    threads = [threading.Thread(target=send, args=(changes,)) for changes in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["vault_wrap", "ledger_entry", "ledger_salt"])
def test_an_answer_that_cannot_be_kept_is_not_shown(at_desk: Client, gate: Gate, table: str) -> None:
    before = ledger.head()
    rename(table, f"{table}_lost")
    try:
        page = ask(at_desk)
    finally:
        rename(f"{table}_lost", table)
    assert len(gate.asked) == 1
    text = page.content.decode()
    assert page.status_code == 503
    assert "The answer could not be kept, so it is not shown." in text
    assert SOUND["name"] in text
    assert "Barred" not in text
    assert not Screening.objects.exists()
    assert ledger.head() == before
    assert ask(at_desk).status_code == 303


def rename(table: str, name: str) -> None:
    """Take a table away from under the office, or put it back."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {name}")


@pytest.mark.parametrize("who", ["vera", "outsider"])
def test_others_find_no_form(who: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    client = person if isinstance(person, Client) else sign_in(Client(), person)
    nowhere = client.get("/desk/gate/no/such/page/")
    seen, asked = client.get("/desk/gate/ask/"), ask(client)
    if who == "outsider":
        assert (seen.status_code, seen.headers["Location"]) == (303, "/desk/")
        assert (asked.status_code, "Sign in" in asked.content.decode()) == (403, True)
    else:
        for page in (seen, asked):
            assert (page.status_code, page.content) == (nowhere.status_code, nowhere.content)
    assert not Screening.objects.exists()
