"""Which screenings a member may see, in which order: a deputy their own, a supervisor all, held first."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from havenline import config, ledger
from havenline.charging.content import OBJECT
from havenline.charging.forms import Asked
from havenline.charging.models import Screening
from havenline.protection import plain
from havenline.vault.derivation import derive
from havenline.wall.numbers import case_hash as case_hash

PAGE = 25


@dataclass(frozen=True, slots=True)
class Page:
    """Some screenings, and the reference after which the next ones stand (empty: there are none)."""

    screenings: tuple[Screening, ...]
    after: str


def form_hash(asked: Asked, *, by: UUID) -> bytes:
    """Equal for the same form with the same content from the same member, and for nothing else; 32 bytes.

    The content is in it so that a form gone back to and changed is a new question. The form's number has
    122 random bits and is kept nowhere: without it the hash tests no guess at a name.
    """
    key = derive(config.read_secret("pepper"), use="screening form")
    told = json.dumps(plain.written(asked), ensure_ascii=False, sort_keys=True)
    return hmac.digest(key, hashlib.sha256(f"{by} {told}".encode()).digest(), "sha256")


def sent_before(form: bytes) -> Screening | None:
    """The screening this very form has made already."""
    return Screening.objects.filter(form_hash=form).first()


def asked_on(day: date, *, by: UUID) -> int:
    """How many screenings a member asked for on this day."""
    return Screening.objects.filter(asked_by=by, day=day).count()


def own(member: UUID) -> QuerySet[Screening]:
    """The screenings a member asked for."""
    return Screening.objects.filter(asked_by=member)


def newest(visible: QuerySet[Screening], *, after: str) -> Page:
    """A page of these screenings, newest first, beginning behind the one named `after`."""
    return _page([visible], visible.filter(reference=after).first())


def held_first(visible: QuerySet[Screening], *, after: str) -> Page:
    """As `newest`, but all that are held come before the others."""
    last = visible.filter(reference=after).first()
    held, others = visible.filter(held=True), visible.filter(held=False)
    return _page([others] if last and not last.held else [held, others], last)


def _page(parts: Sequence[QuerySet[Screening]], last: Screening | None) -> Page:
    """One page from these parts, in their order; `last` stands in the first of them."""
    found: list[Screening] = []
    for number, part in enumerate(parts):
        behind = _behind(last) if last and number == 0 else Q()
        rows = part.filter(behind).defer("sealed").order_by("-asked_at", "-id")
        found += rows[: PAGE + 1 - len(found)]
    more = len(found) > PAGE
    return Page(tuple(found[:PAGE]), found[PAGE - 1].reference if more else "")


def _behind(last: Screening) -> Q:
    return Q(asked_at__lt=last.asked_at) | Q(asked_at=last.asked_at, id__lt=last.id)


def entry_number(screening: Screening) -> int:
    """The number of the ledger entry that records the answer."""
    return next(
        entry.number for entry in ledger.about(OBJECT, str(screening.id)) if entry.act == "screening.answered"
    )
