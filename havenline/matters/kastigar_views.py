"""The page of the report for a court: what it shows and who may read it; made, it is handed over once."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from havenline import ledger, paper
from havenline.matters.kastigar.gathering import PROVED
from havenline.matters.kastigar.making import make
from havenline.matters.views import matter_of
from havenline.staff import DeskRequest, desk
from havenline.vault.errors import NoGrant
from havenline.wall import matters
from havenline.wall.models import Matter, MatterItem


@desk("matter.prove")
@require_http_methods(["GET", "HEAD", "POST"])
def kastigar(request: DeskRequest, reference: str) -> HttpResponse:
    """GET says what the report shows; POST makes it."""
    row = matter_of(reference)
    if request.method != "POST":
        return _page(request, row)
    try:
        made = make(row, holder=request.unlocked, by=request.member, at=timezone.now())
    except paper.GlyphMissing as fault:
        words = gettext("The letter “%(letter)s” cannot be printed.") % {"letter": fault.letter}
        return _page(request, row, mistake=words)
    except NoGrant:
        raise Http404 from None
    name = f'attachment; filename="kastigar-{row.ref}.zip"'
    return HttpResponse(made, content_type="application/zip", headers={"Content-Disposition": name})


def _page(request: DeskRequest, row: Matter, *, mistake: str = "") -> HttpResponse:
    entries = ledger.about(matters.OBJECT, str(row.id))
    context = {
        "row": row,
        "items": MatterItem.objects.filter(matter=row).count(),
        "earlier": [one for one in entries if one.act == PROVED],
        "mistake": mistake,
    }
    return render(request, "matters/kastigar.html", context, status=422 if mistake else 200)
