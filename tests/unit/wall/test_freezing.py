"""Kastigar: what the office holds is in the ledger before a report is opened, in order and provable."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from havenline import ledger, wall
from havenline.casework import actions as casework
from havenline.ledger import tree
from havenline.reporting.models import Report
from havenline.staff.models import Member
from havenline.vault.models import Opening
from havenline.wall import freezing
from havenline.wall.manifest import File, ManifestWrong, read
from havenline.wall.models import Freeze, Holding, HoldingNode, Item
from havenline.wall.tasks import freeze as hourly
from tests.pages.casework.conftest import send
from tests.people import unlocked

pytestmark = pytest.mark.usefixtures("office")
HASH = "9f" * 32


def add() -> Item:
    with transaction.atomic():
        return wall.add_item("document", by="")


def opened(report: Report, by: Member) -> Opening:
    casework.open_report(report, holder=unlocked(by), by=by, purpose="answer", at=timezone.now())
    found = Opening.objects.order_by("-entry").first()
    assert found is not None
    return found


def frozen() -> Freeze:
    return wall.freeze(by="", at=timezone.now())


def test_a_freeze_stands_in_the_ledger_before_each_opening(vera: Member) -> None:
    for _ in range(3):
        held, report = add(), send().report
        opening = opened(report, vera)
        last = freezing.latest()
        assert last is not None
        assert last.entry < opening.entry
        assert set(Holding.objects.filter(number__lt=last.size).values_list("item", flat=True)) >= {
            held.number,
            report.item_id,
        }
        entry = ledger.entry(last.entry)
        assert entry.act == "holdings.frozen"
        assert (entry.detail["root"], entry.detail["holdings"]) == (bytes(last.root).hex(), last.size)


def test_what_comes_after_the_opening_is_in_no_earlier_freeze(vera: Member) -> None:
    opening = opened(send().report, vera)
    later = add()
    last = frozen()
    assert last.entry > opening.entry
    assert Holding.objects.get(item=later).number >= Freeze.objects.get(entry__lt=opening.entry).size


def test_sending_a_report_freezes_nothing() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        send()
    assert not Freeze.objects.exists()
    assert not [
        one for one in asked.captured_queries if "holding" in one["sql"] or "wall_freeze" in one["sql"]
    ]


def test_nothing_new_is_nothing_frozen(vera: Member) -> None:
    report = send().report
    opened(report, vera)
    size = ledger.head()[0]
    opened(report, vera)
    hourly()
    assert ledger.head()[0] == size + 1
    assert Freeze.objects.count() == 1


def test_an_item_is_held_once_whatever_is_said_of_it(vera: Member) -> None:
    first = add()
    frozen()
    with transaction.atomic():
        ledger.append(
            "wall.read",
            at=timezone.now(),
            about={"item": str(first.id)},
            detail={"what": "reason", "role": "chief"},
        )
    second = add()
    assert frozen().size == 2
    assert list(Holding.objects.order_by("number").values_list("item", flat=True)) == [
        first.number,
        second.number,
    ]


def test_a_large_first_freeze_goes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "_PART", 4)
    for _ in range(11):
        add()
    last = frozen()
    assert last.size == 11
    assert Freeze.objects.count() > 2
    assert last.covers == ledger.head()[0] - Freeze.objects.filter(entry__gte=last.covers).count()


def test_every_holding_can_be_proved_in_every_later_freeze() -> None:
    made = []
    for count in (1, 2, 4, 6):
        for _ in range(count):
            add()
        made.append(frozen())
    for number, leaf in enumerate(Holding.objects.order_by("number")):
        for one in made:
            if number < one.size:
                tree.verify_inclusion(
                    tree.leaf_hash(bytes(leaf.body)),
                    index=number,
                    size=one.size,
                    proof=tree.inclusion_proof(number, one.size, freezing.fetch),
                    root=bytes(one.root),
                )
    for older, newer in zip(made, made[1:], strict=False):
        tree.verify_consistency(
            older=older.size,
            newer=newer.size,
            proof=tree.consistency_proof(older.size, newer.size, freezing.fetch),
            older_root=bytes(older.root),
            newer_root=bytes(newer.root),
        )


def test_files_are_frozen_whole_with_names_sealed(vera: Member) -> None:
    files = read(f"{HASH}  ZXNAME witness.mp4\n{'0a' * 32} *b.pdf\n")
    manifest = freezing.freeze_files(files, matter=None, by="", at=timezone.now())
    assert manifest.files == Freeze.objects.get().size == 2
    leaf = Holding.objects.get(sha256=bytes.fromhex(HASH))
    assert json.loads(bytes(leaf.body)) == {"file": HASH, "manifest": str(manifest.id)}
    assert b"ZXNAME" not in bytes(manifest.sealed_names)
    assert [one.act for one in ledger.about("manifest", str(manifest.id))] == ["holdings.frozen"]
    # The items of the wall follow as ever.
    add()
    assert frozen().size == 3


def test_a_freeze_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    add()
    size = ledger.head()[0]

    def broken(*_: Any, **__: Any) -> int:
        raise ledger.NotInTransaction("no")

    monkeypatch.setattr(freezing, "_append", broken)
    with pytest.raises(ledger.NotInTransaction):
        frozen()
    with pytest.raises(ledger.NotInTransaction):
        freezing.freeze_files(read(f"{HASH}  a"), matter=None, by="", at=timezone.now())
    assert (Holding.objects.count(), HoldingNode.objects.count(), Freeze.objects.count()) == (0, 0, 0)
    assert ledger.head()[0] == size


GOOD = f"{HASH}  a.pdf"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        ("\n \n", 0),
        (f"{GOOD}\nnot a hash  b.pdf", 2),
        (f"{GOOD}\n\n{HASH[:-1]}  b.pdf", 3),
        (f"{HASH}", 1),
        (f"{HASH}  ", 1),
        (f"{HASH}a.pdf", 1),
        (f"{GOOD}\n{HASH}  b.pdf\n{GOOD}", 3),
        (f"{HASH}  {'x' * 1001}", 1),
        (f"MD5 (a) = {HASH}", 1),
    ],
)
def test_a_line_that_cannot_stand_is_named(text: str, line: int) -> None:
    with pytest.raises(ManifestWrong) as wrong:
        read(text)
    assert wrong.value.line == line


@given(st.binary(max_size=40), st.sampled_from(["{0}  {1}", "{0} *{1}", "SHA256 ({1}) = {0}"]))
def test_a_list_is_read_as_it_was_printed(content: bytes, form: str) -> None:
    found = hashlib.sha256(content)
    assert read(form.format(found.hexdigest(), "two words (1).pdf")) == (
        File(found.digest(), "two words (1).pdf"),
    )
