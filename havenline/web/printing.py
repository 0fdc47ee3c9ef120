"""Prints what is the same for everybody once in a process; what is one person's is put into gaps each time.

Nothing of a person is ever kept: a page is printed from closed words alone and without the request, and a gap
is marked by a text that nobody outside the process can guess.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_OURS = secrets.token_hex(16)
_MARK = re.compile(f"<!--{_OURS}-([a-z]+)-->")
_KEPT = 500  # more than pages, languages and closed answers make together

# Page -> its bytes, cut at the gaps: what is printed and the name of a gap take turns.
_kept: dict[tuple[str, ...], tuple[bytes, ...]] = {}

Context = Mapping[str, object]


def gap(name: str) -> SafeString:
    """What the context of a page holds in the place of something that is one person's own."""
    return SafeString(f"<!--{_OURS}-{name}-->")


def printed(
    template: str,
    context: Callable[[], Context],
    *,
    words: tuple[str, ...] = (),
    gaps: Mapping[str, SafeString] | None = None,
) -> HttpResponse:
    """The page of `template`, `gaps` (name -> HTML, escaped already) put into its gaps.

    INVARIANT: language and `words`, of which each comes from a closed list, decide everything in `context`.
    """
    key = (template, get_language() or "", *words)
    parts = _kept.get(key)
    if parts is None:
        parts = _print(template, context())
        if len(_kept) < _KEPT:
            _kept[key] = parts
    filled = {name: html.encode() for name, html in (gaps or {}).items()}
    return HttpResponse(
        b"".join(filled[part.decode()] if number % 2 else part for number, part in enumerate(parts))
    )


def _print(template: str, context: Context) -> tuple[bytes, ...]:
    # A request of nobody: whatever a template may show of it, it is not this visitor's.
    text = render_to_string(template, dict(context), HttpRequest())
    return tuple(part.encode() for part in _MARK.split(text))
