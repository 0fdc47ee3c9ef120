"""Names the few places of each role, with the counts that matter to who looks, and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.staff.roles import HasRole, may


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the navigation: `count` is what waits there, 0 for nothing to say."""

    title: str | Promise
    url: str
    count: int = 0


# Act needed, title, address name. In the order of a day's work; the first one is where a sign-in leads.
PLACES: tuple[tuple[str, str | Promise, str], ...] = (
    ("report.queue", _("Reports"), "casework:queue"),
    ("report.task", _("To do"), "casework:to_do"),
    ("handover.read", _("Handed to me"), "casework:handed_queue"),
    ("gate.ask", _("Ask the gate"), "charging:ask"),
    ("gate.ask", _("Screenings"), "charging:screenings"),
    ("gate.review", _("How the gate is asked"), "oversight:review"),
    ("hold.look", _("Holds"), "deciding:queue"),
    ("match.queue", _("Possible matches"), "protection:matches"),
    ("hold.decide", _("Holds to decide"), "deciding:to_decide"),
    ("matter.open", _("Matters"), "matters:find"),
    ("wall.look", _("Behind the wall"), "provenance:wall"),
    ("freeze.make", _("What was frozen"), "matters:freezes"),
    ("exposure.read", _("Exposures"), "matters:exposures"),
    ("protection.enter", _("Enter a protected person"), "protection:enter"),
    ("wall.derive", _("Learned later"), "provenance:later"),
    ("benefit.read", _("Benefits to witnesses"), "casework:benefits"),
    ("request.look", _("Requests"), "discovery:queue"),
    ("policy.read", _("Policies"), "counsel:packs"),
)

_counts: dict[str, Callable[[HasRole], int]] = {}


def count_with(address: str, waiting: Callable[[HasRole], int]) -> None:
    """Have the place at this address name count what waits there. A room says so when it starts."""
    _counts[address] = waiting


def of(member: HasRole) -> list[Place]:
    """The places of this member, by the same table as every page."""
    found = []
    for act, title, address in PLACES:
        if may(member, act):
            waiting = _counts.get(address)
            found.append(Place(title=title, url=reverse(address), count=waiting(member) if waiting else 0))
    return found
