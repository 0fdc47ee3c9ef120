"""What a reviewer finds, and an invented person to lay out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from havenline.charging.fields import Line, PastDay
from havenline.protection.gate import PersonAsked
from havenline.protection.tokens import can_find
from havenline.sampling.kinds import FINDINGS


class Finding(forms.Form):
    """Whether what was looked at is in order."""

    finding = forms.ChoiceField(choices=[(word, word) for word in FINDINGS])


class CanaryForm(forms.Form):
    """An invented person: two parts of a name and a day of birth, so that a question finds them."""

    use_required_attribute = False

    name = Line(label=_("Invented name"), most=160, hint=_("first and last name, of nobody you know of"))
    born = PastDay(label=_("Invented day of birth"), hint=_("month/day/year"))

    def clean(self) -> dict[str, Any]:
        """The values; adds an error where no question could find the person."""
        values = super().clean() or {}
        if not self.errors and not can_find(self.person(values)):
            self.add_error("name", _("Write two parts of a name and a whole day of birth."))
        return values

    def person(self, values: dict[str, Any]) -> PersonAsked:
        """The person as a question would name them."""
        born = values.get("born")
        return PersonAsked(name=values.get("name", ""), born=born.isoformat() if born else "")

    def mistakes(self) -> list[dict[str, str]]:
        """What to put right: where it stands and what to do."""
        return [
            {"at": name, "where": str(self.fields[name].label), "words": str(errors[0])}
            for name, errors in self.errors.items()
        ]
