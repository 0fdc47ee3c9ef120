"""One table says who may do what, and keeps reading reports apart from charging."""

from dataclasses import dataclass

import pytest

from havenline.staff.roles import ACTS, ROLES, TABLE, TEAMS, ActUnknown, NotAllowed, check_may, may, table


@dataclass
class Someone:
    role: str
    active: bool = True


def test_the_table_names_only_known_roles_and_acts() -> None:
    assert set(TABLE) == set(ROLES)
    assert {act for acts in TABLE.values() for act in acts} == set(ACTS)
    assert {role for roles in TEAMS.values() for role in roles} <= set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_reports_asks_no_gate(role: str) -> None:
    reads = any(may(Someone(role), act) for act in ACTS if act.startswith(("report.", "item.")))
    asks = any(may(Someone(role), act) for act in ACTS if act.startswith("gate."))
    assert not (reads and asks)
    assert reads == (role in TEAMS["intake"])
    assert asks == (role in TEAMS["charging"])


@pytest.mark.parametrize("role", ROLES)
def test_who_reads_a_hand_over_charges_nobody(role: str) -> None:
    """C3: who reads what a person let go is exposed to that person."""
    if may(Someone(role), "handover.read"):
        kept = ("gate.", "hold.", "matter.", "match.", "report.", "protection.")
        assert not any(may(Someone(role), act) for act in ACTS if act.startswith(kept))


@pytest.mark.parametrize(
    ("someone", "act", "answer"),
    [
        (Someone("victim_services"), "report.open", True),
        (Someone("victim_services"), "gate.ask", False),
        (Someone("charging_deputy"), "gate.ask", True),
        (Someone("charging_deputy"), "gate.read_all", False),
        (Someone("charging_deputy"), "report.queue", False),
        (Someone("supervisor"), "gate.read_all", True),
        (Someone("supervisor"), "report.open", False),
        (Someone("supervisor"), "protection.enter", True),
        (Someone("victim_services", active=False), "report.open", False),
        (Someone("administrator"), "desk.enter", False),
        (None, "desk.enter", False),
    ],
)
def test_a_member_may_what_the_table_says(someone: Someone | None, act: str, answer: bool) -> None:
    assert may(someone, act) is answer
    if answer:
        check_may(someone, act)
    else:
        with pytest.raises(NotAllowed):
            check_may(someone, act)


def test_an_act_nobody_named_is_a_fault() -> None:
    with pytest.raises(ActUnknown):
        may(Someone("supervisor"), "report.erase")


def test_the_printed_table_is_the_table() -> None:
    rows = [line.split("|") for line in table().splitlines() if line.startswith("| `")]
    printed = {row[1].strip(" `"): [cell.strip() for cell in row[3:-1]] for row in rows if len(row) > 5}
    assert set(printed) == set(ACTS)
    for act, cells in printed.items():
        assert cells == ["yes" if act in TABLE[role] else "" for role in ROLES]
