"""The desk where staff enter a protected person, and see which they entered: never again what they wrote."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from havenline.protection import actions, channels
from havenline.protection.forms import ProtectedForm
from havenline.protection.models import Entered
from havenline.staff import DeskRequest, desk

_SHOWN = 200


@desk("protection.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: DeskRequest) -> HttpResponse:
    """The form; sent whole, the person is protected from this moment on."""
    form = ProtectedForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "protection/enter.html", {"form": form}, status=status)
    _enter_once(form, by=request.member.id)
    return HttpResponseRedirect(reverse("protection:entered"), status=303)


def _enter_once(form: ProtectedForm, *, by: UUID) -> None:
    """The same form sent twice is one person entered: its number is the row's id."""
    number: UUID | None = form.cleaned_data["number"]
    if number and Entered.objects.filter(id=number).exists():
        return
    try:
        with transaction.atomic():
            actions.enter(form.facts, form.identifiers, source=form.cleaned_data["source"], by=by, id=number)
    except IntegrityError:
        # Sent twice at the same time: the other one came first.
        if not number or not Entered.objects.filter(id=number).exists():
            raise


@desk("protection.enter")
@require_safe
def entered(request: DeskRequest) -> HttpResponse:
    """What this office entered: reference, day and source. The rest is the keeper's alone."""
    rows = [
        {"reference": row.reference, "day": row.day, "source": channels.words(row.source)}
        for row in Entered.objects.order_by("-day", "-number")[:_SHOWN]
    ]
    return render(request, "protection/entered.html", {"rows": rows})
