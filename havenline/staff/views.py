"""The pages at the door: name and passphrase, lock, and the way to the first place of one's desk."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havenline.staff import conduct, places, signing_in
from havenline.staff.door import COOKIE, DeskRequest, desk, give_cookie, take_cookie
from havenline.staff.founding import PASSPHRASE_LONGEST

KNOWN_COOKIE, PENDING_COOKIE = "__Host-known", "__Host-second"
TYPED_LIMIT = PASSPHRASE_LONGEST


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: DeskRequest) -> HttpResponse:
    """The sign-in page; a right name and passphrase lead to the second proof."""
    if request.member is not None:
        return HttpResponseRedirect(reverse("staff:home"), status=303)
    if request.method != "POST":
        return render(request, "staff/sign_in.html", {"ended": request.session_ended})
    name = request.POST.get("name", "")[:TYPED_LIMIT]
    typed = request.POST.get("passphrase", "")[:TYPED_LIMIT]
    known = request.COOKIES.get(KNOWN_COOKIE, "")
    now = timezone.now()
    try:
        proven = signing_in.prove(name, typed, known=known, now=now)
    except signing_in.SignInRefused:
        said = gettext("This name and passphrase do not open a desk. Look at both and try again.")
        return _refused(request, said, status=403)
    except signing_in.SignInBusy:
        said = gettext("Several people are signing in at this moment. Nothing was tried: sign in again.")
        return _refused(request, said, status=503)
    except signing_in.TooManyTries as told:
        return _refused(request, waiting(told), status=429)
    answer = HttpResponseRedirect(reverse("staff:second"), status=303)
    give_cookie(answer, signing_in.wait(proven, now=now), name=PENDING_COOKIE)
    return answer


def waiting(told: signing_in.TooManyTries) -> str:
    """How long to wait, in a sentence."""
    return ngettext(
        "This name was tried often just now. Wait %(seconds)d second, then try again.",
        "This name was tried often just now. Wait %(seconds)d seconds, then try again.",
        told.seconds,
    ) % {"seconds": told.seconds}


def _refused(request: DeskRequest, said: str, *, status: int) -> HttpResponse:
    # The name is not given back: a passphrase typed into the wrong field would stand on the screen.
    return render(request, "staff/sign_in.html", {"mistake": said}, status=status)


def mark_browser(answer: HttpResponse, mark: str) -> None:
    """Have the browser known again for 90 days, so that strangers' tries are counted apart from its own."""
    lasts = signing_in.KNOWN_BROWSER_DAYS * 24 * 3600
    answer.set_cookie(
        KNOWN_COOKIE, mark, max_age=lasts, path="/", secure=True, httponly=True, samesite="Strict"
    )


@desk("desk.enter")
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """The way to the first place of this desk."""
    if not conduct.has_accepted(request.member):
        return HttpResponseRedirect(reverse("staff:conduct"), status=303)
    first = next(iter(places.of(request.member)), None)
    if first is None:
        return render(request, "staff/home.html")
    return HttpResponseRedirect(first.url, status=303)


@desk("desk.enter")
@require_POST
def lock(request: DeskRequest) -> HttpResponse:
    """Lock: the keys leave this machine, and the browser forgets the session."""
    signing_in.end(request.COOKIES.get(COOKIE, ""), request.member, now=timezone.now())
    answer = HttpResponseRedirect(reverse("staff:sign_in"), status=303)
    take_cookie(answer)
    return answer
