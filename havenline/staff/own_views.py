"""The pages of one's own door: second proofs, open sessions, what happened there, and the code of conduct."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havenline.staff import asking, conduct, factors, lately, signing_in
from havenline.staff.door import DeskRequest, desk
from havenline.vault import sessions

_PROOFS = (factors.PHONE, factors.KEY)


@desk("desk.enter")
@require_safe
def own(request: DeskRequest) -> HttpResponse:
    """What proves this member, where they are signed in, and what happened at their door."""
    return _own(request)


def _own(request: DeskRequest, *, mistake: str = "", status: int = 200) -> HttpResponse:
    member, unlocked = request.member, request.unlocked
    shown = {
        "mistake": mistake,
        "proofs": factors.held(member, unlocked, *_PROOFS),
        "recovery": len(factors.held(member, unlocked, factors.RECOVERY)),
        "sessions": sessions.of_staff(member.id, now=timezone.now()),
        "failed": lately.failed_before(member),
        "lines": lately.lines(member),
    }
    return render(request, "staff/own.html", shown, status=status)


@desk("desk.enter")
@require_POST
def end_session(request: DeskRequest) -> HttpResponse:
    """End another session of one's own, such as that of a computer left behind."""
    try:
        session = UUID(request.POST.get("session", ""))
    except ValueError:
        return _to_own()
    signing_in.end_other(request.member, session, now=timezone.now())
    return _to_own()


@desk("desk.secure")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest) -> HttpResponse:
    """One more phone or security key."""
    new = asking.New(request, request.member, request.unlocked, sessions.challenge_of(request.unlocked))
    if request.method != "POST":
        return render(request, "staff/add.html", {"new": new})
    try:
        new.add(timezone.now())
    except factors.SecondWrong:
        said = gettext("This could not be added: the code is wrong or too old, or there are ten already.")
        return render(request, "staff/add.html", {"new": new, "mistake": said}, status=403)
    return _to_own()


@desk("desk.secure")
@require_POST
def remove(request: DeskRequest) -> HttpResponse:
    """Take away a phone or a security key, unless it is the last."""
    try:
        factors.remove(request.member, request.POST.get("proof", ""), now=timezone.now())
    except factors.LastOne:
        said = gettext("This is your only second proof. Add another one first.")
        return _own(request, mistake=said, status=403)
    return _to_own()


@desk("desk.secure")
@require_POST
def recovery(request: DeskRequest) -> HttpResponse:
    """Ten new recovery codes, shown once; the old ones are void."""
    fresh = factors.new_recovery(request.member, request.unlocked, now=timezone.now())
    return render(request, "staff/recovery.html", {"fresh": fresh})


@desk("desk.enter")
@require_http_methods(["GET", "HEAD", "POST"])
def conduct_page(request: DeskRequest) -> HttpResponse:
    """The code of conduct: to read at any time, to accept where it waits."""
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            conduct.accept(request.member, version=int(version or 0), now=timezone.now())
        except (conduct.VersionPast, ValueError):
            return HttpResponseRedirect(reverse("staff:conduct"), status=303)
        return HttpResponseRedirect(reverse("staff:home"), status=303)
    shown = {
        "asked": conduct.ASKED,
        "version": conduct.VERSION,
        "accepted": conduct.has_accepted(request.member),
    }
    return render(request, "staff/conduct.html", shown)


def _to_own() -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:own"), status=303)
