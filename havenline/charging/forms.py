"""The question as a form: every mistake is said in words, nothing typed is lost, no code is kept."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from havenline.charging import typed
from havenline.charging.fields import Answer, AnyDay, Choice, Line, PastDay, Slip
from havenline.charging.rows import ChargeRow, ItemRow, Rows
from havenline.holds import clocks
from havenline.protection.facts import NUMBER_KINDS
from havenline.protection.gate import ChargeAsked, ItemAsked, PersonAsked, Query
from havenline.wall import matters

CHARGES_SHOWN, CHARGES_MOST = 4, 20
ITEMS_SHOWN, ITEMS_MOST = 2, 30

ROLES = [
    ("victim", _("A victim of a violent crime")),
    ("witness", _("A witness of a violent crime")),
    ("none", _("Neither, by this file")),
    ("unknown", _("Not known")),
]
SEX_TRADE = [
    ("current", _("Sells or sold, or is taken to")),
    ("buyer", _("Buys or bought")),
    ("third_party", _("Organizes it or profits from others")),
    ("none", _("No part in it, by this file")),
    ("unknown", _("Not known")),
]
DEADLINES = [
    (clocks.OTHER, _("Another one, or none")),
    (clocks.CUSTODY, _("The person is in custody")),
    (clocks.ARRAIGNMENT, _("Arraignment")),
    (clocks.LIMITATION, _("Limitation of time")),
]
_NUMBER = re.compile(r"[0-9a-f]{32}")
TRAFFICKED = [
    ("false", _("Nothing in this file says so")),
    ("unknown", _("It may be so")),
    ("true", _("Yes")),
]


class PersonForm(forms.Form):
    """The case, the person or a slip, and what this case's own file says."""

    use_required_attribute = False

    case_number = Line(
        label=_("Case number"),
        most=60,
        needed=_("Write the case number: the gate answers for a case, never out of curiosity."),
    )
    file_by = AnyDay(label=_("Filing deadline, if there is one"), hint=_("month/day/year"))

    deadline = Choice(
        label=_("What the deadline is"),
        choices=DEADLINES,
        otherwise=clocks.OTHER,
        hint=_("a hold's clock runs by it"),
    )

    name = Line(
        label=_("Name"),
        most=160,
        hint=_("as the file has it, in any order; with one part alone the gate can only hold"),
    )
    born = PastDay(label=_("Date of birth"), hint=_("month/day/year; without it the gate can only hold"))
    state_id = Line(label=_("State ID number"), most=40)
    phone = Line(label=_("Telephone"), most=40)
    local_id = Line(label=_("Local number of the person"), most=40)
    slip = Slip(label=_("Slip"), most=60, hint=_("twelve symbols, for example 7K2Q-D9MX-4TRA"))

    role = Answer(
        label=_("In this case's own file, what is the person?"),
        choices=ROLES,
        needed=_("Choose what the file says. Not known is an answer."),
        hint=_("Only what this file says. Not known can hold a charge."),
    )
    sex_trade = Answer(
        label=_("What does this file say of the person and the sex trade?"),
        choices=SEX_TRADE,
        needed=_("Choose what the file says. Not known is an answer."),
        hint=_("Ask nobody for proof. Not known can hold a charge."),
    )
    trafficked = Answer(
        label=_("Was the person trafficked?"),
        choices=TRAFFICKED,
        needed=_("Choose what the file says. “It may be so” is an answer."),
        hint=_(
            "By this file alone; ask nobody. If it may be so, a supervisor looks at PC 236.23 first: "
            "then no charge is cleared, whoever the person is."
        ),
    )

    def clean_case_number(self) -> str:
        """The case number; raises ValidationError where no letter or digit is in it."""
        number: str = self.cleaned_data["case_number"]
        if not typed.case_number(number):
            raise forms.ValidationError(self.fields["case_number"].error_messages["required"])
        return number

    def clean(self) -> dict[str, Any]:
        """The values; adds an error where nobody is asked about."""
        values = super().clean() or {}
        asked_by = [name for name in ("name", "slip", *NUMBER_KINDS) if values.get(name)]
        if not asked_by and not set(self.errors) & {"name", "slip", *NUMBER_KINDS}:
            self.add_error("name", _("Name the person, or give a number or a slip."))
        return values


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something to put right: the field it stands at, where on the page that is, and what to do."""

    at: str
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a deputy asks, read and checked. `number` is the form's own; `file_by` a day or empty."""

    number: str
    case_number: str
    file_by: str
    person: PersonAsked | None
    slip: str
    role: str
    sex_trade: str
    trafficked: str
    charges: tuple[ChargeAsked, ...]
    items: tuple[ItemAsked, ...]
    deadline: str = clocks.OTHER

    def __repr__(self) -> str:
        return "<Asked, hidden>"

    def query(self, *, reference: str, day: date, case: str, member: UUID | None) -> Query:
        """The question as the keeper takes it. The case number stays here; `case` is its keyed hash, as
        hexadecimal digits: the case a slip is shown in. `member` asks, if it is the gate that is asked."""
        return Query(
            reference=reference,
            day=day.isoformat(),
            person=self.person,
            slip=self.slip,
            charges=self.charges,
            items=self.items,
            role=self.role,
            sex_trade=self.sex_trade,
            trafficked=self.trafficked,
            case=case,
            member=member.hex if member else "",
        )


