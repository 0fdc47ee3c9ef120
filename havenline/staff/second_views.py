"""The pages of the second proof: at sign-in, the first ever, and once more before an act that needs it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from havenline.staff import asking, lately, signing_in
from havenline.staff import second as door
from havenline.staff.door import COOKIE, DeskRequest, desk, give_cookie, take_cookie
from havenline.staff.factors import SecondWrong
from havenline.staff.models import Member
from havenline.staff.views import KNOWN_COOKIE, PENDING_COOKIE, mark_browser, waiting
from havenline.vault import sessions
from havenline.vault.errors import SessionEnded

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
def second(request: DeskRequest) -> HttpResponse:
    """The second proof after a right passphrase: it opens the desk."""
    try:
        one = door.waiting(request.COOKIES.get(PENDING_COOKIE, ""), now=timezone.now())
    except SessionEnded:
        return _begin_again(request)
    if one.is_first:
        return HttpResponseRedirect(reverse("staff:first"), status=303)
    ask = asking.Ask(request, one.member, one.unlocked, one.challenge)
    if request.method != "POST":
        return _page(request, "staff/second.html", ask)
    try:
        cookie = door.give(one, ask.check, known=request.COOKIES.get(KNOWN_COOKIE, ""), now=timezone.now())
    except SessionEnded:
        return _begin_again(request)
    except SecondWrong:
        return _page(request, "staff/second.html", ask, mistake=_wrong(), status=403)
    except signing_in.TooManyTries as told:
        return _page(request, "staff/second.html", ask, mistake=waiting(told), status=429)
    # Who tried in vain since the last time is told before the first page of work.
    to = "staff:own" if lately.failed_before(one.member) else "staff:home"
    return _opened(HttpResponseRedirect(reverse(to), status=303), one.member, cookie)


@require_http_methods(_METHODS)
def first(request: DeskRequest) -> HttpResponse:
    """The first second proof of a member: a phone or a security key, then recovery codes for the drawer."""
    now = timezone.now()
    try:
        one = door.waiting(request.COOKIES.get(PENDING_COOKIE, ""), now=now)
    except SessionEnded:
        return _begin_again(request)
    if not one.is_first:
        return HttpResponseRedirect(reverse("staff:second"), status=303)
    new = asking.New(request, one.member, one.unlocked, one.challenge)
    if request.method != "POST":
        return render(request, "staff/first.html", {"new": new})
    try:
        cookie, fresh = door.first(one, lambda: new.add(now), kind=new.kind, now=now)
    except SessionEnded:
        return _begin_again(request)
    except SecondWrong:
        return render(request, "staff/first.html", {"new": new, "mistake": _wrong()}, status=403)
    answer = render(request, "staff/recovery.html", {"fresh": fresh})
    return _opened(answer, one.member, cookie)


@desk("desk.enter")
@require_http_methods(_METHODS)
def again(request: DeskRequest) -> HttpResponse:
    """The second proof once more, before an act that takes much out or changes who may get in."""
    ask = asking.Ask(request, request.member, request.unlocked, sessions.challenge_of(request.unlocked))
    if request.method != "POST":
        return _page(request, "staff/again.html", ask)
    cookie, known = request.COOKIES.get(COOKIE, ""), request.COOKIES.get(KNOWN_COOKIE, "")
    try:
        door.again(request.member, cookie, ask.check, known=known, now=timezone.now())
    except SecondWrong:
        return _page(request, "staff/again.html", ask, mistake=_wrong(), status=403)
    except signing_in.TooManyTries as told:
        return _page(request, "staff/again.html", ask, mistake=waiting(told), status=429)
    return HttpResponseRedirect(_back(request) or reverse("staff:home"), status=303)


def _back(request: HttpRequest) -> str:
    """Where the member was going, if that is a page of this house."""
    to = request.POST.get("next", request.GET.get("next", ""))
    return to if to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None) else ""


def _page(
    request: HttpRequest, template: str, ask: asking.Ask, *, mistake: str = "", status: int = 200
) -> HttpResponse:
    return render(request, template, {"ask": ask, "mistake": mistake, "next": _back(request)}, status=status)


def _wrong() -> str:
    return gettext("This proves nothing: it is wrong, too old, or was used before. Take the next one.")


def _begin_again(request: HttpRequest) -> HttpResponse:
    answer = HttpResponseRedirect(reverse("staff:sign_in"), status=303)
    take_cookie(answer, name=PENDING_COOKIE)
    return answer


def _opened(answer: HttpResponse, member: Member, cookie: str) -> HttpResponse:
    give_cookie(answer, cookie)
    take_cookie(answer, name=PENDING_COOKIE)
    mark_browser(answer, signing_in.browser_mark(member))
    return answer
