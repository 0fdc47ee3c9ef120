"""Completes the deputy's case file with what the keeper knows, in every way the two can be read together.

Where facts differ, the one that protects more counts. Which one that is depends on charge and clause, so no
fact is preferred: a case file is made for each combination, and the most protective answer is taken. The
deputy's own file, with nothing of the keeper's, is always among them: a match never loosens an answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from havenline.protection.facts import UNKNOWN, Facts
from havenline.protection.gate import ChargeAsked, ItemAsked, Query

# More combinations than this are no case file any more but a muddle: the gate holds.
COMBINATIONS_LIMIT = 64
_PATHS = {
    "role": ("person", "role"),
    "sex_trade": ("person", "sex_trade"),
    "trafficked": ("person", "trafficked"),
    "crime": ("report", "crime"),
    "crime_date": ("report", "crime_date"),
    "report_made": ("report", "made"),
    "report_by": ("report", "by"),
    "report_to": ("report", "to"),
    "report_mode": ("report", "mode"),
    "report_consent": ("report", "consent"),
    "report_date": ("report", "date"),
    "withdrawn_date": ("report", "withdrawn_date"),
}
# What the deputy's own file says of the person.
_OWN = ("role", "sex_trade", "trafficked")
# What an item's source says of it (`ItemAsked.source`), as facts of the case file.
_SOURCES: dict[str, dict[str, Any]] = {
    "person": {"from_person": True, "because_of_report": True},
    "report": {"from_person": False, "because_of_report": True, "derived_from": ["report"]},
    "own": {"from_person": False, "because_of_report": False},
    UNKNOWN: {},
}


class FactsMuddled(Exception):  # noqa: N818 - named for what the reader met
    """The facts contradict one another in too many places to be decided one by one."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of one protection: facts as often as they were told, and every day of birth."""

    said: tuple[Facts, ...]
    born: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """One way to fill in who the person is: the sections `person` and `report`, and the day of birth."""

    person: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    born: str = ""


def asked(query: Query) -> Person:
    """The person as the deputy's own file has them.

    A deputy who says that the person is neither victim nor witness says, too, that they reported nothing.
    While the one is open, the other stays open, and the policy holds.
    """
    person = {name: _word(getattr(query, name)) for name in _OWN if getattr(query, name) != UNKNOWN}
    report = {"made": False} if query.role == "none" else {}
    return Person(person=person, report=report, born=query.person.born if query.person else "")


def completed(query: Query, known: Known) -> list[Person]:
    """Every way to read the deputy's file and one protection together; raises FactsMuddled."""
    told = {name: _told(known.said, name) for name in _PATHS}
    for name in _OWN:
        own = getattr(query, name)
        # "Not trafficked, by this file" is no second word beside what is stored: a stored yes stands, and
        # what a stored doubt comes to is decided charge by charge (`decision`).
        if own not in (UNKNOWN, "false", *told[name]):
            told[name].append(own)
    given = query.person.born if query.person else ""
    births = list(dict.fromkeys(born for born in (given, *known.born) if born)) or [""]
    ways = len(births)
    for values in told.values():
        ways *= len(values)
    if ways > COMBINATIONS_LIMIT:
        raise FactsMuddled(f"the facts differ in more than `{COMBINATIONS_LIMIT}` ways")
    return [
        _person(dict(zip(told, values, strict=True)), born)
        for born in births
        for values in product(*told.values())
    ]


def _told(said: Sequence[Facts], name: str) -> list[str]:
    """The different known values of a fact, or the one unknown."""
    values = [getattr(facts, name) for facts in said]
    return list(dict.fromkeys(value for value in values if value not in ("", UNKNOWN))) or [UNKNOWN]


def _person(facts: dict[str, str], born: str) -> Person:
    made = Person(born=born)
    for name, value in facts.items():
        if value not in ("", UNKNOWN):
            section, key = _PATHS[name]
            getattr(made, section)[key] = _word(value)
    return made


def _word(value: str) -> str | bool:
    return {"true": True, "false": False}.get(value, value)


def case_file(
    query: Query, charge: ChargeAsked, person: Person, *, items: Sequence[ItemAsked] = ()
) -> dict[str, Any]:
    """The case file of one charge (policy/case-file.schema.json); what is not known is absent."""
    made: dict[str, Any] = {"screening": query.day, "offense": dict(_offense(charge))}
    about = {**person.person, **_age(person.born, charge.offense_date)}
    if about:
        made["person"] = about
    if person.report:
        made["report"] = person.report
    if items:
        made["evidence"] = [item(number, each) for number, each in enumerate(items)]
    return made


def _offense(charge: ChargeAsked) -> Iterator[tuple[str, Any]]:
    yield "code", charge.raw
    yield "office", "this_office"
    yield "proceeding", "new_charge"
    if charge.level != UNKNOWN:
        yield "level", charge.level
    if charge.offense_date:
        yield "date", charge.offense_date
    if charge.charged != UNKNOWN:
        yield "charged", _word(charge.charged)
    if charge.charged == "true" and charge.charged_date:
        yield "charged_date", charge.charged_date
    if charge.same_incident != UNKNOWN:
        yield "same_incident", _word(charge.same_incident)


def _age(born: str, on: str) -> dict[str, int]:
    """Age in whole years on the day of the offense; nothing where either day is missing or impossible."""
    if not born or not on:
        return {}
    birth, day = date.fromisoformat(born), date.fromisoformat(on)
    age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return {"age": age} if 0 <= age <= 130 else {}


def item_id(number: int) -> str:
    """The name of the item with this number in a case file."""
    return f"E{number + 1}"


def item(number: int, asked: ItemAsked) -> dict[str, Any]:
    """One item of evidence, by what the deputy says of its source."""
    made: dict[str, Any] = {"id": item_id(number), "kind": asked.kind, **_SOURCES[asked.source]}
    if asked.obtained:
        made["obtained"] = asked.obtained
    return made
