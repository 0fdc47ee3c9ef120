"""Reads a task: what, by when, for whom, in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havenline.casework.forms import past_day
from havenline.casework.task_kinds import SET_BY_HAND
from havenline.casework.tasking import TASKS_IN_WORDS
from havenline.casework.unasked_form import AsksFirst
from havenline.staff.models import Member

CHOICES = [(kind, TASKS_IN_WORDS[kind]) for kind in SET_BY_HAND]
_TEXT_LIMIT = 2_000
_LONGEST = timedelta(days=3 * 366)


class SetTask(AsksFirst):
    """A task of a report."""

    scanned = ("text",)

    kind = forms.ChoiceField(
        choices=CHOICES,
        error_messages={
            "required": _("Choose what is to be done."),
            "invalid_choice": _("Choose from the list."),
        },
    )
    due = past_day()
    member = forms.UUIDField(required=False, error_messages={"invalid": _("Choose from the list.")})
    text = forms.CharField(
        max_length=_TEXT_LIMIT,
        required=False,
        strip=False,
        error_messages={"max_length": _("A few words are enough here.")},
    )
    # Comes with the page: the same form sent twice is one task.
    once = forms.UUIDField()

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Sequence[Member]) -> None:
        super().__init__(data)
        self._members = {member.id: member for member in members}

    def clean_due(self) -> date:
        """A day from today on."""
        day: date | None = self.cleaned_data["due"]
        today = timezone.localdate()
        if day is None or not today <= day <= today + _LONGEST:
            raise forms.ValidationError(_("Give a day from today on, within three years."))
        return day

    def clean_member(self) -> Member | None:
        """Somebody who reads reports, or nobody: then it is everybody's."""
        chosen = self.cleaned_data["member"]
        if chosen and chosen not in self._members:
            raise forms.ValidationError(_("Choose from the list."))
        return self._members[chosen] if chosen else None
