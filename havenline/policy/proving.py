"""Proves what a pack promises, for every case there is, or finds a person the promise is broken for.

    proof = proved(load(), promises_of("us-ca-sfda-2018"))
    proof.failures                              # empty where every promise holds

Cases without evidence items are spoken of: items are traced by `taint`, tested on its own. Every failure has
been put to the interpreter again; where the two disagree `ProofUnsound` is raised: then no proof is worth
anything.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import z3

from havenline.policy.forms.formulas import Formulas, formulas
from havenline.policy.forms.logic import Formula, both, either, opposite
from havenline.policy.forms.reduction import fact
from havenline.policy.forms.statutes import sort_of
from havenline.policy.forms.twins import Twin
from havenline.policy.living import dead
from havenline.policy.pack import Pack
from havenline.policy.promises import Always, Favors, NoMatter, Promises, condition_id, promised
from havenline.policy.replaying import Broken, Check, protects, replayed

LEARNING = "learning"
FEW = 3  # more values are not written out in a sentence


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved of a pack. held: per promise its id and sentence. failures: those broken.

    formulas: how many satisfiability questions were put.
    """

    held: tuple[tuple[str, str], ...]
    failures: tuple[Broken, ...]
    formulas: int


def proved(pack: Pack, text: str) -> Proof:
    """Every promise of `text` (promises.yaml; may be empty), and that every answer is live.

    Raises PackRefused where the text is none, ProofUnsound where the interpreter contradicts a formula.
    """
    return _Prover(promised(pack, text)).proof()


