"""The pages of those who look behind the wall: why an item is barred, and what may free it.

They show references, kinds and days; never what an item says, nor who a person is.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havenline.provenance import actions, queries, words
from havenline.provenance.forms import FindForm, LaterForm, SourceForm
from havenline.staff import DeskRequest, desk, may
from havenline.wall import alarms, explain, prov, recompute, routes, upkeep
from havenline.wall.errors import EntryRefused, ItemUnknown
from havenline.wall.models import Item, Route
from havenline.wall.queries import items

_PAGE = 200


@desk("wall.look")
@require_http_methods(["GET", "HEAD", "POST"])
def wall(request: DeskRequest) -> HttpResponse:
    """What waits and what is wrong; a wall number leads to its item."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ref = form.cleaned_data["ref"]
        if items([ref]):
            return HttpResponseRedirect(reverse("provenance:item", args=[ref]), status=303)
        form.add_error("ref", words.refusal(ItemUnknown("no item", entry=ref)))
    context = {
        "form": form,
        "alarms": alarms.open_ones(),
        "is_behind": upkeep.is_behind(),
        "waiting": queries.waiting(),
    }
    return render(request, "provenance/wall.html", context, status=422 if form.is_bound else 200)


@desk("wall.explain")
@require_safe
def item(request: DeskRequest, reference: str) -> HttpResponse:
    """Why the item is barred, and the sources attested for it."""
    return _shown(request, _item(reference), SourceForm())


@desk("wall.attest")
@require_POST
def attest(request: DeskRequest, reference: str) -> HttpResponse:
    """Attest a source of its own for the item."""
    row, form = _item(reference), SourceForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form)
    said = form.cleaned_data
    try:
        routes.attest(
            row.ref,
            basis=said["basis"],
            day=said["day"],
            finder=form.finder_id,
            resting_on=said["resting_on"],
            by=request.member,
            at=timezone.now(),
        )
    except EntryRefused as refused:
        form.add_error(None, words.refusal(refused))
        return _shown(request, row, form)
    return _to(row)


@desk("wall.approve")
@require_POST
def approve(request: DeskRequest, reference: str, number: int) -> HttpResponse:
    """Approve a source that somebody else attested."""
    return _decide(request, reference, number, routes.approve)


@desk("wall.attest")
@require_POST
def retract(request: DeskRequest, reference: str, number: int) -> HttpResponse:
    """Take a source back: from then on the item is barred as if it had never been."""
    return _decide(request, reference, number, routes.retract)


@desk("wall.derive")
@require_http_methods(["GET", "HEAD", "POST"])
def later(request: DeskRequest) -> HttpResponse:
    """Enter what was learned later about where an item came from. It tells nothing of what is barred."""
    form, kept = LaterForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        kept = _enter_later(request, form)
    if kept:
        form = LaterForm()
    status = 422 if form.is_bound else 200
    return render(request, "provenance/later.html", {"form": form, "kept": kept}, status=status)


@desk("wall.person")
@require_safe
def person(request: DeskRequest, reference: str) -> HttpResponse:
    """Everything barred against the person who gave this item. Who that is, nobody is told."""
    row = _item(reference)
    givers = sorted(recompute.givers_of([row.number]), key=str)
    if not givers:
        raise Http404
    actions.looked(row, what=actions.PERSON, by=request.member, at=timezone.now())
    # An item may come from several persons: each has a page, named by its place.
    at = min(_number(request.GET.get("n", "")), len(givers) - 1)
    found = explain.barred_against(givers[at], after=_number(request.GET.get("after", "")), most=_PAGE + 1)
    context = {
        "row": row,
        "at": at,
        "others": [number for number in range(len(givers)) if number != at],
        "held": [(one, words.kind(one.kind)) for one in found[:_PAGE]],
        "count": explain.count_against(givers[at]),
        "after": found[_PAGE - 1].number if len(found) > _PAGE else 0,
        "is_behind": upkeep.is_behind(),
    }
    return render(request, "provenance/person.html", context)


@desk("wall.export")
@require_safe
def export(request: DeskRequest, reference: str) -> HttpResponse:
    """The item and all it rests on, in W3C PROV-JSON."""
    row = _item(reference)
    actions.looked(row, what=actions.EXPORT, by=request.member, at=timezone.now())
    answer = JsonResponse(prov.document([row]), json_dumps_params={"indent": 1, "sort_keys": True})
    answer["Content-Disposition"] = f'attachment; filename="{row.ref}.prov.json"'
    return answer


def _item(reference: str) -> Item:
    row = items([reference]).get(reference)
    if row is None:
        raise Http404
    return row


def _to(row: Item) -> HttpResponse:
    return HttpResponseRedirect(reverse("provenance:item", args=[row.ref]), status=303)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _shown(request: DeskRequest, row: Item, form: SourceForm, *, refused: str = "") -> HttpResponse:
    actions.looked(row, what=actions.REASON, by=request.member, at=timezone.now())
    sources = queries.sources(row)
    context = {
        "row": row,
        "kind": words.kind(row.kind),
        "reasons": queries.reasons(row),
        "found_through": queries.found_through(row),
        "sources": [(one, one.may_approve(request.member)) for one in sources],
        "form": form,
        "refused": refused,
        "is_behind": upkeep.is_behind(),
        "may_see_person": may(request.member, "wall.person"),
        "may_export": may(request.member, "wall.export"),
    }
    status = 422 if form.is_bound or refused else 200
    return render(request, "provenance/item.html", context, status=status)


def _decide(request: DeskRequest, reference: str, number: int, decide: Callable[..., Route]) -> HttpResponse:
    row = _item(reference)
    if not Route.objects.filter(pk=number, item=row, kind=Route.INDEPENDENT).exists():
        raise Http404
    try:
        decide(number, by=request.member, at=timezone.now())
    except EntryRefused as refused:
        return _shown(request, row, SourceForm(), refused=words.refusal(refused))
    return _to(row)


def _enter_later(request: DeskRequest, form: LaterForm) -> str:
    """The reference of the item once it is kept; empty once the form says why not."""
    said = form.cleaned_data
    try:
        return routes.learn(
            said["ref"], through=said["through"], like=said["like"], by=request.member, at=timezone.now()
        ).ref
    except EntryRefused as refused:
        form.add_error(None, words.refusal(refused))
        return ""
