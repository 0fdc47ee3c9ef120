"""Victims and witnesses of a case system are protected once, whole or not at all; nothing else is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.utils import timezone

from havenline import config, ledger
from havenline.ledger.models import Entry as LedgerEntry
from havenline.policy import load
from havenline.protection.gate import BARRED, CLEAR, HOLD, PersonAsked
from havenline.protection.gatehouse import Keeper
from havenline.protection.importing import actions, columns, reading
from havenline.protection.importing.columns import COLUMNS, Entry
from havenline.protection.keeper_keys import KeeperKeys
from havenline.protection.keeper_store import KeeperStore
from havenline.protection.messages import opened
from havenline.protection.models import Enrolment, Imported
from tests.people import Office, office
from tests.systems import CaseSystem, codes_of
from tests.unit.protection.people import question

__all__ = ["office"]

ROW = {
    "person": "case 17 / victim 2",
    "name": "Zzyzxina Quuxcanary",
    "other_names": "Luna Canary; Zina Q.",
    "born": "02/03/1971",
    "state_id": "D1234987",
    "source": "police_report",
    "role": "victim",
    "crime": "robbery",
    "crime_date": "2026-10-01",
    "first_day": "2026-10-02",
    "sex_trade": "current",
    "told_by": "self",
}
NEVER = {
    "SSN": "123-45-6789",
    "Place of Birth": "Canaryville",
    "Immigration_Status": "canarystatus",
    "A-Number": "A099999999",
    "Country of citizenship": "Canaryland",
}
HER = PersonAsked("Quuxcanary Zzyzxina", "1971-02-03")


@pytest.fixture
def keeper(office: Office, tmp_path: Path) -> Iterator[Keeper]:
    keys = KeeperKeys.load()
    store = KeeperStore.at(tmp_path / "keeper", keys)
    made = Keeper(store=store, keys=keys, pack=load())
    made.recover()
    yield made
    store.close()


def take(*rows: dict[str, str], system: str = "file:cases") -> actions.Told:
    return actions.import_rows(list(enumerate(rows, start=1)), system=system, by="", at=timezone.now())


def counts(told: actions.Told) -> tuple[int, int, int, int]:
    return told.entered, told.completed, told.unchanged, len(told.rejected)


def gate(keeper: Keeper, person: PersonAsked = HER) -> str:
    return keeper.answer(question(person, role="none", sex_trade="none")).charges[0].answer


def test_a_row_protects_and_its_other_names_do(keeper: Keeper) -> None:
    assert gate(keeper) == CLEAR
    assert counts(take(ROW)) == (1, 0, 0, 0)
    assert gate(keeper) == BARRED
    assert gate(keeper, PersonAsked("Canary, Luna", "1971-02-03")) == BARRED
    assert gate(keeper, PersonAsked(numbers=(("state_id", "d-1234987"),))) == BARRED


def test_the_same_rows_again_change_nothing(keeper: Keeper) -> None:
    assert counts(take(ROW, {**ROW, "person": "case 18 / witness 1"})) == (2, 0, 0, 0)
    rows = Enrolment.objects.count()
    assert counts(take(ROW, {**ROW, "person": "case 18 / witness 1"})) == (0, 0, 2, 0)
    assert (Enrolment.objects.count(), Imported.objects.count()) == (rows, 2)


def test_a_row_that_says_more_adds_to_the_same_person(keeper: Keeper) -> None:
    open_row = {**ROW, "role": "", "crime": "", "sex_trade": ""}
    take(open_row)
    before = gate(keeper)
    assert before == HOLD
    assert counts(take(ROW)) == (0, 1, 0, 0)
    assert gate(keeper) == BARRED
    # Nothing said before is taken back.
    assert counts(take(open_row)) == (0, 1, 0, 0)
    assert gate(keeper) == BARRED


def test_another_systems_person_of_the_same_name_is_another(keeper: Keeper) -> None:
    take(ROW)
    assert counts(take(ROW, system="file:other")) == (1, 0, 0, 0)


WRONG = [
    ({"role": "suspect"}, ("role", "not_a_choice")),
    ({"role": "none"}, ("role", "not_a_choice")),
    ({"crime": "not_violent"}, ("crime", "not_a_choice")),
    ({"sex_trade": "third_party"}, ("sex_trade", "not_a_choice")),
    ({"source": ""}, ("source", "missing")),
    ({"source": "hearsay"}, ("source", "not_a_choice")),
    ({"person": " "}, ("person", "missing")),
    ({"born": "31/12/1971"}, ("born", "no_day")),
    ({"born": "1971-02-30"}, ("born", "no_day")),
    ({"born": "1871-02-03"}, ("born", "not_a_past_day")),
    ({"crime_date": "2999-01-01"}, ("crime_date", "not_a_past_day")),
    ({"name": "x" * 161}, ("name", "too_long")),
    ({"name": "Z\u202eQ"}, ("name", "unreadable")),
    ({"name": "Zz\0y"}, ("name", "unreadable")),
    ({"story": "words"}, ("", "unknown_column")),
    ({"name": "", "other_names": "", "state_id": ""}, ("name", "cannot_be_found")),
    ({"born": "", "state_id": ""}, ("name", "cannot_be_found")),
]


@pytest.mark.parametrize(("change", "fault"), WRONG)
def test_a_wrong_row_is_rejected_whole_and_said_where(
    office: Office, change: dict[str, str], fault: tuple[str, str]
) -> None:
    good = {**ROW, "person": "another"}
    told = take({**ROW, **change}, good)
    assert [(one.row, one.column, one.reason) for one in told.rejected] == [(1, *fault)]
    assert (told.entered, Enrolment.objects.count(), Imported.objects.count()) == (1, 1, 1)
    said = json.dumps(told.plainly())
    assert not any(value and len(value) > 2 and value in said for value in change.values())
    if told.rejected[0].reason == "not_a_choice":
        assert "unknown" in told.rejected[0].legal or "hospital" in told.rejected[0].legal


def test_a_persons_code_is_refused_and_not_said_back(office: Office) -> None:
    from havenline.vault import codes

    code = codes.new_code().shown
    told = take({**ROW, "local_id": code})
    assert [(one.column, one.reason) for one in told.rejected] == [("local_id", "looks_like_a_code")]
    assert code not in json.dumps(told.plainly())


def test_what_is_never_kept_is_dropped_and_said(office: Office) -> None:
    told = take({**ROW, **NEVER})
    assert (told.entered, told.dropped) == (1, ["birthplace", "immigration", "ssn"])
    row = Enrolment.objects.get()
    message = opened(row.id, bytes(row.sealed), keyring=office.keeper_keyring)
    kept = repr((message.facts, message.identifiers and message.identifiers.names)) + json.dumps(
        [message.identifiers.names, message.identifiers.numbers] if message.identifiers else []
    )
    assert not any(value in kept for value in NEVER.values())


DROPPED = [
    ("SSN", "ssn"), ("Social Security No.", "ssn"), ("vict_ssn_last4", "ssn"), ("ITIN", "ssn"),
    ("Birthplace", "birthplace"), ("PLACE OF BIRTH", "birthplace"), ("country_of_birth", "birthplace"),
    ("POB", "birthplace"), ("Citizenship", "immigration"), ("Alien #", "immigration"),
    ("A-number", "immigration"), ("visa_type", "immigration"), ("Nationality", "immigration"),
    ("Passport", "immigration"), *((name, "") for name in COLUMNS),
]  # fmt: skip


@pytest.mark.parametrize(("name", "why"), DROPPED)
def test_columns_are_dropped_by_their_name(name: str, why: str) -> None:
    assert columns.dropped(name) == why


def test_an_import_that_fails_leaves_nothing(office: Office) -> None:
    class FaultError(Exception):
        pass

    def fail(told: actions.Told) -> None:
        raise FaultError

    before = LedgerEntry.objects.count()
    with pytest.raises(FaultError):
        actions.import_rows([(1, ROW)], system="file:x", by="", at=timezone.now(), then=fail)
    assert not Enrolment.objects.exists()
    assert not Imported.objects.exists()
    assert LedgerEntry.objects.count() == before


def test_an_import_is_one_entry_of_counts(office: Office) -> None:
    take(ROW, {**ROW, "person": ""})
    last = ledger.entry(LedgerEntry.objects.count() - 1)
    assert (last.act, last.detail) == (
        "protection.imported",
        {"entered": 1, "completed": 0, "rejected": 1},
    )


CANARIES = ("zzyzx", "quuxcanary", "1971-02-03", "02/03/1971", "d1234987", "victim 2", *NEVER.values())


def test_no_word_of_a_row_stands_in_the_database(office: Office) -> None:
    take({**ROW, **NEVER})
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = repr(cursor.fetchall()).lower()
            assert not any(canary.lower() in kept for canary in CANARIES), table


# ------------------------------------------------------------------ the API


@pytest.fixture
def system(office: Office) -> CaseSystem:
    return CaseSystem("protections:write")


def test_a_case_system_protects_by_a_call(keeper: Keeper, system: CaseSystem) -> None:
    found = system.post(
        "protections", {"protections": [{**ROW, **NEVER}, {**ROW, "person": "x", "role": "no"}]}
    )
    told = json.loads(found.content)
    assert found.status_code == 200
    assert (told["entered"], told["dropped"]) == (1, ["birthplace", "immigration", "ssn"])
    (rejected,) = told["rejected"]
    assert (rejected["row"], rejected["column"], rejected["reason"]) == (2, "role", "not_a_choice")
    assert rejected["legal"] == ["victim", "witness", "unknown"]
    assert gate(keeper) == BARRED


def test_a_call_sent_again_is_answered_as_before(system: CaseSystem) -> None:
    body = {"protections": [ROW]}
    one, again = (system.post("protections", body, key="k" * 20) for _ in range(2))
    assert one.content == again.content
    assert Enrolment.objects.count() == 1
    # Under a new key the row is known.
    assert json.loads(system.post("protections", body).content)["unchanged"] == 1
    assert Enrolment.objects.count() == 1


BAD_CALLS: list[tuple[Any, int]] = [
    ({}, 422),
    ({"protections": []}, 422),
    ({"protections": [ROW] * 201}, 422),
    ({"protections": [ROW], "story": "x"}, 422),
    ({"protections": [{"person": 5}]}, 422),
    ({"protections": [{"person": "x" * 10_001}]}, 422),
    ({"protections": "all"}, 422),
    (b"{", 400),
]


@pytest.mark.parametrize(("body", "status"), BAD_CALLS)
def test_a_bad_call_does_nothing(system: CaseSystem, body: Any, status: int) -> None:
    found = system.post("protections", body)
    assert found.status_code == status
    assert codes_of(found)
    assert not Enrolment.objects.exists()


# ------------------------------------------------------------------ the file


def test_a_file_is_read_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("\ufeffPerson,Name,BORN,source,SSN\nA,Rosa Invented,1990-01-01,phone,1\n\n", "utf-8")
    ((number, row),) = reading.rows(path)
    assert number == 2
    read = columns.read(number, row, today=timezone.localdate())
    assert isinstance(read, Entry)
    assert (read.person, read.identifiers.names, read.identifiers.born) == (
        "A", ("Rosa Invented",), "1990-01-01",
    )  # fmt: skip


FILES = [
    (b"", "no column person"),
    (b"person,name\nA,B\n", "no column source"),
    (b"person,source,Rosa Invented\nA,phone,x\n", "column 3 has an unknown name"),
    (b"person,source,person\nA,phone,B\n", "two columns have one name"),
    (b"person,source\nA\xff,phone\n", "not in UTF-8"),
    (b'person,source\n"A,phone\n', "cannot be read as CSV"),
    (b"person,source\n" + b"x" * 20_000 + b",phone\n", "cannot be read as CSV"),
]


@pytest.mark.parametrize(("content", "sentence"), FILES)
def test_a_wrong_file_is_refused_before_a_row_is_taken_in(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(content)
    with pytest.raises(reading.FileWrong, match=sentence) as fault:
        list(reading.rows(path))
    assert "Rosa" not in str(fault.value)


def run(*words: str) -> Result:
    from havenline.cli.protections import protections

    return CliRunner().invoke(protections, ["import", "--data", str(config.load().data), *words])


def test_the_command_takes_a_file_in_once_and_names_what_it_rejects(office: Office, tmp_path: Path) -> None:
    path, rejected = tmp_path / "cases.csv", tmp_path / "rejected.csv"
    path.write_text(
        "person,name,born,source,role,birthplace\n"
        "A,Rosa Invented,1990-01-01,phone,victim,Canaryville\n"
        "B,Ines Invented,1990-01-01,phone,suspect,Canaryville\n"
        "C,Ana Invented,1990-01-01,phone,victim,Canaryville,one more\n"
    )
    found = run(str(path), "--rejected", str(rejected))
    assert found.exit_code == 1, found.output
    assert "entered 1, added to 0, known already 0" in found.output
    assert "dropped, nothing of them kept: birthplace" in found.output
    lines = rejected.read_text().splitlines()
    assert lines[0] == "row,column,reason,legal values"
    assert lines[1] == "3,role,not_a_choice,victim | witness | unknown"
    assert lines[2].startswith("4,,unknown_column,")
    assert not any(word in rejected.read_text() + found.output for word in ("Ines", "Canaryville", "suspect"))
    assert "known already 1" in run(str(path)).output
    assert Enrolment.objects.count() == 1


def test_a_file_that_breaks_off_takes_nothing_in(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text('person,name,born,source\nA,Rosa Invented,1990-01-01,phone\nB,"Ines')
    found = run(str(path))
    assert found.exit_code == 2
    assert not Enrolment.objects.exists()
