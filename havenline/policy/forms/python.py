"""A pack written out as one Python function: the same answers for a single case, hundreds of times faster.

    decide = compile(load())
    results, missing = decide(read_case(path))        # both in the order of decide.questions

Each condition becomes two expressions, one for certainly true and one for certainly false, so that Python's
own short circuits skip what cannot matter. Reasons, readings leaned on and evidence items stay with the
interpreter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Protocol, cast

from havenline.policy.forms.expressions import Expressions
from havenline.policy.forms.reduction import Asked, Reduced, reduced, refuse_evidence
from havenline.policy.forms.settled import Settling
from havenline.policy.pack import Pack

Outcome = tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]
NOTHING_MISSING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Decide(Protocol):
    """The function generated. questions: what it answers, in order. source: its text, to be read."""

    questions: tuple[str, ...]
    source: str

    def __call__(self, case: Mapping[str, Any]) -> Outcome:
        """Per question the answer as conditions write it, and per question in doubt the facts missing.

        case: as `read_case` returns it. Raises EvidenceOutside when it lists evidence items.
        """


def compile(  # noqa: A001 - what it does has no better word
    pack: Pack,
    readings: Mapping[str, str] = MappingProxyType({}),
    *,
    questions: Iterable[str] | None = None,
) -> Decide:
    """The function that decides cases by this pack under these readings.

    questions: as for `reduced`; every clause and the disposition unless given. Raises ReadingUnknown.
    """
    return function(reduced(pack, readings, questions=questions))


def function(pack: Reduced) -> Decide:
    """The function of a pack already reduced."""
    settling = Settling(pack.pack)
    writer = _Writer(pack, settling)
    source = writer.source()
    names: dict[str, Any] = {
        "NOTHING": MappingProxyType({}),
        "NOTHING_MISSING": NOTHING_MISSING,
        "OFFENSE": settling.offense,
        "STATUTE": settling.statute,
        "CODE": settling.code,
        "DAY": _Days(),
        "refuse_evidence": refuse_evidence,
    }
    # The text is made of the pack's own closed conditions; every value in it is written by `repr`.
    exec(source, names)  # noqa: S102
    made = names["decide"]
    made.questions, made.source = pack.wanted, source
    return cast(Decide, made)


class _Days(dict[str, int]):
    """A day as a number, worked out once."""

    def __missing__(self, day: str) -> int:
        from datetime import date

        self[day] = number = date.fromisoformat(day).toordinal()
        return number


class _Writer:
    """Writes the function, question after question.

    A name is defined where it is first needed. What stands behind a `break` may not have been reached, so the
    next question defines it again; `sure` holds the names that are defined whatever happened.
    """

    def __init__(self, pack: Reduced, settling: Settling) -> None:
        self.pack, self.expressions = pack, Expressions(pack, settling)
        self.sure: set[str] = set()

    def source(self) -> str:
        shared = self.needed(self.sure, *self.shared())
        questions = [line for asked in self.pack.questions.values() for line in self.question(asked)]
        body = ['if "evidence" in case:', "    refuse_evidence(case)", *shared, *questions, *self.told()]
        lacking = [line for name in self.pack.wanted for line in self.lacking(self.pack.questions[name])]
        return "\n".join([*lacking, "def decide(case):", *_indented(body), ""])

    def shared(self) -> list[str]:
        """The facts several questions look at: read once, before all of them."""
        uses = Counter(
            name
            for asked in self.pack.questions.values()
            for name in self.names(
                " ".join(text for _, when in asked.answers for text in self.expressions.pair(when))
            )
            if name.startswith("v_")
        )
        return [name for name, times in uses.items() if times > 1]

    def names(self, text: str) -> set[str]:
        """The names a text uses, and those their definitions use."""
        found: set[str] = set()
        waiting = [text]
        while waiting:
            for name in self.expressions.names_in(waiting.pop()):
                if name not in found:
                    found.add(name)
                    waiting += [] if name.startswith("r_") else [self.expressions.definition(name)]
        return found

    def needed(self, defined: set[str], *texts: str) -> list[str]:
        """Lines that define what the texts use and is not defined yet."""
        lines = []
        for name in self.expressions.names_in(*texts):
            if name not in defined and not name.startswith("r_"):
                line = self.expressions.definition(name)
                target, _, meaning = line.partition(" = ")
                lines += [*self.needed(defined, meaning), line]
                defined |= set(target.split(", "))
        return lines

    def question(self, asked: Asked) -> list[str]:
        bits, name = _bits(asked), f"r_{asked.id}"
        alone = {bit: result for result, bit in bits.items()}
        defined = set(self.sure)
        lines = ["o = 0", "while 1:"]
        for number, (result, when) in enumerate(asked.answers):
            certain, refuted = self.expressions.pair(when)
            said = [
                f"    {name} = {alone!r}.get(o, {asked.doubt!r})",
                "else:",
                f"    {name} = {result!r}",
                "break",
            ]
            certainly = ["if o:", f"    o |= {bits[result]}", *said]
            if certain == "True":
                lines += _indented(certainly)
                break
            definite = self.expressions.is_definite(when)
            lines += _indented(self.needed(defined, certain, *([] if definite else [refuted])))
            if number == 0:
                self.sure |= defined
            inside = (
                certainly if definite else [f"if {certain}:", *_indented(certainly), f"o |= {bits[result]}"]
            )
            lines += _indented([f"if {certain if definite else f'not {refuted}'}:", *_indented(inside)])
        return [*lines, f"o_{asked.id} = o"]

    def told(self) -> list[str]:
        """Nothing was open anywhere: done. Otherwise what each question in doubt misses."""
        wanted = [self.pack.questions[name] for name in self.pack.wanted]
        results = "".join(f"r_{asked.id}, " for asked in wanted)
        perhaps = [f"o_{asked.id}" for asked in wanted]
        perhaps += [f"r_{asked.id} == {asked.doubt!r}" for asked in wanted if asked.lacks]
        lines = [
            f"if not ({' or '.join(perhaps)}):",
            f"    return ({results}), NOTHING_MISSING",
            "missing = {}",
        ]
        for asked in wanted:
            doubt = f"o_{asked.id} & (o_{asked.id} - 1)"
            if asked.lacks:
                doubt += f" or r_{asked.id} == {asked.doubt!r}"
            arguments = ", ".join(["case", f"o_{asked.id}", *self.answers_in(asked)])
            lines += [f"if {doubt}:", f"    missing[{asked.id!r}] = missing_{asked.id}({arguments})"]
        return [*lines, f"return ({results}), missing"]

    def answers_in(self, asked: Asked) -> list[str]:
        """The answers of other questions that this one leans on, words followed."""
        texts: list[str] = []
        for node in asked.nodes():
            texts += [*self.expressions.pair(node), *self.expressions.missing(node)]
        return sorted(name for name in self.names(" ".join(texts)) if name.startswith("r_"))

    def lacking(self, asked: Asked) -> list[str]:
        """A function: the unknown facts that kept more than one answer open, in the order first met."""
        defined: set[str] = set()
        lines = ["m = {}"]
        for path, when in asked.lacks:
            refuted = self.expressions.pair(when)[1]
            lines += [*self.needed(defined, refuted), f"if not {refuted}:", f"    m[{path!r}] = 1"]
        lines += ["if not o & (o - 1):", "    return tuple(m)"]
        for _, when in asked.answers:
            certain, refuted = self.expressions.pair(when)
            if certain == "True":
                break
            definite = self.expressions.is_definite(when)
            missing = [] if definite else self.expressions.missing(when)
            lines += self.needed(defined, certain, refuted, *missing)
            lines += [f"if {certain}:", "    return tuple(m)"]
            if missing:
                lines += [f"if not {refuted}:", *_indented(missing)]
        arguments = ", ".join(["case", "o", *self.answers_in(asked)])
        return [f"def missing_{asked.id}({arguments}):", *_indented([*lines, "return tuple(m)"]), ""]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _bits(asked: Asked) -> dict[str, int]:
    return {result: 1 << place for place, result in enumerate(asked.results)}
