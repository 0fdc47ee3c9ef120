"""An acknowledged report survives: the database is set so, and writers wait in line."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.utils import OperationalError


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("temp_store", 2)],
)
def test_the_database_keeps_what_it_acknowledged(pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_transactions_begin_by_taking_the_write_lock() -> None:
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.django_db(transaction=True)
def test_forty_writers_at_once_are_all_served() -> None:
    """Each reads, then writes what it read plus one: a lost or refused writer would show in the sum."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counted (value integer NOT NULL)")
        cursor.execute("INSERT INTO counted VALUES (0)")
    faults: list[BaseException] = []

    def add() -> None:
        try:
            for _ in range(10):
                with transaction.atomic(), connections["default"].cursor() as cursor:
                    cursor.execute("SELECT value FROM counted")
                    value = cursor.fetchone()[0]
                    cursor.execute("UPDATE counted SET value = %s", [value + 1])
        except OperationalError as fault:
            faults.append(fault)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=add) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT value FROM counted")
            assert (cursor.fetchone()[0], faults) == (400, [])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE counted")


@pytest.mark.django_db(transaction=True)
def test_a_failed_act_gives_the_lock_back() -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone()[0] == 1


def test_the_database_file_is_for_its_owner_alone() -> None:
    assert Path(settings.OFFICE.data).stat().st_mode & 0o077 == 0
