"""Which mutants a case of the pack kills: it decides them otherwise than the case says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from havenline.policy import Pack, decide, load, read_case
from havenline.policy.decision import _Decision
from havenline.policy.scope import CaseScope
from tests.clauses.agreement import cases, differences
from tests.mutants.changes import Mutant


@dataclass(frozen=True)
class Run:
    """A case under readings, with what is expected of it."""

    id: str
    case: Mapping[str, Any]
    readings: Mapping[str, str]
    expected: Any

    @cached_property
    def scope(self) -> CaseScope:
        """Where the real pack judges conditions of this case."""
        pack = load()
        return _Decision(pack, self.case, pack.in_effect(self.readings)).scope

    def concerns(self, mutant: Mutant) -> bool:
        """Whether the change can matter here: the condition's own value is another one. Of items: always,
        where there are any."""
        if mutant.of_items:
            return bool(self.case.get("evidence"))
        return mutant.was.judge(self.scope).value is not mutant.now.judge(self.scope).value

    def told_apart(self, pack: Pack) -> bool:
        """Whether `pack` decides the case otherwise than expected, or cannot decide it."""
        try:
            verdict = decide(pack, self.case, readings=self.readings).as_dict()
        except (KeyError, IndexError, ValueError, RecursionError):
            return True
        return next(differences(self.expected, verdict), None) is not None


def runs() -> list[Run]:
    """Every case under the default readings and under its alternative."""
    found = []
    for each in cases():
        read = read_case(json.dumps(each["case"]))
        found.append(Run(each["id"], read, each.get("readings", {}), each["expected"]))
        if "alternative" in each:
            other = each["alternative"]
            found.append(Run(f"{each['id']}'", read, other["interpretations"], other["expected"]))
    return found


class Killer:
    """Puts mutants to the cases, those first that killed before."""

    def __init__(self, tried: Iterable[Run]) -> None:
        self.order = list(tried)

    def killed_by(self, mutant: Mutant) -> str:
        """The id of the first case that tells it from the real pack; empty when none does."""
        for place, run in enumerate(self.order):
            if run.concerns(mutant) and run.told_apart(mutant.pack):
                self.order.insert(0, self.order.pop(place))
                return run.id
        return ""
