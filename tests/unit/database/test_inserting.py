"""A row written with the composed statement is the row that the model would have written."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from havenline.database.inserting import insert
from havenline.protection.models import Enrolment
from havenline.vault.models import Subject, Wrap
from havenline.wall.models import Item

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


def wrap(number: int) -> Wrap:
    return Wrap(object_kind="report", object_id=UUID(int=number), blob=bytes([0, number, 255]))


def test_rows_come_back_as_they_went_in() -> None:
    person = Subject()
    insert(person)
    item = Item(ref="W-AAAAA", kind="own_statement", obtained=DAY, given_by=person)
    message = Enrolment(id=uuid4(), day=DAY, sealed=b"\0\xff sealed")
    for row in (item, message):
        insert(row)
        again = type(row).objects.get(pk=row.pk)
        assert model_to_dict(again) == model_to_dict(row)
        assert again.id == row.id
        assert again == row


def test_several_rows_go_in_with_one_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        insert(wrap(1), wrap(2))
    assert len(asked) == 1
    assert {(one.object_id, bytes(one.blob)) for one in Wrap.objects.all()} == {
        (UUID(int=1), b"\0\x01\xff"),
        (UUID(int=2), b"\0\x02\xff"),
    }


def test_counted_rows_go_in_one_by_one() -> None:
    with pytest.raises(ValueError, match="one by one"):
        insert(Enrolment(day=DAY, sealed=b"x"), Enrolment(day=DAY, sealed=b"y"))
    assert not Enrolment.objects.exists()


def test_what_the_database_refuses_is_refused() -> None:
    insert(wrap(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(wrap(1))
    assert Wrap.objects.count() == 1


def test_an_inserted_row_is_saved_again_as_itself() -> None:
    message = Enrolment(day=DAY, sealed=b"x")
    insert(message)
    message.read = True
    message.save()
    assert Enrolment.objects.get().read
