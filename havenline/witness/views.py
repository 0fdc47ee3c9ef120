"""What anybody outside may fetch: what the ledger is, who watches it, and the means to check both."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from havenline.witness import queries, signing, tiles
from havenline.witness import verifier as outside

PLAIN = "text/plain; charset=utf-8"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """For people: what the ledger is, since when, who saw it grow, and how to check it."""
    found = queries.last()
    context = {
        "page_path": "ledger/",
        "found": found,
        "root": bytes(found.root).hex() if found else "",
        "key": signing.key().line if found else "",
        "seen": queries.seen(),
    }
    return render(request, "witness/page.html", context)


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The last checkpoint with its witnesses (C2SP tlog-tiles, "Checkpoints")."""
    found = queries.last()
    if found is None:
        raise Http404
    return HttpResponse(queries.written(found), content_type=PLAIN)


@require_safe
def since(request: HttpRequest, size: int) -> HttpResponse:
    """What a witness that saw `size` entries is asked to sign."""
    try:
        return HttpResponse(queries.since(size), content_type=PLAIN)
    except queries.NotPublished:
        raise Http404 from None


@require_safe
def tile(request: HttpRequest, level: int, place: str) -> HttpResponse:
    """A tile of hashes (C2SP tlog-tiles, "Merkle Tree")."""
    found = tiles.named(level, place)
    if found is None:
        raise Http404
    return HttpResponse(tiles.read(found), content_type="application/octet-stream")


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The file that checks all this, to be kept."""
    return HttpResponse(Path(outside.__file__).read_bytes(), content_type=PLAIN)
