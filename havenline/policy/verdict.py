"""A decision is a value: every clause with its answer, its reasons, what it leaned on and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """One plain sentence, with the path of the fact that decided, or an empty path."""

    text: str
    fact: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"text": self.text, "fact": self.fact} if self.fact else {"text": self.text}


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
    trace: Mapping[str, Any]

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
            told["trace"] = dict(self.trace)
        return told
