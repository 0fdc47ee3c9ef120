"""Reads what a member writes down of a person's consent: the same choices as the person has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.reporting import consent
from havenline.reporting.allowing import Wording
from havenline.reporting.consent import CERTIFICATION, NAME, NAMED, RELIEF, Terms, TermsWrong
from havenline.reporting.words import LINE_LIMIT, storable

GRADES: Mapping[str, str | Promise] = {
    "record": _("Just keep it, share nothing, do not ask again"),
    "talk": _("Talk first, share nothing yet"),
    "unnamed": _("Share parts of it without the name"),
    "named": _("Share it with the name"),
    "certification": _("Help with a U or T certification"),
}
WAYS: Mapping[str, str | Promise] = {
    "case": _("The case against who did it, in this office"),
    "agency": _("Another agency, against who did it"),
    "help": _("A group that helps the person"),
    "warn": _("A group that warns others"),
    "relief": _("Who helps with certifications in this office"),
}
FIELDS: Mapping[str, str | Promise] = {
    "facts": _("Kind of crime and its day"),
    "words": _("The person's words"),
    "who": _("Who did it"),
    "where": _("Where it was"),
    "when": _("When it was"),
    "letters": _("The person's letters"),
    "name": _("Name and birth date"),
}
TIMES: Mapping[str, str | Promise] = {
    "month": _("30 days"),
    "quarter": _("3 months"),
    "year": _("One year"),
    "open": _("Until the person takes it back"),
}
HOWS: Mapping[str, str | Promise] = {
    "letter": _("In a letter"),
    "call": _("In a call or message"),
    "meeting": _("In a meeting"),
    "through": _("Through somebody the person trusts"),
}
assert (tuple(GRADES), tuple(WAYS), tuple(FIELDS)) == (consent.GRADES, tuple(consent.WAYS), consent.FIELDS)
assert (tuple(TIMES), tuple(HOWS)) == (tuple(consent.TIMES), consent.HOWS)
WORDING = Wording(GRADES, WAYS, FIELDS, HOWS)

_WRONG: Mapping[str, str | Promise] = {
    "way": _("Choose who may get it, as this consent allows."),
    "fields": _("Choose the parts the person named. Without the name, the name is not among them."),
    "to": _("Name the agency or group, and nobody for people in this office."),
    "grade": _("For this answer leave the rest empty: nothing is shared."),
    "until": _("Choose how long it holds."),
    "how": _("Help with a certification is asked for in writing: it is written down from a letter alone."),
}


class SaidConsent(forms.Form):
    """What the person said may be shared, and how the person said it."""

    grade = forms.ChoiceField(
        choices=list(GRADES.items()),
        error_messages={
            "required": _("Choose what the person said."),
            "invalid_choice": _("Choose from the list."),
        },
    )
    way = forms.ChoiceField(
        choices=[("", _("Nobody")), *WAYS.items()],
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    to = forms.CharField(max_length=LINE_LIMIT, required=False)
    part = forms.MultipleChoiceField(
        choices=list(FIELDS.items()),
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    time = forms.ChoiceField(
        choices=[("", _("Choose")), *TIMES.items()],
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    how = forms.ChoiceField(
        choices=[("", _("Choose")), *HOWS.items()],
        error_messages={
            "required": _("Say how the person said it."),
            "invalid_choice": _("Say how the person said it."),
        },
    )

    def clean(self) -> dict[str, Any]:
        """The terms, if they are a consent."""
        found = super().clean() or {}
        if not self.errors:
            try:
                found["terms"] = self._terms(found, today=timezone.localdate())
                consent.check_how(found["terms"], found["how"])
            except TermsWrong as fault:
                raise forms.ValidationError(str(_WRONG[fault.field])) from None
        return found

    def _terms(self, found: Mapping[str, Any], *, today: date) -> Terms:
        grade = found["grade"]
        parts = {*found["part"], *([NAME] if grade == NAMED else [])}
        way = found["way"] or (RELIEF if grade == CERTIFICATION else "")
        until = consent.last_day(found["time"], today=today) if grade in consent.SHARING else None
        fields = tuple(name for name in consent.FIELDS if name in parts)
        terms = Terms(grade, way, fields, storable(found["to"]), until)
        consent.check_terms(terms, today=today)
        return terms
