"""Has the policy decide a request on its own facts, everything about any person unknown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from havenline import config, policy
from havenline.policy.pack import Pack
from havenline.policy.verdict import Verdict

REFUSE, MINIMUM, ASSIST = "refuse_disclosure", "disclose_minimum", "assist"
# What lets something out: a second person agrees first.
LETS_OUT = frozenset({MINIMUM, ASSIST})
_BARS = frozenset({"use_barred", "derivative_barred", "disclosure_barred", "undetermined"})


@dataclass(frozen=True, slots=True)
class Judged:
    """The decision of a request. `quoted`: the clauses that bar it or apply, in the pack's order."""

    pack: Pack
    verdict: Verdict
    quoted: tuple[str, ...]

    @property
    def disposition(self) -> str:
        """What is to be done: a closed word of the policy's verdict."""
        return self.verdict.disposition or "hold_and_refer"

    @property
    def lets_out(self) -> bool:
        """Whether something may go out."""
        return self.disposition in LETS_OUT

    @property
    def checks(self) -> list[str]:
        """Law apart from the policy that counsel looks at."""
        return list(self.verdict.answers.get("check", []))


def judge(facts: Mapping[str, Any], *, day: date) -> Judged:
    """The decision of the request with these facts on this day; raises policy.PolicyRefused."""
    pack = policy.load(config.load().pack)
    case = policy.read_case(json.dumps({"screening": day.isoformat(), "request": dict(facts)}))
    verdict = policy.decide(pack, case)
    quoted = tuple(name for name, clause in verdict.clauses.items() if _speaks(name, clause.result))
    return Judged(pack, verdict, quoted)


def _speaks(name: str, result: str) -> bool:
    return result == "discovery_applies" if name == "N1" else name in ("C3", "C5", "C6") and result in _BARS
