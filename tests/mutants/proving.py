"""Whether a mutant is no change at all: Z3 is asked for a case, with items or without, that tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import z3

from havenline.policy import Pack
from havenline.policy.conditions import Quantified
from havenline.policy.forms.formulas import Formulas
from havenline.policy.forms.logic import NEVER, Formula, both, either, opposite
from havenline.policy.forms.reduction import reduced
from tests.mutants.changes import Mutant
from tests.mutants.with_items import (
    OF_ITEM,
    TAINTED,
    UNCOUNTED,
    ItemVariables,
    given_by,
    quantified_in,
    with_items,
    with_lists,
)


class Prover:
    """Whether a mutant answers every clause, question, list entry and item as the real pack does, whatever
    the readings. Sound, not complete: with items, what all of them settle together is only bounded."""

    def __init__(self, pack: Pack) -> None:
        self.pack = with_lists(pack)
        self.quantified = quantified_in(self.pack)
        self.without = _made(self.pack)
        self.real = _made(with_items(self.pack, _stand_in(self.quantified)))

    def same(self, mutant: Mutant) -> bool:
        """Proved for every case there is."""
        other = with_lists(mutant.pack)
        theirs = _made(other)
        if _found(_apart(self.without, theirs, self.asked), [self.without.legal, theirs.legal]):
            return False
        stand_in = self.stand_in(other)
        if stand_in is None:
            return False
        return self._same_with_items(_made(with_items(other, stand_in)))

    @cached_property
    def asked(self) -> list[str]:
        """Every clause, question and list entry."""
        return _asked(self.pack)

    def stand_in(self, other: Pack) -> Mapping[Quantified, str] | None:
        """The same facts for the `any` and `all` of a mutant: the changed one stands for the real one."""
        mine, theirs = self.quantified, quantified_in(other)
        gone = [each for each in mine if each not in theirs]
        new = [each for each in theirs if each not in mine]
        if len(gone) < len(new):
            return None
        names = _stand_in(mine)
        return {
            **{node: names[node] for node in mine},
            **{node: names[was] for node, was in zip(new, gone, strict=False)},
        }

    def _same_with_items(self, other: Formulas) -> bool:
        """First what is asked of each item, given the same taint; then, with the items' answers the same in
        both, what is asked of the case."""
        mine = self.real
        legal = [mine.legal, other.legal, *_of_taint(mine)]
        of_each = [name + OF_ITEM for name in self._ruled]
        of_each += [path for path in _stand_in(self.quantified).values() if path in other.pack.questions]
        differs = [*_apart(mine, other, of_each), *_taint_apart(mine, other)]
        differs += [_counts(mine, name) != _counts(other, name) for name in self._ruled]
        if _found(differs, legal):
            return False
        return not _found(_apart(mine, other, self.asked), [*legal, *self._of_the_case()])

    def _of_the_case(self) -> Iterator[Formula]:
        """Its items give every clause an answer; the item spoken of gave the one of the taint's clause."""
        for clause in self._ruled:
            yield self.real.known(given_by(clause))
        if self.pack.taint:
            clause = self.pack.taint.clause
            yield opposite(self.real.value(given_by(clause), UNCOUNTED))
            for answer, where in self.real.question(clause + OF_ITEM).items():
                yield self.real.value(given_by(clause), answer) == where

    @cached_property
    def _ruled(self) -> list[str]:
        return [name for name, clause in self.pack.clauses.items() if clause.items]


def _asked(pack: Pack) -> list[str]:
    return [*(name for name, clause in pack.clauses.items() if clause.question), *pack.questions]


def _stand_in(quantified: Iterable[Quantified]) -> dict[Quantified, str]:
    return {node: f"also.of_items_{place}" for place, node in enumerate(quantified)}


def _made(pack: Pack) -> Formulas:
    return Formulas(reduced(pack, questions=_asked(pack), open_readings=True), ItemVariables(pack))


def _found(differs: Iterable[Formula], legal: Iterable[Formula]) -> bool:
    kept = [each for each in differs if not z3.is_false(each)]
    if not kept:
        return False
    solver = z3.SolverFor("QF_LIA")
    solver.add(*legal)
    solver.add(either(kept))
    return bool(solver.check() != z3.unsat)


def _apart(mine: Formulas, other: Formulas, names: Iterable[str]) -> Iterator[Formula]:
    """Per answer of mine where it is given and theirs is another one."""
    for name in names:
        theirs = other.question(name)
        for answer, where in mine.question(name).items():
            there = theirs.get(answer, NEVER)
            if not where.eq(there):
                yield both([where, opposite(there)])


def _counts(made: Formulas, clause: str) -> Formula:
    """Where an item speaks for the clause: it is not known not to."""
    return opposite(made.question(f"counts {clause}").get("no", NEVER))


class _Taint:
    """What `scope.CaseScope` makes of the taint rule for one item."""

    def __init__(self, made: Formulas) -> None:
        told = {part: made.question(f"taint {part}") for part in ("given", "because", "lifted")}
        certain = {part: told[part].get("yes", NEVER) for part in told}
        refuted = {part: told[part].get("no", NEVER) for part in told}
        self.lifted, self.best, self.worst = certain["lifted"], refuted["lifted"], opposite(certain["lifted"])
        self.given, self.perhaps = certain["given"], opposite(refuted["given"])
        self.because, self.perhaps_because = certain["because"], opposite(refuted["because"])

    def looked_at(self) -> list[Formula]:
        """All that the fixpoint over the items sees of this one, at the best and at the worst."""
        best, worst = both([self.best, self.given]), both([self.worst, self.perhaps])
        return [
            best,
            both([self.best, opposite(self.given)]),
            both([self.best, opposite(self.given), self.because]),
            worst,
            both([self.worst, opposite(self.perhaps)]),
            both([self.worst, opposite(self.perhaps), self.perhaps_because]),
        ]


def _taint_apart(mine: Formulas, other: Formulas) -> list[Formula]:
    return [
        one != another
        for one, another in zip(_Taint(mine).looked_at(), _Taint(other).looked_at(), strict=True)
        if not one.eq(another)
    ]


def _of_taint(made: Formulas) -> Iterator[Formula]:
    """What is certain of the taint of an item, whatever the other items are."""
    taint = _Taint(made)
    certain, refuted = made.value(TAINTED.path, value=True), made.value(TAINTED.path, value=False)
    yield z3.Implies(both([taint.best, taint.given]), certain)
    yield z3.Implies(taint.lifted, refuted)
    yield z3.Implies(certain, taint.best)
    yield z3.Implies(both([taint.worst, taint.perhaps]), opposite(refuted))
