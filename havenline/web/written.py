"""Gives back what somebody typed into a form that cannot be taken: to read and copy, kept nowhere."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from havenline.web.origin import is_foreign

NOTHING = SafeString("")
# What a form brings by itself: nobody typed it, nobody needs it again.
_NOT_TYPED = {
    *("csrfmiddlewaretoken", "number", "form", "charges", "items", "add", "purpose", "once", "after"),
    # What a button says it is about.
    *("asked", "consent", "task", "link", "do", "move"),
    # A second proof is nobody's words either.
    *("second", "answer", "candidate"),
}


def written(request: HttpRequest) -> SafeString:
    """The filled fields of a posted form as rows of a list: name in plain words, text as typed.

    Nothing of a sign-in, where a passphrase may stand in any field, and nothing that another site sent:
    its words must not stand on a page of ours.
    """
    if request.method != "POST" or "passphrase" in request.POST or is_foreign(request):
        return NOTHING
    typed = [
        (field.replace("_", " ").replace("-", " "), str(text))
        for field, texts in request.POST.lists()
        for text in texts
        if field not in _NOT_TYPED and str(text).strip()
    ]
    return format_html_join("\n", '<dt>{}</dt><dd class="card words" dir="auto">{}</dd>', typed)
