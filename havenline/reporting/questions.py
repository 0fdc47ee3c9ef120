"""The three closed questions: in plain words for the person, in the policy's facts for the protection.

No question is a test. "Rather not say", no answer at all, and an answer nobody offered are one thing:
unknown, which never counts against the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

UNKNOWN = "unknown"
UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: the value the form carries, its words, and the facts it stands for."""

    value: str
    words: str | Promise
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the portal: the name of its field, its words and its answers."""

    field: str
    words: str | Promise
    hint: str | Promise
    choices: tuple[Choice, ...]

    def choice(self, value: str) -> Choice:
        """The answer with this value; `rather not say` for everything else."""
        return next((one for one in self.choices if one.value == value), self.choices[-1])


_RATHER_NOT = Choice(UNSAID, _("I would rather not say"), {})


def _kind(crime: str, words: str | Promise) -> Choice:
    return Choice(crime, words, {"crime": crime})


# The list of C1 and C2, in their order. The portal never records `not_violent`: whether something was
# a violent crime as the policy means it is not for a frightened person to decide on a form (P0).
KIND = Question(
    "kind",
    _("What kind of thing happened?"),
    _("Choose the closest. It does not have to be exact."),
    (
        _kind("sexual_assault", _("Rape, or sexual acts or touching by force or pressure")),
        _kind("human_trafficking", _("Someone was made to do sex work or other work")),
        _kind("stalking", _("Someone keeps following, watching or contacting a person")),
        _kind("robbery", _("Something was taken by force or fear")),
        _kind("assault", _("Someone was hit, hurt or attacked")),
        _kind("kidnapping", _("Someone was held, or taken somewhere, against their will")),
        _kind("threats", _("Someone threatened to hurt a person")),
        _kind("blackmail", _("Someone threatened to tell a secret or show pictures")),
        _kind("extortion", _("Someone demanded money or acts by threats")),
        _kind("burglary", _("Someone broke in or came in to steal or do harm")),
        _kind("other_violent", _("Another kind of violence")),
        Choice("unsure", _("Something else, or I am not sure"), {}),
        _RATHER_NOT,
    ),
)

PART = Question(
    "part",
    _("Did it happen to you, or did you see it?"),
    _("Both count the same."),
    (
        Choice("me", _("It happened to me"), {"role": "victim"}),
        Choice("saw", _("I saw it, or I know about it"), {"role": "witness"}),
        Choice("both", pgettext_lazy("it happened to me and I saw it", "Both"), {"role": "victim"}),
        _RATHER_NOT,
    ),
)

# "No" is kept as unknown: said in fear it must not cost the promise (docs/decisions/portal-questions.md).
TRADE = Question(
    "trade",
    _("Is sex work any part of the story?"),
    _("Your answer helps us keep our promise. We never ask for proof."),
    (
        Choice("mine", _("Yes. I do or did sex work, or people think so."), {"sex_trade": "current"}),
        Choice("made", _("Yes. I was made to do it."), {"sex_trade": "current", "trafficked": "true"}),
        Choice("paid", _("Yes. I paid for it."), {"sex_trade": "buyer"}),
        Choice("no", pgettext_lazy("sex work is no part of the story", "No"), {}),
        _RATHER_NOT,
    ),
)

QUESTIONS = {question.field: question for question in (KIND, PART, TRADE)}

_OPEN = {"crime": UNKNOWN, "role": UNKNOWN, "sex_trade": UNKNOWN, "trafficked": UNKNOWN}


def facts_of(answers: Mapping[str, str]) -> dict[str, str]:
    """The facts crime, role, sex_trade and trafficked that these answers (field -> value) stand for.

    What was not answered is `unknown`. Source: the case file's vocabulary; C1, C2, C3.
    """
    found = dict(_OPEN)
    for field, question in QUESTIONS.items():
        found.update(question.choice(answers.get(field, "")).facts)
    return found
