"""The one table of what may become of a report, who does it, and from which state."""

from __future__ import annotations

from collections.abc import Mapping

from havenline.staff import states
from havenline.staff.states import Move

RECEIVED, ACKNOWLEDGED, ASSIGNED, WORKING, CLOSED, WITHDRAWN = (
    "received",
    "acknowledged",
    "assigned",
    "working",
    "closed",
    "withdrawn",
)

# INVARIANT: no state takes the protection away. It began with the report and hangs on none of these.
STATES: Mapping[str, str] = {
    RECEIVED: "A person sent it. Nobody has told them yet that it was read; a clock runs.",
    ACKNOWLEDGED: "Somebody has read it and told the person so. Nobody has it yet.",
    ASSIGNED: "One member has it, with a wrap of their own.",
    WORKING: "Who has it works on it.",
    CLOSED: "Nothing is to be done for now. A letter of the person opens it again.",
    WITHDRAWN: "The person wants nothing done: it is read for a duty of law alone. The protection stays.",
}
OPEN = frozenset({RECEIVED, ACKNOWLEDGED, ASSIGNED, WORKING})

# Why a report is closed: closed words, which the person reads too.
REASONS = ("done", "wished", "no_answer", "elsewhere", "no_report")

MOVES: Mapping[str, Move] = {
    "acknowledge": Move(
        "report.move",
        frozenset({RECEIVED}),
        ACKNOWLEDGED,
        "Who has read it tells the person so; a first letter does the same.",
    ),
    "assign": Move(
        "report.assign",
        frozenset({ACKNOWLEDGED, ASSIGNED, WORKING}),
        ASSIGNED,
        "A member gets it, with a wrap of their own; the wrap of who had it goes.",
    ),
    "begin": Move("report.move", frozenset({ASSIGNED}), WORKING, "Who has it begins."),
    "give_back": Move(
        "report.move",
        frozenset({ASSIGNED, WORKING}),
        ACKNOWLEDGED,
        "Who has it gives it back to all, and their wrap goes.",
    ),
    "close": Move(
        "report.move",
        frozenset({ACKNOWLEDGED, ASSIGNED, WORKING}),
        CLOSED,
        "Closed for a reason the person reads; never before the person was told that it was read.",
    ),
    "reopen": Move("report.move", frozenset({CLOSED}), ACKNOWLEDGED, "Taken up again by the office."),
    "write": Move("", frozenset({CLOSED, WITHDRAWN}), ACKNOWLEDGED, "The person wrote again."),
    "withdraw": Move("", OPEN | {CLOSED}, WITHDRAWN, "The person withdrew it; wraps of single members go."),
}


def check_move(state: str, name: str) -> str:
    """The state this move leads to; raises NotFromHere."""
    return states.check_move(MOVES, state, name)


def table() -> str:
    """The states of a report and every move between them, as docs/states.md shows them."""
    told = (
        "Printed from `havenline/reporting/states.py`, the one table that pages and actions ask. Time\n"
        "passing moves nothing: a clock shows who waits too long (`havenline/reporting/clocks.py`)."
    )
    return states.printed("States of a report", told, STATES, MOVES)
