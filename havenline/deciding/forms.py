"""What a filter attorney recommends and a chief decides, each with a reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from havenline.charging import typed
from havenline.charging.answer import ItemTold
from havenline.holds.outcome import NOT_TO_FILE, RELEASE
from havenline.vault import codes

WORDS_LIMIT = 2000
RECOMMENDED = {RELEASE: _("Release it"), NOT_TO_FILE: _("Do not file")}
SEND_BACK = "send_back"


class Words(forms.CharField):
    """Some sentences, cleaned of what hides or turns text; a person's code is refused and not given back."""

    def __init__(self, *, label: Any, hint: Any, needed: Any) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            max_length=WORDS_LIMIT,
            widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
            error_messages={
                "required": needed,
                "max_length": _("This is too long: at most 2,000 letters."),
            },
        )

    def clean(self, value: object) -> str:
        """The words as they are kept; raises ValidationError."""
        words: str = super().clean(value)
        if codes.looks_like_code(words):
            raise forms.ValidationError(
                _("This looks like a person's code. Take it out: nobody here needs it.")
            )
        return "\n".join(typed.clean(line) for line in words.splitlines())


class Step(forms.Form):
    """One decision with its reason; `mistakes` in the order of the page."""

    use_required_attribute = False

    def mistakes(self) -> list[dict[str, str]]:
        """What to put right: where it stands and what to do."""
        return [
            {"at": name, "where": str(self.fields[name].label), "words": str(errors[0])}
            for name, errors in self.errors.items()
        ]


class Recommendation(Step):
    """What the filter attorney recommends. Items that came from the person or a report cannot be marked."""

    what = forms.ChoiceField(
        label=_("What do you recommend?"),
        choices=[*RECOMMENDED.items()],
        widget=forms.RadioSelect,
        help_text=_(
            "Release it only where nobody the promise covers is meant, or it does not reach the charge."
        ),
        error_messages={
            "required": _("Choose what you recommend."),
            "invalid_choice": _("Choose one of the answers shown."),
        },
    )
    note = Words(
        label=_("What you looked at"),
        hint=_("For filter attorneys alone. The chief and the deputy never see it."),
        needed=_("Write what you looked at: the next one who looks has nothing else."),
    )

    def __init__(self, data: QueryDict | None, *, items: list[ItemTold]) -> None:
        super().__init__(data, auto_id="%s")
        self.markable = [
            (str(number), item.asked.label) for number, item in enumerate(items) if item.asked.source == "own"
        ]
        self.fields["usable"] = forms.MultipleChoiceField(
            label=_("Items that may be used if it is released"),
            choices=self.markable,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Only those of a source of their own. What you leave unmarked stays not usable."),
            error_messages={"invalid_choice": _("Choose among the items shown.")},
        )

    def usable(self) -> list[int]:
        """The numbers of the items marked."""
        return [int(number) for number in self.cleaned_data["usable"]]


class Decision(Step):
    """What the chief decides."""

    what = forms.ChoiceField(
        label=_("What do you decide?"),
        widget=forms.RadioSelect,
        help_text=_("Time passing decides nothing: while you decide nothing, it stays held."),
        error_messages={
            "required": _("Choose what you decide."),
            "invalid_choice": _(
                "This cannot be chosen: a release needs a filter attorney who recommends it."
            ),
        },
    )
    reason = Words(
        label=_("Your reason"),
        hint=_("Kept with the decision. The deputy learns the decision and not the reason."),
        needed=_("Write your reason: it is kept with the decision."),
    )

    def __init__(self, data: QueryDict | None, *, recommended: str) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["what"].choices = list(_choices(recommended))  # type: ignore[attr-defined]


def _choices(recommended: str) -> Iterator[tuple[str, Any]]:
    if recommended == RELEASE:
        yield RELEASE, _("Release it: the charges may be filed, with the items marked")
    yield NOT_TO_FILE, _("Not to file: the charges that are held are not filed")
    if recommended:
        yield SEND_BACK, _("Look again: it goes back to the filter attorneys")
