"""An act is recorded in its own transaction, numbered without gaps, and can be found again."""

import threading
from datetime import datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from havenline import ledger
from havenline.ledger import actions, acts, triggers
from havenline.ledger.models import Entry, Head, Node, Salt
from havenline.ledger.queries import EntryMissing

from .acting import DAY, MOMENT, fill, receive, sign_in


class Failed(Exception):  # noqa: N818 - named for what is met
    """What a business transaction may meet after it appended."""


@pytest.mark.django_db(transaction=True)
def test_an_act_needs_its_transaction() -> None:
    with pytest.raises(ledger.NotInTransaction):
        ledger.append("report.received", on=DAY)
    assert not Entry.objects.exists()


def _append_and_fail() -> None:
    with transaction.atomic():
        ledger.append("report.received", on=DAY, about={"report": str(uuid4())})
        raise Failed


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_is_not_recorded() -> None:
    receive()
    before = ledger.verify()
    with pytest.raises(Failed):
        _append_and_fail()
    assert ledger.verify() == before
    assert receive() == 1


@pytest.mark.django_db
def test_entries_are_numbered_from_nothing_without_gaps() -> None:
    assert [receive() for _ in range(9)] == list(range(9))
    assert ledger.head()[0] == 9
    assert ledger.verify().is_whole


@pytest.mark.django_db
def test_what_it_is_about_is_not_in_the_entry() -> None:
    report = str(uuid4())
    receive(report=report)
    assert report.encode() not in bytes(Entry.objects.get().body)


@pytest.mark.django_db
def test_the_entries_about_an_object_are_found_in_order() -> None:
    report, other = str(uuid4()), str(uuid4())
    numbers = []
    for asked in (report, other, report):
        number = receive(report=asked)
        numbers += [number] if asked == report else []
    assert [entry.number for entry in ledger.about("report", report)] == numbers
    assert ledger.about("team", report) == []
    assert ledger.about("report", str(uuid4())) == []


@pytest.mark.django_db
def test_without_its_salt_an_entry_is_about_nothing() -> None:
    report = str(uuid4())
    number = receive(report=report)
    Salt.objects.filter(about=report).delete()
    assert ledger.about("report", report) == []
    assert ledger.entry(number).act == "report.received"
    found = ledger.verify()
    assert found.is_whole
    assert (found.commitments, found.salts) == (1, 0)


@pytest.mark.django_db
def test_a_salt_that_was_moved_convinces_nobody() -> None:
    report, other = str(uuid4()), str(uuid4())
    receive(report=report)
    Salt.objects.update(about=other)
    assert ledger.about("report", other) == []


@pytest.mark.django_db
def test_portal_acts_show_the_day_and_staff_acts_the_moment() -> None:
    portal, staff = ledger.entry(receive()), ledger.entry(sign_in())
    assert (portal.on, portal.at, portal.by) == (DAY, None, "")
    assert (staff.on, staff.at) == (DAY, MOMENT)
    assert staff.by.startswith("member:")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "times",
    [
        {},
        {"on": DAY, "at": MOMENT},
        {"on": MOMENT},
        {"at": datetime(2026, 11, 3)},  # noqa: DTZ001 - the refused one
    ],
    ids=["none", "both", "a moment as a day", "no zone"],
)
def test_an_unclear_time_is_refused(times: dict[str, datetime]) -> None:
    with pytest.raises(actions.TimeUnclear):
        ledger.append("item.added", **times)


@pytest.mark.django_db
def test_an_undeclared_act_is_refused() -> None:
    with pytest.raises(acts.ActWrong):
        ledger.append("report.lost", on=DAY)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_every_entry_proves_its_place_at_every_size() -> None:
    for size in range(1, 20):
        fill(1)
        for number in range(size):
            proof = ledger.inclusion(number)
            proof.check()
            assert proof.size == size
    with pytest.raises(EntryMissing):
        ledger.inclusion(20)
    with pytest.raises(EntryMissing):
        ledger.entry(-1)


@pytest.mark.django_db
def test_an_append_takes_few_statements() -> None:
    fill(7)
    with CaptureQueriesContext(connection) as statements:
        ledger.append("report.received", on=DAY, about={"report": str(uuid4())})
    # Head, entry, nodes (the eighth leaf completes three subtrees at once), head, salt.
    assert len(statements) == 5


STORED = ["ledger_entry", "ledger_node"]


@pytest.mark.django_db
@pytest.mark.parametrize("table", STORED)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_log(table: str, change: str) -> None:
    fill(4)
    column = "leaf" if table == "ledger_entry" else "hash"
    statement = change.format(table, column, column)
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert (Entry.objects.count(), Node.objects.count()) == (4, 3)


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "key"), [(Entry, "index"), (Node, "place")])
def test_the_database_refuses_to_replace_a_row(model: type[Entry] | type[Node], key: str) -> None:
    fill(4)
    row = model.objects.order_by(key).first()
    assert row is not None
    table, values = model._meta.db_table, [getattr(row, field.attname) for field in model._meta.fields]
    columns = ", ".join(f'"{field.column}"' for field in model._meta.fields)
    marks = ", ".join("%s" for _ in values)
    replacing = {
        "sqlite": f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})",
        "postgresql": f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT ({key})"
        f" DO UPDATE SET {key} = {table}.{key}",
    }[connection.vendor]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replacing, values)


@pytest.mark.django_db
def test_lifted_triggers_stand_again_afterwards() -> None:
    fill(2)
    with triggers.lifted(connection):
        Node.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()


def _appending(count: int, failures: list[Exception]) -> None:
    try:
        for _ in range(count):
            receive()
    except Exception as failure:  # noqa: BLE001 - whatever it was, the test shows it
        failures.append(failure)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap_and_lose_nothing() -> None:
    failures: list[Exception] = []
    threads = [threading.Thread(target=_appending, args=(15, failures)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == list(range(120))
    assert Head.objects.get().size == 120
    assert ledger.verify().is_whole
