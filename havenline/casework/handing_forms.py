"""Reads what is chosen when parts of a report are handed over, told about, or found through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.casework.forms import KINDS_IN_WORDS, check_past, past_day
from havenline.reporting.handed import OUTCOMES
from havenline.reporting.words import LINE_LIMIT, storable
from havenline.staff.models import Member

KINDS: Mapping[str, str | Promise] = {
    "handover": _("Hand-over to the case against who did it"),
    "referral": _("Referral: we go on, they help too"),
    "transfer": _("Transfer: they have the care of it from then on"),
}
OUTCOMES_IN_WORDS: Mapping[str, str | Promise] = {
    "pending": _("It is being worked on"),
    "filed": _("Charges were filed"),
    "declined": _("No charges will be filed"),
}
assert tuple(OUTCOMES_IN_WORDS) == OUTCOMES


class Handing(forms.Form):
    """To whom, under which consent."""

    consent = forms.UUIDField()
    kind = forms.ChoiceField(choices=list(KINDS.items()))
    member = forms.UUIDField(required=False)
    named = forms.CharField(max_length=LINE_LIMIT, required=False)

    def __init__(self, data: Mapping[str, Any], *, members: Sequence[Member]) -> None:
        super().__init__(data)
        self._members = {member.id: member for member in members}

    def clean(self) -> dict[str, Any]:
        """The member chosen, or the name of somebody outside."""
        found = super().clean() or {}
        chosen = found.get("member")
        found["to"] = self._members.get(chosen) if chosen else None
        found["named"] = storable(found.get("named") or "")
        return found


class FoundThrough(forms.Form):
    """Something found through what was handed over: what it is, and since when the office has it."""

    kind = forms.ChoiceField(
        choices=list(KINDS_IN_WORDS.items()),
        error_messages={"required": _("Choose what it is."), "invalid_choice": _("Choose what it is.")},
    )
    obtained = past_day()
    # Comes with the page: the same form sent twice is one item.
    once = forms.UUIDField()

    def clean_obtained(self) -> date | None:
        """A day that has come, or none."""
        return check_past(self.cleaned_data["obtained"])
