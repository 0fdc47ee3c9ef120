"""A case told as a person's story, so that who changes a rule sees whom it would reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Case = Mapping[str, Any]
_TRADE = {
    "current": "sells sex",
    "past": "sold sex",
    "perceived": "is taken to sell sex",
    "buyer": "pays for sex",
    "third_party": "organizes or profits from the trade",
    "none": "has no link to the trade",
}
_TOLD = {"crime", "role", "sex_trade", "code", "kind", "from"}


def story(case: Case) -> list[str]:
    """Sentences on who the person is, what was reported, and what somebody wants to do. Nobody real."""
    return [
        *_person(case.get("person", {}), case.get("report", {})),
        *_report(case.get("report", {})),
        *_offense(case.get("offense")),
        *_wish(case),
        *_other(case),
        f"The day of the decision is {case['screening']}.",
    ]


def difference(one: Case, other: Case) -> list[str]:
    """What the second case says that the first does not, fact by fact."""
    before, after = dict(_facts(one)), dict(_facts(other))
    return [
        f"{path}: {_said(before.get(path, 'not said'))} -> {_said(after.get(path, 'not said'))}"
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    ]


def _person(person: Case, report: Case) -> Iterator[str]:
    crime = _said(report.get("crime", "a crime not known")).replace("not violent", "a crime without violence")
    role = {
        "victim": "is a victim of",
        "witness": "is a witness of",
        "none": "is neither victim nor witness of",
    }
    yield f"A person {role.get(person.get('role', ''), 'may be a victim or witness of')} {crime}."
    if person.get("sex_trade") in _TRADE:
        yield f"The person {_TRADE[person['sex_trade']]}."
    for key, value in person.items():
        if key not in _TOLD:
            yield f"{_said(key).capitalize()}: {_said(value)}."


def _report(report: Case) -> Iterator[str]:
    if report.get("made") is True:
        whom = f" to {_said(report['to'])}" if "to" in report else ""
        who = {"self": "The person", "advocate": "An advocate"}.get(str(report.get("by")), "Somebody")
        yield f"{who} reported it{whom}."
    elif report.get("made") is False:
        yield "Nobody reported it."
    for key, value in report.items():
        if key not in (*_TOLD, "made", "to", "by"):
            yield f"The report's {_said(key)}: {_said(value)}."


def _offense(offense: Case | None) -> Iterator[str]:
    if offense is None:
        return
    charged = offense.get("charged")
    filed = (
        "is charged" if charged is True else "is not charged yet" if charged is False else "may be charged"
    )
    yield f"The person {filed} with {offense.get('code', 'an offense not known')}."
    for key, value in offense.items():
        if key not in (*_TOLD, "charged"):
            yield f"The offense's {_said(key)}: {_said(value)}."


def _wish(case: Case) -> Iterator[str]:
    for name, sentence in (("request", "Somebody asks for something"), ("action", "Staff do something")):
        if name in case:
            facts = ", ".join(f"{_said(key)} {_said(value)}" for key, value in case[name].items())
            yield f"{sentence}: {facts or 'nothing more is known'}."


def _other(case: Case) -> Iterator[str]:
    for name, section in case.items():
        if name not in ("screening", "person", "report", "offense", "request", "action"):
            yield f"{_said(name).capitalize()}: {_said(section)}."


def _facts(case: Case, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in case.items():
        if isinstance(value, Mapping):
            yield from _facts(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{_said(key)} {_said(each)}" for key, each in value.items()) or "nothing more"
    if isinstance(value, list):
        return ", ".join(map(_said, value)) or "none"
    return str(value).replace("_", " ")
