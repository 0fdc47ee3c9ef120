"""Reads what staff write and choose on the reading page; a mistake never costs a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havenline.casework import facts
from havenline.casework.note_kinds import NOTE_KINDS as NOTE_KINDS
from havenline.casework.unasked_form import AsksFirst
from havenline.wall.kinds import KINDS

LETTER_LIMIT = 20_000
LABEL_LIMIT = 120
_OLDEST = 1900

# What can be found through a statement. The person's own words enter the wall with the report itself.
KINDS_IN_WORDS: Mapping[str, str | Promise] = {
    "third_party_statement": _("What somebody else said"),
    "document": _("Document"),
    "physical": _("Thing"),
    "device_data": _("Data of a phone or computer"),
    "metadata": _("Data about messages or calls"),
    "video": _("Picture, video or sound"),
    "observation": _("What an officer saw"),
    "undercover_record": _("Record of an undercover act"),
    "warrant": _("Warrant and what it brought"),
    "dna_reference": _("DNA sample"),
    "dna_match": _("DNA match"),
    "other": _("Something else, or a lead"),
}
assert set(KINDS_IN_WORDS) == set(KINDS) - {"own_statement", "own_testimony"}


def past_day(**more: Any) -> forms.DateField:
    """A field for a day, year first; may stay empty."""
    wrong = _("Give the day as year, month and day, for example 2026-03-31, or leave it empty.")
    return forms.DateField(
        required=False, input_formats=["%Y-%m-%d"], error_messages={"invalid": wrong}, **more
    )


def check_past(day: date | None) -> date | None:
    """The day, if it has come and can be meant; raises ValidationError."""
    if day and not _OLDEST <= day.year <= timezone.localdate().year:
        raise forms.ValidationError(_("Look at the year."))
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come yet."))
    return day


class Answer(AsksFirst):
    """A letter to the person."""

    scanned = ("words",)

    words = forms.CharField(
        max_length=LETTER_LIMIT,
        strip=False,
        error_messages={
            "required": _("The letter is empty. Write it, then send."),
            "max_length": _("The letter is too long. Send it in two parts."),
        },
    )

    # How many letters the page showed: what came meanwhile is read before this is sent.
    after = forms.IntegerField(required=False, min_value=0)

    def clean_words(self) -> str:
        """The letter; spaces alone are no letter."""
        words: str = self.cleaned_data["words"]
        if not words.strip():
            raise forms.ValidationError(_("The letter is empty. Write it, then send."))
        return words


class Completion(forms.Form):
    """Facts still open, each with answers that protect; what is left alone stays open."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, known: Mapping[str, str]) -> None:
        super().__init__(data)
        for name in facts.still_open(known):
            if name == facts.CRIME_DATE:
                self.fields[name] = past_day()
                continue
            choices = [("", _("Leave open")), *facts.OFFERED[name].items()]
            self.fields[name] = forms.ChoiceField(
                choices=choices, required=False, error_messages={"invalid_choice": _("Choose from the list.")}
            )

    def clean_crime_date(self) -> date | None:
        """A day that has come."""
        return check_past(self.cleaned_data["crime_date"])

    def clean(self) -> dict[str, Any]:
        """At least one fact."""
        found = super().clean() or {}
        if not self.errors and not any(found.values()):
            raise forms.ValidationError(_("Nothing was chosen. Choose at least one answer, then save."))
        return found

    def chosen(self) -> dict[str, str]:
        """The facts completed, as the case file writes them."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.cleaned_data.items()
            if value
        }


class Found(AsksFirst):
    """Something found through the report."""

    scanned = ("label",)

    kind = forms.ChoiceField(
        choices=list(KINDS_IN_WORDS.items()),
        error_messages={"required": _("Choose what it is."), "invalid_choice": _("Choose what it is.")},
    )
    label = forms.CharField(
        max_length=LABEL_LIMIT,
        error_messages={
            "required": _("Give it a few words, so that a colleague knows it again."),
            "max_length": _("A few words are enough here."),
        },
    )
    obtained = past_day()
    # Comes with the page: the same form sent twice is one item.
    once = forms.UUIDField()
    through = forms.MultipleChoiceField(
        error_messages={
            "required": _("Choose what it was found through."),
            "invalid_choice": _("Choose what it was found through."),
        }
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, refs: Sequence[str]) -> None:
        super().__init__(data)
        through = self.fields["through"]
        assert isinstance(through, forms.MultipleChoiceField)
        through.choices = [(ref, ref) for ref in refs]

    def clean_obtained(self) -> date | None:
        """A day that has come, or none."""
        return check_past(self.cleaned_data["obtained"])


class WrittenNote(AsksFirst):
    """An internal note; what the person said is told apart from what staff think."""

    scanned = ("text",)

    kind = forms.ChoiceField(
        choices=list(NOTE_KINDS.items()),
        error_messages={
            "required": _("Choose what kind of note it is."),
            "invalid_choice": _("Choose what kind of note it is."),
        },
    )
    text = forms.CharField(
        max_length=LETTER_LIMIT,
        strip=False,
        error_messages={
            "required": _("The note is empty. Write it, then save."),
            "max_length": _("The note is too long. Save it in two parts."),
        },
    )
    # Comes with the page: the same form sent twice is one note.
    once = forms.UUIDField()

    def clean_text(self) -> str:
        """The note; spaces alone are none."""
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("The note is empty. Write it, then save."))
        return text
