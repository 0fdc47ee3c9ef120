"""Reads what staff write about where things came from; every mistake is said at its field."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from havenline.charging.fields import Choice, Line, PastDay
from havenline.charging.rows import read_ref
from havenline.provenance.words import BASES
from havenline.staff.models import Member

OUTSIDE = "outside"


class _Refs(Line):
    """Wall numbers in one line; `needed` says why at least one is asked."""

    def clean(self, value: object) -> Any:
        """The references, each once; raises ValidationError for what can be none."""
        line = super().clean(value)
        written = re.split(r"[\s,;]+", line.strip(" ,;"))
        return list(dict.fromkeys(read_ref(one) for one in written if one))


class _Ref(Line):
    """One wall number."""

    def clean(self, value: object) -> Any:
        """The reference, or nothing; raises ValidationError for what can be none."""
        line = super().clean(value)
        return read_ref(line) if line else ""


class FindForm(forms.Form):
    """Which item is meant."""

    use_required_attribute = False

    ref = _Ref(
        label=_("Wall number"), most=12, hint=_("for example W-7K2QD"), needed=_("Write a wall number.")
    )


class LaterForm(forms.Form):
    """What is learned later about where an item came from."""

    use_required_attribute = False

    ref = _Ref(
        label=_("Wall number"), most=12, hint=_("for example W-7K2QD"), needed=_("Write a wall number.")
    )
    through = _Refs(
        label=_("It was also found through"), most=200, hint=_("wall numbers of what led to it as well")
    )
    like = _Ref(
        label=_("It came from the person who gave"),
        most=12,
        hint=_("the wall number of something this person gave"),
    )

    def clean(self) -> dict[str, Any]:
        """The values; adds an error where nothing is told."""
        values = super().clean() or {}
        if not self.errors and not (values.get("through") or values.get("like")):
            self.add_error("through", _("Write what led to it, or whose it was."))
        return values


class SourceForm(forms.Form):
    """A source of its own."""

    use_required_attribute = False

    basis = Choice(label=_("On what it rests"), choices=(), otherwise="")
    day = PastDay(label=_("Day the source was found"), hint=_("month/day/year"))
    finder = Choice(label=_("Who found it"), choices=(), otherwise="")
    resting_on = _Refs(
        label=_("Items the source rests on"), most=200, hint=_("wall numbers; empty where it rests on none")
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        members = Member.objects.filter(active=True).order_by("name").values_list("id", "name")
        choices = [("", _("Choose")), (OUTSIDE, _("Somebody outside the office"))]
        self._choose("basis", [("", _("Choose")), *BASES.items()])
        self._choose("finder", [*choices, *((str(key), name) for key, name in members)])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The values; adds an error where a part of the source is left open."""
        values = super().clean() or {}
        for name in ("basis", "day", "finder"):
            if name not in self.errors and not values.get(name):
                self.add_error(name, _("A source needs this: without it nobody can approve it."))
        return values

    @property
    def finder_id(self) -> UUID | None:
        """The member who found it; None for somebody outside."""
        chosen = self.cleaned_data["finder"]
        return None if chosen == OUTSIDE else UUID(chosen)
