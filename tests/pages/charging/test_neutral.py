"""A hold that the deputy's file does not explain says nothing: some are drawn, and no byte tells which."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client

from havenline import ledger
from havenline.charging import actions, tasks
from havenline.charging.models import Screening
from havenline.protection.gate import DRAWN, GateAnswer, PersonAsked, Query
from havenline.sampling import chance, tally
from havenline.sampling.models import Alarm, Trace
from havenline.staff.models import Member
from tests.pages.charging.conftest import Gate, answer_of, ask, barred, clear, hold
from tests.pages.charging.test_ask import used_up
from tests.people import unlocked

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]

BORN = ("05/14/1994", "1994-05-14")
NAMES = [
    f"{first} Inventa{last}" for first in ("Ana", "Bo", "Cleo", "Dov") for last in ("le", "mi", "no", "ru")
]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def all_clear(query: Query) -> GateAnswer:
    """What the keeper says of somebody nobody knows."""
    return answer_of(query, *(clear(charge.raw) for charge in query.charges))


def all_held(query: Query) -> GateAnswer:
    """What it says where somebody protected may be meant; careless of what a hold may show."""
    return answer_of(query, *(hold(charge.raw, "person.role", "report.made") for charge in query.charges))


def somebody(*, is_drawn: bool) -> str:
    """An invented name that this office's chance would hold at its first question, or not."""
    for number in range(1000):
        name = f"Quen{number} Inventale"
        if (chance.of(PersonAsked(name, BORN[1])) < tally.LEAST) == is_drawn:
            return name
    raise AssertionError("chance holds nobody")


def newest(dana: Member) -> GateAnswer:
    """The answer kept last."""
    screening = Screening.objects.latest("asked_at")
    return actions.open_content(screening, holder=unlocked(dana), role=dana.role, purpose="answer").answer


def test_who_is_not_drawn_is_cleared(at_desk: Client, gate: Gate) -> None:
    gate.says = all_clear
    ask(at_desk, name=somebody(is_drawn=False), born=BORN[0], phone="")
    assert not Screening.objects.get().held


def test_who_is_drawn_is_held_and_stays_so(at_desk: Client, gate: Gate, dana: Member) -> None:
    gate.says = all_clear
    name = somebody(is_drawn=True)
    for number in range(3):
        ask(at_desk, name=name, born=BORN[0], phone="", case_number=f"24-{number}", item_1_source="own")
    assert [row.held for row in Screening.objects.all()] == [True] * 3
    assert not any(item.usable for item in newest(dana).items)
    found = tally.read()
    assert (found.asked, found.held, found.drawn) == (3, 0, 3)


def test_a_spelling_the_keeper_marks_is_held(at_desk: Client, gate: Gate, dana: Member) -> None:
    def marked(query: Query) -> GateAnswer:
        found = all_clear(query)
        return GateAnswer(
            found.charges, found.items, found.sentence, found.pack, found.version, found.approval,
            neutral=DRAWN,
        )  # fmt: skip

    gate.says = marked
    ask(at_desk, name=somebody(is_drawn=False), born=BORN[0], phone="")
    assert Screening.objects.get().held
    assert newest(dana).neutral == "", "why is never kept"


def test_a_bar_stays_a_bar_for_who_is_drawn(at_desk: Client, gate: Gate, dana: Member) -> None:
    gate.says = lambda query: answer_of(query, barred(query.charges[0].raw), clear(query.charges[1].raw))
    ask(at_desk, name=somebody(is_drawn=True), born=BORN[0], phone="", charge_2_raw="PC 459")
    assert [charge.answer for charge in newest(dana).charges] == ["barred", "hold"]


