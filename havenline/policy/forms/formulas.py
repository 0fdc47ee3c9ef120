"""The clauses as Z3 formulas over facts that may be unknown, so that a promise can be proved for every case.

    made = formulas(load())                      # or formulas(load(), {"I-03": "c2-defines-c1"})
    barred = made.question("C1")["barred"]       # where C1 answers `barred`; exactly one answer holds
    solver.add(made.legal, barred, made.certain("victim_or_witness"), made.value("offense.charged", False))
    made.case(solver.model())                    # the case file of a model, as `read_case` returns it

Two formulas of one pack share their variables whatever their readings, unless `of` names another case: then
`formulas(pack, of="later")` speaks of a second person, and promises can compare the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from havenline.policy.conditions import Node, Word
from havenline.policy.forms.logic import Formula, Logic, either
from havenline.policy.forms.rails import Rails, Walk
from havenline.policy.forms.reduction import Reduced, reduced
from havenline.policy.forms.variables import Variables
from havenline.policy.pack import Pack


class Formulas:
    """A pack under readings as formulas. Made by `formulas`.

    pack: the reduced pack. facts: the Z3 variables. legal: what every case file without evidence satisfies;
    add it to whatever is proved.
    """

    def __init__(self, pack: Reduced, facts: Variables) -> None:
        self.pack, self.facts = pack, facts
        self._walk = Walk(pack, Logic(), facts.atom)
        for name in pack.questions:
            self._walk.results(name)
        self.legal = facts.legal()

    def question(self, name: str) -> Mapping[str, Formula]:
        """Per answer of a clause or question (as conditions write it: `barred`, `null`) where it is given.

        Raises KeyError for a question the formulas were not made with.
        """
        return self._walk.results(name)

    def answered(self, name: str, answers: str | Iterable[str]) -> Formula:
        """Where the question is given one of these answers; nowhere for an answer it never gives."""
        wanted = {answers} if isinstance(answers, str) else set(answers)
        return either([where for answer, where in self.question(name).items() if answer in wanted])

    def rails(self, of: Node | str) -> Rails[Formula]:
        """Where a condition, or a word of the pack by its name, is certainly true and certainly false.

        A name is one the wanted questions use (`self.pack.words`); a node is as `Reduced` holds them.
        """
        return self._walk.rails(Word(of) if isinstance(of, str) else of)

    def certain(self, of: Node | str) -> Formula:
        """Where it is known to be true."""
        return self.rails(of).certain

    def refuted(self, of: Node | str) -> Formula:
        """Where it is known to be false."""
        return self.rails(of).refuted

    def given(self, path: str) -> Formula:
        """Whether the case file says anything there (a section, a fact; `unknown` is something)."""
        return self.facts.given(path)

    def known(self, path: str) -> Formula:
        """Whether the fact is known; what the file leaves out may be known by the schema's default."""
        return self.facts.known(path)

    def value(self, path: str, value: object) -> Formula:
        """Whether the fact is known and has this value: True, False, a word, a whole number or an ISO day."""
        return self.facts.value(path, value)

    def case(self, model: Formula) -> Mapping[str, Any]:
        """The case file of a model: only facts the formulas look at."""
        return self.facts.case(model)


def formulas(
    pack: Pack,
    readings: Mapping[str, str] = MappingProxyType({}),
    *,
    questions: Iterable[str] | None = None,
    of: str = "",
    open_readings: bool = False,
) -> Formulas:
    """The formulas of a pack under readings, on cases without evidence items.

    questions: as for `reduced`; every clause and the disposition unless given. of: which case the variables
    speak of; another name gives other variables. open_readings: no reading is settled; `facts.reading` tells
    where one is in force. Raises ReadingUnknown.
    """
    form = reduced(pack, readings, questions=questions, open_readings=open_readings)
    return Formulas(form, Variables(pack, of))
