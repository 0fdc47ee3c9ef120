"""Reads what staff write about a case; every mistake is said at its field, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from havenline.charging import typed
from havenline.charging.fields import Choice, Line, PastDay
from havenline.charging.rows import KINDS, read_ref
from havenline.matters.letter import ATTORNEY_GENERAL, OTHER_OFFICE
from havenline.wall.manifest import File, ManifestWrong, read

_SHA256 = re.compile(r"[0-9a-f]{64}")


class CaseForm(forms.Form):
    """Which case is meant."""

    use_required_attribute = False

    case_number = Line(label=_("Case number"), most=60, needed=_("Write the case number."))

    def clean_case_number(self) -> str:
        """The case number; raises ValidationError where no letter or digit is in it."""
        number: str = self.cleaned_data["case_number"]
        if not typed.case_number(number):
            raise forms.ValidationError(self.fields["case_number"].error_messages["required"])
        return number


class ItemForm(forms.Form):
    """Something relied on in the case: known to the wall by its number already, or new."""

    use_required_attribute = False

    label = Line(
        label=_("Evidence number"),
        most=60,
        needed=_("Write the number or the few words by which the file knows it."),
    )
    ref = Line(label=_("Its number in the wall, if it has one"), most=12, hint=_("for example W-7K2QD"))
    kind = Choice(label=_("What it is"), choices=KINDS, otherwise="other")
    obtained = PastDay(label=_("Day it was obtained"), hint=_("month/day/year"))
    through = Line(
        label=_("Found through"),
        most=200,
        hint=_("wall numbers of what led to it, all that were used together; empty for a source of its own"),
    )
    sha256 = Line(
        label=_("SHA-256 of the file, if it is one"),
        most=80,
        hint=_("64 signs; says which file it is"),
    )

    def clean_ref(self) -> str:
        """The reference as the wall writes it; raises ValidationError when it can be none."""
        return read_ref(self.cleaned_data["ref"]) if self.cleaned_data["ref"] else ""

    def clean_through(self) -> list[str]:
        """The references, each once; raises ValidationError for what can be none."""
        written = re.split(r"[\s,;]+", self.cleaned_data["through"].strip(" ,;"))
        return list(dict.fromkeys(read_ref(one) for one in written if one))

    def clean_sha256(self) -> str:
        """The hash in small letters; raises ValidationError for anything else."""
        found: str = self.cleaned_data["sha256"].lower()
        if found and not _SHA256.fullmatch(found):
            raise forms.ValidationError(_("A SHA-256 has 64 signs: the digits and the letters a to f."))
        return found

    def clean(self) -> dict[str, Any]:
        """The values; adds an error where the wall already knows what is told here anew."""
        values = super().clean() or {}
        if values.get("ref") and (values.get("through") or values.get("obtained")):
            self.add_error(
                "ref",
                _("The wall knows its day and what led to it. Leave both empty, or leave out the number."),
            )
        return values


class ReferralForm(forms.Form):
    """Where a matter goes that nobody here may work on."""

    use_required_attribute = False

    to = Choice(
        label=_("To whom"),
        choices=[(ATTORNEY_GENERAL, _("The Attorney General")), (OTHER_OFFICE, _("Another office"))],
        otherwise=ATTORNEY_GENERAL,
    )
    addressee = Line(label=_("Name of the other office"), most=120)

    def clean(self) -> dict[str, Any]:
        """The values; adds an error where another office has no name."""
        values = super().clean() or {}
        if (
            values.get("to") == OTHER_OFFICE
            and not values.get("addressee")
            and "addressee" not in self.errors
        ):
            self.add_error("addressee", _("Write the name of the office."))
        return values


class FreezeForm(forms.Form):
    """Files to be frozen, by the list that `sha256sum` prints."""

    use_required_attribute = False

    listed = forms.CharField(
        label=_("Files, as sha256sum prints them"),
        help_text=_(
            "one line for each: its hash, two spaces, its name; the files themselves stay where they are"
        ),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Put in the list of hashes.")},
    )
    case_number = Line(label=_("Case number, if all belong to one case"), most=60)

    def clean_listed(self) -> tuple[File, ...]:
        """The files; raises ValidationError naming the first line that cannot stand."""
        try:
            return read(self.cleaned_data["listed"])
        except ManifestWrong as wrong:
            raise forms.ValidationError(
                _("Line %(line)s is wrong or stands there twice. Nothing was frozen."),
                "line",
                {"line": wrong.line},
            ) from None
