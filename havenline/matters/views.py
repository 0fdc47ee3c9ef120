"""The pages of a case as the wall sees it: find it by its number, and put in what is relied on."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from havenline import ledger
from havenline.charging.rows import KINDS
from havenline.matters.forms import CaseForm, ItemForm
from havenline.matters.staffing import assignments
from havenline.staff import DeskRequest, Member, desk, may
from havenline.vault.errors import NoGrant
from havenline.wall import matters
from havenline.wall.models import Item, Matter

_SHOWN = 100


@desk("matter.open")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: DeskRequest) -> HttpResponse:
    """The matters there are; a case number leads to its own, begun where there is none."""
    form = CaseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = matters.open_matter(form.cleaned_data["case_number"], by=request.member, at=timezone.now())
        return HttpResponseRedirect(reverse("matters:matter", args=[found.ref]), status=303)
    rows = Matter.objects.order_by("-day", "ref")[:_SHOWN]
    status = 422 if form.is_bound else 200
    return render(request, "matters/find.html", {"form": form, "rows": rows}, status=status)


@desk("matter.open")
@require_http_methods(["GET", "HEAD", "POST"])
def matter(request: DeskRequest, reference: str) -> HttpResponse:
    """What is relied on in the matter; sent, the form puts one more thing in."""
    row = matter_of(reference)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _put(request, row, form):
        return HttpResponseRedirect(reverse("matters:matter", args=[row.ref]), status=303)
    try:
        key = matters.key_of(row, holder=request.unlocked)
    except NoGrant:
        raise Http404 from None
    context = {
        "row": row,
        "number": matters.number_of(row, key=key),
        "held": [(one, dict(KINDS).get(one.kind, one.kind)) for one in matters.items_of(row, key=key)],
        "workers": _workers(row),
        "referred": _referred(row),
        "may_staff": may(request.member, "matter.staff"),
        "may_prove": may(request.member, "matter.prove"),
        "form": form,
    }
    return render(request, "matters/matter.html", context, status=422 if form.is_bound else 200)


def matter_of(reference: str) -> Matter:
    """The matter of this reference; raises Http404."""
    row = Matter.objects.filter(ref=reference).first()
    if row is None:
        raise Http404
    return row


def _workers(row: Matter) -> list[tuple[str, datetime]]:
    assigned = assignments(row)
    names = dict(Member.objects.filter(id__in={one.member for one in assigned}).values_list("id", "name"))
    return [(names.get(one.member, ""), one.at) for one in assigned]


def _referred(row: Matter) -> datetime | None:
    entries = ledger.about(matters.OBJECT, str(row.id))
    return next((one.at for one in reversed(entries) if one.act == "matter.referred"), None)


def _put(request: DeskRequest, row: Matter, form: ItemForm) -> Item | None:
    """The item put in, or None once the form says why not."""
    said = form.cleaned_data
    more = {
        "label": said["label"],
        "sha256": said["sha256"],
        "holder": request.unlocked,
        "by": request.member,
    }
    try:
        if said["ref"]:
            return matters.put_in(row, said["ref"], at=timezone.now(), **more)
        return matters.enter_in(
            row,
            said["kind"],
            through=said["through"],
            obtained=said["obtained"],
            at=timezone.now(),
            **more,
        )
    except matters.NotOfThisMatter as refused:
        words = gettext("This case has no item of this number: %(refs)s.") % {"refs": ", ".join(refused.refs)}
        form.add_error("ref" if said["ref"] else "through", words)
        return None
    except NoGrant:
        raise Http404 from None
