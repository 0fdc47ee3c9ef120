"""Two other engines, with C1 and C2 written by hand from the policy's words, come to the same answers.

They know no unknown, so the cases are complete: each fact known, under the default readings. What their rules
leave out stands beside them: the crime is listed, the office is this one, the policy is in force, and the
person is not known to be the suspect of the crime reported unless the case says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import cedarpy
import cel
import pytest

from havenline.policy import load
from havenline.policy.forms.python import compile as compiled

DAY = "2024-05-10"
CONDUCT = ("2024-04-20", "2024-05-20")
CHARGED = ("", "2024-05-01", "2024-05-31")
ROLES = ("victim", "witness", "none")
TRADE = ("current", "third_party", "none")
# code: which of "647(a), 647(b), 653.22, 372, and misdemeanor drug offenses" it is, and whether it is the
# person's own part in the trade
CODES = {
    "PC 647(b)(1)": ("listed", True),
    "PC 372": ("listed", False),
    "HS 11377(a) M": ("drug", False),
    "HS 11378": ("sale", False),
    "PC 487": ("other_kind", False),
    "PC 266i": ("profits", True),
}
# "will not prosecute persons for involvement in sex work ... when they are victims or witnesses of ..."
C1_BARS = (
    "role in ['victim', 'witness'] && crimeListed && involvement && !suspect"
    " && kind != 'drug' && kind != 'sale' && kind != 'other_kind' && kind != 'profits' && upToReport"
)
# "persons will not be prosecuted for uncharged offenses including ... when reporting ..."
C2_BARS = (
    "reported && crimeListed && !chargedBefore && upToReport && !suspect && trade == 'current'"
    " && (kind == 'listed' || kind == 'drug')"
)
C1_CEDAR = """
permit (principal, action == Action::"C1", resource) when {
  ["victim", "witness"].contains(context.role) && context.crimeListed && context.involvement
  && context.upToReport
} unless { context.suspect || ["drug", "sale", "other_kind", "profits"].contains(context.kind) };
"""
C2_CEDAR = """
permit (principal, action == Action::"C2", resource) when {
  context.reported && context.crimeListed && context.upToReport && context.trade == "current"
  && ["listed", "drug"].contains(context.kind)
} unless { context.suspect || context.chargedBefore };
"""


def _cases() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Complete case files, and the same facts as the other engines have them."""
    truth = (True, False)
    for role, trade, code, made, listed, suspect, charged, day in itertools.product(
        ROLES, TRADE, CODES, truth, truth, truth, CHARGED, CONDUCT
    ):
        kind, own = CODES[code]
        if charged and charged < day:
            continue
        case = {
            "screening": "2024-06-01",
            "person": {
                "role": role,
                "sex_trade": trade,
                "trafficked": False,
                "suspect_of_reported_crime": suspect,
                "will_testify": True,
                "age": 30,
            },
            "report": {
                "made": made,
                "by": "self",
                "to": "police",
                "mode": "named",
                "date": DAY,
                "crime": "robbery" if listed else "not_violent",
                "crime_grade": "felony",
                "crime_occurred": True,
                "crime_date": DAY,
                "truthful": "presumed",
            },
            "offense": {
                "code": code,
                "date": day,
                "same_incident": False,
                "charged": bool(charged),
                "sex_trade_involvement": own,
                "personal_drug_use": False,
                **({"charged_date": charged} if charged else {}),
            },
        }
        told = {
            "role": role,
            "trade": trade,
            "kind": kind,
            "crimeListed": listed,
            "involvement": own,
            "suspect": suspect,
            "upToReport": day <= DAY or not made,
            # Read with the purpose: "individuals who are victims or witnesses ... come forth to report".
            "reported": made and role != "none",
            "chargedBefore": bool(charged) and charged < DAY,
        }
        yield case, told


CASES = list(_cases())
DECIDE = compiled(load(), questions=["C1", "C2"])
OURS = [DECIDE(case)[0] for case, _ in CASES]


@pytest.mark.parametrize(("clause", "rule"), [(0, C1_BARS), (1, C2_BARS)], ids=["C1", "C2"])
def test_cel_bars_the_same_cases(clause: int, rule: str) -> None:
    program = cel.compile(rule)
    for (case, told), ours in zip(CASES, OURS, strict=True):
        assert (ours[clause] == "barred") == program.execute(told), case


@pytest.mark.parametrize("clause", [0, 1], ids=["C1", "C2"])
def test_cedar_bars_the_same_cases(clause: int) -> None:
    name = ("C1", "C2")[clause]
    requests = [
        {
            "principal": 'Person::"p"',
            "action": f'Action::"{name}"',
            "resource": 'Charge::"c"',
            "context": told,
        }
        for _, told in CASES
    ]
    found = cedarpy.is_authorized_batch(requests, C1_CEDAR + C2_CEDAR, [])
    for (case, _), ours, theirs in zip(CASES, OURS, found, strict=True):
        assert (ours[clause] == "barred") == theirs.allowed, case
