"""How often somebody may ask: in a day at all, and about one person. The same for everybody asked about."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from havenline.protection.gate import PersonAsked
from havenline.sampling import tokens
from havenline.sampling.models import Trace

# About one person, in whatever spelling, a member asks so often in a day and no more.
OF_ONE_PERSON = 6


def asked_about(person: PersonAsked, *, member: UUID, day: date) -> int:
    """How many questions of this member named this person on this day, in whatever spelling."""
    same = Trace.objects.filter(member=member, day=day, token__in=tokens.parts(person))
    return same.values("screening").distinct().count()
