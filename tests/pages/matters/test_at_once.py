"""Kastigar and C3: who freezes, opens and assigns at the same moment leaves one tree, one row, one order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from havenline import ledger, wall
from havenline.casework import actions as casework
from havenline.ledger import tree
from havenline.matters import staffing
from havenline.matters.kastigar.making import make
from havenline.vault.models import Opening
from havenline.wall import freezing, proofs
from havenline.wall.manifest import File
from havenline.wall.models import Assignment, Exposure, Freeze, Holding, Item, Matter
from tests.pages.casework.conftest import send
from tests.pages.charging.conftest import Gate, ask
from tests.pages.matters.conftest import NUMBER
from tests.people import Office, unlocked
from tests.unit.wall.test_turn import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def add() -> Item:
    with transaction.atomic():
        return wall.add_item("document", by="")


def check_holdings() -> None:
    """Every holding once, without a gap; every root in the ledger that over the holdings it covers."""
    rows = list(Holding.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(len(rows)))
    hashes = [tree.leaf_hash(bytes(row.body)) for row in rows]
    for one in Freeze.objects.order_by("entry"):
        edge = tree.Frontier()
        for leaf in hashes[: one.size]:
            edge.append(leaf)
        said = ledger.entry(one.entry).detail
        assert (said["holdings"], said["root"]) == (one.size, edge.root().hex())
        assert bytes(one.root) == edge.root()
    for number, held in proofs.items_held([row.item_id for row in rows if row.item_id]).items():
        assert Holding.objects.get(item=number).number == held.number
        tree.verify_inclusion(
            tree.leaf_hash(held.body),
            index=held.number,
            size=held.freeze.size,
            proof=held.proof,
            root=bytes(held.freeze.root),
        )


def test_freezes_at_once_grow_one_tree(office: Office) -> None:
    items = [add() for _ in range(5)]
    now = timezone.now()

    def files(number: int) -> Callable[[], object]:
        listed = [File(bytes([number]) * 32, f"{number}.pdf")]
        return lambda: freezing.freeze_files(listed, matter=None, by=office.dana.actor, at=now)

    acts: list[Callable[[], object]] = [lambda: wall.freeze(by="", at=now) for _ in range(4)]
    assert at_once(*acts, *map(files, range(4)), add, add) == [None] * 10
    wall.freeze(by="", at=now)
    assert Holding.objects.exclude(item=None).count() == len(items) + 2
    assert Holding.objects.filter(item=None).count() == 4
    check_holdings()


def test_openings_at_once_come_each_after_a_freeze(office: Office) -> None:
    """Two reports, each opened twice at the same moment, while the worker freezes and things come in."""
    reports = [send().report for _ in range(2)]
    held = [report.item_id for report in reports]

    def opens(number: int) -> Callable[[], object]:
        return lambda: casework.open_report(
            reports[number % 2],
            holder=unlocked(office.vera),
            by=office.vera,
            purpose="answer",
            at=timezone.now(),
        )

    assert at_once(*map(opens, range(4)), lambda: wall.freeze(by="", at=timezone.now()), add) == [None] * 6
    assert Exposure.objects.count() == 2
    assert {one.subject_id for one in Exposure.objects.all()} == {report.subject_id for report in reports}
    entries = list(Opening.objects.values_list("entry", flat=True))
    assert len(entries) == 4
    frozen = proofs.items_held([number for number in held if number])
    assert len(frozen) == 2
    assert max(one.freeze.entry for one in frozen.values()) < min(entries)
    check_holdings()


def test_reports_for_a_court_at_once_each_stand_in_the_ledger(office: Office, matter: Matter) -> None:
    def makes() -> object:
        return make(matter, holder=unlocked(office.fern), by=office.fern, at=timezone.now())

    assert at_once(makes, makes, add, lambda: wall.freeze(by="", at=timezone.now())) == [None] * 4
    acts = [entry.act for entry in ledger.about("matter", str(matter.id))]
    assert acts.count("matter.proved") == 2


def test_assigned_twice_at_once_is_assigned_once(
    at_desk: Client, gate: Gate, matter: Matter, office: Office
) -> None:
    assert ask(at_desk, case_number=NUMBER).status_code == 303

    def assigns() -> object:
        staffing.assign(matter, office.dana.id, holder=unlocked(office.sol), by=office.sol, at=timezone.now())
        return None

    assert at_once(assigns, assigns, assigns) == [None] * 3
    assert Assignment.objects.filter(ended_at=None).count() == 1
    acts = [entry.act for entry in ledger.about("matter", str(matter.id))]
    assert acts.count("matter.assigned") == 1
