"""Asks the keeper, and turns every failure into a hold: no keeper, no time, no sense, one answer.

A person's code is refused before anything leaves the page: codes open reports, slips prove, and nobody in the
office is ever to ask for a code.
"""

import socket
import time
from dataclasses import replace
from typing import TypeVar

from havenline import config
from havenline.policy import load
from havenline.protection import decision, wire
from havenline.protection.gate import UNSOUGHT, GateAnswer, Query, StandingAnswer, StandingAsked
from havenline.protection.plain import ShapeWrong, read, written
from havenline.vault import codes
from havenline.wall import matters

TIMEOUT = 5.0
T = TypeVar("T", GateAnswer, StandingAnswer)


class CodeOffered(Exception):  # noqa: N818 - named for what the reader met
    """Something in the question looks like a person's code. No copy of it is kept, here or anywhere."""

    def __init__(self) -> None:
        super().__init__(
            "a field looks like a person's code: never ask for a code, and destroy the copy you have; "
            "a person proves protection with a slip"
        )


def screen(query: Query, *, timeout: float = TIMEOUT) -> GateAnswer:
    """The gate's answer, within `timeout` seconds; everything held when the keeper cannot be asked.

    Raises CodeOffered when any field looks like a reporter code, wall.matters.NotOfThisMatter for items that
    are not the case's: nothing is sent or kept then.
    """
    check_no_code(query)
    check_items(query)
    found = _asked(query, GateAnswer, timeout=timeout)
    if found is None or not _answers(found, query):
        return replace(decision.held(query, pack=load(config.load().pack)), neutral=UNSOUGHT)
    return found


def standing(asked: StandingAsked, *, timeout: float = TIMEOUT) -> StandingAnswer:
    """Which of these members are exposed to a person of the case; when the keeper is not there, each may be.

    It is asked for a case that was screened, never about somebody who was not.
    """
    found = _asked(asked, StandingAnswer, timeout=timeout)
    return found or StandingAnswer(known=False, perhaps=asked.members)


def check_no_code(query: Query) -> None:
    """Raise CodeOffered when a reporter code may stand in any field of the question."""
    person = query.person
    texts = [query.reference, query.slip]
    texts += [person.name, *person.other_names, *(value for _, value in person.numbers)] if person else []
    texts += [charge.raw for charge in query.charges]
    texts += [text for item in query.items for text in (item.label, item.ref)]
    if any(codes.looks_like_code(text) for text in texts):
        raise CodeOffered


def check_items(query: Query) -> None:
    """Raise wall.matters.NotOfThisMatter unless every item is in the case asked about or in none.

    It stands here and where a question is remembered, so that no page and no program comes past it.
    """
    if refs := [item.ref for item in query.items if item.ref.strip()]:
        matters.check_in(matters.of_case(bytes.fromhex(query.case)), refs)


def _asked(question: Query | StandingAsked, kind: type[T], *, timeout: float) -> T | None:
    """What the keeper says, or None when it says nothing that can be understood in time."""
    deadline = time.monotonic() + timeout
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as keeper:
            keeper.settimeout(max(0.001, timeout))
            with wire.address(config.load().keeper) as path:
                keeper.connect(path)
            wire.send(keeper, written(question), limit=wire.QUESTION_LIMIT, deadline=deadline)
            return read(kind, wire.receive(keeper, limit=wire.ANSWER_LIMIT, deadline=deadline))
    except (OSError, wire.WireWrong, ShapeWrong):
        return None


def _answers(found: GateAnswer, query: Query) -> bool:
    """Whether this is an answer to this question: charge for charge and item for item."""
    return [charge.raw for charge in found.charges] == [charge.raw for charge in query.charges] and [
        item.label for item in found.items
    ] == [item.label for item in query.items]