class _Prover:
    """One solver over two cases of one pack, under readings left open."""

    def __init__(self, promises: Promises) -> None:
        self.promises, self.pack = promises, promises.asking
        self.made = self._formulas()
        self.facts = self.made.facts
        self.twin = Twin(self.facts)
        self.twin.enter([where for name in self._questions() for where in self.made.question(name).values()])
        self.one, self.two = z3.SolverFor("QF_LIA"), z3.SolverFor("QF_LIA")
        self.one.add(self.made.legal)
        self.two.add(self.made.legal, self.twin.of(self.made.legal))
        self.defaults = [
            self.facts.reading(which, self.pack.readings[which].default) for which in self.facts.readings
        ]
        self.asked = 0

    def _formulas(self) -> Formulas:
        made = formulas(self.pack, questions=self._questions(), open_readings=True)
        for path in self._spoken_of():
            made.facts.look(path)
        made.legal = made.facts.legal()
        return made

    def _questions(self) -> list[str]:
        clauses = [name for name, clause in self.pack.clauses.items() if clause.question]
        return [*clauses, *self.pack.questions]

    def _spoken_of(self) -> Iterator[str]:
        promises = self.promises
        for always in promises.always:
            yield from always.each
        for favors in promises.favors:
            yield from (favors.fact, *favors.free)
        for no_matter in promises.no_matter:
            yield from no_matter.facts

    def proof(self) -> Proof:
        held: list[tuple[str, str]] = []
        failures: list[Broken] = []
        for name, says, found in self._each():
            broken = list(found)
            failures += broken
            held += [] if broken else [(name, says)]
        return Proof(tuple(held), tuple(failures), self.asked)

    def _each(self) -> Iterator[tuple[str, str, Iterable[Broken]]]:
        promises, settled = self.promises, self.promises.learning
        for always in promises.always:
            yield always.id, _filled(always.says, _several(always.each)), self.always(always)
        for favors in promises.favors:
            yield favors.id, favors.says, self.favors(favors)
        for no_matter in promises.no_matter:
            yield no_matter.id, no_matter.says, self.no_matter(no_matter)
        if settled.settled or settled.from_barred:
            yield LEARNING, "Learning more overturns no definite answer.", self.learning()
        yield "live", "Every answer of every clause is given to somebody.", self.live()

    # Whether there is such a case.

    def model(self, *where: Formula, every_reading: bool = False, pair: bool = False) -> z3.ModelRef | None:
        """A case, or a pair of cases, where all of this holds; None when there is none."""
        self.asked += 1
        solver = self.two if pair else self.one
        solver.push()
        solver.add(*where, *([] if every_reading else self.defaults))
        found = solver.model() if solver.check() == z3.sat else None
        solver.pop()
        return found

    def readings(self, model: z3.ModelRef) -> dict[str, str]:
        """The readings of a model that are not the defaults."""
        told = {}
        for which in self.facts.readings:
            for each in self.pack.readings[which].texts:
                if z3.is_true(model.eval(self.facts.reading(which, each), model_completion=True)):
                    told[which] = each
        return {which: each for which, each in told.items() if each != self.pack.readings[which].default}

    # Each kind of promise.

    def always(self, promise: Always) -> Iterator[Broken]:
        when = self.made.answered(condition_id(promise.id, "when"), "yes")
        then = opposite(self.made.answered(condition_id(promise.id, "then"), "yes"))
        find = partial(self.model, every_reading=promise.every_reading)
        for path, values in promise.each.items():
            for value in values:
                if find(when, self.is_value(path, value)) is None:
                    yield Broken(
                        promise.id, promise.says, f"It is about nobody: `{path}: {value}` never occurs."
                    )
                    return
        several = [
            either([self.is_value(path, each) for each in values]) for path, values in promise.each.items()
        ]
        model = find(when, then, *several)
        if model is None:
            return
        chosen = {
            path: next(each for each in values if _holds(model, self.is_value(path, each)))
            for path, values in promise.each.items()
        }
        check = Check(
            self.pack,
            self.readings(model),
            yes=condition_id(promise.id, "when"),
            not_yes=condition_id(promise.id, "then"),
            kept=tuple(promise.each),
        )
        yield replayed(promise.id, _filled(promise.says, chosen), check, self.facts.case(model))

    def is_value(self, path: str, value: str) -> Formula:
        """Where a fact has this value, or a statute is of the sort this text names."""
        if fact(self.pack, path).kind == "statute":
            statute = self.facts.statute(path)
            sort = sort_of(self.pack, value)
            return statute.elsewhere if sort is None else statute.is_of[sort]
        return self.facts.value(path, {"true": True, "false": False}.get(value, value))

    def favors(self, promise: Favors) -> Iterator[Broken]:
        same = self.twin.same_but({promise.fact, *promise.free})
        worst = self.state(promise.fact, promise.worst)
        best = {value: self.twin.of(self.state(promise.fact, value)) for value in promise.best}
        lower = {name: self._lower(name) for name in promise.of}
        # One question for all; only where it finds somebody is it asked of whom.
        if (
            self.model(same, worst, either(list(best.values())), either(list(lower.values())), pair=True)
            is not None
        ):
            for name, step in itertools.product(lower, best.values()):
                yield from self._pair(promise, name, lower[name], [same, worst, step])

    def state(self, path: str, value: object) -> Formula:
        """Where a fact has a value, is `known` or `absent`."""
        if value == "known":
            return self.facts.known(path)
        return opposite(self.facts.given(path)) if value == "absent" else self.facts.value(path, value)

    def _lower(self, name: str) -> Formula:
        """Where the person is protected, and the twin is not."""
        safe = either([where for told, where in self.made.question(name).items() if protects(told)])
        return both([safe, opposite(self.twin.of(safe))])

    def _pair(
        self, promise: Favors | NoMatter, name: str, differs: Formula, where: Sequence[Formula]
    ) -> Iterator[Broken]:
        when = self.made.answered(condition_id(promise.id, "when"), "yes")
        model = self.model(when, self.twin.of(when), differs, *where, pair=True)
        if model is not None:
            check = Check(
                self.pack,
                self.readings(model),
                of=name,
                when=condition_id(promise.id, "when"),
                lower=isinstance(promise, Favors),
            )
            cases = self.facts.case(model), self.facts.case(self.twin.seen(model))
            yield replayed(promise.id, promise.says, check, *cases)

    def no_matter(self, promise: NoMatter) -> Iterator[Broken]:
        same = self.twin.same_but(set(promise.facts))
        other = {name: self._other(name) for name in promise.of}
        if self.model(same, either(list(other.values())), pair=True) is not None:
            for name, differs in other.items():
                yield from self._pair(promise, name, differs, [same])

    def _other(self, name: str, *, of: Iterable[str] | None = None) -> Formula:
        """Where the twin's answer is another one; `of`: where the first is one of these."""
        answers = self.made.question(name)
        wanted = answers if of is None else {told: answers[told] for told in of if told in answers}
        return either([both([where, opposite(self.twin.of(where))]) for where in wanted.values()])

    def learning(self) -> Iterator[Broken]:
        told = self.promises.learning
        when = condition_id(LEARNING, "when")
        holds = self.made.answered(when, "yes")
        more = [holds, self.twin.of(holds), self.twin.learns(presumed=told.presumed)]
        for name in (*told.settled, *told.from_barred):
            doubt = "undetermined" if name in told.settled else _doubt(self.pack, name)
            definite = [answer for answer in self.made.question(name) if answer != doubt]
            model = self.model(*more, self._other(name, of=definite), every_reading=True, pair=True)
            if model is not None:
                check = Check(self.pack, self.readings(model), of=name, when=when, doubt=doubt)
                cases = self.facts.case(model), self.facts.case(self.twin.seen(model))
                yield replayed(
                    LEARNING, f"Learning more overturns no definite answer of {name}.", check, *cases
                )

    def live(self) -> Iterator[Broken]:
        def some(*where: Formula, default: bool) -> bool:
            return self.model(*where, every_reading=not default) is not None

        for place, sentence in dead(self.pack, self.made, some):
            yield Broken(place, "Every answer of every clause is given to somebody.", sentence)


def _doubt(pack: Pack, name: str) -> str:
    question = pack.clauses[name].question
    assert question is not None
    return str(question.doubt)


def _holds(model: z3.ModelRef, formula: Formula) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def _several(each: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {
        path: " or ".join(values) if len(values) <= FEW else f"any of {len(values)} ({values[0]}, ...)"
        for path, values in each.items()
    }


def _filled(says: str, chosen: Mapping[str, str]) -> str:
    for path, value in chosen.items():
        says = says.replace("{" + path + "}", value.replace("_", " "))
    return says
