"""Lets nobody to a desk who is not signed in and may: who may not sees the page of what is not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from havenline.staff import conduct
from havenline.staff.models import Member
from havenline.staff.roles import ACTS, STEP_UP, ActUnknown, may
from havenline.vault import sessions
from havenline.vault.errors import SessionEnded
from havenline.vault.keys import Unlocked
from havenline.web.headers import DESK_PATHS
from havenline.web.views import not_found
from havenline.web.written import written

COOKIE = "__Host-desk"
PROVEN_FOR = timedelta(minutes=10)
# What is open before the code of conduct was accepted: the own sign-in, and the code itself.
_BEFORE_CONDUCT = frozenset({"desk.enter", "desk.secure"})

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """A request that came through the door: who sits there, and their keys."""

    member: Member
    unlocked: Unlocked
    session_ended: bool


class SignedInMiddleware:
    """Puts `member` and `unlocked` on every request: who is signed in, or None. The portal never asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; a cookie whose session is over is taken back with it."""
        cookie = request.COOKIES.get(COOKIE) if request.path.startswith(DESK_PATHS) else None
        member, unlocked = _signed_in(cookie) if cookie else (None, None)
        ended = cookie is not None and member is None
        request.member, request.unlocked = member, unlocked  # type: ignore[attr-defined]
        request.session_ended = ended  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if ended and isinstance(answer, HttpResponse) and COOKIE not in answer.cookies:
            take_cookie(answer)
        return answer


def _signed_in(cookie: str) -> tuple[Member | None, Unlocked | None]:
    try:
        unlocked = sessions.staff(cookie, now=timezone.now())
    except SessionEnded:
        return None, None
    # A member who left, or whose keys were made anew, has no session whatever the row says.
    member = Member.objects.filter(id=unlocked.member_id, key=unlocked.key, active=True).first()
    return (member, unlocked) if member else (None, None)


def give_cookie(answer: HttpResponse, value: str, *, name: str = COOKIE) -> None:
    """The cookie of the session: this host alone, encrypted lines, no script, gone with the browser."""
    answer.set_cookie(name, value, path="/", secure=True, httponly=True, samesite="Strict")


def take_cookie(answer: HttpResponse, *, name: str = COOKIE) -> None:
    """Have the browser forget the session's cookie."""
    answer.set_cookie(name, "", max_age=0, path="/", secure=True, httponly=True, samesite="Strict")


def desk(act: str) -> Callable[[View], View]:
    """A page for members who may do `act`.

    Nobody signed in: the sign-in page. Signed in but may not: the same bytes as an address that is not there.
    Where the code of conduct waits, or the act needs a second proof of the last minutes, those come first.
    Put it outside of what checks the method. Raises ActUnknown, when the page is loaded, for an act that the
    table does not name.
    """
    if act not in ACTS:
        raise ActUnknown(f"the act `{act}` is not in the table: name it in staff/roles.py")

    def guarded(view: View) -> View:
        @wraps(view)
        def checked(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.member is None:
                return _to_sign_in(request)
            if not may(request.member, act):
                return not_found(request)
            if act not in _BEFORE_CONDUCT and not conduct.has_accepted(request.member):
                return HttpResponseRedirect(reverse("staff:conduct"), status=303)
            if act in STEP_UP and not is_fresh(request):
                return _to_second_proof(request)
            return view(request, *args, **kwargs)

        checked.act = act  # type: ignore[attr-defined]  # the house test compares it with its table
        return checked

    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if typed := written(request):
        # A session that ended while somebody wrote must not cost the words: they go back whence they came.
        return render(request, "staff/signed_out.html", {"written": typed}, status=403)
    return HttpResponseRedirect(reverse("staff:sign_in"), status=303)


def is_fresh(request: DeskRequest) -> bool:
    """Whether this session gave a second proof within the last ten minutes."""
    proven = request.unlocked.proven_at
    return proven is not None and timedelta() <= timezone.now() - proven <= PROVEN_FOR


def _to_second_proof(request: DeskRequest) -> HttpResponse:
    if typed := written(request):
        return render(request, "staff/prove_first.html", {"written": typed}, status=403)
    back = f"?{urlencode({'next': request.path})}" if request.method in ("GET", "HEAD") else ""
    return HttpResponseRedirect(reverse("staff:again") + back, status=303)
