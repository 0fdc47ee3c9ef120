"""The page of what was frozen: files of the office enter by their hashes, before anybody reads a report."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from havenline import ledger
from havenline.matters.forms import FreezeForm
from havenline.staff import DeskRequest, desk
from havenline.wall import freezing, matters
from havenline.wall.models import Freeze

_SHOWN = 50


@desk("freeze.make")
@require_http_methods(["GET", "HEAD", "POST"])
def freezes(request: DeskRequest) -> HttpResponse:
    """What was frozen and when; sent, the list of files is frozen whole or not at all."""
    form = FreezeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        number, now = form.cleaned_data["case_number"], timezone.now()
        matter = matters.open_matter(number, by=request.member, at=now) if number else None
        freezing.freeze_files(form.cleaned_data["listed"], matter=matter, by=request.member.actor, at=now)
        return HttpResponseRedirect(reverse("matters:freezes"), status=303)
    rows = [
        (one, ledger.entry(one.entry).detail["added"], bytes(one.root).hex())
        for one in Freeze.objects.order_by("-entry")[:_SHOWN]
    ]
    context = {"form": form, "rows": rows}
    return render(request, "matters/freezes.html", context, status=422 if form.is_bound else 200)
