"""What every page of a pack needs: the pack of an address, whether it is a draft, and files to keep."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from havenline import policy
from havenline.policy.errors import PolicyRefused
from havenline.policy.manual import span
from havenline.policy.pack import Pack
from havenline.staff import DeskRequest, may


def loaded(pack: str) -> Pack:
    """The pack of this id; raises Http404."""
    try:
        return policy.load(pack)
    except PolicyRefused:
        raise Http404 from None


def is_draft(pack: Pack) -> bool:
    """Whether counsel has not approved it."""
    return pack.approval.get("state") != "approved"


def about(request: DeskRequest, pack: Pack) -> dict[str, object]:
    """What every page of a pack says of it."""
    return {
        "pack": pack,
        "is_draft": is_draft(pack),
        "span": span(pack),
        "may_try": may(request.member, "policy.try"),
    }


def as_file(text: str, name: str) -> HttpResponse:
    """A file to keep, in YAML."""
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
