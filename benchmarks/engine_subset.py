"""Three bars over 13 facts, cut from the pack to measure engines beside one another: no rule to live by."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from havenline.policy import Pack, load
from havenline.policy.language import Names, condition
from havenline.policy.loading import DERIVED
from havenline.policy.pack import Answer, Question
from havenline.policy.vocabulary import vocabulary

# name for the peers -> path, and the values drawn for it
FACTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "role": ("person.role", ("victim", "witness", "none")),
    "trade": (
        "person.sex_trade",
        ("current", "past", "perceived", "buyer", "third_party", "none"),
    ),
    "trafficked": ("person.trafficked", (True, False)),
    "suspect": ("person.suspect_of_reported_crime", (True, False, False, False)),
    "made": ("report.made", (True, True, False)),
    "crime": (
        "report.crime",
        ("sexual_assault", "robbery", "assault", "threats", "burglary", "not_violent"),
    ),
    "truthful": ("report.truthful", ("presumed", "presumed", "alleged_false", "found_false")),
    "office": ("offense.office", ("this_office", "this_office", "other_prosecutor")),
    "code": (
        "offense.code",
        ("PC 647(a)", "PC 647(b)", "PC 653.22", "PC 372", "HS 11377(a)", "HS 11378", "PC 487", "PC 242"),
    ),
    "charged": ("offense.charged", (True, False, False)),
    "incident": ("offense.same_incident", (True, True, False)),
    "own": ("offense.sex_trade_involvement", (True, False)),
    "level": ("offense.level", ("infraction", "misdemeanor", "misdemeanor", "felony")),
}
LISTED = ("PC 647(a)", "PC 647(b)", "PC 653.22", "PC 372")
DRUG = ("HS 11377(a)", "HS 11378")
VIOLENT = ("sexual_assault", "robbery", "assault", "threats", "burglary")
LINKED = ("current", "past", "perceived", "buyer", "third_party")

_WORDS = {
    "protected": "person.role in [victim, witness]",
    "crime": "report.crime in table.crimes_listed",
    "ours": "offense.office == this_office",
    "suspected": "certain(person.suspect_of_reported_crime)",
    "linked": "person.sex_trade in [current, past, perceived, buyer, third_party] or person.trafficked",
    "covered": (
        "offense.code in table.listed or (offense.code in table.drug and offense.level == misdemeanor)"
    ),
}
_CLAUSES = {
    "C1": [
        ("not_applicable", "not ours"),
        ("not_applicable", "not protected"),
        ("not_applicable", "not crime"),
        ("not_applicable", "not offense.sex_trade_involvement"),
        ("not_barred", "suspected"),
        ("barred", "true"),
    ],
    "C2": [
        ("not_applicable", "not ours"),
        ("not_applicable", "not report.made"),
        ("not_applicable", "not crime"),
        ("not_applicable", "offense.charged"),
        ("not_barred", "suspected"),
        ("not_barred", "not covered"),
        ("undetermined", "not linked"),
        ("barred", "true"),
    ],
    "C4": [
        ("not_applicable", "not report.made"),
        ("not_applicable", "not crime"),
        ("not_applicable", "not ours"),
        ("not_applicable", "offense.code not in table.statement_listed"),
        ("not_applicable", "not offense.same_incident"),
        ("not_barred", "report.truthful == found_false"),
        ("use_barred", "true"),
    ],
}
CLAUSES = tuple(_CLAUSES)


def subset() -> Pack:
    """The pack of these three bars, with the real pack's tables."""
    whole = load()
    tables = {name: path for name, (path, _) in whole.enum_tables.items()}
    tables |= dict.fromkeys(whole.offenses.classes, "statute")
    names = Names(facts={**vocabulary(), **DERIVED}, words=_WORDS, tables=tables)
    words = {name: condition(text, names, where=name) for name, text in _WORDS.items()}
    questions = {
        name: Question(
            name,
            tuple(Answer(result, condition(when, names, where=name), "", when) for result, when in answers),
            "undetermined",
        )
        for name, answers in _CLAUSES.items()
    }
    return replace(whole, clauses={}, questions=questions, words=words, collected={}, taint=None)


def drawn(number: int) -> list[dict[str, Any]]:
    """Complete facts by the peers' names, drawn at random, always the same."""
    draw = random.Random(13)
    return [{name: draw.choice(values) for name, (_, values) in FACTS.items()} for _ in range(number)]


def case_file(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The same facts as a case file."""
    case: dict[str, Any] = {"screening": "2024-06-01"}
    for name, (path, _) in FACTS.items():
        section, _, key = path.partition(".")
        case.setdefault(section, {})[key] = facts[name]
    return case


def by_hand(case: Mapping[str, Any]) -> tuple[str, str, str]:
    """The answer of each clause, written out by hand for case files whose facts are all known."""
    person, report, offense = case["person"], case["report"], case["offense"]
    ours = offense["office"] == "this_office"
    crime = report["crime"] in VIOLENT
    suspect = person["suspect_of_reported_crime"]
    code = offense["code"]
    involved = offense["sex_trade_involvement"]
    if not ours or person["role"] not in ("victim", "witness") or not crime or not involved:
        c1 = "not_applicable"
    elif suspect:
        c1 = "not_barred"
    else:
        c1 = "barred"
    if not ours or not report["made"] or not crime or offense["charged"]:
        c2 = "not_applicable"
    elif suspect or not (code in LISTED or (code in DRUG and offense["level"] == "misdemeanor")):
        c2 = "not_barred"
    elif person["sex_trade"] not in LINKED and not person["trafficked"]:
        c2 = "undetermined"
    else:
        c2 = "barred"
    if not report["made"] or not crime or not ours or code not in LISTED or not offense["same_incident"]:
        c4 = "not_applicable"
    elif report["truthful"] == "found_false":
        c4 = "not_barred"
    else:
        c4 = "use_barred"
    return c1, c2, c4


def fired(results: Sequence[str]) -> tuple[str, ...]:
    """The clauses that bar."""
    return tuple(
        name for name, told in zip(CLAUSES, results, strict=True) if told in ("barred", "use_barred")
    )