class Question:
    """The whole form: the person, the rows of charges, the rows of items.

    Without `data` it is a new one with a number of its own; the number makes the same form sent twice one
    screening.
    """

    def __init__(self, data: QueryDict | None = None) -> None:
        self.refused: frozenset[str] = frozenset()
        if data is not None:
            data, self.refused = typed.without_codes(data)
        sent = data.get("number", "") if data is not None else ""
        self.number = sent if _NUMBER.fullmatch(sent) else uuid.uuid4().hex
        self.person = PersonForm(data, auto_id="%s")
        self.charges = Rows(ChargeRow, name="charge", least=CHARGES_SHOWN, most=CHARGES_MOST, data=data)
        self.items = Rows(ItemRow, name="item", least=ITEMS_SHOWN, most=ITEMS_MOST, data=data)

    @property
    def forms(self) -> list[forms.Form]:
        """All parts of the form in the order of the page."""
        return [self.person, *self.charges, *self.items]

    def leave_unjudged(self) -> None:
        """Say nothing of mistakes yet, because a row was asked for; a reporter's code is refused even so."""
        for form in self.forms:
            form.full_clean()
            form.errors.clear()
        self._refuse_codes()

    def is_sound(self) -> bool:
        """Whether the question can be asked; where not, `mistakes` says why."""
        wrong = [form for form in self.forms if not form.is_valid()]
        self._refuse_codes()
        if wrong or self.refused:
            return False
        if not self.charges.filled():
            self.charges.forms[0].add_error("raw", _("Write at least one charge."))
        self._refuse_twins()
        self._refuse_items_of_others()
        return not self.mistakes()

    def asked(self) -> Asked:
        """What is asked; call it once `is_sound` said yes."""
        values = self.person.cleaned_data
        return Asked(
            number=self.number,
            case_number=values["case_number"],
            file_by=_iso(values["file_by"]),
            person=_person(values),
            slip=values["slip"],
            role=values["role"],
            sex_trade=values["sex_trade"],
            trafficked=values["trafficked"],
            charges=tuple(ChargeAsked(**_plain(row)) for row in self.charges.filled()),
            items=tuple(ItemAsked(**_plain(row)) for row in self.items.filled()),
            deadline=values["deadline"],
        )

    def mistakes(self) -> list[Mistake]:
        """What to put right, in the order of the page, one line each."""
        return [
            Mistake(f"{form.prefix}-{name}" if form.prefix else name, _place(form, name), str(errors[0]))
            for form in self.forms
            for name, errors in form.errors.items()
        ]

    def refuse_items(self, refs: Iterable[str]) -> None:
        """Say at each of these references that the case has no such item."""
        rows = self._refs()
        for ref in refs:
            rows[ref].add_error("ref", _("This case has no item of this number. Look at it again."))

    def _refuse_codes(self) -> None:
        for form in self.forms:
            for name in form.fields:
                if form.add_prefix(name) in self.refused:
                    form.errors.pop(name, None)
                    form.add_error(
                        name,
                        _(
                            "This looked like a person's code, so it was taken out and not kept. "
                            "Never ask for a person's code: it opens what the person wrote. Ask for a slip."
                        ),
                    )

    def _refuse_twins(self) -> None:
        seen: set[str] = set()
        for row in self.items:
            label = row.cleaned_data.get("label", "").casefold()
            if label and label in seen:
                row.add_error(
                    "label", _("Two items have this evidence number: the answer is given by number.")
                )
            seen.add(label)

    def _refuse_items_of_others(self) -> None:
        try:
            matters.check_in(matters.find(self.person.cleaned_data["case_number"]), self._refs())
        except matters.NotOfThisMatter as refused:
            self.refuse_items(refused.refs)

    def _refs(self) -> dict[str, ItemRow]:
        return {row.cleaned_data["ref"]: row for row in self.items if row.cleaned_data.get("ref")}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _plain(row: dict[str, Any]) -> dict[str, str]:
    """A row's values as the gate takes them: days as YYYY-MM-DD."""
    return {name: _iso(value) if not isinstance(value, str) else value for name, value in row.items()}


def _person(values: dict[str, Any]) -> PersonAsked | None:
    numbers = tuple((kind, values[kind]) for kind in NUMBER_KINDS if values[kind])
    if not values["name"] and not numbers:
        return None
    return PersonAsked(name=values["name"], born=_iso(values["born"]), numbers=numbers)


def _place(form: forms.Form, name: str) -> str:
    label = str(form.fields[name].label)
    kind, _dash, number = (form.prefix or "").partition("-")
    if kind == "charge":
        return gettext("Charge %(number)s: %(label)s") % {"number": number, "label": label}
    if kind == "item":
        return gettext("Item %(number)s: %(label)s") % {"number": number, "label": label}
    return label
