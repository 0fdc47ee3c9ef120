"""The pages of what is to be done by which day."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from havenline.casework import queries, tasking
from havenline.casework.actions import Withdrawn
from havenline.casework.moving import NotTheirs
from havenline.casework.reading import done, find_row, open_page, said_purpose, unkept
from havenline.casework.task_forms import SetTask
from havenline.staff import DeskRequest, desk
from havenline.vault.errors import NoGrant


@desk("report.task")
@require_safe
def to_do(request: DeskRequest) -> HttpResponse:
    """What is due, the first first: mine and nobody's, or all."""
    show_all = request.GET.get("show") == "all"
    rows = tasking.to_do(request.member, show_all=show_all)
    return render(request, "casework/to_do.html", {"rows": rows, "show_all": show_all})


@desk("report.task")
@require_POST
def keep(request: DeskRequest, reference: str) -> HttpResponse:
    """Set a task; one that cannot be kept comes back with its words."""
    row, purpose = find_row(reference), said_purpose(request.POST.get("purpose", ""))
    form = SetTask(request.POST, members=queries.may_have())
    if not form.is_valid():
        return open_page(request, row, purpose, task=form)
    try:
        tasking.keep(row, **form.cleaned_data, holder=request.unlocked, by=request.member, at=timezone.now())
    except NotTheirs:
        return done(row, purpose, act="unmoved")
    except (Withdrawn, NoGrant) as fault:
        return unkept(request, row, fault)
    return done(row, purpose, act="task")


@desk("report.task")
@require_POST
def finish(request: DeskRequest) -> HttpResponse:
    """Say that a task is done; what was done already stays done."""
    # No task has an id that is none: there is nothing to do.
    with suppress(ValueError):
        tasking.finish(UUID(request.POST.get("task", "")), by=request.member, at=timezone.now())
    return HttpResponseRedirect(reverse("casework:to_do"), status=303)
