"""The form of a request: closed facts and two days. There is no place for a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havenline.discovery import facts
from havenline.discovery.facts import Words

_OLDEST_DAYS = 3650


def _choice(label: Any, offered: Words) -> forms.ChoiceField:
    needed = _("Choose one answer. “Not known” is one.")
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Choose")), *offered.items()],
        error_messages={"required": needed, "invalid_choice": needed},
    )


def _day(label: Any, *, required: bool) -> forms.DateField:
    wrong = _("Give the day as year, month and day, for example 2026-03-31.")
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": wrong, "required": wrong},
    )


class RequestForm(forms.Form):
    """A request as it came in."""

    use_required_attribute = False

    asks = _choice(_("Who asks"), facts.ASKS)
    instrument = _choice(_("In which form"), facts.INSTRUMENTS)
    purpose = _choice(_("What for"), facts.PURPOSES)
    wants = forms.MultipleChoiceField(
        label=_("What they want"),
        required=False,
        choices=list(facts.WANTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    consent = _choice(_("Did the person ask for this, or agree to it in writing?"), facts.ANSWERS)
    undertaking = _choice(_("Did who asks accept the terms of the policy in writing?"), facts.ANSWERS)
    received = _day(_("Day it came in"), required=True)
    on_paper = _day(_("Day the request itself names for an answer, if any"), required=False)

    def clean_received(self) -> Any:
        """A day that has come, not years ago."""
        day = self.cleaned_data["received"]
        if not 0 <= (timezone.localdate() - day).days <= _OLDEST_DAYS:
            raise forms.ValidationError(_("Look at the day: it has not come yet, or is long gone."))
        return day

    def clean(self) -> dict[str, Any]:
        """The day on the paper does not lie before the paper came."""
        found = super().clean() or {}
        received, on_paper = found.get("received"), found.get("on_paper")
        if received and on_paper and on_paper < received:
            self.add_error("on_paper", _("This day lies before the request came in. Look at both."))
        return found

    def case(self) -> dict[str, object]:
        """The `request` of the case file."""
        kept = self.cleaned_data
        return facts.case_of(
            asks=kept["asks"],
            instrument=kept["instrument"],
            purpose=kept["purpose"],
            wants=kept["wants"],
            consent=kept["consent"],
            undertaking=kept["undertaking"],
            received=kept["received"].isoformat(),
        )

    def mistakes(self) -> list[dict[str, str]]:
        """What to put right, in the order of the page."""
        return [
            {"at": name, "where": str(self.fields[name].label), "words": str(errors[0])}
            for name, errors in self.errors.items()
            if name in self.fields
        ]
