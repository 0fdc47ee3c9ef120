"""C3: who opened what a person told is exposed to that person from that moment on, and nobody lifts it."""

from __future__ import annotations

import importlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from havenline import wall
from havenline.casework import actions as casework
from havenline.protection.actions import enter
from havenline.protection.facts import Facts, Identifiers
from havenline.reporting.models import Report
from havenline.staff.models import Member
from havenline.vault.errors import NoGrant
from havenline.vault.models import Opening, Subject
from havenline.wall.exposure import givers
from havenline.wall.models import Exposure
from tests.pages.casework.conftest import send
from tests.people import Office, unlocked

pytestmark = pytest.mark.usefixtures("office")


def read(report: Report, member: Member) -> None:
    casework.open_report(report, holder=unlocked(member), by=member, purpose="answer", at=timezone.now())


def test_opening_a_report_exposes_its_reader(vera: Member, dana: Member) -> None:
    report, other = send().report, send().report
    wall.check_unexposed(vera.id, [report.subject_id])
    read(report, vera)
    with pytest.raises(wall.Exposed):
        wall.check_unexposed(vera.id, [other.subject_id, report.subject_id])
    wall.check_unexposed(vera.id, [other.subject_id])
    wall.check_unexposed(dana.id, [report.subject_id])
    wall.check_unexposed(vera.id, [])
    assert wall.exposed_among([vera.id, dana.id], [other.subject_id, report.subject_id]) == {vera.id}


def test_the_check_asks_the_database_also_about_nobody(vera: Member) -> None:
    """How long the gate takes does not tell whether somebody was found; nor how much a member ever opened."""
    report = send().report
    read(report, vera)
    for persons in ([], [report.subject_id], [Subject.objects.create().id, report.subject_id]):
        with CaptureQueriesContext(connection) as asked:
            wall.exposed_among([vera.id], persons)
        assert len(asked) == 1


def test_many_are_asked_about_in_parts(vera: Member, dana: Member) -> None:
    report = send().report
    read(report, vera)
    strangers = [uuid4() for _ in range(1_000)]
    found = wall.exposed_among([*strangers, dana.id, vera.id], [*strangers, report.subject_id])
    assert found == {vera.id}


def test_the_first_opening_is_the_exposure(vera: Member) -> None:
    report = send().report
    read(report, vera)
    first = Exposure.objects.get()
    read(report, vera)
    assert Exposure.objects.get() == first
    assert Exposure.objects.get().at == first.at
    assert (first.object_kind, first.object_id) == ("report", report.id)


def test_no_key_no_opening_no_exposure(dana: Member) -> None:
    with pytest.raises(NoGrant):
        read(send().report, dana)
    assert not Exposure.objects.exists()
    assert not Opening.objects.exists()


def test_an_exposure_stands_or_falls_with_its_opening(vera: Member) -> None:
    report = send().report
    with transaction.atomic():
        read(report, vera)
        transaction.set_rollback(True)
    assert not Exposure.objects.exists()


def test_entering_a_protected_person_exposes_who_writes(sol: Member) -> None:
    with transaction.atomic():
        entered = enter(
            Facts(role="victim"), Identifiers(names=("Rosa Invented",)), source="walk_in", by=sol.id
        )
    row = Exposure.objects.get()
    assert (row.member, row.object_kind, row.object_id) == (sol.id, "protection", entered.id)
    assert wall.exposed_among([sol.id], [row.subject_id]) == {sol.id}


def test_whom_items_are_about_is_found_through_routes() -> None:
    first, second = Subject.objects.create(), Subject.objects.create()
    with transaction.atomic():
        told = wall.add_item("own_statement", given_by=first, by="")
        also = wall.add_item("own_statement", given_by=second, by="")
        lead = wall.add_item("document", derived_from=[told], by="")
        both = wall.add_item("document", derived_from=[lead, also], by="")
        own = wall.add_item("video", by="")
    assert givers([both]) == {first.id, second.id}
    assert givers([lead, own]) == {first.id}
    assert givers([own]) == givers([]) == set()


def test_earlier_openings_expose_too(vera: Member, sol: Member) -> None:
    """An office that opened reports before exposures were kept."""
    report = send().report
    read(report, vera)
    Exposure.objects.all().delete()
    now = timezone.now()
    for number, (member, kind, opened) in enumerate(
        [(sol, "report", report.id), (sol, "report", uuid4()), (vera, "screening", report.id)], start=10_000
    ):
        Opening.objects.create(
            object_kind=kind, object_id=opened, by=member.id, role="x", purpose="x", at=now, entry=number
        )
    Opening.objects.filter(by=vera.id, object_kind="report").update(at=now - timedelta(days=9))
    migration = importlib.import_module("havenline.casework.migrations.0002_exposures_of_openings")
    migration.expose(apps, None)
    migration.expose(apps, None)
    found = {(one.member, one.subject_id, one.at) for one in Exposure.objects.all()}
    assert found == {
        (vera.id, report.subject_id, now - timedelta(days=9)),
        (sol.id, report.subject_id, now),
    }


def test_what_exposes_is_a_closed_list(office: Office, vera: Member) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError), transaction.atomic():
        wall.expose(vera.id, Subject.objects.create(), through="rumor", opened=uuid4(), at=timezone.now())
