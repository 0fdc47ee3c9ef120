"""The page of how the gate is asked: for somebody else, once, without a word of who is protected."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client

from havenline.sampling.models import Alarm, Canary, Review
from havenline.staff.models import Member
from tests.people import Office, cho, dana, office, sign_in, sol  # noqa: F401

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 10)
PAGE, CANARIES = "/desk/oversight/", "/desk/oversight/canaries/"


@pytest.fixture
def as_sol(sol: Member) -> Client:  # noqa: F811
    """Sol's browser."""
    return sign_in(Client(), sol)


@pytest.fixture
def as_cho(cho: Member) -> Client:  # noqa: F811
    """Cho's browser."""
    return sign_in(Client(), cho)


def drawn(member: UUID, reference: str) -> Review:
    """A question of this member, drawn."""
    return Review.objects.create(screening=uuid4(), reference=reference, asked_by=member, day=DAY)


def test_others_questions_and_alarms_are_shown(as_sol: Client, dana: Member, sol: Member) -> None:  # noqa: F811
    drawn(dana.id, "S-HERS11")
    drawn(sol.id, "S-MINE11")
    for member in (dana, sol):
        Alarm.objects.create(kind="canary", member=member.id, screening=uuid4(), day=DAY)
    text = as_sol.get(PAGE).content.decode()
    assert "S-HERS11" in text
    assert "S-MINE11" not in text
    assert text.count("Asked about a person who does not exist") == 1
    assert CANARIES not in text, "a supervisor lays none out"


def test_a_finding_is_written_once(as_sol: Client, as_cho: Client, dana: Member) -> None:  # noqa: F811
    row = drawn(dana.id, "S-HERS11")
    alarm = Alarm.objects.create(kind="variants", member=dana.id, screening=row.screening, day=DAY)
    form = {"review": str(row.id), "finding": "in_order"}
    assert as_sol.post(PAGE, form).status_code == 303
    late = as_cho.post(PAGE, {**form, "finding": "to_follow"})
    assert late.status_code == 409
    assert "Nothing was written." in late.content.decode()
    assert Review.objects.get().finding == "in_order"
    assert as_cho.post(PAGE, {"alarm": str(alarm.id), "finding": "to_follow"}).status_code == 303
    assert "S-HERS11" not in as_sol.get(PAGE).content.decode()
    assert Alarm.objects.get().finding == "to_follow"


@pytest.mark.parametrize(
    "form",
    [{}, {"finding": "in_order"}, {"finding": "fine", "review": "x"}, {"finding": "in_order", "alarm": "x"}],
)
def test_a_finding_of_nothing_is_not_there(as_sol: Client, form: dict[str, str]) -> None:
    assert as_sol.post(PAGE, form).status_code == 404


def test_the_chief_lays_a_canary_out(as_cho: Client) -> None:
    assert as_cho.post(CANARIES, {"name": "Zed Zzyzx", "born": "01/02/1990"}).status_code == 303
    text = as_cho.get(CANARIES).content.decode()
    assert "Zzyzx" not in text, "the name is not kept"
    assert Canary.objects.count() == 1


@pytest.mark.parametrize(
    "form",
    [{}, {"name": "Zzyzx", "born": "01/02/1990"}, {"name": "Zed Zzyzx"}, {"name": "Zed Z", "born": "x"}],
)
def test_a_canary_nobody_could_meet_is_not_laid(as_cho: Client, form: dict[str, str]) -> None:
    page = as_cho.post(CANARIES, form)
    assert page.status_code == 422
    assert "Please look at this first" in page.content.decode()
    assert not Canary.objects.exists()
