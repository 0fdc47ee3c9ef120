"""How somebody asks raises alarms, once each, and nobody looks at their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from havenline import ledger
from havenline.protection.gate import PersonAsked
from havenline.sampling import chance, tokens, watching
from havenline.sampling.models import Alarm, CanaryToken, Review, Trace
from havenline.staff.models import Member
from havenline.staff.roles import NotAllowed

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 10)
# All invented. (name, day of birth, case, days ago, whether the case is known)
Put = tuple[str, str, int, int, bool]
SPELLED: list[Put] = [
    (name, "1990-01-02", 1, 0, True) for name in ("Ida Inventa", "Inventa Ida", "Ida M. Inventa")
]
ALARMS: dict[str, tuple[list[Put], list[str]]] = {
    "one question": (SPELLED[:1], []),
    "two spellings": (SPELLED[:2], []),
    "three spellings": (SPELLED, ["variants"]),
    "the same name of three days of birth": (
        [("Ida Inventa", f"199{year}-01-02", 1, 0, True) for year in range(3)],
        [],
    ),
    "three cases": ([("Ida Inventa", "1990-01-02", case, 0, True) for case in range(3)], ["many_cases"]),
    "three cases, one long ago": (
        [("Ida Inventa", "1990-01-02", case, 40 if case else 0, True) for case in range(3)],
        [],
    ),
    "eight persons in a case": (
        [(f"Ida{one} Inventa{one}", "1990-01-02", 1, 0, True) for one in range(8)],
        ["many_persons"],
    ),
    "seven persons in a case": (
        [(f"Ida{one} Inventa{one}", "1990-01-02", 1, 0, True) for one in range(7)],
        [],
    ),
    "ten cases nobody opened": (
        [(f"Ida{one} Inventa{one}", "1990-01-02", one, 0, False) for one in range(10)],
        ["off_case"],
    ),
    "ten cases somebody opened": (
        [(f"Ida{one} Inventa{one}", "1990-01-02", one, 0, True) for one in range(10)],
        [],
    ),
}


def put(member: UUID, questions: Sequence[Put]) -> watching.Asked:
    """Leave the traces of these questions; answers the last one, which is of today."""
    screening = uuid4()
    for name, born, case, ago, is_known in sorted(questions, key=lambda one: -one[3]):
        screening, person = uuid4(), PersonAsked(name, born)
        Trace.objects.bulk_create(
            Trace(
                screening=screening,
                member=member,
                token=token,
                spelling=tokens.spelling(person),
                case_hash=bytes([case]) * 32,
                is_known_case=is_known,
                day=DAY - timedelta(ago),
            )
            for token in tokens.parts(person)
        )
    return watching.Asked(screening, "S-TESTED", member, DAY)


@pytest.mark.parametrize(("questions", "kinds"), ALARMS.values(), ids=list(ALARMS))
def test_each_way_of_asking_alarms_or_not(dana: Member, questions: list[Put], kinds: list[str]) -> None:
    last = put(dana.id, questions)
    for _ in range(2):
        watching.watch(last, at=timezone.now())
    assert list(Alarm.objects.values_list("kind", flat=True)) == kinds


def test_what_others_asked_alarms_nobody(dana: Member, sol: Member) -> None:
    put(sol.id, SPELLED[:2])
    watching.watch(put(dana.id, SPELLED[2:]), at=timezone.now())
    assert not Alarm.objects.exists()


@pytest.mark.parametrize(
    ("name", "born", "is_hit"),
    [
        ("Canary Inventamarle", "1988-08-08", True),
        ("Inventamarle, Canary", "1988-08-08", True),
        ("Canary Somebodyelse", "1988-08-08", False),
        ("Canary Inventamarle", "1988-08-09", False),
    ],
)
def test_a_canary_alarms_in_any_order(dana: Member, cho: Member, name: str, born: str, is_hit: bool) -> None:
    canary = PersonAsked("Canary Inventamarle", "1988-08-08")
    watching.enter_canary(canary, by=cho, at=timezone.now(), day=DAY)
    watching.watch(put(dana.id, [(name, born, 1, 0, True)]), at=timezone.now())
    assert [row.kind for row in Alarm.objects.all()] == ["canary"] * is_hit
    assert b"canary" not in b"".join(bytes(row.token).lower() for row in CanaryToken.objects.all())


def test_only_the_chief_lays_a_canary_out(dana: Member) -> None:
    with pytest.raises(NotAllowed):
        watching.enter_canary(PersonAsked("A B", "1988-08-08"), by=dana, at=timezone.now(), day=DAY)


def test_one_question_in_twenty_is_drawn() -> None:
    ids = [UUID(int=number) for number in range(4000)]
    drawn = sum(chance.is_reviewed(one, share=watching.REVIEWED) for one in ids)
    # Four deviations of a fair draw on either side: a change of the share is found, chance is not.
    assert 145 < drawn < 255
    assert all(chance.is_reviewed(one, share=1) for one in ids[:9])


def test_a_question_drawn_is_drawn_once(dana: Member) -> None:
    drawn = next(one for one in iter(uuid4, None) if chance.is_reviewed(one, share=watching.REVIEWED))
    asked = watching.Asked(drawn, "S-TESTED", dana.id, DAY)
    for _ in range(2):
        watching.watch(asked, at=timezone.now())
    assert Review.objects.get().reference == "S-TESTED"
    assert [entry.act for entry in ledger.about("screening", str(drawn))] == ["gate.drawn"]


def test_nobody_looks_at_their_own(dana: Member, sol: Member, cho: Member) -> None:
    row = Review.objects.create(screening=uuid4(), reference="S-TESTED", asked_by=sol.id, day=DAY)
    now = timezone.now()
    assert not watching.review(row, "in_order", by=sol, at=now)
    assert watching.review(row, "to_follow", by=cho, at=now)
    assert not watching.review(row, "in_order", by=cho, at=now), "what was found stands"
    assert Review.objects.get().finding == "to_follow"
    with pytest.raises(NotAllowed):
        watching.review(row, "in_order", by=dana, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.update(reviewed_by=sol.id)


def test_traces_go_after_thirty_days(dana: Member) -> None:
    put(dana.id, [("Ida Inventa", "1990-01-02", 1, 31, True)])
    watching.forget(today=DAY - timedelta(1))
    assert Trace.objects.exists()
    watching.forget(today=DAY)
    assert not Trace.objects.exists()


def test_chance_is_even_and_keeps_its_word() -> None:
    people = [PersonAsked(f"Ida{one} Inventa", "1990-01-02") for one in range(2000)]
    places = [chance.place(one, secret=b"s" * 32) for one in people]
    assert places == [chance.place(one, secret=b"s" * 32) for one in people]
    assert 60 < sum(place < 0.05 for place in places) < 140
    assert places[0] == chance.place(PersonAsked("Inventa, Ida0", "1990-01-02"), secret=b"s" * 32)
    assert places[0] != chance.place(people[0], secret=b"t" * 32)
