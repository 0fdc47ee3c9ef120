"""Which members are exposed, since when and through what: for who gives out the work, and never to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.staff.models import Member
from havenline.staff.roles import ROLES
from havenline.wall.models import Exposure

PAGE = 50
THROUGH_IN_WORDS: Mapping[str, str | Promise] = {
    "report": _("Opened a report"),
    "protection": _("Entered a protected person"),
    "match": _("Looked at a possible match"),
    "handover": _("Read what a person handed over"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One exposure as supervisors see it."""

    at: datetime
    name: str
    role: str | Promise
    through: str | Promise


@dataclass(frozen=True, slots=True)
class Page:
    """Some exposures, newest first, and the id after which older ones stand (empty: there are none)."""

    rows: Sequence[Row]
    after: str


def page(after: Exposure | None) -> Page:
    """Fifty exposures, those before `after` where it is given."""
    found = Exposure.objects.order_by("-at", "-id")
    if after:
        found = found.filter(Q(at__lt=after.at) | Q(at=after.at, id__lt=after.id))
    rows = list(found[: PAGE + 1])
    members = {one.id: one for one in Member.objects.filter(id__in={row.member for row in rows})}
    shown = [_row(row, members.get(row.member)) for row in rows[:PAGE]]
    return Page(shown, str(rows[PAGE - 1].id) if len(rows) > PAGE else "")


def _row(row: Exposure, member: Member | None) -> Row:
    return Row(
        at=row.at,
        name=member.name if member else "",
        role=ROLES[member.role].title if member else "",
        through=THROUGH_IN_WORDS[row.object_kind],
    )
