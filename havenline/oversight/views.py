"""The pages of oversight: questions drawn, alarms, and the canaries of the chief."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from havenline.charging.models import Screening
from havenline.oversight import queries
from havenline.oversight.forms import CanaryForm, Finding
from havenline.sampling import watching
from havenline.sampling.models import Alarm, Canary, Review
from havenline.staff import DeskRequest, desk, may
from havenline.staff.models import Member

ALARM_WORDS: Mapping[str, str | Promise] = {
    "canary": _("Asked about a person who does not exist"),
    "variants": _("Asked about one person in many spellings"),
    "many_cases": _("Asked about one person in many cases"),
    "many_persons": _("Asked about many persons in one case"),
    "off_case": _("Asked in many cases that nobody has opened"),
    "quota": _("Asked until the day's quota was used up"),
}


@desk("gate.review")
@require_http_methods(["GET", "POST"])
def review(request: DeskRequest) -> HttpResponse:
    """What was drawn and what alarmed; sent, what was found in one of them."""
    is_late = False
    if request.method == "POST":
        if _found(request):
            return HttpResponseRedirect(reverse("oversight:review"), status=303)
        is_late = True
    mine = request.member.id
    alarms = list(queries.alarms(mine)[: queries.SHOWN])
    references = dict(
        Screening.objects.filter(id__in=[one.screening for one in alarms]).values_list("id", "reference")
    )
    names = dict(Member.objects.values_list("id", "name"))
    context = {
        "alarms": [
            (one, ALARM_WORDS[one.kind], names.get(one.member, ""), references.get(one.screening, ""))
            for one in alarms
        ],
        "reviews": [(one, names.get(one.asked_by, "")) for one in queries.reviews(mine)[: queries.SHOWN]],
        "is_late": is_late,
        "may_lay_out": may(request.member, "canary.enter"),
    }
    return render(request, "oversight/review.html", context, status=409 if is_late else 200)


@desk("canary.enter")
@require_http_methods(["GET", "POST"])
def canaries(request: DeskRequest) -> HttpResponse:
    """How many invented persons lie out; sent, one more. Their names are not kept."""
    form = CanaryForm(request.POST if request.method == "POST" else None, auto_id="%s")
    if form.is_valid():
        watching.enter_canary(
            form.person(form.cleaned_data), by=request.member, at=timezone.now(), day=timezone.localdate()
        )
        return HttpResponseRedirect(reverse("oversight:canaries"), status=303)
    context = {
        "form": form,
        "mistakes": form.mistakes() if form.is_bound else [],
        "rows": Canary.objects.order_by("-day", "id")[: queries.SHOWN],
    }
    return render(request, "oversight/canaries.html", context, status=422 if form.is_bound else 200)


def _found(request: DeskRequest) -> bool:
    form = Finding(request.POST)
    if not form.is_valid():
        raise Http404
    row = _row(request.POST.get("review", ""), request.POST.get("alarm", ""))
    return watching.review(row, form.cleaned_data["finding"], by=request.member, at=timezone.now())


def _row(review_id: str, alarm_id: str) -> Review | Alarm:
    table, text = (Review, review_id) if review_id else (Alarm, alarm_id)
    try:
        row = table._default_manager.filter(id=UUID(text)).first()
    except ValueError:
        raise Http404 from None
    if row is None:
        raise Http404
    return row
