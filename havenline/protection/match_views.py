"""The filter attorney's desk: who was asked about beside whom it may be, and one question about the two.

Names are only in the answer to a POST, which is ledgered as an opening; no address tells of anybody.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havenline.protection import matches
from havenline.protection.messages import LOOKS, OTHER, SAME, UNSURE
from havenline.protection.models import PossibleMatch
from havenline.protection.traits import Traits
from havenline.staff import DeskRequest, desk
from havenline.vault.errors import NoGrant

ANSWERS: tuple[tuple[str, str | Promise], ...] = (
    (SAME, _("They are the same person")),
    (OTHER, _("They are two people")),
    (UNSURE, _("It cannot be told from this")),
)
_NUMBERS: dict[str, str | Promise] = {
    "state_id": _("State ID number"),
    "phone": _("Telephone"),
    "local_id": _("Local number of the person"),
}
_SHOWN = 200


@desk("match.queue")
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    """What waits for a look, and what could not be told; references and days alone."""
    done = request.GET.get("done", "")
    context = {
        "waiting": matches.waiting()[:_SHOWN],
        "unsure": matches.unsure()[:_SHOWN],
        "done": done if done in ("said", "late") else "",
    }
    return render(request, "protection/matches.html", context)


@desk("match.look")
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: DeskRequest, reference: str) -> HttpResponse:
    """GET shows nobody and asks to open; POST opens the two."""
    row = _row(reference)
    if request.method != "POST":
        return render(request, "protection/match_closed.html", {"row": row})
    return _opened(request, row)


@desk("match.answer")
@require_POST
def answer(request: DeskRequest, reference: str) -> HttpResponse:
    """Keep what was said of the two; without an answer they are shown again."""
    row, said = _row(reference), request.POST.get("said", "")
    if said not in LOOKS:
        return _opened(request, row, is_mistaken=True)
    done = "said"
    try:
        matches.answer(row, said, holder=request.unlocked, by=request.member, at=timezone.now())
    except NoGrant:
        raise Http404 from None
    except matches.LookedAlready:
        done = "late"
    return HttpResponseRedirect(f"{reverse('protection:matches')}?done={done}", status=303)


def _row(reference: str) -> PossibleMatch:
    row = matches.find(reference)
    if row is None:
        raise Http404
    return row


def _opened(request: DeskRequest, row: PossibleMatch, *, is_mistaken: bool = False) -> HttpResponse:
    try:
        match = matches.look(row, holder=request.unlocked, by=request.member, at=timezone.now())
    except (NoGrant, matches.NobodyToExpose):
        raise Http404 from None
    context = {
        "row": row,
        "screening": match.screening,
        "sides": _sides(match.asked, match.known),
        "answers": ANSWERS,
        "is_mistaken": is_mistaken,
    }
    return render(request, "protection/match.html", context, status=422 if is_mistaken else 200)


def _sides(asked: Traits, known: Traits) -> list[dict[str, object]]:
    """Row for row what is known on both sides; a row that both leave empty is left out."""
    rows: list[tuple[str | Promise, tuple[str, ...], tuple[str, ...]]] = [
        (_("Names"), asked.names, known.names),
        (_("Date of birth"), asked.births, known.births),
    ]
    rows += [(words, _of(asked, kind), _of(known, kind)) for kind, words in _NUMBERS.items()]
    return [
        {"title": title, "asked": one, "known": other, "same": bool(set(one) & set(other))}
        for title, one, other in rows
        if one or other
    ]


def _of(traits: Traits, kind: str) -> tuple[str, ...]:
    return tuple(value for named, value in traits.numbers if named == kind)
