"""The offense a case names, as Z3 variables: which sort of the pack's table, of which grade, when law."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

import z3

from havenline.policy.forms.logic import ALWAYS, NEVER, Formula
from havenline.policy.forms.rails import Rails
from havenline.policy.forms.statutes import (
    TEXT_GRADES,
    Sort,
    example,
    example_of_none,
    example_unsettled,
    sorts,
)
from havenline.policy.pack import Pack

GRADES = ("infraction", "misdemeanor", "felony", "wobbler")
STANDINGS = ("in_force", "not_yet", "repealed_since", "no_longer")
CODE, DAY = "offense.code", "offense.date"


class CaseVariables(Protocol):
    """What the offense asks of the other facts of its case (`variables.Variables`)."""

    @property
    def pack(self) -> Pack:
        """The pack the case is decided by."""

    def flag(self, *name: str) -> Formula:
        """The truth value of this name."""

    def day(self, path: str) -> tuple[Formula, Formula]:
        """Whether the day is known, and its ordinal."""

    def number(self, path: str) -> Formula:
        """The number or ordinal of a fact."""

    def known(self, path: str) -> Formula:
        """Whether the fact is known."""

    def value(self, path: str, value: object) -> Formula:
        """Where the fact is known to have this value."""

    def statute(self, path: str) -> Statute:
        """The offense a fact names."""


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


class Statute:
    """Which sort of offense a text names: one of the table's, one of no table, or unsettled.

    The grade the text itself carries is a choice of its own, as a text may carry any grade.
    """

    def __init__(self, facts: CaseVariables, path: str) -> None:
        self.facts, self.path = facts, path
        self.sorts = sorts(facts.pack)
        self.given = facts.flag("given", path)
        self.unsettled = facts.flag(path, "is unsettled")
        self.elsewhere = facts.flag(path, "is in no table")
        self.is_of = {each: facts.flag(path, "is of sort", str(each.number)) for each in self.sorts}
        self.text_grade = {grade: facts.flag(path, "says", grade) for grade in TEXT_GRADES}

    def choices(self) -> list[Formula]:
        """Every choice of what the text names and says."""
        return [self.unsettled, self.elsewhere, *self.is_of.values(), *self.text_grade.values()]

    def rules(self) -> list[Formula]:
        """One sort where given and none where not; no row before the day from which it is read so."""
        choices = [self.unsettled, self.elsewhere, *self.is_of.values()]
        grades = list(self.text_grade.values())
        rules = [z3.Or(*choices) == self.given, z3.AtMost(*choices, 1), z3.AtMost(*grades, 1)]
        for sort, chosen in self.is_of.items():
            read_from = sort.dates[2]
            if read_from:
                known, day = self.facts.day(DAY)
                rules.append(z3.Implies(z3.And(chosen, known), day >= _ordinal(read_from)))
        return rules

    def listed(self, table: str) -> Rails[Formula]:
        """Whether it stands in a table. Where no statute is given, none stands in any."""
        inside = [chosen for sort, chosen in self.is_of.items() if table in sort.classes]
        found = z3.Or(*inside) if inside else NEVER
        return Rails(found, z3.And(z3.Not(found), z3.Not(self.unsettled)))

    def text(self, holds: Callable[[Formula], bool], day: str | None) -> str:
        """A charge that says this. Raises LookupError."""
        pack = self.facts.pack
        grade = next((grade for grade, says in self.text_grade.items() if holds(says)), "")
        if holds(self.unsettled):
            return example_unsettled(pack, grade=grade)
        if holds(self.elsewhere):
            return example_of_none(pack, grade=grade)
        sort = next(sort for sort, chosen in self.is_of.items() if holds(chosen))
        found = example(pack, sort, day=day, grade=grade)
        if found is None:
            raise LookupError(sort.rows[0].statute)
        return found


def graded(facts: CaseVariables) -> dict[str, Formula]:
    """Per grade where the offense is known to be of it: stated, else as the text says, else by the table."""
    statute = facts.statute(CODE)
    unstated = z3.And(z3.Not(facts.known("offense.level")), statute.given)
    silent = z3.Not(z3.Or(*statute.text_grade.values()))
    found = {}
    for grade in GRADES:
        by_table = [z3.And(chosen, _of_grade(facts, sort, grade)) for sort, chosen in statute.is_of.items()]
        told = z3.Or(statute.text_grade[grade], z3.And(silent, z3.Or(*by_table)))
        found[grade] = z3.Or(facts.value("offense.level", grade), z3.And(unstated, told))
    return found


def _of_grade(facts: CaseVariables, sort: Sort, grade: str) -> Formula:
    known, day = facts.day(DAY)
    ways = []
    for place, (first, held) in enumerate(sort.levels):
        if held == grade:
            later = sort.levels[place + 1 :]
            until = [day < _ordinal(later[0][0])] if later else []
            since = [day >= _ordinal(first)] if place else []
            ways.append(z3.And(known, *since, *until))
    if {held for _, held in sort.levels} == {grade}:
        ways.append(z3.Not(known))
    return z3.Or(*ways) if ways else NEVER


def standing(facts: CaseVariables) -> dict[str, Formula]:
    """Per standing where the offense is known to have it, on the day of the conduct and of the screening."""
    statute = facts.statute(CODE)
    ways: dict[str, list[Formula]] = {name: [] for name in STANDINGS}
    ways["in_force"].append(statute.elsewhere)
    for sort, chosen in statute.is_of.items():
        for name, where in _stands(facts, sort).items():
            ways[name].append(z3.And(chosen, where))
    return {name: z3.Or(*found) if found else NEVER for name, found in ways.items()}


def _stands(facts: CaseVariables, sort: Sort) -> dict[str, Formula]:
    enacted, repealed, _ = sort.dates
    known, day = facts.day(DAY)
    found: dict[str, Formula] = {}
    in_force = ALWAYS
    if repealed:
        gone = facts.number("screening") >= _ordinal(repealed)
        before = day < _ordinal(repealed)
        found["no_longer"] = z3.And(gone, known, z3.Not(before))
        found["repealed_since"] = z3.And(gone, known, before)
        in_force = z3.Not(gone)
    if enacted:
        early = day < _ordinal(enacted)
        found["not_yet"] = z3.And(in_force, known, early)
        in_force = z3.And(in_force, known, z3.Not(early))
    found["in_force"] = in_force
    return found
