"""The one table of what becomes of a request from outside, and who does it."""

from __future__ import annotations

from collections.abc import Mapping

from havenline.staff import states
from havenline.staff.states import Move
from havenline.staff.states import NotFromHere as NotFromHere

WAITING, AGREED, ANSWERED = "waiting", "agreed", "answered"

STATES: Mapping[str, str] = {
    WAITING: "The policy has decided it; nobody has answered.",
    AGREED: "A second person agreed that what the policy lets out may go out.",
    ANSWERED: "The letter went out. Its hash stands in the ledger.",
}
OPEN = frozenset({WAITING, AGREED})

MOVES: Mapping[str, Move] = {
    "agree": Move(
        "request.agree",
        frozenset({WAITING}),
        AGREED,
        "Where something may go out, a second person agrees; never who entered the request.",
    ),
    "refuse": Move(
        "request.answer",
        frozenset({WAITING}),
        ANSWERED,
        "Counsel sends the letter that gives nothing: a refusal, or that counsel looks at it.",
    ),
    "give": Move(
        "request.answer",
        frozenset({AGREED}),
        ANSWERED,
        "Counsel sends the letter that lets out what the policy lets out; never who agreed to it.",
    ),
}


def table() -> str:
    """Of docs/states.md: what becomes of a request from outside."""
    return states.printed(
        "What becomes of a request from outside",
        "Printed from `havenline/discovery/states.py`.",
        STATES,
        MOVES,
    )
