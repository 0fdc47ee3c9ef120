"""The one table of what may become of a hold, who does it, and from which state."""

from __future__ import annotations

from collections.abc import Mapping

from havenline.staff import states
from havenline.staff.states import Move
from havenline.staff.states import NotFromHere as NotFromHere

WAITING, LOOKED_AT, RECOMMENDED, DECIDED, REPLACED = (
    "waiting",
    "looked_at",
    "recommended",
    "decided",
    "replaced",
)

# INVARIANT: no state says what was found or decided. That is sealed, and the states of a hold for a match and
# of one for a sample are the same.
STATES: Mapping[str, str] = {
    WAITING: "Nobody has looked yet.",
    LOOKED_AT: "A filter attorney has taken it and looks behind the wall.",
    RECOMMENDED: "The filter attorney has said what to do; the chief has not decided.",
    DECIDED: "Released, or not to be filed. Which of the two is sealed.",
    REPLACED: "A corrected question was asked instead, with an answer of its own.",
}
OPEN = frozenset({WAITING, LOOKED_AT, RECOMMENDED})


MOVES: Mapping[str, Move] = {
    "take": Move(
        "hold.look",
        frozenset({WAITING, LOOKED_AT}),
        LOOKED_AT,
        "A filter attorney takes it, also from a colleague who has it.",
    ),
    "recommend": Move(
        "hold.look",
        frozenset({LOOKED_AT}),
        RECOMMENDED,
        "Who has it recommends to release it, or not to file.",
    ),
    "send_back": Move(
        "hold.decide",
        frozenset({RECOMMENDED}),
        WAITING,
        "The chief wants it looked at again.",
    ),
    "release": Move(
        "hold.decide",
        frozenset({RECOMMENDED}),
        DECIDED,
        "The chief releases it: only where a filter attorney recommends it, with a reason.",
    ),
    "not_to_file": Move(
        "hold.decide",
        OPEN,
        DECIDED,
        "The chief decides that the charges are not filed, with a reason; nobody need have looked.",
    ),
    "replace": Move(
        "correction.decide",
        OPEN,
        REPLACED,
        "A correction of a fact of the file was accepted, and the gate was asked anew.",
    ),
}


def check_move(state: str, name: str) -> str:
    """The state this move leads to; raises NotFromHere."""
    return states.check_move(MOVES, state, name)


def table() -> str:
    """The states of a hold and every move between them, as docs/states.md shows them."""
    told = (
        "Printed from `havenline/holds/states.py`, the one table that pages and actions ask. Time passing\n"
        "moves nothing: a clock calls people (`havenline/holds/clocks.py`), and what nobody decides is held."
    )
    return states.printed("States of a hold", told, STATES, MOVES)
