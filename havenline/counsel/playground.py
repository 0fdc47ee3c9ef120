"""The page on which counsel tries the policy: a case in, the decision and its reasons out, nothing kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from havenline.counsel import sheet, trying
from havenline.counsel.packed import about, as_file, loaded
from havenline.policy.errors import CaseRefused, PolicyRefused
from havenline.policy.pack import Pack
from havenline.staff import DeskRequest, desk

SIDES = ("one", "other")


@desk("policy.try")
@require_http_methods(["GET", "HEAD", "POST"])
def try_it(request: DeskRequest, pack: str) -> HttpResponse:
    """An empty case, or the one sent: decided under two readings, given back as a file, or read from one."""
    found = loaded(pack)
    if request.method != "POST":
        return _page(request, found, {"screening": timezone.localdate().isoformat()}, {})
    said: Mapping[str, Any] = sheet.written_case(request.POST.dict(), dict(request.POST.lists()), found)
    picked = {name: _picked(request.POST, name, found) for name in SIDES}
    try:
        if request.POST.get("do") == "read":
            said = _uploaded(request, found)
        else:
            said = trying.accepted(said, found, name=_("this form"))
        if request.POST.get("do") == "file":
            return as_file(trying.as_file(said), "case.yaml")
        sides = _sides(found, said, picked)
    except PolicyRefused as refused:
        return _page(request, found, said, picked, refused=refused)
    return _page(request, found, said, picked, sides=sides)


def _uploaded(request: DeskRequest, pack: Pack) -> Mapping[str, Any]:
    """The case in the file sent along. Raises CaseRefused."""
    file = request.FILES.get("case")
    if file is None:
        raise CaseRefused(_("no file came with it"), hint=_("choose a case file, or make it smaller"))
    name = re.sub(r"[^\w. -]", "?", str(file.name))[:60]
    try:
        text = file.read(4 * trying.LONGEST).decode("utf-8")
    except UnicodeDecodeError:
        raise CaseRefused(f"{name}: is not UTF-8 text") from None
    return trying.read(text, pack, name=name)


def _picked(sent: QueryDict, name: str, pack: Pack) -> dict[str, str]:
    """The readings chosen for one side, where not as they stand."""
    found = {which: sent.get(f"{name}:{which}", "") for which in pack.readings}
    return {which: reading for which, reading in found.items() if reading}


def _sides(pack: Pack, case: Mapping[str, Any], picked: Mapping[str, Mapping[str, str]]) -> list[trying.Side]:
    """Both sides, or one where they are read alike. Raises ReadingUnknown."""
    alike = pack.in_effect(picked["one"]) == pack.in_effect(picked["other"])
    names = SIDES[:1] if alike else SIDES
    return [trying.side(name, pack, case, picked[name]) for name in names]


def _page(
    request: DeskRequest,
    pack: Pack,
    said: Mapping[str, Any],
    picked: Mapping[str, Mapping[str, str]],
    *,
    sides: list[trying.Side] | None = None,
    refused: PolicyRefused | None = None,
) -> HttpResponse:
    wrong = _wrong(refused.message) if refused else ""
    readings = [
        (each, [(name, picked.get(name, {}).get(each.id, "")) for name in SIDES])
        for each in pack.readings.values()
        if len(each.texts) > 1
    ]
    context = {
        **about(request, pack),
        "groups": sheet.groups(pack, said, wrong=wrong),
        "items": sheet.items(pack, said, wrong=wrong),
        "readings": readings,
        "is_picked": any(picked.values()),
        "sides": sides or [],
        "rows": trying.compared(pack, sides) if sides else [],
        "refused": refused,
        "wrong": sheet.field_id(wrong) if wrong else "",
    }
    return render(request, "counsel/try.html", context, status=422 if refused else 200)


def _wrong(message: str) -> str:
    """The path a refusal speaks of first, as the form names it: `evidence[0].kind` is `evidence.0.kind`."""
    found = re.search(r"`([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+)*)", message)
    return re.sub(r"\[(\d+)\]", r".\1", found[1]) if found else ""
