"""Stops staff before immigration status is written down (policy C5, C6): what is not kept cannot be told."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from havenline.unasked import found_in


class AsksFirst(forms.Form):
    """A form of which some fields may not tell immigration status, unless the person wants it.

    `asks` says that this is the one thing in the way: the page then shows the box `kept`.
    """

    kept = forms.BooleanField(required=False)
    scanned: ClassVar[tuple[str, ...]] = ()
    asks = False

    def clean(self) -> dict[str, Any]:
        """What was written; the words that were found are named."""
        cleaned = super().clean() or {}
        # It is no part of what is kept: the act takes the rest of the form as it stands.
        if cleaned.pop("kept", False):
            return cleaned
        for name in self.scanned:
            text = str(cleaned.get(name) or "")
            words = dict.fromkeys(text[one.start : one.end] for one in found_in(text))
            if words:
                self.asks = True
                self.add_error(name, self._sentence(list(words)))
        return cleaned

    def _sentence(self, words: list[str]) -> str:
        return _(
            "This may tell immigration status: %(words)s. Nobody here writes it down. Take it out, or say "
            "below that the person wants it."
        ) % {"words": ", ".join(f"“{word}”" for word in words[:5])}
