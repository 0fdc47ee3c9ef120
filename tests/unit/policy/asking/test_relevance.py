"""No needless question is asked and no needed one is missing: as trying everything shows."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from functools import cache
from math import prod
from random import Random
from typing import Any

import pytest

from havenline.policy import decide, load, read_case
from havenline.policy.asking import ask, ask_among, relevant
from havenline.policy.drawing import Drawing
from havenline.policy.pack import Pack
from havenline.policy.supposing import Unknown
from havenline.policy.vocabulary import vocabulary
from tests.clauses.agreement import cases
from tests.clauses.sister.test_sister_cases import SISTERS
from tests.clauses.sister.test_sister_cases import cases as sister_cases
from tests.unit.policy.asking.enumerating import Told, every_answer, mattering

MOST = 400  # states tried by the slow way per case
OTHER_READINGS = (
    {"I-16": "at-or-around"},
    {"I-03": "c2-defines-c1"},
    {"I-08": "substantiated"},
    {"I-13": "any-inconsistency"},
    {"I-04": "serious-felony-only"},
    {"I-12": "exclusionary-rule-exceptions"},
)


def with_less(case: Mapping[str, Any], chance: Random, many: int) -> dict[str, Any]:
    """The case with some facts of person, report, offense, items and `also` forgotten."""
    less = copy.deepcopy(dict(case))
    places = [
        (section, key)
        for name in ("person", "report", "offense", "request", "also")
        if isinstance(section := less.get(name), dict)
        for key in section
        if key not in ("code", "finding", "withdrawn_date")
    ]
    places += [
        (item, key)
        for item in less.get("evidence", ())
        for key in item
        if key in ("from_person", "because_of_report")
    ]
    for section, key in chance.sample(places, min(many, len(places))):
        del section[key]
    if less.get("offense", {}).get("charged") is not True:
        less.get("offense", {}).pop("charged_date", None)
    return less


def drawn(
    pack: Pack, case: Mapping[str, Any], readings: Mapping[str, str], about: tuple[str, ...]
) -> list[Unknown]:
    """Every unknown fact the conditions of these answers meet, whether it can matter or not."""
    drawing = Drawing(pack, case, pack.in_effect(readings))
    for name in about:
        drawing.answer(name)
    return drawing.unknown


@cache
def samples() -> list[tuple[str, dict[str, Any], dict[str, str], tuple[str, ...]]]:
    chance = Random(3)
    found: list[tuple[str, dict[str, Any], dict[str, str], tuple[str, ...]]] = []
    pack = load()
    clauses = [name for name, clause in pack.clauses.items() if clause.question]
    for number, case in enumerate(cases()):
        readings = OTHER_READINGS[number % len(OTHER_READINGS)] if number % 3 == 0 else {}
        about = ("disposition",) if number % 2 else (clauses[number // 2 % len(clauses)],)
        found.append(("us-ca-sfda-2018", with_less(case["case"], chance, 1 + number % 3), readings, about))
    for name in SISTERS:
        for case in sister_cases(name):
            found.append((name, with_less(case["case"], chance, 2), {}, ("A", "disposition")))
    return found


def compared() -> Iterator[tuple[set[str], set[str], str]]:
    for pack_id, raw, readings, about in samples():
        pack = load(pack_id)
        case = read_case(json.dumps(raw), also=pack.also)
        unknown = drawn(pack, case, readings, about)
        if prod(len(each.values) for each in unknown) > MOST:
            continue
        slow = mattering(every_answer(pack, case, unknown, readings, about), unknown)
        yield set(relevant(pack, case, readings, about=about)), slow, f"{pack_id} {about} {readings} {raw}"


def test_facts_asked_are_those_that_matter() -> None:
    found = list(compared())
    assert [(sorted(quick ^ slow), said) for quick, slow, said in found if quick != slow] == []
    assert len(found) > 60
    assert sum(bool(slow) for _, slow, _ in found) > 30


def test_fact_no_condition_reads_never_matters() -> None:
    pack = load()
    case = read_case('{"screening": "2024-05-20", "offense": {"code": "PC 647(b)(1)"}}')
    assert "person.drug_priors" not in relevant(pack, case)
    assert "offense.sex_trade_involvement" not in relevant(pack, case)  # presumed for this section


def test_a_presumption_ends_where_nobody_knows() -> None:
    """The case file says `unknown`: then nothing is presumed of PC 647(b)(1), and the question is open."""
    case = next(each["case"] for each in cases() if each["id"] == "T32.2")
    assert case["offense"]["sex_trade_involvement"] == "unknown"
    assert "offense.sex_trade_involvement" in relevant(load(), case, about=("C1",))


@pytest.mark.parametrize("about", ["C1", "C2", "C3", "C4"])
def test_missing_facts_of_a_clause_matter(about: str) -> None:
    """Of what a decision names as missing, something can still change the answer."""
    pack, looked_at = load(), 0
    for each in cases():
        case = read_case(json.dumps(each["case"]))
        clause = decide(pack, case).clauses[about]
        if clause.result == "undetermined" and clause.missing:
            looked_at += 1
            assert set(clause.missing) & set(relevant(pack, case, about=(about,))), each["id"]
    assert looked_at


def test_unclear_offense_is_itself_asked() -> None:
    pack = load()
    case = read_case(
        '{"screening": "2024-05-20", "person": {"role": "victim"}, "offense": {"code": "PC 647"}}'
    )
    assert "offense.code" in relevant(pack, case)


def narrowed(told: Told, unknown: list[Unknown], fact: str, kept: set[int]) -> Told:
    """What trying everything says where that fact can only take these values, or stay unknown."""
    place = [each.path for each in unknown].index(fact)
    return {indexes: answers for indexes, answers in told.items() if indexes[place] in kept | {0}}


def test_values_nobody_can_give_open_no_question() -> None:
    """`offered`, compared with trying everything: none for a fact asked already, or a single one."""
    looked_at = left_out = 0
    for pack_id, raw, readings, about in samples():
        pack = load(pack_id)
        case = read_case(json.dumps(raw), also=pack.also)
        unknown = drawn(pack, case, readings, about)
        mattered = relevant(pack, case, readings, about=about)
        if not mattered or prod(len(each.values) for each in unknown) > MOST:
            continue
        fact = mattered[looked_at % len(mattered)]
        values = next(each.values for each in unknown if each.path == fact)
        told = every_answer(pack, case, unknown, readings, about)
        for many in (0, 1):
            slow = mattering(narrowed(told, unknown, fact, set(range(1, 1 + many))), unknown)
            question = ask(pack, case, readings, about=about, offered={fact: values[1 : 1 + many]})
            assert set(question.open_facts if question else ()) == slow, (pack_id, about, raw, fact, many)
            left_out += len(slow) < len(mattered)
        looked_at += 1
    assert looked_at > 30
    assert left_out > 30


@pytest.mark.parametrize("name", ["PC 647(b)(1)", "HS 11377(a)", "PC 459"])
def test_only_who_can_answer_is_asked(name: str) -> None:
    pack, case = load(), {"screening": "2026-02-02", "offense": {"code": name}}
    asked = ask(pack, case)
    assert asked is not None
    assert ask_among(pack, case, asked.open_facts) == asked.fact, "whoever knows all is asked the best one"
    for fact in asked.open_facts:
        assert ask_among(pack, case, {fact, "person.status_held"}) == fact
    assert ask_among(pack, case, set(vocabulary()) - set(relevant(pack, case))) is None
