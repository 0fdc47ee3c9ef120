"""A hold is looked at by one, decided by another, and shown to who asked without its reason."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from havenline import ledger, wall
from havenline.charging.models import Screening
from havenline.holds import calling
from havenline.holds.models import Call, Hold
from havenline.ledger.models import Entry
from havenline.protection.gate import StandingAnswer
from havenline.staff.models import Member
from havenline.wall import matters
from tests.pages.charging.conftest import Gate, answer_of, ask, clear, hold
from tests.pages.deciding.conftest import DECIDE, RELEASE, decide, look, show
from tests.people import Office, sign_in, unlocked

pytestmark = pytest.mark.django_db


def words(client: Client, address: str) -> str:
    """A page without its markup."""
    found = client.get(address)
    assert found.status_code == 200
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", found.content.decode()).split()))


def state(client: Client, reference: str) -> str:
    """What the deputy's page says of the hold."""
    page = client.get(f"/desk/gate/{reference}/").content.decode()
    found = re.search(r'<section class="note" aria-labelledby="hold-state">.*?</section>', page, re.S)
    assert found is not None
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", found[0]).split()))


def test_a_held_question_waits_in_the_queue(as_fern: Client, held: Hold) -> None:
    told = words(as_fern, "/desk/holds/")
    assert f"{held.reference} Nobody has looked yet" in told
    for word in ("24-018832", "Marisol", "PC 647"):
        assert word not in told


def test_what_was_asked_is_read_after_taking(as_fern: Client, held: Hold, office: Office) -> None:
    assert "Marisol" not in words(as_fern, f"/desk/holds/{held.reference}/")
    as_fern.post(f"/desk/holds/{held.reference}/take/")
    told = words(as_fern, f"/desk/holds/{held.reference}/")
    assert "Marisol Quintanilla-Vane" in told
    opened = [
        entry for entry in ledger.about("screening", str(held.screening)) if entry.act == "object.opened"
    ]
    assert [(entry.by, entry.detail["purpose"]) for entry in opened] == [(office.fern.actor, "hold")]


@pytest.mark.parametrize(("now", "word"), [(clear, "Clear"), (hold, "Hold")])
def test_the_gate_is_asked_anew_behind_the_wall(
    as_fern: Client, held: Hold, gate: Gate, now: type, word: str
) -> None:
    gate.says = lambda query: answer_of(query, *(now(charge.raw) for charge in query.charges))
    as_fern.post(f"/desk/holds/{held.reference}/take/")
    told = words(as_fern, f"/desk/holds/{held.reference}/")
    assert f"For you alone. PC 647(b)(1) {word}" in told


def test_a_hold_is_looked_at_after_its_item_left(
    as_fern: Client, at_desk: Client, gate: Gate, dana: Member
) -> None:
    """The item went to another case since it was asked about; what is held can still be looked at."""
    with transaction.atomic():
        item = wall.add_item("document", given_by=None, by="")
    gate.says = lambda query: answer_of(query, *(hold(charge.raw) for charge in query.charges))
    ask(at_desk, item_1_ref=item.ref)
    now = timezone.now()
    other = matters.open_matter("24-000001", by=dana, at=now)
    matters.put_in(other, item.ref, label="E-9", holder=unlocked(dana), by=dana, at=now)
    as_fern.post(f"/desk/holds/{Hold.objects.get().reference}/take/")
    assert "PC 647(b)(1) Hold" in words(as_fern, f"/desk/holds/{Hold.objects.get().reference}/")
    assert [len(query.items) for query in gate.asked] == [1, 0]


def test_a_release_takes_attorney_and_chief(
    as_fern: Client, as_cho: Client, at_desk: Client, held: Hold
) -> None:
    assert look(as_fern, held, RELEASE).status_code == 303
    told = words(as_cho, f"/desk/holds/{held.reference}/decide/")
    assert "What the filter attorney recommends Release it Items that may be used then: E-1 invoice" in told
    assert "Looked: nobody" not in told
    assert decide(as_cho, held, DECIDE).status_code == 303
    show(held)
    told = state(at_desk, held.reference)
    assert told.startswith("The hold was released")
    assert "no other items than these: E-1 invoice ." in told
    assert "Nobody the promise covers" not in told


