"""Decides a case by a pack: the tree interpreter, the executable meaning every other form is compared
with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from havenline.policy.judgement import Judgement, union
from havenline.policy.pack import Answer, Clause, ItemRule, Pack, Question, spoken
from havenline.policy.scope import CaseScope, ItemScope
from havenline.policy.tables import Holidays
from havenline.policy.verdict import ClauseVerdict, Found, Reason, Verdict

# Where an answer rests on so many facts that none of them alone decided, the rule's sentence stands without
# one.
MANY = 6


def decide(pack: Pack, case: Mapping[str, Any], *, readings: Mapping[str, str] | None = None) -> Verdict:
    """The verdict of `pack` on `case` (design: "a decision is a value").

    case: as `read_case` returns it. readings: interpretation id -> reading id where not the default. Raises
    ReadingUnknown. The same pack, case and readings always give the same verdict: no clock, no settings.
    """
    return _Decision(pack, case, pack.in_effect(readings or {})).verdict()


def asked_of(pack: Pack, case: Mapping[str, Any], readings: Mapping[str, str], name: str) -> object:
    """The answer of one clause or question of `pack` alone, every other left out that it does not lean on.

    readings: every interpretation with the reading in force. Raises KeyError for no such question.
    """
    return _Decision(pack, case, readings).ask(name).result


def scope_of(pack: Pack, case: Mapping[str, Any], readings: Mapping[str, str]) -> CaseScope:
    """The case as the conditions of `pack` see it, for whoever judges a single condition again.

    readings: every interpretation with the reading in force.
    """
    return _Decision(pack, case, readings).scope


class _Decision:
    def __init__(self, pack: Pack, case: Mapping[str, Any], readings: Mapping[str, str]) -> None:
        self.pack, self.case, self.readings = pack, case, readings
        self.scope = CaseScope(pack, case, readings, self.answer, self.item_answer)
        self.found: dict[str, Found] = {}
        self.by_item: dict[str, dict[str, Found]] = {}

    def answer(self, question: str) -> str:
        return spoken(self.ask(question).result)

    def item_answer(self, item: ItemScope, question: str) -> str:
        """Within `for item in evidence` a clause that answers items means its answer for this one."""
        self.ask(question)
        found = self.by_item.get(item.id, {}).get(question)
        return self.answer(question) if found is None else spoken(found.result)

    def ask(self, name: str) -> Found:
        if name not in self.found:
            clause = self.pack.clauses.get(name)
            if clause is None:
                self.found[name] = asked(self.pack.questions[name], self.scope)
            else:
                self.found[name] = self.clause(clause)
        return self.found[name]

    def clause(self, clause: Clause) -> Found:
        assert clause.question is not None
        if clause.items is None or not self.scope.items():
            return self.resolved(clause, asked(clause.question, self.scope))
        counted = []
        for item in self.scope.items():
            self.by_item.setdefault(item.id, {})[clause.id] = answer = asked(clause.items.question, item)
            if clause.items.counts.judge(item).value is not False:
                counted.append((item, answer))
        if not counted:
            return asked(clause.question, self.scope)
        return _ranked(clause.items, counted)

    def resolved(self, clause: Clause, found: Found) -> Found:
        """P0: where the clause itself answers a doubt, the purpose it is resolved by is quoted."""
        question = clause.question
        if (
            not found.missing
            or question is None
            or question.doubt == "undetermined"
            or "P0" not in self.pack.clauses
        ):
            return found
        purpose = Reason(f"Not all is known; doubt is resolved by the purpose: “{self.pack.quote('P0')}”")
        return Found(found.result, (*found.because, purpose), found.readings, found.missing, found.tried)

    def verdict(self) -> Verdict:
        clauses = {
            name: _told(clause, self.ask(name))
            for name, clause in self.pack.clauses.items()
            if clause.question
        }
        answers = self.further_answers()
        disposition = self.ask("disposition")
        held = disposition.result == self.pack.questions["disposition"].doubt
        asked_too = [
            name
            for name in self.pack.questions
            if name in self.found and (held or name in ("due", "disposition"))
        ]
        leaned = union(found.readings for found in self.found.values())
        return Verdict(
            pack=self.pack.id,
            pack_version=self.pack.version,
            pack_hash=self.pack.hash_under(self.readings),
            approval=self.pack.approval,
            verified=self.pack.verified,
            clauses=clauses,
            disposition=disposition.result,
            missing=union(
                [
                    *(each.missing for each in clauses.values()),
                    *(self.found[name].missing for name in asked_too),
                ]
            ),
            interpretations={which: self.readings[which] for which in sorted(leaned)},
            answers=answers,
            evidence=self.evidence(),
            tainted=self.tainted(),
            tried={**self.found, **self.of_items()},
        )

    def further_answers(self) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for name in self.pack.questions:
            found = self.ask(name)
            if found.result is not None and name not in ("disposition", "due"):
                answers[name] = found.result
        if due := self.due():
            answers["due"] = due
        for name, collected in self.pack.collected.items():
            given = [value for value, when in collected.entries if when.judge(self.scope).value]
            if given:
                answers[name] = list(dict.fromkeys(given))
        return answers

    def due(self) -> str:
        received = self.scope.fact("request.received")
        if "due" not in self.pack.questions or not isinstance(received, str):
            return ""
        rule = self.ask("due").result
        return last_day(rule, date.fromisoformat(received), self.pack.holidays).isoformat() if rule else ""

    def evidence(self) -> dict[str, dict[str, str]] | None:
        if not self.scope.items():
            return None
        return {
            item: {name: found.result for name, found in each.items()} for item, each in self.by_item.items()
        }

    def tainted(self) -> tuple[str, ...]:
        rule = self.pack.taint
        if rule is None:
            return ()
        return tuple(
            item for item, each in self.by_item.items() if each[rule.clause].result in rule.keeps_out
        )

    def of_items(self) -> dict[str, Found]:
        return {
            f"{item}.{name}": found for item, each in self.by_item.items() for name, found in each.items()
        }


def asked(question: Question, scope: CaseScope | ItemScope) -> Found:
    """Tries the answers in order. Every answer that may hold stays open until one certainly does; if the
    open ones
    differ, the answer is the question's `doubt` and the unknown facts that kept them open are missing."""
    tried: list[tuple[Answer, Judgement]] = []
    possible: list[tuple[Answer, Judgement]] = []
    for answer in question.answers:
        truth = answer.when.judge(scope)
        tried.append((answer, truth))
        if truth.value is not False:
            possible.append((answer, truth))
        if truth.value:
            break
    leaned = [(which,) for which, when in question.leans if when.judge(scope).value]
    readings = union([*(truth.readings for _, truth in tried), *leaned])
    if len({answer.result for answer, _ in possible}) == 1:
        chosen, truth = possible[-1]
        facts = truth.facts or union(ruled_out.facts for _, ruled_out in tried)
        unmet = _unmet(question, scope) if chosen.result == question.doubt else ()
        return Found(chosen.result, _reasons(chosen.because, facts, scope), readings, unmet, tuple(tried))
    missing = union([_unmet(question, scope), *(truth.missing for _, truth in tried)])
    because = [Reason(f"Not known yet: {path}", path) for path in missing]
    because += [
        Reason(f"It may be {answer.result}: {answer.because}") for answer, _ in possible if answer.because
    ]
    return Found(question.doubt, tuple(because), readings, missing, tuple(tried))