def rows() -> dict[str, int]:
    """How many rows each table holds."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
        return found


def kept(at_desk: Client, name: str) -> tuple[str, str, dict[str, int], list[int]]:
    """Ask about this person: the two pages without reference and name, the rows made, and how long each
    sealed thing is."""
    before = rows()
    page = ask(at_desk, name=name, born=BORN[0], phone="", charge_2_raw="PC 459", item_1_source="own")
    reference = Screening.objects.latest("asked_at").reference
    # The nodes of the ledger's tree follow from its size alone.
    made = {table: count - before[table] for table, count in rows().items() if table != "ledger_node"}
    pages = []
    for part in ("", "memo/"):
        text = at_desk.get(f"{page.headers['Location']}{part}").content.decode()
        text = TOKEN.sub("", text).replace(reference, "S-").replace(name, "")
        pages.append(re.sub(r"Ledger entry \d+", "", text).rstrip())
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM protection_enrolment ORDER BY number DESC LIMIT 2")
        lengths = [len(row) for (row,) in cursor.fetchall()]
    return pages[0], pages[1], made, [*lengths, len(Screening.objects.latest("asked_at").sealed)]


def test_a_drawn_hold_and_a_real_one_leave_the_same(at_desk: Client, gate: Gate) -> None:
    # One question before, so that no table is begun by either.
    gate.says = all_held
    ask(at_desk, name="Zara Inventale", born="01/02/1991")
    gate.says = all_clear
    drawn = kept(at_desk, somebody(is_drawn=True))
    gate.says = all_held
    real = kept(at_desk, somebody(is_drawn=False)[:-1] + "x")
    assert drawn == real
    assert "Hold" in drawn[0]


def test_a_lost_keeper_counts_for_nothing(at_desk: Client) -> None:
    ask(at_desk, name=somebody(is_drawn=False), born=BORN[0], phone="")
    assert Screening.objects.get().held
    assert tally.read() == tally.Counts()


@pytest.mark.parametrize(
    "changes",
    [{"role": "unknown"}, {"trafficked": "true"}, {"born": ""}, {"charge_1_raw": "quite unclear"}],
    ids=["role open", "trafficked", "no birth", "unclear charge"],
)
def test_what_the_file_explains_counts_for_nothing(
    at_desk: Client, gate: Gate, changes: dict[str, str]
) -> None:
    gate.says = all_held
    ask(at_desk, **{"name": somebody(is_drawn=True), "born": BORN[0], "phone": "", **changes})
    assert Screening.objects.get().held
    assert tally.read() == tally.Counts()


def test_nobody_asks_often_about_one_person(at_desk: Client, gate: Gate) -> None:
    gate.says = all_clear
    for number, name in enumerate([*["Maris Quintanilla-Vane"] * 3, *["Vane Quintanilla, Maris"] * 3]):
        assert ask(at_desk, name=name, case_number=f"24-{number}").status_code == 303
    before = rows()
    page = ask(at_desk, name="Quintanilla Vane Maris", phone="", case_number="24-7")
    assert page.status_code == 429
    made = {table for table, count in rows().items() if count != before[table]}
    assert made <= {"ledger_entry", "ledger_node", "ledger_salt"}
    assert ledger.entry(ledger.head()[0] - 1).detail == {"reason": "person"}
    assert ask(at_desk, name="Somebody Else", phone="", case_number="24-8").status_code == 303


def test_who_uses_the_quota_up_is_looked_at(at_desk: Client, gate: Gate, dana: Member) -> None:
    used_up(dana, 58)
    for number in range(2):
        ask(at_desk, case_number=f"24-{number}")
        tasks.watch(Screening.objects.latest("asked_at").id)
    assert list(Alarm.objects.values_list("kind", "member")) == [("quota", dana.id)]


def test_no_name_stands_in_what_is_watched(at_desk: Client, gate: Gate) -> None:
    ask(at_desk, name="Zzyzx Quuxcanary", born="03/07/1961")
    stored = repr(list(Trace.objects.values_list("token", "spelling", "case_hash"))).lower()
    assert "quux" not in stored
    assert "1961" not in stored