def test_not_to_file_needs_the_chief_alone(as_cho: Client, at_desk: Client, held: Hold) -> None:
    assert decide(as_cho, held, {"what": "not_to_file", "reason": "No time to look."}).status_code == 303
    show(held)
    assert state(at_desk, held.reference).startswith("Decided: not to file")


def test_a_release_nobody_recommends_cannot_be_chosen(as_cho: Client, held: Hold) -> None:
    page = decide(as_cho, held, DECIDE)
    assert page.status_code == 422
    assert "a release needs a filter attorney who recommends it" in html.unescape(page.content.decode())
    held.refresh_from_db()
    assert held.state == "waiting"


def test_the_deputy_sees_only_the_clock(as_fern: Client, as_cho: Client, at_desk: Client, held: Hold) -> None:
    """Not whether anybody looks, recommends or has decided, until the decision is shown."""
    seen = [state(at_desk, held.reference)]
    calling.call_due(now=held.chief_call_at)
    seen.append(state(at_desk, held.reference))
    look(as_fern, held, RELEASE)
    seen.append(state(at_desk, held.reference))
    decide(as_cho, held, DECIDE)
    seen.append(state(at_desk, held.reference))
    assert set(seen) == {seen[0]}
    assert seen[0].startswith("The hold stands What the deadline is")


def test_one_deadline_gives_one_clock(at_desk: Client, gate: Gate, held: Hold) -> None:
    """Two holds opened at one moment differ in nothing that is shown."""
    ask(at_desk, case_number="24-99")
    other = Hold.objects.exclude(id=held.id).get()
    same = ("opened_at", "due_at", "filter_call_at", "chief_call_at")
    Hold.objects.filter(id=other.id).update(**{name: getattr(held, name) for name in same})
    assert state(at_desk, held.reference) == state(at_desk, other.reference)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({**RELEASE, "what": ""}, "Choose what you recommend."),
        ({**RELEASE, "what": "clear"}, "Choose one of the answers shown."),
        ({**RELEASE, "usable": "1"}, "Choose among the items shown."),
        ({**RELEASE, "note": "  "}, "Write what you looked at"),
        ({**RELEASE, "note": "x" * 2001}, "at most 2,000 letters"),
        ({**RELEASE, "note": "code 7K2Q-D9MX-4TRA-P0WZ-3HVN"}, "This looks like a person's code."),
    ],
)
def test_a_mistake_writes_nothing(as_fern: Client, held: Hold, form: dict[str, str], told: str) -> None:
    page = look(as_fern, held, form)
    assert page.status_code == 422
    assert told in html.unescape(page.content.decode())
    held.refresh_from_db()
    assert held.state == "looked_at"


@pytest.mark.parametrize("form", [{"what": "not_to_file", "reason": ""}, {"what": "", "reason": "x"}, {}])
def test_a_decision_without_reason_is_none(as_cho: Client, held: Hold, form: dict[str, str]) -> None:
    assert decide(as_cho, held, form).status_code == 422
    held.refresh_from_db()
    assert held.state == "waiting"


def test_items_from_the_person_cannot_be_marked(as_fern: Client, at_desk: Client, gate: Gate) -> None:
    gate.says = lambda query: answer_of(query, *(hold(charge.raw) for charge in query.charges))
    ask(at_desk, item_1_source="person")
    held = Hold.objects.get()
    assert look(as_fern, held, RELEASE).status_code == 422


def test_who_comes_late_writes_nothing(as_fern: Client, as_cho: Client, held: Hold) -> None:
    look(as_fern, held, RELEASE)
    decide(as_cho, held, DECIDE)
    before = Entry.objects.count()
    for client, address, form in (
        (as_fern, f"/desk/holds/{held.reference}/take/", {}),
        (as_fern, f"/desk/holds/{held.reference}/", RELEASE),
        (as_cho, f"/desk/holds/{held.reference}/decide/", DECIDE),
    ):
        page = client.post(address, form)
        assert page.status_code == 409
        assert "Nothing was written." in page.content.decode()
    assert Entry.objects.count() == before


