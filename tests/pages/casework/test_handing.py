"""C3: what goes to the case against who did it goes under a consent, and ends with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from havenline import ledger, wall
from havenline.casework import handed, handing, tasks, undertaking
from havenline.casework.actions import Withdrawn
from havenline.casework.models import BenefitNote, FoundByRecipient
from havenline.casework.moving import NotRead, NotTheirs, ReasonMissing
from havenline.reporting import leaving, queries
from havenline.reporting.consent import FIELDS, NoConsent
from havenline.reporting.models import Extract, Outcome, Report, Transition
from havenline.staff.models import Member
from havenline.staff.roles import NotAllowed
from havenline.staff.states import NotFromHere
from havenline.vault import grants
from havenline.vault.errors import NoGrant
from havenline.vault.models import Opening, Wrap
from havenline.wall.models import Exposure, RouteParent
from tests.at_rest import database_files
from tests.pages.casework.handing import MARKS, Person, hand, past, read, read_by, undertake
from tests.people import Office, unlocked
from tests.unit.wall.test_turn import at_once


@pytest.fixture
def person(office: Office) -> Person:
    """Somebody whose report Vera has read."""
    found = Person(office)
    read_by(found, office.vera)
    return found


@pytest.fixture
def taken_on(person: Person, office: Office) -> Transition:
    """Two parts that Cass has taken on."""
    asked = hand(person, person.allow("case", "words", "where", days=30), to=office.cass)
    undertake(asked, office.cass)
    return Transition.objects.get(number=asked.number)


def state(asked: Transition) -> str:
    return Transition.objects.get(number=asked.number).state


def wraps(asked: Transition) -> int:
    return Wrap.objects.filter(object_kind="handover", object_id=asked.id).count()


@pytest.mark.parametrize("field", FIELDS)
def test_only_the_chosen_part_goes(person: Person, office: Office, field: str) -> None:
    consent = person.allow("case", field, named=field == "name")
    asked = hand(person, consent, to=office.cass)
    undertake(asked, office.cass)
    text = read(asked, office.cass).text()
    assert {name for name, mark in MARKS.items() if mark in text} == {field}
    assert ("1990-05-05" in text) == (field == "name")


def test_no_part_tells_the_sex_trade(person: Person, office: Office) -> None:
    asked = hand(person, person.allow("case", *(name for name in FIELDS if name != "name")), to=office.cass)
    undertake(asked, office.cass)
    text = read(asked, office.cass).text()
    assert ("crime=robbery" in text, "sex_trade" in text) == (True, False)


# What stands in the way of sharing -> how it comes to be.
NOTHING_STANDS: dict[str, Callable[[Person], object]] = {
    "taken back": lambda person: person.take_back(person.allow()),
    "its day has passed": lambda person: past(person.allow(days=3), timezone.localdate() - timedelta(days=1)),
}


@pytest.mark.parametrize("name", NOTHING_STANDS)
def test_without_a_consent_nothing_goes(person: Person, office: Office, name: str) -> None:
    from havenline.reporting.models import Consent

    NOTHING_STANDS[name](person)
    with pytest.raises(NoConsent):
        hand(person, Consent.objects.get().id, to=office.cass)
    assert (Transition.objects.count(), Extract.objects.count()) == (0, 0)


def test_no_word_of_nothing_is_a_consent(person: Person, office: Office) -> None:
    from havenline.reporting import consents
    from havenline.reporting.consent import Terms
    from havenline.reporting.models import Consent

    consents.decide(person.report.id, person.keyring, Terms("talk"), day=timezone.localdate())
    for consent in (Consent.objects.get().id, uuid4()):
        with pytest.raises(NoConsent):
            hand(person, consent, to=office.cass)


def test_another_persons_consent_shares_nothing(person: Person, office: Office) -> None:
    other = Person(office)
    with pytest.raises(NoConsent):
        hand(person, other.allow(), to=office.cass)


def test_a_withdrawn_report_goes_nowhere(person: Person, office: Office) -> None:
    consent = person.allow()
    Report.objects.filter(id=person.report.id).update(state="withdrawn", is_open=False)
    with pytest.raises(Withdrawn):
        hand(person, consent, to=office.cass)


def test_nothing_goes_before_the_person_is_told(person: Person, office: Office) -> None:
    Report.objects.filter(id=person.report.id).update(state="received")
    with pytest.raises(NotFromHere):
        hand(person, person.allow(), to=office.cass)
    assert Transition.objects.count() == 0


@pytest.mark.parametrize("who", ["vera", "vito", "dana", "sol", "fern", "cho", "cora"])
def test_nobody_else_gets_it(person: Person, office: Office, who: str) -> None:
    with pytest.raises(NotTheirs):
        hand(person, person.allow(), to=getattr(office, who))


# Way -> what does not go with it: kind, to a member, a name outside.
WRONG_WAYS = [
    ("case", "referral", True, ""),
    ("case", "handover", False, "Somebody"),
    ("agency", "handover", True, ""),
    ("agency", "handover", False, " "),
    ("agency", "transfer", False, "Somebody"),
    ("help", "handover", False, "Somebody"),
    ("help", "referral", True, "Somebody"),
]


@pytest.mark.parametrize(("way", "kind", "inside", "named"), WRONG_WAYS)
def test_a_consent_opens_its_own_way_alone(
    person: Person, office: Office, way: str, kind: str, inside: bool, named: str
) -> None:
    with pytest.raises(NotTheirs):
        hand(person, person.allow(way), kind=kind, to=office.cass if inside else None, named=named)
    assert Extract.objects.count() == 0


@pytest.mark.parametrize("who", ["dana", "sol", "fern", "cho", "cora", "cass", "ines"])
def test_nobody_else_hands_anything_over(person: Person, office: Office, who: str) -> None:
    member = getattr(office, who)
    with pytest.raises(NotAllowed):
        handing.hand(
            person.report,
            person.allow(),
            kind="handover",
            to=office.cass,
            named="",
            holder=unlocked(member),
            by=member,
            at=timezone.now(),
        )


def test_who_hands_it_over_has_read_it(office: Office) -> None:
    person = Person(office)
    with pytest.raises(NotRead):
        hand(person, person.allow(), to=office.cass)


def test_nothing_is_read_before_the_undertaking(person: Person, office: Office) -> None:
    asked = hand(person, person.allow(), to=office.cass)
    with pytest.raises(NotFromHere):
        read(asked, office.cass)
    assert (Opening.objects.filter(object_kind="handover").count(), Exposure.objects.count()) == (0, 1)
    undertake(asked, office.cass)
    entry = ledger.about("transition", str(asked.id))[-1]
    assert (entry.act, dict(entry.detail)) == (
        "handover.undertaken",
        {"kind": "handover", "undertaking": undertaking.fingerprint(), "benefits": 1},
    )
    assert MARKS["words"] in read(asked, office.cass).text()


def test_nobody_undertakes_for_another(person: Person, office: Office) -> None:
    asked = hand(person, person.allow(), to=office.cass)
    for member in (office.ines, office.vera):
        with pytest.raises(NotTheirs):
            undertake(asked, member)
        with pytest.raises(NotTheirs):
            handing.end(asked, "reject", reason="no_time", by=member, at=timezone.now())
    assert state(asked) == "requested"


def test_reading_exposes_and_is_seen(taken_on: Transition, person: Person, office: Office) -> None:
    read(taken_on, office.cass)
    row = Exposure.objects.get(member=office.cass.id)
    assert (row.subject_id, row.object_kind, row.object_id) == (
        person.report.subject_id,
        "handover",
        taken_on.id,
    )
    assert wall.exposed_among([office.cass.id], [person.report.subject_id]) == {office.cass.id}
    opened = ledger.about("handover", str(taken_on.id))[-1]
    assert (opened.act, opened.by) == ("object.opened", office.cass.actor)
    seen = queries.thread(person.report.id, person.keyring).openings[-1]
    assert (seen.role, seen.purpose) == ("Case deputy", "To read what you allowed them to read")


def test_only_who_took_it_on_has_a_key(taken_on: Transition, office: Office) -> None:
    assert wraps(taken_on) == 1
    for who in ("ines", "vera", "sol", "fern", "cho", "dana"):
        with pytest.raises(NoGrant):
            grants.data_key(unlocked(getattr(office, who)), "handover", taken_on.id)
    with pytest.raises(NoGrant):
        grants.data_key(unlocked(office.cass), "report", taken_on.report_id)


def end(name: str, by: str, reason: str = "") -> Callable[[Transition, Person], None]:
    def act(asked: Transition, person: Person) -> None:
        handing.end(asked, name, reason=reason, by=getattr(person.office, by), at=timezone.now())

    return act


def withdraw(asked: Transition, person: Person) -> None:
    leaving.withdraw(person.report.id, person.keyring, day=timezone.localdate())


def take_back(asked: Transition, person: Person) -> None:
    person.take_back(Extract.objects.get(transition=asked).consent.id)


def run_out(asked: Transition, person: Person) -> None:
    past(Extract.objects.get(transition=asked).consent.id, timezone.localdate() - timedelta(days=1))
    tasks.run_out()


# What ends it -> the state it ends in.
ENDS = {
    "it is done": (end("finish", "cass"), "done"),
    "the office takes it back": (end("revoke", "vera"), "revoked"),
    "the consent is taken back": (take_back, "revoked"),
    "the report is withdrawn": (withdraw, "revoked"),
    "its last day has passed": (run_out, "revoked"),
}


@pytest.mark.parametrize("name", ENDS)
def test_the_key_goes_when_it_ends(taken_on: Transition, person: Person, office: Office, name: str) -> None:
    act, ended = ENDS[name]
    read(taken_on, office.cass)
    act(taken_on, person)
    assert (state(taken_on), wraps(taken_on)) == (ended, 0)
    with pytest.raises((NotFromHere, NoConsent)):
        read(taken_on, office.cass)
    with pytest.raises(NoGrant):
        grants.data_key(unlocked(office.cass), "handover", taken_on.id)


@pytest.mark.parametrize("name", [name for name in ENDS if name != "it is done"])
def test_what_was_asked_ends_too(person: Person, office: Office, name: str) -> None:
    asked = hand(person, person.allow(days=30), to=office.cass)
    ENDS[name][0](asked, person)
    with pytest.raises((NotFromHere, NoConsent)):
        undertake(asked, office.cass)
    assert wraps(asked) == 0


def test_refusing_says_why_and_takes_the_key(person: Person, office: Office) -> None:
    asked = hand(person, person.allow(), to=office.cass)
    with pytest.raises(ReasonMissing):
        handing.end(asked, "reject", reason="", by=office.cass, at=timezone.now())
    handing.end(asked, "reject", reason="no_promise", by=office.cass, at=timezone.now())
    assert (state(asked), wraps(asked), BenefitNote.objects.count()) == ("rejected", 0, 0)


def test_a_day_that_passed_shows_nothing_that_day(
    taken_on: Transition, person: Person, office: Office
) -> None:
    past(Extract.objects.get().consent.id, timezone.localdate() - timedelta(days=1))
    with pytest.raises(NoConsent):
        read(taken_on, office.cass)
    with pytest.raises(NoConsent):
        handed.tell(taken_on, "filed", by=office.cass, at=timezone.now())
    assert wraps(taken_on) == 1
    tasks.run_out()
    tasks.run_out()
    assert wraps(taken_on) == 0
    assert [one.act for one in ledger.about("transition", str(taken_on.id))].count("transition.moved") == 1


def test_it_is_barred_against_the_person(taken_on: Transition, person: Person, office: Office) -> None:
    item = Extract.objects.get(transition=taken_on).item
    parents = RouteParent.objects.filter(item=item).values_list("parent__ref", flat=True)
    assert list(parents) == [person.report.item.ref]
    assert wall.tainted([item], person.report.subject) == {item.id}
    now = timezone.now()
    for _ in range(2):
        found = handed.add_found(
            taken_on, kind="document", obtained=None, once=item.id, by=office.cass, at=now
        )
    assert wall.tainted([found], person.report.subject) == {found.id}
    assert FoundByRecipient.objects.count() == 1


def test_letters_that_go_are_parents_too(person: Person, office: Office) -> None:
    asked = hand(person, person.allow("case", "letters"), to=office.cass)
    item = Extract.objects.get(transition=asked).item
    assert RouteParent.objects.filter(item=item).count() == 2


# Way -> whether the promise is noted as a benefit to a witness.
@pytest.mark.parametrize(
    ("way", "kind", "noted"),
    [("agency", "handover", 1), ("help", "referral", 0), ("warn", "referral", 0)],
)
def test_a_benefit_is_noted_for_discovery(
    person: Person, office: Office, way: str, kind: str, noted: int
) -> None:
    asked = hand(person, person.allow(way), kind=kind, named="Kim Outside")
    undertake(asked, office.vera)
    assert BenefitNote.objects.count() == noted


def test_what_became_of_it_returns_as_a_letter(taken_on: Transition, person: Person, office: Office) -> None:
    for word in ("pending", "filed", "filed"):
        handed.tell(taken_on, word, by=office.cass, at=timezone.now())
    assert Outcome.objects.count() == 2
    letters = queries.thread(person.report.id, person.keyring).letters
    assert [(one.from_office, "charges were filed" in one.text) for one in letters][-1] == (True, True)
    with pytest.raises(handed.OutcomeUnknown):
        handed.tell(taken_on, "won", by=office.cass, at=timezone.now())
    with pytest.raises(NotTheirs):
        handed.tell(taken_on, "filed", by=office.vera, at=timezone.now())


def file_of(asked: Transition, member: Member) -> bytes:
    return handed.export(
        asked, lambda found: found.text().encode(), holder=unlocked(member), by=member, at=timezone.now()
    )


def test_a_file_goes_out_after_the_undertaking(person: Person, office: Office) -> None:
    asked = hand(person, person.allow("agency", "words"), named="Kim Outside")
    with pytest.raises(NotFromHere):
        file_of(asked, office.vera)
    undertake(asked, office.vera)
    made = json.loads(file_of(asked, office.vera))
    assert made == {"parts": {"words": [MARKS["words"]]}, "named": "Kim Outside"}
    assert ledger.about("transition", str(asked.id))[-1].act == "handover.exported"
    person.take_back(Extract.objects.get().consent.id)
    with pytest.raises(NotFromHere):
        file_of(asked, office.vera)


def test_who_takes_a_file_out_has_read_it(person: Person, office: Office) -> None:
    asked = hand(person, person.allow("agency", "words"), named="Kim Outside")
    undertake(asked, office.vera)
    with pytest.raises(NotRead):
        file_of(asked, office.vito)


def test_no_file_is_made_of_what_a_member_reads(taken_on: Transition, office: Office) -> None:
    with pytest.raises(NotTheirs):
        file_of(taken_on, office.vera)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_a_consent_ends_before_or_after_a_file(transactional_db: None, office: Office, _round: int) -> None:
    """Taken back while the file is made: either no file, or one that stands in the ledger before the end."""
    person = Person(office)
    read_by(person, office.vera)
    consent = person.allow("agency", "words")
    asked = hand(person, consent, named="Kim Outside")
    undertake(asked, office.vera)
    made: list[bytes] = []
    raised = at_once(lambda: made.append(file_of(asked, office.vera)), lambda: person.take_back(consent))
    acts = {
        one.act: one.number
        for act in ("transition", "consent")
        for one in ledger.about(act, str(asked.id if act == "transition" else consent))
    }
    assert raised[1] is None
    if made:
        assert acts["handover.exported"] < acts["consent.ended"]
    else:
        assert isinstance(raised[0], NotFromHere | NoConsent)
        assert "handover.exported" not in acts
    assert state(asked) == "revoked"


def test_a_group_that_helps_files_nothing(person: Person, office: Office) -> None:
    asked = hand(person, person.allow("help"), kind="referral", named="Kim Outside")
    undertake(asked, office.vera)
    with pytest.raises(handed.OutcomeUnknown):
        handed.tell(asked, "filed", by=office.vera, at=timezone.now())


def test_a_transfer_that_is_done_closes_the_report(person: Person, office: Office) -> None:
    asked = hand(person, person.allow("help"), kind="transfer", named="Kim Outside")
    undertake(asked, office.vera)
    handing.end(asked, "finish", by=office.vera, at=timezone.now())
    row = Report.objects.get(id=person.report.id)
    assert (row.state, state(asked)) == ("closed", "done")
    assert "Another office or group has it now." in queries.thread(row.id, person.keyring).stands


def test_asked_twice_is_asked_once(person: Person, office: Office) -> None:
    consent = person.allow()
    first, second = (hand(person, consent, to=office.cass) for _ in range(2))
    assert (first.ref, Extract.objects.count()) == (second.ref, 1)
    assert hand(person, consent, to=office.ines).ref != first.ref


def test_the_database_wants_key_and_content_together(person: Person, office: Office) -> None:
    row = Extract.objects.get(transition=hand(person, person.allow(), to=office.cass))
    row.sealed = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db(transaction=True)
def test_no_part_is_on_the_disk(transactional_db: None, office: Office) -> None:
    person = Person(office)
    read_by(person, office.vera)
    undertake(hand(person, person.allow("agency"), named="Canary-outside-17"), office.vera)
    for path in database_files():
        assert b"Canary-" not in path.read_bytes(), path.name
