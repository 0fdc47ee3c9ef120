"""The one table of what may become of a hold, who does it, and from which state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Move:
    """One thing a person does to a hold: the act it needs, the states it starts from, the one it leads to."""

    act: str
    start: frozenset[str]
    end: str
    sentence: str


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


class NotFromHere(Exception):  # noqa: N818 - named for what the reader met
    """The hold is in a state from which this is not done: somebody else came first."""


def check_move(state: str, name: str) -> str:
    """The state this move leads to; raises NotFromHere."""
    move = MOVES[name]
    if state not in move.start:
        raise NotFromHere(f"a hold in the state `{state}` does not take `{name}`")
    return move.end


def table() -> str:
    """docs/states.md: the states of a hold and every move between them, as Markdown with a diagram."""
    lines = [
        "# States of a hold",
        "",
        "Printed from `havenline/holds/states.py`, the one table that pages and actions ask. Time passing",
        "moves nothing: a clock calls people (`havenline/holds/clocks.py`), and what nobody decides is held.",
        "",
        "| state | what it says |",
        "| --- | --- |",
        *(f"| `{name}` | {sentence} |" for name, sentence in STATES.items()),
        "",
        "| move | act it needs | from | to | what happens |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, move in MOVES.items():
        start = ", ".join(f"`{state}`" for state in STATES if state in move.start)
        lines.append(f"| `{name}` | `{move.act}` | {start} | `{move.end}` | {move.sentence} |")
    lines += ["", "```mermaid", "stateDiagram-v2", f"    [*] --> {WAITING}"]
    lines += [
        f"    {state} --> {move.end}: {name}"
        for name, move in MOVES.items()
        for state in STATES
        if state in move.start
    ]
    ends = [state for state in STATES if not any(state in move.start for move in MOVES.values())]
    lines += [f"    {state} --> [*]" for state in ends] + ["```"]
    return "\n".join(lines) + "\n"
