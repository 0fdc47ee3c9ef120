"""A decision is a value: every clause with its answer, its reasons, what it leaned on and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from havenline.policy.judgement import Judgement
from havenline.policy.pack import Answer


@dataclass(frozen=True, slots=True)
class Reason:
    """One plain sentence, with the path of the fact that decided, or an empty path."""

    text: str
    fact: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"text": self.text, "fact": self.fact} if self.fact else {"text": self.text}


@dataclass(frozen=True, slots=True)
class Found:
    """What asking one question gave."""

    result: Any
    because: tuple[Reason, ...]
    readings: tuple[str, ...]
    missing: tuple[str, ...]
    tried: tuple[tuple[Answer, Judgement], ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseVerdict:
    """The answer of one clause."""

    result: str
    because: tuple[Reason, ...]
    interpretations: tuple[str, ...]
    missing: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "result": self.result,
            "because": [reason.as_dict() for reason in self.because],
            "interpretations": list(self.interpretations),
            "missing": list(self.missing),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole decision.

    disposition: None when there is nothing to do. answers: the further keys of the verdict that say
    something (`offense_status`, `confirm_by`, `check`, `due` ...), by the schema's names. evidence: per
    item id the answer of each clause that asks about items; None when the case lists none. trace: every
    condition tried, per question.
    """

    pack: str
    pack_version: str
    pack_hash: str
    approval: Mapping[str, str]
    verified: str
    clauses: Mapping[str, ClauseVerdict]
    disposition: str | None
    missing: tuple[str, ...]
    interpretations: Mapping[str, str]
    answers: Mapping[str, Any]
    evidence: Mapping[str, Mapping[str, str]] | None
    tainted: tuple[str, ...]
    tried: Mapping[str, Found]

    def as_dict(self, *, trace: bool = False) -> dict[str, Any]:
        """The verdict as verdict.schema.json has it; with `trace`, every condition tried as well."""
        told: dict[str, Any] = {
            "pack": self.pack,
            "pack_version": self.pack_version,
            "disposition": self.disposition,
            "clauses": {name: clause.as_dict() for name, clause in self.clauses.items()},
            "missing": list(self.missing),
            "interpretations": dict(self.interpretations),
            **self.answers,
        }
        if self.evidence is not None:
            told["evidence"] = {name: dict(answers) for name, answers in self.evidence.items()}
            told["tainted"] = list(self.tainted)
        told |= {"pack_hash": self.pack_hash, "approval": dict(self.approval), "verified": self.verified}
        if trace:
            told["trace"] = self.trace()
        return told

    def trace(self) -> dict[str, list[dict[str, Any]]]:
        """Why and why not: per question every condition tried, whether it held, on which facts."""
        return {
            question: [_step(each) for each in found.tried]
            for question, found in self.tried.items()
            if found.tried
        }


_HOLDS = {True: "yes", False: "no", None: "not known"}


def _step(tried: tuple[Answer, Judgement]) -> dict[str, Any]:
    answer, truth = tried
    return {
        "answer": answer.result,
        "when": answer.condition,
        "holds": _HOLDS[truth.value],
        "facts": list(truth.facts),
        "readings": list(truth.readings),
        "missing": list(truth.missing),
    }
