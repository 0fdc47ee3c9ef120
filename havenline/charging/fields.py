"""Form fields that say in words what to do, and never repeat a wrong value in an error."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havenline.charging import typed
from havenline.vault import codes
from havenline.vault.errors import SlipMistyped

EARLIEST = date(1900, 1, 1)
Choices = Sequence[tuple[str, Any]]


class Line(forms.Field):
    """One line of text, cleaned of what hides or turns it; `most` letters, `needed` says why it is asked."""

    def __init__(self, *, label: Any, most: int, hint: Any = "", needed: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=bool(needed),
            error_messages={"required": needed},
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )
        self.most = most

    def to_python(self, value: object) -> str:
        """The cleaned line; raises ValidationError when it is too long."""
        line = typed.clean(str(value or ""))
        if len(line) > self.most:
            raise forms.ValidationError(
                _("This is too long: at most %(most)s letters."), "too_long", {"most": self.most}
            )
        return line


class Slip(Line):
    """The twelve symbols of a slip, read as forgivingly as people type."""

    def to_python(self, value: object) -> str:
        """The slip's symbols, or nothing; raises ValidationError when it can be no slip."""
        line = super().to_python(value)
        if not line:
            return ""
        try:
            return codes.read_slip(line)
        except SlipMistyped:
            raise forms.ValidationError(
                _("A slip has twelve symbols, in three groups of four. Look for a wrong or missing one."),
                "no_slip",
            ) from None


class AnyDay(forms.Field):
    """A calendar day, past or to come, typed as month/day/year."""

    def __init__(self, *, label: Any, hint: Any = "") -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        super().__init__(label=label, help_text=hint, required=False, widget=widget)

    def to_python(self, value: object) -> date | None:
        """The day, or None where nothing is typed; raises ValidationError with what to type."""
        line = typed.clean(str(value or ""))
        if not line:
            return None
        try:
            day = typed.read_date(line)
        except ValueError:
            raise forms.ValidationError(
                _("Type the day as month/day/year, for example 05/14/2024."), "unread"
            ) from None
        if day < EARLIEST:
            raise forms.ValidationError(_("Look at the year: it lies before 1900."), "too_early")
        return day


class PastDay(AnyDay):
    """A calendar day that has come."""

    def to_python(self, value: object) -> date | None:
        """As AnyDay; raises ValidationError for a day that has not come yet."""
        day = super().to_python(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Look at the year: this day has not come yet."), "too_late")
        return day


class Choice(forms.ChoiceField):
    """One of a list of closed words; nothing chosen is the word `otherwise`."""

    def __init__(self, *, label: Any, choices: Choices, otherwise: str, hint: Any = "") -> None:
        super().__init__(
            label=label,
            choices=choices,
            help_text=hint,
            initial=otherwise,
            required=False,
            error_messages={"invalid_choice": _("Choose one of the answers shown.")},
        )
        self.otherwise = otherwise

    def to_python(self, value: object) -> str:
        """The word chosen."""
        return str(value or self.otherwise)


class Answer(forms.ChoiceField):
    """A question with its answers as large rows, none chosen beforehand."""

    def __init__(self, *, label: Any, choices: Choices, needed: Any, hint: Any = "") -> None:
        super().__init__(
            label=label,
            choices=choices,
            help_text=hint,
            widget=forms.RadioSelect,
            error_messages={"required": needed, "invalid_choice": _("Choose one of the answers shown.")},
        )
