"""The one table of how something of a report goes to somebody: asked, taken on, refused, over, taken back."""

from __future__ import annotations

from collections.abc import Mapping

from havenline.staff import states
from havenline.staff.states import Move

# What goes: the report to a colleague; chosen parts to the case against who did it, or to a group that helps;
# the whole care for it to that group.
ASSIGNMENT, HANDOVER, REFERRAL, TRANSFER = "assignment", "handover", "referral", "transfer"
KINDS = (ASSIGNMENT, HANDOVER, REFERRAL, TRANSFER)

REQUESTED, ACCEPTED, REJECTED, DONE, REVOKED = "requested", "accepted", "rejected", "done", "revoked"

STATES: Mapping[str, str] = {
    REQUESTED: "Somebody was asked. Nothing is open to them yet.",
    ACCEPTED: "Taken on. What was given is open to who took it on, and to nobody they name.",
    REJECTED: "Refused, with a reason from the list. Nothing is open to them.",
    DONE: "What it was for is done. Nothing is open to them any more.",
    REVOKED: "Taken back. Nothing is open to them any more.",
}
LIVE = frozenset({REQUESTED, ACCEPTED})

# Why somebody refuses: closed words.
REFUSALS = ("no_time", "too_near", "not_ours", "no_promise")

MOVES: Mapping[str, Move] = {
    "accept": Move(
        "transition.answer",
        frozenset({REQUESTED}),
        ACCEPTED,
        "Who was asked takes it on; of an assignment the key is wrapped to theirs.",
    ),
    "reject": Move("transition.answer", frozenset({REQUESTED}), REJECTED, "Who was asked says why not."),
    "finish": Move("transition.answer", frozenset({ACCEPTED}), DONE, "It is done; the wrap goes."),
    "revoke": Move("transition.ask", LIVE, REVOKED, "The office takes it back; the wrap goes."),
    "run_out": Move(
        "", LIVE, REVOKED, "The consent's last day has passed: nothing was shown since, and the wrap goes."
    ),
    "take_back": Move("", LIVE, REVOKED, "The person took back the consent, or the report; the wrap goes."),
}


def check_move(state: str, name: str) -> str:
    """The state this move leads to; raises NotFromHere."""
    return states.check_move(MOVES, state, name)


def table() -> str:
    """The states of a transition, as docs/states.md shows them."""
    told = (
        "Printed from `havenline/reporting/transitions.py`: assignments, hand-overs, referrals and\n"
        "transfers. Access begins with `accepted` and ends with every other state."
    )
    return states.printed("States of a transition", told, STATES, MOVES)
