"""Enters a protected person known by another channel: closed facts and identifiers, no field for a story."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from havenline.protection import names
from havenline.protection.channels import CHANNELS, recipient
from havenline.protection.facts import NUMBER_KINDS, Facts, Identifiers
from havenline.protection.fields import Closed, Line, PastDay

_NAME_LETTERS, _NUMBER_LETTERS = 160, 40
_YES, _NO = (
    pgettext_lazy("answer to a closed question", "Yes"),
    pgettext_lazy("answer to a closed question", "No"),
)


class ProtectedForm(forms.Form):
    """One protected person. What could take the promise away (neither victim nor witness, no part in the sex
    trade, a third party's part, no violence) is not for one person to enter: it is not offered. That somebody
    was not trafficked takes nothing of it away; said otherwise elsewhere, that counts (`case.completed`)."""

    use_required_attribute = False

    number = forms.UUIDField(widget=forms.HiddenInput, required=False)
    source = Closed(
        label=_("How did this become known?"),
        choices=[(channel, words) for channel, (words, _to) in CHANNELS.items()],
        needed=_("Choose how it became known."),
    )
    first_day = PastDay(
        label=_("When was it told first?"),
        hint=_("month/day/year; of the first call, visit or report. Leave empty if not known."),
    )
    by = Closed(
        label=_("Who told it?"),
        choices=[
            ("self", _("The person")),
            ("advocate", _("An advocate or lawyer for the person")),
            ("third_party", _("Somebody else")),
        ],
    )
    consent = Closed(
        label=_("If somebody else told it: did the person agree?"), choices=[("true", _YES), ("false", _NO)]
    )

    role = Closed(
        label=_("What part had the person in the crime?"),
        choices=[("victim", _("Victim")), ("witness", _("Witness: saw it or knows about it"))],
    )
    crime = Closed(
        label=_("What kind of crime?"),
        hint=_("The closest. Attempts count."),
        choices=[
            ("sexual_assault", _("Sexual assault")),
            ("human_trafficking", _("Human trafficking")),
            ("stalking", _("Stalking")),
            ("robbery", _("Robbery")),
            ("assault", _("Assault or battery")),
            ("kidnapping", _("Kidnapping")),
            ("threats", _("Threats")),
            ("blackmail", _("Blackmail")),
            ("extortion", _("Extortion")),
            ("burglary", _("Burglary")),
            ("other_violent", _("Another violent crime")),
        ],
    )
    crime_day = PastDay(
        label=_("When did it happen?"), hint=_("month/day/year; the first day, if it went on.")
    )
    sex_trade = Closed(
        label=_("Which link to the sex trade is there?"),
        hint=_("Any indication is enough. Ask nobody for proof."),
        choices=[
            ("current", _("Sells, or did so lately")),
            ("past", _("Sold in the past")),
            ("perceived", _("Is taken to sell")),
            ("buyer", _("Buys")),
        ],
    )
    trafficked = Closed(label=_("Was the person trafficked?"), choices=[("true", _YES), ("false", _NO)])

    name = Line(
        label=_("Name"),
        most=_NAME_LETTERS,
        hint=_("as the source has it, in any order; one part alone can only hold a charge"),
    )
    other_name = Line(label=_("Another name the person goes by"), most=_NAME_LETTERS)
    born = PastDay(label=_("Date of birth"), hint=_("month/day/year; without it no name can be found"))
    state_id = Line(label=_("State ID number"), most=_NUMBER_LETTERS)
    phone = Line(label=_("Telephone"), most=_NUMBER_LETTERS)
    local_id = Line(label=_("Local number of the person"), most=_NUMBER_LETTERS)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"number": uuid.uuid4()}, auto_id="%s")

    def clean(self) -> dict[str, Any]:
        """The values; adds an error where nobody could ever be found by them."""
        values = super().clean() or {}
        if not self.errors and not self._can_be_found(values):
            self.add_error(
                "name",
                _("Give a name together with the date of birth, or a number: else nobody can be found."),
            )
        return values

    @staticmethod
    def _can_be_found(values: dict[str, Any]) -> bool:
        told = [values.get(field, "") for field in ("name", "other_name")]
        named = any(names.whole(name) or names.single(name) for name in told)
        numbered = any(sign.isalnum() for kind in NUMBER_KINDS for sign in values.get(kind, ""))
        return bool((named and values.get("born")) or numbered)

    @property
    def facts(self) -> Facts:
        """The closed facts, of a form that is valid."""
        values = self.cleaned_data
        return Facts(
            role=values["role"],
            sex_trade=values["sex_trade"],
            trafficked=values["trafficked"],
            crime=values["crime"],
            crime_date=values["crime_day"],
            # By whatever channel it came: the office would not know of it had nobody told it (I-07).
            report_made="true",
            report_by=values["by"],
            report_to=recipient(values["source"]),
            report_mode="named" if values["name"] or values["other_name"] else "unknown",
            report_consent=values["consent"],
            report_date=values["first_day"],
        )

    @property
    def identifiers(self) -> Identifiers:
        """What the person may be found by, of a form that is valid."""
        values = self.cleaned_data
        return Identifiers(
            names=tuple(values[field] for field in ("name", "other_name") if values[field]),
            born=values["born"],
            numbers=tuple((kind, values[kind]) for kind in NUMBER_KINDS if values[kind]),
        )
