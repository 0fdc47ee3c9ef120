"""Makes every hold that the deputy's file does not explain look alike, and draws neutral ones among them.

INVARIANT: what leaves here for such a hold depends on the question alone. A person drawn is held from then on
like one the keeper nearly knows, by the keeper itself, in whatever spelling somebody asks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from havenline import config, protection, work
from havenline.policy.loading import load
from havenline.protection import decision
from havenline.protection import tokens as keeper_tokens
from havenline.protection.gate import BARRED, CLEAR, DRAWN, HOLD, UNSOUGHT, GateAnswer, ItemAnswer, Query
from havenline.sampling import chance, tally, tokens
from havenline.sampling.models import Trace


@dataclass(frozen=True, slots=True)
class Levelled:
    """What the gate's answer became. counts: whether a stranger would have been cleared of some charge; only
    then can a hold tell anything. is_held: held for the person; is_drawn: held neutrally."""

    answer: GateAnswer
    counts: bool = False
    is_held: bool = False
    is_drawn: bool = False


def level(query: Query, answer: GateAnswer) -> Levelled:
    """The answer as it may be shown and kept. Writes nothing."""
    neutral, answer = answer.neutral, replace(answer, neutral="")
    # Held for everybody, or for the member's own exposure: nothing of the person is in it.
    if neutral == UNSOUGHT or answer.exposed:
        return Levelled(answer)
    free = [charge.answer == CLEAR for charge in _of_nobody(query, is_certain=True).charges]
    # Without two parts of a name and the day of birth, or with a slip, it holds for reasons of its own.
    if not any(free) or query.slip or query.person is None or not keeper_tokens.can_find(query.person):
        return Levelled(answer)
    told = [charge.answer for charge in answer.charges]
    is_held = any(was == HOLD and one for was, one in zip(told, free, strict=True))
    # Drawn and masked either way: the time of an answer tells nothing of which it was.
    drawn = (chance.of(query.person) < tally.read().rate) | (neutral == DRAWN)
    is_drawn = drawn and not is_held and CLEAR in told
    masked = _masked(query, answer)
    return Levelled(
        masked if is_held or is_drawn else answer, counts=True, is_held=is_held, is_drawn=is_drawn
    )


def _masked(query: Query, answer: GateAnswer) -> GateAnswer:
    """Everything held that is not barred: what the gate says where somebody may be meant."""
    unsure = _of_nobody(query, is_certain=False)
    charges = tuple(
        own if own.answer == BARRED else other
        for own, other in zip(answer.charges, unsure.charges, strict=True)
    )
    items = tuple(ItemAnswer(item.label, usable=False) for item in answer.items)
    return replace(answer, charges=charges, items=items)


def _of_nobody(query: Query, *, is_certain: bool) -> GateAnswer:
    """The answer on the deputy's own file alone."""
    return decision.answer(
        query, pack=load(config.load().pack), known=(), walled=frozenset(), is_certain=is_certain
    )


def note(
    screening: UUID,
    query: Query,
    levelled: Levelled,
    *,
    member: UUID,
    case_hash: bytes,
    is_known_case: bool,
    day: date,
) -> None:
    """Keep what has to be known of a question later, in its own transaction, and have it looked at."""
    if levelled.counts:
        tally.count(is_held=levelled.is_held, is_drawn=levelled.is_drawn, day=day)
    if query.person is not None:
        if levelled.is_held or levelled.is_drawn:
            # Told of every such hold, drawn or not: neither the rows nor their number tell them apart.
            protection.draw(query.person, day=day)
        spelling = tokens.spelling(query.person)
        Trace.objects.bulk_create(
            Trace(
                screening=screening,
                member=member,
                token=token,
                spelling=spelling,
                case_hash=case_hash,
                is_known_case=is_known_case,
                day=day,
            )
            for token in tokens.parts(query.person) or [spelling]
        )
    work.ask("sampling.watch", about=screening)
