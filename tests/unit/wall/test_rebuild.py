"""C3: all rows are reckoned anew by other code; a difference is an alarm, and never repaired unasked."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from django.db import connection
from django.utils import timezone

from havenline import config, ledger, wall
from havenline.cli import main
from havenline.staff.models import Member
from havenline.vault.models import Subject
from havenline.wall import rebuild, routes, tasks, upkeep
from havenline.wall.models import Alarm, Giver, Item, Taint, Unfinished
from havenline.work import declaring
from tests.unit.wall.test_gate import wide

pytestmark = pytest.mark.usefixtures("office")
Add = Callable[..., Item]
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def held(person: Subject, add: Add, sol: Member, fern: Member) -> dict[str, Item]:
    """A wall with each kind of way."""
    told = add("own_statement", given_by=person)
    lead = add(derived_from=[told, add()])
    both = add(derived_from=[lead, add(given_by=Subject.objects.create())])
    freed = add(derived_from=[lead])
    source = routes.attest(freed.ref, basis="public", day=TODAY, finder=None, by=sol, at=NOW)
    routes.approve(source.pk, by=fern, at=NOW)
    through = add(derived_from=[told])
    source = routes.attest(
        through.ref, basis="public", day=TODAY, finder=None, resting_on=[both.ref], by=sol, at=NOW
    )
    routes.approve(source.pk, by=fern, at=NOW)
    waiting = add(derived_from=[both, freed])
    routes.attest(waiting.ref, basis="public", day=TODAY, finder=None, by=sol, at=NOW)
    tip = add(derived_from=[add()])
    routes.say_given(tip.ref, like=told.ref, by=sol, at=NOW)
    return {"told": told, "lead": lead, "both": both, "freed": freed, "through": through, "tip": tip}


def rows() -> list[tuple[int, int]]:
    return sorted(Taint.objects.values_list("item", "giver"))


def test_three_reckonings_agree(held: dict[str, Item], person: Subject) -> None:
    found = rebuild.check()
    assert found == rebuild.Compared(rows=len(rows()), missing=0, extra=0, unsure=0)
    assert len(rows()) == 9
    assert wall.tainted(held.values(), person) == {item.id for item in held.values()} - {held["freed"].id}
    assert not Alarm.objects.exists()


def test_a_difference_in_the_night_is_an_alarm(held: dict[str, Item], person: Subject) -> None:
    before = rows()
    Taint.objects.filter(item=held["lead"]).delete()
    Taint.objects.create(item=held["freed"], giver=Giver.objects.get(subject=person))
    tampered = rows()
    tasks.check()
    alarm = Alarm.objects.get()
    assert (alarm.found, alarm.rows, alarm.settled_at) == ("night", 2, None)
    (entry,) = ledger.about("alarm", str(alarm.pk))
    assert (entry.act, entry.detail) == ("wall.differs", {"found": "night", "rows": 2})
    # Nothing is repaired unasked, and the gate goes on refusing.
    assert rows() == tampered
    assert wall.tainted([held["lead"]], person) == {held["lead"].id}
    found = rebuild.rebuild(by="", at=NOW)
    assert (found.missing, found.extra) == (1, 1)
    assert rows() == before
    assert not Alarm.objects.filter(settled_at=None).exists()
    assert ledger.entry(ledger.head()[0] - 1).detail == {"missing": 1, "extra": 1, "alarms": 2}
    assert rebuild.check().is_equal


def test_a_giver_without_a_number_is_a_difference(held: dict[str, Item], person: Subject) -> None:
    before = len(rows())
    Taint.objects.filter(giver__subject=person).delete()
    Giver.objects.filter(subject=person).delete()
    assert not rebuild.check().is_equal
    assert wall.tainted([held["told"]], person) == {held["told"].id}
    rebuild.rebuild(by="", at=NOW)
    assert len(rows()) == before
    assert rebuild.check().is_equal


def test_what_is_unfinished_is_no_alarm(person: Subject, add: Add, sol: Member) -> None:
    told, top = add("own_statement", given_by=person), add()
    wide(top, upkeep.MOST + 500)
    routes.derive(top.ref, through=[told.ref], by=sol, at=NOW)
    found = rebuild.check()
    assert found.is_equal
    assert found.unsure == upkeep.MOST + 502 - len(rows())
    rebuild.rebuild(by="", at=NOW)
    assert len(rows()) == upkeep.MOST + 502
    assert not Unfinished.objects.exists()


def test_the_worker_reckons_each_night() -> None:
    again = declaring.declared("wall.check").next_after
    assert again is not None
    due = timezone.localtime(again(NOW))
    assert (due.hour, due.minute) == (3, 40)


def run(verb: str, *more: str) -> tuple[int, str]:
    answer = CliRunner().invoke(main, ["wall", verb, "--data", str(config.load().data), *more])
    return answer.exit_code, answer.output


def test_the_command_says_what_differs(held: dict[str, Item]) -> None:
    assert run("check") == (
        0,
        "The rows are what the routes say.\n"
        "  rows        9\n  missing     0, too many 0\n  unfinished  0 still to be reckoned by the worker\n",
    )
    Taint.objects.filter(item=held["lead"]).delete()
    code, said = run("check")
    assert (code, said.splitlines()[0]) == (1, "The rows are not what the routes say.")
    assert "found by the night" in said
    assert run("rebuild")[1].endswith("All rows are now what the routes say.\n")
    assert run("check")[0] == 0


def test_the_command_exports_what_is_asked(held: dict[str, Item]) -> None:
    code, told = run("export", "--item", held["lead"].ref)
    assert code == 0
    assert {f"hl:{held['lead'].ref}", f"hl:{held['told'].ref}"} < set(json.loads(told)["entity"])
    assert f"hl:{held['both'].ref}" not in json.loads(told)["entity"]
    assert f"hl:{held['both'].ref}" in json.loads(run("export")[1])["entity"]
    code, said = run("export", "--item", "W-00000")
    assert (code, said) == (2, "havenline: the wall has no item `W-00000`: W- and five symbols\n")


def test_the_command_says_why(held: dict[str, Item]) -> None:
    lead, told = held["lead"], held["told"]
    assert run("explain", lead.ref) == (
        0,
        f"Person 1\n  {lead.ref} (A document) was found through {told.ref}.\n"
        f"  {told.ref} (A statement of a person) came from a protected person.\n",
    )
    code, said = run("explain", lead.ref, "--format", "json")
    assert (code, json.loads(said)) == (
        0,
        [
            [
                {"item": lead.ref, "kind": "document", "obtained": "", "given": False, "through": [told.ref]},
                {"item": told.ref, "kind": "own_statement", "obtained": "", "given": True, "through": []},
            ]
        ],
    )
    free = held["freed"].ref
    assert run("explain", free)[1] == f"{free} is not barred: nothing a protected person gave leads to it.\n"
    assert run("explain", free, "--format", "json")[1] == "[]\n"
    assert run("explain", "W-00000")[0] == 2


@pytest.mark.django_db(transaction=True)
def test_a_check_reads_one_state_and_holds_nobody_up(add: Add) -> None:
    add()
    assert rebuild.check().is_equal
    assert not connection.in_atomic_block
    add()
