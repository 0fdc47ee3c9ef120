"""Many cases at once: the bit masks answer those without evidence items, the interpreter the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from havenline.policy.decision import decide
from havenline.policy.forms.columns import columns
from havenline.policy.forms.masks import Masks, masks
from havenline.policy.forms.reduction import DISPOSITION
from havenline.policy.pack import Pack, spoken
from havenline.policy.verdict import Verdict


def decide_many(
    pack: Pack,
    cases: Sequence[Mapping[str, Any]],
    *,
    readings: Mapping[str, str] = MappingProxyType({}),
    form: Masks | None = None,
) -> list[tuple[str, ...]]:
    """Per case the answer of every clause and the disposition, in the order of `Masks.questions`.

    cases: as `read_case` returns them. form: masks of this pack and these readings made before, so that what
    is known of its charges is kept. Raises ReadingUnknown.
    """
    form = form or masks(pack, readings)
    plain = [place for place, case in enumerate(cases) if not case.get("evidence")]
    told = form(columns(form.records, [cases[place] for place in plain])) if plain else {}
    answers: dict[int, tuple[str, ...]] = {
        place: tuple(form.results[name][told[name][row]] for name in form.questions)
        for row, place in enumerate(plain)
    }
    for place, case in enumerate(cases):
        if place not in answers:
            verdict = decide(pack, case, readings=readings)
            answers[place] = tuple(_result(verdict, name) for name in form.questions)
    return [answers[place] for place in range(len(cases))]


def _result(verdict: Verdict, name: str) -> str:
    if name == DISPOSITION:
        return spoken(verdict.disposition)
    return spoken(verdict.clauses[name].result)
