"""The rows of the question: charges as written, and the items the office would rely on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from havenline.charging.fields import Choice, Line, PastDay

TRI = [("unknown", _("Not known")), ("false", _("No")), ("true", _("Yes"))]
# No is not offered: whoever does not know what a person reported cannot know what is no part of it.
INCIDENT = [("unknown", _("Not known")), ("true", _("Yes"))]
LEVELS = [
    ("unknown", _("Not known")),
    ("infraction", _("Infraction")),
    ("misdemeanor", _("Misdemeanor")),
    ("felony", _("Felony")),
    ("wobbler", _("Misdemeanor or felony")),
]
KINDS = [
    ("other", _("Something else")),
    ("own_statement", _("What this person said")),
    ("own_testimony", _("What this person testified")),
    ("third_party_statement", _("What somebody else said")),
    ("physical", _("A thing")),
    ("document", _("A document")),
    ("device_data", _("Data from this person's phone or accounts")),
    ("video", _("Video or picture")),
    ("warrant", _("Found on a warrant")),
    ("undercover_record", _("Undercover record")),
    ("observation", _("What an officer saw")),
    ("dna_reference", _("DNA sample")),
    ("dna_match", _("DNA match")),
]
SOURCES = [
    ("unknown", _("Not known")),
    ("person", _("From this person")),
    ("report", _("Found through a report or what a person told")),
    ("own", _("A source of its own")),
]
_WALL_REF = re.compile(r"W-[0-9A-HJKMNP-TV-Z]{5}")
_READ_AS = str.maketrans("OIL", "011")


class Row(forms.Form):
    """One row; a row left as it was shown does not count."""

    use_required_attribute = False
    first = ""  # the field without which the row says nothing
    first_missing: Any = ""

    def clean(self) -> dict[str, Any]:
        """The row's values; adds an error where the row says something but not of what."""
        values = super().clean() or {}
        if self.first not in self.errors and not values.get(self.first):
            self.add_error(self.first, self.first_missing)
        return values


class ChargeRow(Row):
    """A charge as the file writes it."""

    first = "raw"
    first_missing = _("Write the charge, or empty this row.")

    raw = Line(label=_("Charge as written"), most=160, hint=_("for example PC 647(b)(1)"))
    level = Choice(label=_("Level"), choices=LEVELS, otherwise="unknown")
    offense_date = PastDay(label=_("Day of the conduct"))
    charged = Choice(label=_("Already filed?"), choices=TRI, otherwise="unknown")
    charged_date = PastDay(label=_("If filed, on which day"))
    same_incident = Choice(
        label=_("Part of what happened to this person?"),
        choices=INCIDENT,
        otherwise="unknown",
        hint=_("by this file: the same incident in which the person was a victim or a witness"),
    )

    def clean(self) -> dict[str, Any]:
        """The row's values; adds errors where the days contradict one another."""
        values = super().clean()
        filed, conduct = values.get("charged_date"), values.get("offense_date")
        if filed and values.get("charged") != "true":
            self.add_error("charged", _("A day of filing is given: choose yes, or take the day out."))
        if filed and conduct and filed < conduct:
            self.add_error("charged_date", _("The filing lies before the conduct: look at both days."))
        return values


class ItemRow(Row):
    """One thing the office would rely on, by its evidence number."""

    first = "label"
    first_missing = _("Write the evidence number, or empty this row.")

    label = Line(label=_("Evidence number"), most=60)
    ref = Line(label=_("Wall number, if it has one"), most=20, hint=_("for example W-7K2QD"))
    kind = Choice(label=_("What it is"), choices=KINDS, otherwise="other")
    obtained = PastDay(label=_("Day it was obtained"))
    source = Choice(label=_("Where it came from"), choices=SOURCES, otherwise="unknown")

    def clean_ref(self) -> str:
        """The wall number, read as forgivingly as a code; raises ValidationError when it can be none."""
        return read_ref(self.cleaned_data["ref"]) if self.cleaned_data["ref"].strip() else ""


def read_ref(text: str) -> str:
    """A wall number as the wall writes it; raises ValidationError for what can be none."""
    letters = "".join(text.upper().split())
    # Without its dash, the first of six symbols is the W of the number; with it, a W may follow.
    symbols = letters[2:] if letters.startswith("W-") else letters[-5:] if letters[:-5] in ("", "W") else ""
    ref = "W-" + symbols.translate(_READ_AS)
    if not _WALL_REF.fullmatch(ref):
        raise forms.ValidationError(_("A wall number is W- and five symbols. Leave it empty if unsure."))
    return ref


RowKind = TypeVar("RowKind", bound=Row)


class Rows(Generic[RowKind]):
    """Rows of one kind under one name, as many as were shown; `shown` travels in a hidden field."""

    def __init__(
        self, kind: type[RowKind], *, name: str, least: int, most: int, data: QueryDict | None
    ) -> None:
        self.name, self.most = name, most
        self.shown = least if data is None else _count(data.get(f"{name}s", ""), least=least, most=most)
        self.forms = [
            kind(data, prefix=f"{name}-{number}", empty_permitted=True, auto_id="%s")
            for number in range(1, self.shown + 1)
        ]
        self._kind, self._data = kind, data

    def __iter__(self) -> Iterator[RowKind]:
        return iter(self.forms)

    @property
    def is_full(self) -> bool:
        """Whether no further row can be shown."""
        return self.shown >= self.most

    def grow(self) -> None:
        """Show one more row, up to the most."""
        if not self.is_full:
            self.shown += 1
            self.forms.append(
                self._kind(self._data, prefix=f"{self.name}-{self.shown}", empty_permitted=True, auto_id="%s")
            )

    def filled(self) -> list[dict[str, Any]]:
        """The values of the rows that say something; call it where no row has errors."""
        return [row.cleaned_data for row in self.forms if row.has_changed()]


def _count(text: str, *, least: int, most: int) -> int:
    shown = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else least
    return max(least, min(shown, most))