def _unmet(question: Question, scope: CaseScope | ItemScope) -> tuple[str, ...]:
    return tuple(path for path, when in question.lacks if when.judge(scope).value is not False)


def _reasons(because: str, facts: Iterable[str], scope: CaseScope | ItemScope) -> tuple[Reason, ...]:
    """The rule's sentence with the fact that decided first, then every other fact it rests on."""
    own = "evidence."
    known = [path for path in facts if path.startswith(own) or _said(scope.fact(path))]
    known.sort(key=lambda path: not path.startswith(own))
    first = known[0] if known and len(known) < MANY else ""
    reasons = [Reason(because or "No clause speaks of it", first)]
    reasons += [
        Reason(f"{path}: {_said(scope.fact(path))}", path)
        for path in known
        if path != first and not path.startswith(own)
    ]
    return tuple(reasons)


def _said(value: object) -> str:
    """A closed value in words; empty for what is unknown, a whole section, or the day of the decision
    itself."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value) if isinstance(value, (str, int)) else ""


def _ranked(rule: ItemRule, counted: list[tuple[ItemScope, Found]]) -> Found:
    """The clause's answer from its items': the first in rank that one of them has."""
    results = {found.result for _, found in counted}
    result = next(each for each in rule.rank if each in results)
    because = []
    for item, found in counted:
        first = found.because[0]
        because.append(Reason(f"{item.id}, {found.result}: {first.text}", first.fact))
        because += [reason for reason in found.because[1:] if reason not in because]
    return Found(
        result,
        tuple(sorted(because, key=lambda reason: f", {result}: " not in reason.text)),
        union(found.readings for _, found in counted),
        union(found.missing for _, found in counted),
    )


def _told(clause: Clause, found: Found) -> ClauseVerdict:
    because = found.because or (Reason("No clause speaks of it"),)
    if clause.source:
        because = (*because, Reason(f"Source: {clause.source} (verified: {clause.verified})"))
    return ClauseVerdict(found.result, because, tuple(sorted(found.readings)), found.missing)


def last_day(rule: str, received: date, holidays: Holidays) -> date:
    """The last day to answer: `30 days` after receipt, or `7 days after the first business day` following
    receipt.

    PC 679.10(j), 679.11(j). The day of receipt, and the first business day itself, are not counted.
    """
    days = re.match(r"\d+", rule)
    assert days is not None
    start = holidays.first_business_day_after(received) if "business day" in rule else received
    return start + timedelta(days=int(days[0]))
