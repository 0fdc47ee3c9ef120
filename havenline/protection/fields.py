"""Form fields of the protection desk: forgiving in how a thing is typed, strict in what is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.protection.facts import UNKNOWN
from havenline.vault import codes

_FORMS = ("%m/%d/%Y", "%Y-%m-%d", "%m-%d-%Y")
_EARLIEST = date(1900, 1, 1)
_QUIET = {"autocomplete": "off", "spellcheck": "false"}
Choices = Iterable[tuple[str, str | Promise]]


def plain_line(text: str) -> str:
    """One line: composed, single spaces, nothing that hides, turns or breaks it."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    kept = (letter for letter in spaced if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


class Line(forms.Field):
    """One line of text; refuses what may be a reporter's code, and does not say it back."""

    def __init__(self, *, label: Any, most: int, hint: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=False,
            widget=forms.TextInput(attrs={**_QUIET, "maxlength": most}),
        )
        self.most = most

    def to_python(self, value: object) -> str:
        """The line, cleaned; raises ValidationError."""
        line = plain_line(str(value or ""))
        if len(line) > self.most:
            raise forms.ValidationError(
                _("This is too long: at most %(most)s letters."), "too_long", {"most": self.most}
            )
        if codes.looks_like_code(str(value or "")) or codes.looks_like_code(line):
            raise forms.ValidationError(
                _("This looks like a person's code. Never ask for a code; destroy your copy of it."), "code"
            )
        return line

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the page shows again of what was typed: never a code."""
        typed = str(data or "")
        return "" if codes.looks_like_code(typed) or codes.looks_like_code(plain_line(typed)) else data


class PastDay(forms.Field):
    """A calendar day that has come, typed as month/day/year."""

    def __init__(self, *, label: Any, hint: Any = "") -> None:
        super().__init__(label=label, help_text=hint, required=False, widget=forms.TextInput(attrs=_QUIET))

    def to_python(self, value: object) -> str:
        """The day as YYYY-MM-DD, or nothing; raises ValidationError with what to type."""
        line = plain_line(str(value or ""))
        if not line:
            return ""
        day = _read(line)
        if day is None:
            raise forms.ValidationError(
                _("Type the day as month/day/year, for example 05/14/2024."), "unread"
            )
        if not _EARLIEST <= day <= timezone.localdate():
            raise forms.ValidationError(
                _("Look at the year: the day lies before 1900 or has not come yet."), "far"
            )
        return day.isoformat()


def _read(line: str) -> date | None:
    for form in _FORMS:
        try:
            return datetime.strptime(line, form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    return None


class Closed(forms.ChoiceField):
    """A closed fact; nothing chosen is `unknown`, unless `needed` says why an answer is."""

    def __init__(self, *, label: Any, choices: Choices, hint: Any = "", needed: Any = "") -> None:
        first = [("", _("Choose one"))] if needed else [(UNKNOWN, _("Not known"))]
        super().__init__(
            label=label,
            choices=[*first, *choices],
            help_text=hint,
            required=bool(needed),
            error_messages={
                "required": needed,
                "invalid_choice": _("Choose one of the answers shown."),
            },
        )

    def to_python(self, value: object) -> str:
        """The word chosen."""
        return str(value or "") or ("" if self.required else UNKNOWN)
