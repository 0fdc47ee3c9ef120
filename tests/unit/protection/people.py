"""Invented people and questions about them."""

from __future__ import annotations

from typing import Any

from havenline.protection.facts import Facts, Identifiers
from havenline.protection.gate import ChargeAsked, ItemAsked, PersonAsked, Query

ROSA = Identifiers(names=("Rosa Invented Delgado",), born="1994-03-09", numbers=(("phone", "415-555-0134"),))
ROSA_ASKED = PersonAsked(name="Rosa Invented Delgado", born="1994-03-09")
STRANGER = PersonAsked(name="Nobody Atall", born="1980-01-31")

REPORTED = Facts(
    role="victim",
    sex_trade="current",
    trafficked="false",
    crime="robbery",
    crime_date="2026-10-01",
    report_made="true",
    report_by="self",
    report_to="this_office",
    report_mode="named",
    report_date="2026-10-02",
)
CASE, OTHER_CASE = "c1" * 32, "0d" * 32
SOLD = ChargeAsked("PC 647(b)(1)", "misdemeanor", "2026-09-30", "false", "", "true")
ROBBED = ChargeAsked("PC 211", "felony", "2026-09-30", "false", "", "false")


def question(
    person: PersonAsked | None = ROSA_ASKED,
    *charges: ChargeAsked,
    slip: str = "",
    items: tuple[ItemAsked, ...] = (),
    **more: Any,
) -> Query:
    """A question of 5 October 2026; about the sale of sex unless charges are given.

    The deputy's file says nothing of trafficking unless told otherwise, and the case is always the same one.
    """
    more = {"trafficked": "false", "case": CASE, **more}
    return Query("S-TESTED", "2026-10-05", person, slip, charges or (SOLD,), items, **more)