def test_the_chief_leaves_the_own_question_to_another(
    as_fern: Client, as_cho: Client, held: Hold, office: Office
) -> None:
    Hold.objects.filter(id=held.id).update(asked_by=office.cho.id)
    look(as_fern, held, RELEASE)
    assert "somebody else decides it" in words(as_cho, f"/desk/holds/{held.reference}/decide/")
    assert decide(as_cho, held, DECIDE).status_code == 409


def test_a_call_is_counted_until_it_is_answered(as_fern: Client, held: Hold) -> None:
    calling.call_due(now=held.filter_call_at)
    page = as_fern.get("/desk/holds/").content.decode()
    assert 'class="waiting"' in page
    as_fern.post(f"/desk/holds/{held.reference}/take/")
    assert 'class="waiting"' not in as_fern.get("/desk/holds/").content.decode()


def test_the_attorney_on_call_is_called_first(as_fern: Client, held: Hold, office: Office) -> None:
    Member.objects.filter(id=office.vera.id).update(role="filter_attorney")
    assert {member.id for member in calling.on_call()} == {office.fern.id, office.vera.id}
    assert as_fern.post("/desk/holds/").status_code == 303
    calling.call_due(now=held.filter_call_at)
    assert [call.member for call in Call.objects.all()] == [office.fern.id]


def test_the_chief_sees_what_runs_out(as_cho: Client, held: Hold) -> None:
    assert held.reference not in words(as_cho, "/desk/holds/to-decide/")
    calling.call_due(now=held.chief_call_at)
    assert held.reference in words(as_cho, "/desk/holds/to-decide/")


def test_a_deputy_has_no_part_in_it(at_desk: Client, held: Hold, office: Office) -> None:
    missing = at_desk.get("/desk/holds/S-000000/").content
    for client in (at_desk, sign_in(Client(), office.sol), sign_in(Client(), office.vera)):
        for page in ("", "decide/", "take/"):
            for method in ("get", "post"):
                found = getattr(client, method)(f"/desk/holds/{held.reference}/{page}")
                assert found.status_code == 404
    assert missing == at_desk.get(f"/desk/holds/{held.reference}/").content
    assert Screening.objects.get().day == timezone.localdate()


@pytest.mark.parametrize("form", [DECIDE, {"what": "not_to_file", "reason": "No time."}])
def test_an_exposed_chief_decides_nothing(
    as_fern: Client, as_cho: Client, gate: Gate, held: Hold, form: dict[str, str]
) -> None:
    look(as_fern, held, RELEASE)
    gate.stands = lambda asked: StandingAnswer(known=True, exposed=asked.members)
    page = decide(as_cho, held, form)
    assert page.status_code == 409
    assert "is exposed in this matter" in page.content.decode()
    held.refresh_from_db()
    assert held.state == "recommended"
    assert [person.name for person in gate.standing[0].people] == ["Marisol Quintanilla-Vane"]


def test_nothing_is_released_to_the_exposed_or_in_doubt(
    as_fern: Client, as_cho: Client, at_desk: Client, gate: Gate, held: Hold
) -> None:
    """No override: what an exposed deputy asked is asked anew by somebody else."""
    gate.stands = lambda asked: StandingAnswer(known=False, perhaps=asked.members)
    look(as_fern, held, RELEASE)
    assert decide(as_cho, held, DECIDE).status_code == 409
    gate.stands = lambda asked: StandingAnswer(known=True)
    says = gate.says
    gate.says = lambda query: replace(says(query), exposed=True)
    ask(at_desk, number="e" * 32)
    other = Hold.objects.exclude(id=held.id).get()
    look(as_fern, other, RELEASE)
    assert decide(as_cho, other, DECIDE).status_code == 409
    assert decide(as_cho, other, {"what": "not_to_file", "reason": "Asked anew."}).status_code == 303
    assert decide(as_cho, held, DECIDE).status_code == 303
