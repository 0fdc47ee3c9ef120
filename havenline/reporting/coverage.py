"""The coverage check: whether the promise would cover somebody, before she tells anything.

The questions, their order and the answer come from the policy engine alone. Nothing is kept: the answers are
arguments and return values of this module, and never rows, cookies, log lines or cached pages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from havenline.policy import Pack, Verdict, decide, read_case
from havenline.policy.asking import ask, relevant
from havenline.reporting.questions import KIND, PART, TRADE, UNSAID, Choice, Question

# The promises about charges come first; the others tell what protects besides.
CHARGES = ("C1", "C2")
ABOUT = (*CHARGES, "C3", "C5")
KEEPS = ("barred", "use_barred")
COVERED, UNKNOWN, OUTSIDE = "covered", "unknown", "outside"

_RATHER_NOT = KIND.choices[-1]

# Here "neither" may be said: nothing is recorded, and who asks ahead of time gets a true answer.
ASKED_PART = replace(
    PART,
    choices=(
        *PART.choices[:-1],
        Choice(
            "neither", pgettext_lazy("nothing happened to me and I saw nothing", "Neither"), {"role": "none"}
        ),
        _RATHER_NOT,
    ),
)

CHARGED = Question(
    "charged",
    _("Is there a charge against you in court already?"),
    _("We mean a charge from this office about sex work, drugs or public nuisance."),
    (
        Choice("yes", pgettext_lazy("there is a charge", "Yes"), {"charged": "yes"}),
        Choice("no", pgettext_lazy("there is no charge", "No"), {"charged": "no"}),
        Choice("unsure", _("I do not know"), {}),
        _RATHER_NOT,
    ),
)

SUSPECT = Question(
    "suspect",
    _("Does anybody say that you did the violence?"),
    _("We mean the violence you would report. Saying so does not make it true."),
    (
        Choice("yes", pgettext_lazy("somebody says so", "Yes"), {"suspect": "yes"}),
        Choice("no", pgettext_lazy("nobody says so", "No"), {"suspect": "no"}),
        Choice("unsure", _("I do not know"), {}),
        _RATHER_NOT,
    ),
)

QUESTIONS = {question.field: question for question in (KIND, ASKED_PART, TRADE, CHARGED, SUSPECT)}

# Which question settles a fact of the case file, and so which facts stay open when it is not answered.
_FACTS = {
    "report.crime": "kind",
    "person.role": "part",
    "person.sex_trade": "trade",
    "person.trafficked": "trade",
    "offense.charged": "charged",
    "offense.charged_date": "charged",
    "person.suspect_of_reported_crime": "suspect",
}

# What the rows can say of a fact: an answer nobody can give makes no question needful.
_OFFERED = {
    f"{part}.{name}": tuple({one.facts[name] for one in question.choices if name in one.facts})
    for part, name, question in (
        ("report", "crime", KIND),
        ("person", "role", ASKED_PART),
        ("person", "sex_trade", TRADE),
    )
}

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the check answers.

    state: `covered` when C1 or C2 bars a charge, `unknown` while either could, `outside` when neither can.
    kept: the clauses of `ABOUT` that protect, in order. because: fields of the answers that carry this: with
    one of them open the result is another. open: fields of the questions that could still change it.
    disposition: what the office would have to do with the charge.
    """

    state: str
    kept: tuple[str, ...]
    because: tuple[str, ...]
    open: tuple[str, ...]
    confirm_by: str
    disposition: str


def case_of(answers: Answers, *, day: date) -> Mapping[str, Any]:
    """The case these answers (field -> value) stand for: she reports to this office on `day`, and this office
    thinks of a charge for her own part in the trade the day before.

    A part left out is unknown. Somebody who paid is asked about by the section on paying (PC 647(b)(2)).
    """
    facts = {
        name: value
        for field, question in QUESTIONS.items()
        if field in answers
        for name, value in question.choice(answers[field]).facts.items()
    }
    report = {"made": True, "by": "self", "to": "this_office", "date": day.isoformat()}
    case = {
        "screening": day.isoformat(),
        "person": _person(facts),
        "report": report | ({"crime": facts["crime"]} if "crime" in facts else {}),
        "offense": _offense(facts, (day - timedelta(days=1)).isoformat()),
    }
    return read_case(json.dumps(case), name="check")


