"""A second case beside the first: the same variables under other names, so that promises can compare two."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import z3

from havenline.policy.forms.logic import Formula, both
from havenline.policy.forms.reduction import fact
from havenline.policy.forms.variables import Variables

UNKNOWN_WHERE_ABSENT = "Absent = unknown"


class Twin:
    """The second case. Made when every fact of the first has been looked at."""

    def __init__(self, facts: Variables) -> None:
        self.facts = facts
        self.own = {path: facts.own(path) for path in facts.looked_at}
        variables = [variable for each in self.own.values() for variable in each]
        self._pairs = [(variable, _renamed(variable)) for variable in variables]
        self._alike: dict[str, Formula] = {}
        # Kept with what it was made of, so that Z3 gives its number to no other formula.
        self._seen: dict[int, tuple[Formula, Formula]] = {}
        for variable, other in self._pairs:
            self._seen[variable.get_id()] = (variable, other)

    def enter(self, formulas: Sequence[Formula]) -> None:
        """Works out `of` for all of these in one walk."""
        new = [each for each in formulas if each.get_id() not in self._seen]
        if len(new) > 1:
            joined = z3.substitute(z3.And(*new), *self._pairs)
            for at, each in enumerate(new):
                self._seen[each.get_id()] = (each, joined.arg(at))

    def of(self, formula: Formula) -> Formula:
        """What the formula says of the first case, said of the second."""
        key = formula.get_id()
        if key not in self._seen:
            self._seen[key] = (formula, z3.substitute(formula, *self._pairs))
        return self._seen[key][1]

    def same_but(self, differing: Collection[str]) -> Formula:
        """Where the two cases say the same of every fact but these (and what stands below them)."""
        return both([self._same(path) for path in self.own if path not in differing])

    def _same(self, path: str) -> Formula:
        if path not in self._alike:
            self._alike[path] = both([variable == self.of(variable) for variable in self.own[path]])
        return self._alike[path]

    def learns(self, *, presumed: Mapping[str, str]) -> Formula:
        """Where the second case says all the first knows, and may know more of what was not known.

        presumed: facts left alone, like those whose absence means something else than not known.
        """
        parts: list[Formula] = []
        for path, variables in self.own.items():
            if not variables:
                continue
            if path in presumed or not _may_be_learned(self.facts, path):
                parts.append(self._same(path))
            else:
                known = self.facts.known(path)
                same = both([variable == self.of(variable) for variable in variables[1:]])
                parts += [z3.Implies(known, same), z3.Implies(variables[0], self.of(variables[0]))]
        return both(parts)

    def seen(self, model: z3.ModelRef) -> Any:
        """The model as the second case: ask it of the first's variables, it tells of the second's."""
        return _Seen(self, model)


class _Seen:
    def __init__(self, twin: Twin, model: z3.ModelRef) -> None:
        self.twin, self.model = twin, model

    def eval(self, formula: Formula, model_completion: bool = False) -> Formula:  # noqa: FBT001, FBT002 - as Z3's
        return self.model.eval(self.twin.of(formula), model_completion=model_completion)


def _renamed(variable: Formula) -> Formula:
    return z3.Const(f"twin {variable.decl().name()}", variable.sort())


def _may_be_learned(facts: Variables, path: str) -> bool:
    if path.startswith("also."):
        return True
    told = fact(facts.pack, path)
    return (
        told.kind not in ("section", "text", "statute")
        and told.absent is None
        and told.question.rstrip(".").endswith(UNKNOWN_WHERE_ABSENT)
    )
