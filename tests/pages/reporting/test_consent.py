"""What may be shared: chosen with the code, changed with the code, ended with the code, and kept sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from havenline import ledger
from havenline.reporting import allowing, consents
from havenline.reporting.consent import NoConsent, Terms
from havenline.reporting.models import Consent, Report
from havenline.vault import grants
from tests.at_rest import database_files
from tests.pages.reporting.way import Way
from tests.people import Office, unlocked

MORE = "/page/more/"
UNNAMED = {"grade": "unnamed", "way": "case", "part": ["words", "where"], "time": "month"}
GROUP = {"grade": "named", "way": "help", "to": "Night Shelter", "part": ["words"], "time": "open"}


@pytest.fixture
def inside(way: Way) -> Way:
    """Somebody who has reported and come back."""
    way.code_kept = way.report()
    way.come_back(way.code_kept)
    return way


def act(person: Way, do: str, /, **fields: Any) -> str:
    person.page = person.client.post(MORE, {"do": do, **fields})
    return person.text


def terms(office: Office) -> list[Terms]:
    report = Report.objects.get()
    key = grants.data_key(unlocked(office.vera), "report", report.id)
    return [consents.terms_of(row, key) for row in consents.standing(report.id, on=timezone.localdate())]


def test_nothing_is_shared_before_a_word(inside: Way, office: Office) -> None:
    assert "We share nothing before you say so." in inside.text
    inside.page = inside.client.get(MORE)
    assert "Nothing is shared." in inside.text
    assert terms(office) == []


def test_every_grade_is_asked_for(inside: Way) -> None:
    text = act(inside, "ask_grade")
    for words in allowing.GRADES.values():
        assert str(words) in text


@pytest.mark.parametrize("grade", ["record", "talk"])
def test_a_word_of_nothing_is_kept(inside: Way, office: Office, grade: str) -> None:
    text = act(inside, "grade", grade=grade)
    assert ("It is saved" in text, str(allowing.GRADES[grade]) in text) == (True, True)
    assert terms(office) == [Terms(grade)]


def test_a_consent_is_kept_with_its_end(inside: Way, office: Office) -> None:
    assert "Share it without your name" in act(inside, "grade", grade="unnamed")
    text = act(inside, "allow", **UNNAMED)
    for shown in ("People in this office, to act against who did it", "Without your name", "My words about"):
        assert shown in text
    month = timezone.localdate() + timedelta(days=30)
    assert terms(office) == [Terms("unnamed", "case", ("words", "where"), until=month)]
    entry = ledger.about("report", str(Report.objects.get().id))[-1]
    assert (entry.act, dict(entry.detail), entry.by) == (
        "consent.given",
        {"grade": "unnamed", "way": "case", "parts": 2},
        "",
    )


def test_who_shares_the_name_says_so(inside: Way, office: Office) -> None:
    assert "Share it with your name" in act(inside, "grade", grade="named")
    assert "Night Shelter" in act(inside, "allow", **GROUP)
    assert terms(office) == [Terms("named", "help", ("words", "name"), "Night Shelter")]


def test_help_with_a_certificate_names_who_helps(inside: Way, office: Office) -> None:
    text = act(inside, "grade", grade="certification")
    assert 'name="way" value="relief"' in text
    act(inside, "allow", grade="certification", way="relief", part=["words", "name"], time="year")
    assert [one.purpose for one in terms(office)] == ["certification"]


# What is sent -> what is said.
UNKEPT = {
    "nobody": ({"way": ""}, "Choose who may get it."),
    "a way of another grade": ({"way": "relief"}, "Choose who may get it."),
    "no part": ({"part": []}, "Choose at least one part."),
    "the name without a name": ({"part": ["words", "name"]}, "Choose at least one part."),
    "a part nobody has": ({"part": ["status"]}, "Choose at least one part."),
    "a group without a name": ({"way": "help", "to": " "}, "Write which one."),
    "too long a name": ({"way": "help", "to": "g" * 2_001}, "Write which one."),
    "no time": ({"time": ""}, "Choose how long."),
    "a time nobody offers": ({"time": "ever"}, "Choose how long."),
    "no grade": ({"grade": "all"}, "Choose one answer."),
}


@pytest.mark.parametrize("name", UNKEPT)
def test_a_mistake_shares_nothing(inside: Way, name: str) -> None:
    fields, said = UNKEPT[name]
    text = act(inside, "allow", **{**UNNAMED, **fields})
    assert (inside.page.status_code, said in text) == (422, True)
    assert Consent.objects.count() == 0


def test_a_mistake_keeps_what_was_chosen(inside: Way) -> None:
    text = act(inside, "allow", **{**GROUP, "time": ""})
    for kept in ('value="help" checked', 'value="Night Shelter"', 'value="words" checked'):
        assert kept in text


@pytest.mark.parametrize("grade", ["", "all"])
def test_no_other_grade_is_kept(inside: Way, grade: str) -> None:
    assert "Choose one answer." in act(inside, "grade", grade=grade)
    assert Consent.objects.count() == 0


def test_each_consent_is_taken_back_alone(inside: Way, office: Office) -> None:
    act(inside, "allow", **UNNAMED)
    act(inside, "allow", **GROUP)
    first, second = Consent.objects.order_by("number")
    text = act(inside, "take_back", consent=str(first.id))
    assert ("It is taken back" in text, "What you allowed before" in text) == (True, True)
    assert [one.way for one in terms(office)] == ["help"]
    first.refresh_from_db()
    assert (first.ended_why, first.ended_by, second.ended) == ("taken_back", None, None)
    assert ledger.about("consent", str(first.id))[-1].act == "consent.ended"


def test_taking_back_twice_is_once(inside: Way) -> None:
    act(inside, "allow", **UNNAMED)
    row = Consent.objects.get()
    for _ in range(2):
        act(inside, "take_back", consent=str(row.id))
    assert [entry.act for entry in ledger.about("consent", str(row.id))] == ["consent.given", "consent.ended"]


@pytest.mark.parametrize("consent", ["", "nobodys", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_consent_ends_nothing(inside: Way, office: Office, consent: str) -> None:
    act(inside, "allow", **UNNAMED)
    assert act(inside, "take_back", consent=consent)
    assert len(terms(office)) == 1


def test_nobody_ends_another_persons_consent(inside: Way, office: Office) -> None:
    act(inside, "allow", **UNNAMED)
    other = Way()
    other.come_back(other.report())
    act(other, "take_back", consent=str(Consent.objects.get().id))
    assert Consent.objects.get().ended is None


def test_the_same_said_twice_stands_once(inside: Way) -> None:
    for _ in range(2):
        act(inside, "allow", **UNNAMED)
    assert Consent.objects.count() == 1


def test_a_change_ends_what_stood(inside: Way, office: Office) -> None:
    act(inside, "allow", **UNNAMED)
    act(inside, "allow", **{**UNNAMED, "part": ["where"]})
    assert [one.fields for one in terms(office)] == [("where",)]
    assert [row.ended_why for row in Consent.objects.order_by("number")] == ["changed", ""]


def test_sharing_nothing_ends_everything(inside: Way, office: Office) -> None:
    act(inside, "allow", **UNNAMED)
    act(inside, "allow", **GROUP)
    act(inside, "grade", grade="record")
    assert terms(office) == [Terms("record")]
    act(inside, "allow", **UNNAMED)
    assert [one.grade for one in terms(office)] == ["unnamed"]


def test_withdrawing_ends_everything(inside: Way, office: Office) -> None:
    act(inside, "allow", **UNNAMED)
    text = act(inside, "withdraw")
    assert (terms(office), "You withdrew the report" in text) == ([], True)
    assert Consent.objects.get().ended_why == "withdrawn"


@pytest.mark.parametrize(("do", "fields"), [("grade", {"grade": "talk"}), ("allow", UNNAMED)])
def test_a_withdrawn_report_shares_nothing(inside: Way, do: str, fields: dict[str, Any]) -> None:
    act(inside, "withdraw")
    text = act(inside, do, **fields)
    assert ("It is saved" in text, 'value="ask_grade"' in text) == (False, False)
    assert Consent.objects.count() == 0


def test_its_last_day_is_the_last(inside: Way) -> None:
    act(inside, "allow", **UNNAMED)
    row = Consent.objects.get()
    assert row.until is not None
    assert consents.check_stands(row.id, on=row.until) == row
    with pytest.raises(NoConsent):
        consents.check_stands(row.id, on=row.until + timedelta(days=1))
    Consent.objects.update(until=timezone.localdate() - timedelta(days=1))
    text = inside.client.get(MORE).content.decode()
    assert ("Its time was over" in text, "Take this back" in text) == (True, False)


def test_the_database_refuses_two_of_one_kind(inside: Way) -> None:
    act(inside, "allow", **UNNAMED)
    row = Consent.objects.get()
    row.number, row.id = None, Report.objects.get().id
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("do", ["ask_grade", "grade", "allow", "take_back"])
def test_the_outsider_allows_nothing(way: Way, do: str) -> None:
    way.report()
    text = Client().post(MORE, {"do": do, **UNNAMED}).content.decode()
    assert "Type your code" in text
    assert Consent.objects.count() == 0


def test_it_is_asked_in_spanish(inside: Way) -> None:
    text = inside.client.post(f"/es{MORE}", {"do": "ask_grade"}).content.decode()
    assert "¿Qué podemos hacer con esto?" in text


def test_the_copy_says_it_too(inside: Way) -> None:
    act(inside, "allow", **GROUP)
    assert "Night Shelter" in act(inside, "export")


@pytest.mark.django_db(transaction=True)
def test_no_group_is_on_the_disk(transactional_db: None, inside: Way) -> None:
    act(inside, "allow", **{**GROUP, "to": "Canary-group-88120"})
    assert Consent.objects.count() == 1
    for path in database_files():
        assert b"Canary-group" not in path.read_bytes(), path.name
