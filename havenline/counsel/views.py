"""The pages of the policy: its packs, one of them to be read, its readings, and what a change would do."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from havenline import config, policy
from havenline.counsel import actions, queries, reading, told
from havenline.counsel.models import SignedReading
from havenline.counsel.packed import about, as_file, is_draft, loaded
from havenline.counsel.playground import try_it
from havenline.policy.errors import PolicyRefused
from havenline.policy.manual import span
from havenline.staff import DeskRequest, desk, may

__all__ = ["beside", "change", "pack", "packs", "readings", "record", "sign", "try_it"]


@desk("policy.read")
@require_safe
def packs(request: DeskRequest) -> HttpResponse:
    """Every pack: what it is, from when to when, how far its law was read, whether counsel approved it."""
    found = [policy.load(name) for name in policy.known_packs()]
    own = config.load().pack
    found.sort(key=lambda each: (each.id != own, each.id))
    rows = [(each, span(each), is_draft(each)) for each in found]
    return render(request, "counsel/packs.html", {"rows": rows, "own": own})


@desk("policy.read")
@require_safe
def pack(request: DeskRequest, pack: str) -> HttpResponse:
    """One pack to be read: each sentence, its rule in plain words, its cases, its readings."""
    found = loaded(pack)
    others = [policy.load(name) for name in policy.known_packs() if name != found.id]
    context = {**about(request, found), "told": told.told(found.id), "others": others}
    return render(request, "counsel/pack.html", context)


@desk("policy.read")
@require_safe
def readings(request: DeskRequest, pack: str) -> HttpResponse:
    """Every question the text leaves open, the reading that stands, the others, and what is signed."""
    found = loaded(pack)
    signed = queries.signed(found)
    chosen = {each.row.interpretation: each.row.reading for each in signed if each.counts}
    rows = [(each, chosen.get(each.id, "")) for each in found.readings.values()]
    return render(request, "counsel/readings.html", {**about(request, found), "rows": rows, "signed": signed})


@desk("policy.read")
@require_safe
def change(request: DeskRequest, pack: str, which: str, reading: str) -> HttpResponse:
    """Who gains and who loses if this reading stood."""
    return _change(request, pack, which, reading)


@desk("policy.sign")
@require_http_methods(["POST"])
def sign(request: DeskRequest, pack: str, which: str, reading: str) -> HttpResponse:
    """Sign the reading for the office; without a reason nothing is signed, and what was typed stays."""
    found = loaded(pack)
    why = " ".join(request.POST.get("why", "").split())
    if not why or len(why) > 1000 or not why.isprintable():
        return _change(request, pack, which, reading, why=why, status=422)
    try:
        actions.sign(found, which, reading, why=why, by=request.member, at=timezone.now())
    except PolicyRefused:
        raise Http404 from None
    return HttpResponseRedirect(reverse("counsel:readings", args=[found.id]) + "#signed", status=303)


def _change(
    request: DeskRequest, pack: str, which: str, to: str, *, why: str = "", status: int = 200
) -> HttpResponse:
    found = loaded(pack)
    try:
        asked = found.reading(which)
        found.in_effect({which: to})
    except PolicyRefused:
        raise Http404 from None
    context = {
        **about(request, found),
        "asked": asked,
        "to": to,
        "before": asked.texts[asked.default],
        "after": asked.texts[to],
        "is_default": to == asked.default,
        "comparison": reading.of_reading(found.id, which, to),
        "why": why,
        "is_wrong": status != 200,
        "may_sign": may(request.member, "policy.sign"),
    }
    return render(request, "counsel/change.html", context, status=status)


@desk("policy.read")
@require_safe
def record(request: DeskRequest, pack: str, signature: UUID) -> HttpResponse:
    """A signature as a file that `havenline decide --readings` applies."""
    row = SignedReading.objects.filter(id=signature, pack=pack).select_related("signed_by").first()
    if row is None:
        raise Http404
    return as_file(queries.as_record(row).as_yaml(), f"{row.pack}-{row.interpretation}.yaml")


@desk("policy.read")
@require_safe
def beside(request: DeskRequest, pack: str, other: str) -> HttpResponse:
    """Who gains and who loses if another pack were applied in place of this one."""
    one, two = loaded(pack), loaded(other)
    if one.id == two.id:
        raise Http404
    context = {**about(request, one), "other": two, "comparison": reading.of_packs(one.id, two.id)}
    return render(request, "counsel/beside.html", context)
