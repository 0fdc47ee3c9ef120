"""Looks at how somebody asks: spellings, cases, persons, canaries. The rules are plain counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet

from havenline import ledger
from havenline.protection.gate import PersonAsked
from havenline.sampling import chance, tokens
from havenline.sampling.models import Alarm, Canary, CanaryToken, Review, Trace
from havenline.staff.models import Member
from havenline.staff.roles import check_may

KEPT = timedelta(days=30)  # how long traces are kept, and how far the rules look back
WEEK = timedelta(days=7)
SPELLINGS, CASES, PERSONS, OFF_CASE = 3, 3, 8, 10
# One question in twenty is looked at by somebody else.
REVIEWED = 0.05


@dataclass(frozen=True, slots=True)
class Asked:
    """A question by its id: who asked, its reference, when."""

    screening: UUID
    reference: str
    member: UUID
    day: date


def watch(asked: Asked, *, at: datetime) -> None:
    """Raise what alarms the question gives, and draw it for review or not; twice is once."""
    for kind in _alarms(asked):
        raise_alarm(kind, member=asked.member, screening=asked.screening, day=asked.day, at=at)
    if chance.is_reviewed(asked.screening, share=REVIEWED):
        _draw(asked, at=at)


def raise_alarm(kind: str, *, member: UUID, screening: UUID, day: date, at: datetime) -> None:
    """Raise an alarm, once of a kind for a member and day."""
    with transaction.atomic():
        alarm, is_new = Alarm.objects.get_or_create(
            kind=kind, member=member, day=day, defaults={"screening": screening}
        )
        if is_new:
            ledger.append("gate.alarmed", at=at, about={"alarm": str(alarm.id)}, detail={"kind": kind})


def enter_canary(person: PersonAsked, *, by: Member, at: datetime, day: date) -> Canary:
    """Lay out an invented person; what they are found by is kept, the name is not."""
    check_may(by, "canary.enter")
    with transaction.atomic():
        canary = Canary.objects.create(day=day, entered_by=by.id)
        CanaryToken.objects.bulk_create(
            CanaryToken(canary=canary, token=token) for token in tokens.parts(person)
        )
        ledger.append("canary.entered", by=by.actor, at=at, about={"canary": str(canary.id)})
    return canary


def review(row: Review | Alarm, finding: str, *, by: Member, at: datetime) -> bool:
    """Note what was found; False where somebody else was first or it is the own question."""
    check_may(by, "gate.review")
    act, about = ("gate.reviewed", "review") if isinstance(row, Review) else ("gate.alarm_seen", "alarm")
    asker = "asked_by" if isinstance(row, Review) else "member"
    who, when = ("reviewed_by", "reviewed_at") if isinstance(row, Review) else ("seen_by", "seen_at")
    with transaction.atomic():
        standing = type(row)._default_manager.filter(**{"id": row.id, who: None}).exclude(**{asker: by.id})
        if not standing.update(**{who: by.id, when: at, "finding": finding}):
            return False
        ledger.append(act, by=by.actor, at=at, about={about: str(row.id)}, detail={"finding": finding})
    return True


def forget(*, today: date) -> None:
    """Delete traces that are old enough."""
    Trace.objects.filter(day__lt=today - KEPT).delete()


def _draw(asked: Asked, *, at: datetime) -> None:
    with transaction.atomic():
        _, is_new = Review.objects.get_or_create(
            screening=asked.screening,
            defaults={"reference": asked.reference, "asked_by": asked.member, "day": asked.day},
        )
        if is_new:
            ledger.append("gate.drawn", at=at, about={"screening": str(asked.screening)})


def _alarms(asked: Asked) -> Iterator[str]:
    own = list(Trace.objects.filter(screening=asked.screening))
    if not own:
        return
    since = asked.day - KEPT
    found = [bytes(trace.token) for trace in own]
    before = Trace.objects.filter(member=asked.member, day__gt=since, day__lte=asked.day)
    if _is_canary(found):
        yield "canary"
    # A part of a name by itself is somebody else's as well: it counts where the day of birth is the same.
    same = before.filter(token__in=found)
    if _different(same, "spelling") >= SPELLINGS:
        yield "variants"
    if _different(same, "case_hash") >= CASES:
        yield "many_cases"
    if _different(before.filter(case_hash=bytes(own[0].case_hash)), "spelling") >= PERSONS:
        yield "many_persons"
    lately = before.filter(day__gt=asked.day - WEEK, is_known_case=False)
    if _different(lately, "case_hash") >= OFF_CASE:
        yield "off_case"


def _different(rows: QuerySet[Trace], field: str) -> int:
    found: int = rows.aggregate(found=Count(field, distinct=True))["found"]
    return found


def _is_canary(found: Sequence[bytes]) -> bool:
    """Whether two marks of one canary were named, or its only one."""
    hit = CanaryToken.objects.filter(token__in=found).values("canary").annotate(marks=Count("id"))
    marks = {row["canary"]: row["marks"] for row in hit}
    whole = CanaryToken.objects.filter(canary__in=marks).values("canary").annotate(marks=Count("id"))
    return any(marks[row["canary"]] >= min(2, row["marks"]) for row in whole)