def _person(facts: Mapping[str, str]) -> dict[str, Any]:
    person: dict[str, Any] = {name: facts[name] for name in ("role", "sex_trade") if name in facts}
    if "trafficked" in facts:
        person["trafficked"] = True
    if "suspect" in facts:
        person["suspect_of_reported_crime"] = facts["suspect"] == "yes"
    return person


def _offense(facts: Mapping[str, str], before: str) -> dict[str, Any]:
    offense: dict[str, Any] = {"code": "PC 647(b)(1)", "office": "this_office", "date": before}
    if facts.get("sex_trade") == "buyer":
        # Paying is not one's own part in selling (I-09): no more of C1 is promised than its text holds.
        offense |= {"code": "PC 647(b)(2)", "sex_trade_involvement": False}
    if "charged" in facts:
        offense["charged"] = facts["charged"] == "yes"
    if facts.get("charged") == "yes":
        offense["charged_date"] = before
    return offense


def next_field(pack: Pack, answers: Answers, *, day: date) -> str | None:
    """The field of the question to put next, or None when no answer could change what the promise says.

    answers: field -> value of what was asked already; `unsaid` where she would rather not say. What was asked
    is not asked again: a fact her answer leaves open stays unknown.
    """
    closed = {fact: () for fact, field in _FACTS.items() if field in answers}
    question = ask(pack, case_of(answers, day=day), about=ABOUT, offered={**_OFFERED, **closed})
    return _FACTS[question.fact] if question else None


def coverage(pack: Pack, answers: Answers, *, day: date) -> Coverage:
    """What the promise says of these answers: never `outside` while something unknown could cover her."""
    case = case_of(answers, day=day)
    verdict = decide(pack, case)
    wanted = {_FACTS[fact] for fact in relevant(pack, case, about=CHARGES) if fact in _FACTS}
    return Coverage(
        state=_state(verdict),
        kept=_kept(verdict),
        because=_because(pack, answers, verdict, day=day),
        open=tuple(field for field in QUESTIONS if field in wanted),
        confirm_by=str(verdict.answers.get("confirm_by", "")),
        disposition=verdict.disposition or "",
    )


def _state(verdict: Verdict) -> str:
    results = {verdict.clauses[name].result for name in CHARGES}
    if "barred" in results:
        return COVERED
    return UNKNOWN if "undetermined" in results else OUTSIDE


def _kept(verdict: Verdict) -> tuple[str, ...]:
    return tuple(name for name in ABOUT if verdict.clauses[name].result in KEEPS)


def _because(pack: Pack, answers: Answers, verdict: Verdict, *, day: date) -> tuple[str, ...]:
    """The answers that carry the result: left open, less would protect; or, if none does, another would
    cover. All of them where only some together do; none where the result is open."""
    if _state(verdict) == UNKNOWN:
        return ()
    closed = [field for field in answers if QUESTIONS[field].choice(answers[field]).facts]

    def said(field: str, value: str) -> Verdict:
        return decide(pack, case_of({**answers, field: value}, day=day))

    if _state(verdict) == OUTSIDE:
        found = [
            field
            for field in closed
            if any(_state(said(field, other)) == COVERED for other in _others(field))
        ]
    else:
        found = [field for field in closed if _kept(said(field, UNSAID)) != _kept(verdict)]
    return tuple(found or closed)


def _others(field: str) -> list[str]:
    # Every crime in the list is one the clauses name: another one turns nothing.
    return [one.value for one in QUESTIONS[field].choices if one.facts and field != KIND.field]


def answers_of(posted: Mapping[str, str]) -> dict[str, str]:
    """The closed answers of a posted form, in the order they were given; what nobody offered is `unsaid`."""
    found = {field: posted[field] for field in posted if field in QUESTIONS}
    return {
        field: value if value in {one.value for one in QUESTIONS[field].choices} else UNSAID
        for field, value in found.items()
    }
