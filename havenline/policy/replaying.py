"""A broken promise, told by the smallest case that shows it, which the interpreter has decided again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from havenline.policy.casefile import read_case
from havenline.policy.comparing import PROTECTS, parts, without
from havenline.policy.decision import asked_of
from havenline.policy.errors import CaseRefused, PolicyRefused
from havenline.policy.pack import Pack, spoken

Case = Mapping[str, Any]


class ProofUnsound(PolicyRefused):
    """A formula and the interpreter disagree about a case."""


@dataclass(frozen=True, slots=True)
class Broken:
    """One promise that does not hold. sentence: what is wrong, where no person can be told of.

    case: the case it is broken for. other: the same person with one thing else known, where two are compared.
    answers: what the clause in question answers to them. readings: those in force, where not the defaults.
    """

    promise: str
    says: str
    sentence: str = ""
    case: Case = field(default_factory=dict)
    other: Case = field(default_factory=dict)
    of: str = ""
    answers: tuple[str, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """How the interpreter sees that a promise is broken.

    yes, not_yes: conditions of one case (`promises.condition_id`). of, when, lower: of two cases: the clause
    whose answers differ (lower: the second protects less), and the condition both must meet; doubt: an answer
    the first may give without being broken. kept: facts the sentence names, never left out of the case.
    """

    pack: Pack
    readings: Mapping[str, str]
    yes: str = ""
    not_yes: str = ""
    of: str = ""
    when: str = ""
    lower: bool = False
    doubt: str = ""
    kept: tuple[str, ...] = ()

    def answer(self, case: Case, name: str) -> str:
        """What the interpreter answers. Raises CaseRefused for no case file."""
        read = read_case(json.dumps(case), also=self.pack.also)
        return spoken(asked_of(self.pack, read, self.pack.in_effect(self.readings), name))

    def shows(self, *cases: Case) -> bool:
        """Whether the interpreter finds the promise broken for this case, or these two."""
        try:
            if not self.of:
                return self.answer(cases[0], self.yes) == "yes" != self.answer(cases[0], self.not_yes)
            if self.when and any(self.answer(case, self.when) != "yes" for case in cases):
                return False
            before, after = (self.answer(case, self.of) for case in cases)
        except (CaseRefused, KeyError):
            return False
        if self.lower:
            return protects(before) and not protects(after)
        return before not in (after, self.doubt)


def protects(answer: str) -> bool:
    """Whether the answer keeps harm from the person for certain, or helps her with what she asked for."""
    return answer == "allowed_exception" or PROTECTS.get(answer, 0) > 1


def replayed(promise: str, says: str, check: Check, *cases: Case) -> Broken:
    """The broken promise with the smallest case that shows it. Raises ProofUnsound where none is shown."""
    if not check.shows(*cases):
        raise ProofUnsound(
            f"`{promise}`: the formulas find a case that the interpreter decides otherwise: {cases}"
        )
    least = _smallest(check, cases)
    answers = tuple(check.answer(case, check.of) for case in least) if check.of else ()
    other = least[1] if len(least) > 1 else {}
    return Broken(promise, says, "", least[0], other, check.of, answers, check.readings)


def _smallest(check: Check, cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """Without every fact the story does not need: in both cases at once, or told to be the same in both."""
    found = cases
    for part in parts(found[0]) if len(found) == 1 else [*parts(found[1]), *parts(found[0])]:
        if any(
            kept == ".".join(part) or kept.startswith(f"{part[0]}.") > (len(part) > 1) for kept in check.kept
        ):
            continue
        less = tuple(without(case, part) for case in found)
        for fewer in (less, (found[0], _as_in(found, part))) if len(found) > 1 else (less,):
            if fewer != found and check.shows(*fewer):
                found = fewer
                break
    return found


def _as_in(cases: tuple[Case, ...], part: tuple[str, ...]) -> Case:
    """The second case, saying of this part what the first says."""
    name, *rest = part
    said: Any = cases[0].get(name)
    less = without(cases[1], part)
    if rest:
        said = said.get(rest[0]) if isinstance(said, Mapping) else None
        return less if said is None else {**less, name: {**less.get(name, {}), rest[0]: said}}
    return less if said is None else {**less, name: said}
